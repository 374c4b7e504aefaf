"""Every kind of claim is shown in every place that shows one, with the fewest and with all of its keys."""

import html
import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import jsonschema
import msgspec
import pytest

from docgen import urls
from docgen.analysis import analyse
from docgen.author.new import NewEntry, new_entry
from docgen.entries.placeholders import filled
from docgen.entries.references import references_of_claims
from docgen.load.validate import read_model
from docgen.model.analysis import Analysis
from docgen.model.claim import CLAIM_KINDS, Claim
from docgen.model.entry import Entry, EntryText, Kind
from docgen.model.files import Files
from docgen.positions.source import Source
from docgen.render import render
from docgen.report.proofs_and_facts import proofs_report
from docgen.schemas import schema
from tests.cases import load_yaml

SAMPLE = Path(__file__).parents[1] / "check" / "sample"
TEXT = Path(__file__).with_name("every_claim.yaml").read_text(encoding="utf-8")
KINDS_OF_CLAIM: dict[str, dict[str, dict[str, Any]]] = load_yaml(TEXT)
CASES = [(kind, size) for kind, sizes in KINDS_OF_CLAIM.items() for size in sizes]
TODAY = date(2026, 10, 1)


def case_of(kind: str, size: str) -> dict[str, Any]:
    return KINDS_OF_CLAIM[kind][size]


def claim_of(kind: str, size: str, id_: str | None = None) -> Claim:
    return msgspec.convert({"id": id_, kind: case_of(kind, size)["claim"]}, Claim, strict=False)


def block_of(kind: str, size: str) -> str:
    case = case_of(kind, size)
    return str(case.get("block", case["text"]))


def plain_text(kind: str, size: str) -> str:
    return str(case_of(kind, size)["text"]).replace("`", "")


def entry_file(kind: str, size: str) -> str:
    claim = case_of(kind, size)["claim"]
    written = {
        "title": f"Of {kind}, {size}",
        "kind": "changed",
        "impact": "none",
        "published": "2026-01-15",
        "effective": "2026-01-15",
        "summary": f"In the summary of the entry: {{{{ claim.{kind} }}}}",
        "body": f"The body says of it, in a sentence: {{{{ claim.{kind} }}}}\n\n{{{{ claim.{kind} }}}}\n",
        "action": {"level": "recommended", "steps": [f"A step: {{{{ claim.{kind} }}}}"]},
        "claims": [{kind: claim}],
    }
    return json.dumps(written, default=str, indent=1)


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """The sample with an entry for each claim, under a second pin with the same contract: there are upgrades to it."""
    root = tmp_path_factory.mktemp("claims") / "sample"
    shutil.copytree(SAMPLE, root)
    later = root / "changelog" / "2026-02-15"
    shutil.copytree(root / "changelog" / "2026-01-15", later)
    pin = (later / "pin.yaml").read_text(encoding="utf-8")
    (later / "pin.yaml").write_text(pin.replace("2026-01-15", "2026-02-15"), encoding="utf-8")
    (later / "widgets.yaml").unlink()
    for kind, size in CASES:
        (later / f"{kind}-{size}.yaml").write_text(entry_file(kind, size), encoding="utf-8")
    found, findings = analyse(root, datetime(2026, 10, 1, tzinfo=UTC))
    assert found is not None
    assert [one for one in findings if one.id == "schema-mismatch"] == []
    return found


@pytest.fixture(scope="module")
def files(analysis: Analysis) -> Files:
    return render(analysis)


def entry_of(analysis: Analysis, kind: str, size: str) -> Entry:
    return next(entry for entry in analysis.project.entries if entry.slug == f"{kind}-{size}")


def words(markup: str) -> str:
    """The text of a page, with single spaces between words."""
    without_tags = re.sub(r"<[^>]*>", " ", re.sub(r"</?(wbr|time|strong|b|code)\b[^>]*>", "", markup))
    unescaped = re.sub(r"\\(?=\W)|[*`]", "", html.unescape(without_tags))
    return " ".join(unescaped.split()).replace(" :", ":")


def test_every_kind_has_a_case_with_the_fewest_and_with_all_of_its_keys() -> None:
    """What this file proves of a kind, it proves of the model's own list: a new kind cannot be forgotten."""
    assert set(KINDS_OF_CLAIM) == set(CLAIM_KINDS)
    types = msgspec.structs.fields(Claim)
    for field in types:
        if field.name != "id":
            model = next(one for one in get_args(field.type) if one is not type(None))
            keys = msgspec.structs.fields(model)
            assert set(case_of(field.name, "maximal")["claim"]) == {key.encode_name for key in keys}
            required = {key.encode_name for key in keys if key.required}
            assert required <= set(case_of(field.name, "minimal")["claim"])


