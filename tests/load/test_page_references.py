"""References in texts: what readers get in place of them, and what is said of one that leads nowhere."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.analysis import analyse
from docgen.entries.corrections import changed_facts, published_words
from docgen.entries.digests import entry_digest
from docgen.entries.placeholders import filled
from docgen.entries.references import references_at_any_time
from docgen.load.placeholders import page_references, with_placeholders
from docgen.load.project import load
from docgen.model.finding import Finding
from docgen.model.project import Project
from tests.cases import load_yaml

CASES: dict[str, Any] = load_yaml((Path(__file__).parent / "references.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 10, 1, tzinfo=UTC)
ENTRY = "changelog/2026-06-01/statuses.yaml"
PIN = "changelog/2026-06-01/pin.yaml"
RULES = "redirects/rules.yaml"


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in {**CASES["files"], **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def read(root: Path, files: dict[str, str], now: datetime = NOW) -> tuple[Project, list[Finding]]:
    write(root, files)
    project, findings = load(root, now)
    assert project is not None
    return project, [found for found in findings if found.id == "unknown-placeholder"]


@pytest.mark.parametrize("case", CASES["pages"], ids=lambda case: str(case["text"])[:50])
def test_a_page_shows_what_a_reference_stands_for(case: dict[str, str], tmp_path: Path) -> None:
    project, findings = read(tmp_path, {"docs/guide.md": case["text"]})
    (page,) = with_placeholders(project).docs
    assert (page.text, findings) == (case["shown"], [])
    (checked,) = project.docs
    assert checked.text.count("\n") == case["text"].count("\n")


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: str(case["text"])[:50])
def test_a_reference_that_leads_nowhere_is_found(case: dict[str, Any], tmp_path: Path) -> None:
    project, findings = read(tmp_path, {"docs/guide.md": case["text"]})
    assert [found.message for found in findings] == case.get("messages", [case.get("message")])
    assert (findings[0].line, findings[0].column) == tuple(case.get("at", (1, findings[0].column)))
    assert findings[0].hint == case.get("hint", findings[0].hint)
    assert findings[0].hint
    assert project.complete
    assert with_placeholders(project).docs[0].text == case["text"]


def test_a_page_has_the_contract_of_its_pin(tmp_path: Path) -> None:
    text = "It is {{ contract.Image.status.values }} in {{ pin.current }}.\n"
    files = {"docs/guide.md": text, "docs/guide.2026-01-15.md": f"---\npin: 2026-01-15\n---\n\n{text}"}
    project, findings = read(tmp_path, files)
    shown = [
        with_placeholders(project.at(datetime(2026, month, 1, tzinfo=UTC))).docs[0].text.strip().split("\n")[-1]
        for month in (2, 10)
    ]
    assert findings == []
    assert shown == [
        "It is `queued` or `ready` in 2026-01-15.",
        "It is `queued`, `ready` or `held` in 2026-06-01.",
    ]


def test_a_reference_that_the_next_contract_breaks_is_found_before_its_day(tmp_path: Path) -> None:
    text = "It was {{ contract.Image.size.type }}, {{ pin.current }} {{ rule.none.to }}.\n"
    contract = CASES["files"]["changelog/2026-01-15/api-spec.json"].replace("status", "size")
    files = {"docs/guide.md": text, "changelog/2026-01-15/api-spec.json": contract}
    _, findings = read(tmp_path, files, datetime(2026, 2, 1, tzinfo=UTC))
    assert [found.message.partition(":")[2].strip() for found in findings] == [
        "unknown selector `Image.size`; expected an operation, parameter, header, schema or field of 2026-06-01",
        "unknown rule `none`; expected old-pictures or for-good",
    ]
    later = f"---\npin: 2026-06-01\n---\n\n{text.replace('size', 'status').replace('none', 'for-good')}"
    more = {"docs/guide.md": text.replace("none", "for-good"), "docs/guide.2026-06-01.md": later}
    assert read(tmp_path, {**files, **more}, datetime(2026, 2, 1, tzinfo=UTC))[1] == []


def test_an_entry_shows_its_own_claims(tmp_path: Path) -> None:
    project, findings = read(tmp_path, {})
    (entry,) = with_placeholders(project).entries
    assert findings == []
    assert entry.text.summary == "The status of an image is queued or ready from now on."
    assert entry.text.body == "You never get `done`.\n"
    assert entry.text.claims == project.entries[0].text.claims


def test_a_rule_shows_claims(tmp_path: Path) -> None:
    rules = CASES["files"][RULES] + "    note: Never {{ claim.statuses/enum.never }}.\n"
    project, findings = read(tmp_path, {RULES: rules})
    project = with_placeholders(project)
    assert findings == []
    assert project.redirects[1].text.note == "Never done."


def test_a_pin_names_nothing(tmp_path: Path) -> None:
    """Its digest has its own words alone."""
    pin = CASES["files"][PIN].replace("Image API", "{{ claim.statuses/enum.wire }}")
    _, (found,) = read(tmp_path, {PIN: pin})
    assert (found.path, found.id) == (PIN, "unknown-placeholder")
    assert found.message.endswith("not in a published text; expected the words themselves")


@pytest.mark.parametrize("path", [ENTRY, PIN, RULES])
@pytest.mark.parametrize("written", ["contract.Image.status.values", "pin.current", "header.version", "rule.old.to"])
def test_a_published_text_names_claims_only(path: str, written: str, tmp_path: Path) -> None:
    text = CASES["files"][path].replace("kind: added", "kind: added\nbackdated: See {{ x }}.")
    text = text.replace("second contract", "{{ x }} contract") + ("    note: See {{ x }}.\n" if path == RULES else "")
    _, (found,) = read(tmp_path, {path: text.replace("{{ x }}", f"{{{{ {written} }}}}")})
    assert found.path == path
    expected = "the words themselves" if path == PIN else "a reference to a claim"
    assert found.message == f"`{{{{ {written} }}}}`: not in a published text; expected {expected}"
    assert found.hint == f"write {expected}: a published text must not change with what it names"


def test_an_entry_names_no_claim_of_another(tmp_path: Path) -> None:
    """Their values could change under it: the digest of an entry covers its own claims."""
    other = CASES["files"][ENTRY].replace("claim.enum.wire", "claim.statuses/enum.wire")
    _, (found,) = read(tmp_path, {"changelog/2026-06-01/other.yaml": other})
    assert (found.path, found.line) == ("changelog/2026-06-01/other.yaml", 6)
    assert "unknown claim `statuses/enum`" in found.message


def test_the_digest_of_an_entry_covers_what_it_shows() -> None:
    """So that published-entry-modified finds a claim with another value, and asks for a note."""
    text = CASES["files"][ENTRY]
    changed = text.replace("never: [done]", "never: [finished]")
    assert entry_digest(text) != entry_digest(changed)
    assert changed_facts(published_words(text), published_words(changed)) == ("claims",)


def test_findings_below_a_long_value_have_the_lines_of_the_file(tmp_path: Path) -> None:
    text = "```json\n{{ contract.POST /v1/images.response }}\n```\n\n[Nowhere](nowhere.md)\n\n{{ pin.newest }}\n"
    write(tmp_path, {"docs/guide.md": text})
    _, findings = analyse(tmp_path, NOW)
    found = [(one.line, one.id) for one in findings if one.path == "docs/guide.md"]
    assert found == [(5, "dead-link"), (7, "unknown-placeholder")]


def test_corrections_and_comments_may_name_what_is_gone(tmp_path: Path) -> None:
    more = (
        "corrections:\n  - date: 2026-06-02\n    note: It is shorter.\n    before: {summary: 'It is {{ claim.gone }}.'}"
    )
    _, findings = read(tmp_path, {ENTRY: f"# {{{{ claim.gone }}}}\n{CASES['files'][ENTRY]}{more}"})
    assert findings == []


def test_what_is_in_a_file_that_cannot_be_read_is_not_missed(tmp_path: Path) -> None:
    _, findings = read(tmp_path, {"docs/guide.md": "{{ claim.statuses/enum }}", ENTRY: "title: [\n"})
    assert findings == []


BRACES = st.text(alphabet="{}.$\\`[](): \n|>-/" + "cdefghilmnoprtuv") | st.sampled_from(
    ["{{ ", "}}", "contract.", "claim.", "pin.", "rule.", "header.", "Image", ".status", ".values", "```\n", "current"]
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return read(tmp_path_factory.mktemp("references"), {})[0]


@given(parts=st.lists(BRACES, max_size=12))
def test_no_text_ends_with_an_error_and_other_braces_stay(parts: list[str], project: Project) -> None:
    text = "".join(parts)
    references = page_references(project, project.current, references_at_any_time(project))
    for is_plain in (False, True):
        for is_checked in (False, True):
            shown = filled(text, references, is_plain=is_plain, is_checked=is_checked)
            if not any(f"{word}." in text for word in references):
                assert shown == text


@pytest.mark.parametrize("text", ["{{ contract." * 4_000, "{{ pin.current }} `" * 2_000, "{{ claim.a" + " " * 40_000])
def test_a_long_line_is_read_quickly(text: str, project: Project) -> None:
    started = time.process_time()
    filled(text, page_references(project, project.current, references_at_any_time(project)))
    assert time.process_time() - started < 2  # seconds; these take a hundredth, unless quadratic