@pytest.mark.parametrize(("kind", "size"), CASES)
def test_a_text_shows_the_claim_and_each_of_its_values(kind: str, size: str) -> None:
    claims = references_of_claims({kind: claim_of(kind, size)})
    placeholder = f"{{{{ claim.{kind} }}}}"
    assert filled(f"It says: {placeholder}", claims) == f"It says: {case_of(kind, size)['text']}"
    assert filled(placeholder, claims) == block_of(kind, size)
    assert filled(f"A step: {placeholder}", claims, is_plain=True) == f"A step: {plain_text(kind, size)}"
    for key in case_of(kind, size)["claim"]:
        value = filled(f"{{{{ claim.{kind}.{key} }}}}", claims)
        assert value and "{{" not in value, key


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "size"), CASES)
def test_the_page_and_its_twin_show_the_claim(analysis: Analysis, files: Files, kind: str, size: str) -> None:
    entry = entry_of(analysis, kind, size)
    page = promises(files, f"changelog/{entry.pin}/{entry.slug}.md")
    twin = promises(files, urls.twin_source(urls.entry_url(entry)))
    assert case_of(kind, size)["page"] in page
    for value in leaves(case_of(kind, size)["claim"]):
        assert (value in page) == (value in twin), value


def promises(files: Files, path: str) -> str:
    """The words below the heading, up to the source of the entry, which has every text of the claim."""
    return words(str(files[path]).partition("## Promises")[2].partition("Source of this entry")[0])


def leaves(node: object) -> list[str]:
    """The texts in a claim, each of which a page and its twin both show, or neither."""
    if isinstance(node, dict):
        return [text for value in node.values() for text in leaves(value)]
    if isinstance(node, list):
        return [text for value in node for text in leaves(value)]
    return [node] if isinstance(node, str) and " " in node else []


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "size"), CASES)
def test_programs_get_the_claim_and_its_proof(analysis: Analysis, files: Files, kind: str, size: str) -> None:
    document = json.loads(str(files["changelog.json"]))
    published = next(one for one in document["entries"] if one["slug"] == f"{kind}-{size}")
    [claim] = published["entry"]["claims"]
    assert msgspec.convert(claim, Claim) == claim_of(kind, size)
    assert [one["kind"] for one in published["proofs"]] == [kind]
    contract = json.loads(str(files["schema/changelog.json"]))
    assert [error.message for error in jsonschema.Draft7Validator(contract).iter_errors(document)] == []
    line = next(one for one in proofs_report(analysis.proofs).splitlines() if f" {kind}-{size}/{kind} " in one)
    assert line.split()[0] in ("proved", "refuted", "attested", "cannot-prove")


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "size"), CASES)
def test_a_feed_and_the_page_of_an_upgrade_show_what_a_text_says_of_it(files: Files, kind: str, size: str) -> None:
    feed = json.loads(str(files["changelog.feed.json"]))
    item = next(one for one in feed["items"] if one["title"] == f"Of {kind}, {size}")
    assert plain_text(kind, size) in words(item["content_html"])
    assert plain_text(kind, size) in item["summary"]
    pages = [str(text) for path, text in files.items() if path.startswith(urls.UPGRADE) and path.endswith(".md")]
    assert any(plain_text(kind, size) in words(page) for page in pages)


@pytest.mark.parametrize("of_entry", get_args(Kind))
@pytest.mark.parametrize(("kind", "size"), CASES)
def test_a_draft_has_the_claim(kind: str, size: str, of_entry: str) -> None:
    claim = claim_of(kind, size, "one")
    entry = NewEntry(
        "2026-01-15", "a", of_entry, "none", "A title", "A summary of the entry.", "A body.", TODAY, TODAY,
        claims=(claim,),
    )  # fmt: skip
    [(path, text)] = new_entry(entry).items()
    read, findings = read_model(Source(path, str(text)), EntryText)
    assert findings == ()
    assert read is not None
    assert read.claims == (claim,)


@pytest.mark.parametrize(("kind", "size"), CASES)
def test_an_editor_knows_its_keys(kind: str, size: str) -> None:
    document = schema(
        EntryText, {kind: ["GET /widgets/{id}"] for kind in ("Selector", "Operation", "Event", "Field", "Value")}
    )
    written = json.loads(entry_file(kind, size))
    assert [error.message for error in jsonschema.Draft7Validator(document).iter_errors(written)] == []
    written["claims"][0][kind]["nothing"] = 1
    assert list(jsonschema.Draft7Validator(document).iter_errors(written)) != []
