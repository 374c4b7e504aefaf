"""`docgen new pin` and `docgen new entry --from-diff`: drafts that pass but for what is left to the writer."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.differ import project
from tests.author.changes import change
from tests.cases import load_yaml
from tests.conftest import REPOSITORY, Docgen, accept

NOW = ("--now", "2026-09-01")
LATER = ("--now", "2026-10-01")
OLD, NEW = "changelog/2026-05-15", "changelog/2026-09-30"
CHANGES = (
    change("response-property-enum-value-added", "Generation.status", level="breaking", text="added the value `late`"),
    change("endpoint-added", "POST /v1/images/{id}/cancel", text="added the operation"),
    change("api-removed-without-deprecation", "DELETE /v1/webhook-endpoints/{id}", level="breaking"),
)
pytestmark = pytest.mark.slow


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A differ that finds three changes, whatever it is given."""
    monkeypatch.setattr(project, "diff", lambda *_, **__: CHANGES)


@pytest.fixture
def none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A differ that finds no change."""
    monkeypatch.setattr(project, "diff", lambda *_, **__: ())


def ids(docgen: Docgen, root: Path, now: Sequence[str] = LATER) -> set[str]:
    """The ids of the errors of the check."""
    found = json.loads(docgen(root, "check", "--format", "json", *now).out)["findings"]
    return {finding["id"] for finding in found if finding["severity"] == "error"} - {"stale-output"}


def entries(root: Path) -> dict[str, dict[str, Any]]:
    paths = sorted((root / NEW).glob("*.yaml"))
    return {path.stem: load_yaml(path.read_text(encoding="utf-8")) for path in paths if path.stem != "pin"}


@pytest.mark.usefixtures("none")
def test_a_new_pin_is_a_copy_that_only_its_writer_can_finish(aurous: Path, docgen: Docgen) -> None:
    pin = aurous / OLD / "pin.yaml"
    pin.write_text(pin.read_text(encoding="utf-8").replace("  notice_days: 90", "  notice_days: 90   # kept"), "utf-8")
    ran = docgen(aurous, "new", "pin", "2026-09-30", "--label", "v1.1", *NOW)
    assert ran.code == 0, ran.out + ran.err
    made = (aurous / NEW / "pin.yaml").read_text(encoding="utf-8")
    assert "label: v1.1\nreleased: 2026-09-30\n" in made
    assert "  notice_days: 90   # kept\n" in made
    assert "frozen" not in made
    assert list(entries(aurous)) == ["upgrade-to-2026-09-30"]
    contract = json.loads((aurous / NEW / "api-spec.json").read_text(encoding="utf-8"))
    assert contract["info"]["version"] == "2026-09-30"
    assert ids(docgen, aurous) == ids(docgen, aurous, NOW) == {"draft-left"}


@pytest.mark.usefixtures("none")
def test_the_old_pin_is_frozen_and_keeps_its_text(aurous: Path, docgen: Docgen) -> None:
    before = (aurous / OLD / "pin.yaml").read_text(encoding="utf-8")
    docgen(aurous, "new", "pin", "2026-09-30", *NOW)
    after = (aurous / OLD / "pin.yaml").read_text(encoding="utf-8")
    assert after.startswith(before + "frozen:\n")
    names = {path.name for path in (aurous / OLD).iterdir()} - {"pin.yaml"}
    assert set(load_yaml(after)["frozen"]) == names


@pytest.mark.usefixtures("found")
def test_a_contract_that_differs_brings_a_draft_a_group(aurous: Path, docgen: Docgen) -> None:
    (aurous / "new.json").write_text(other_contract(aurous), encoding="utf-8")
    ran = docgen(aurous, "new", "pin", "2026-09-30", "--spec", "new.json", *NOW)
    assert ran.code == 0, ran.out + ran.err
    made = entries(aurous)
    assert list(made) == ["generation-added", "images-added", "webhook-endpoints-removed"]
    assert {entry["impact"] for entry in made.values()} == {"breaking", "non-breaking"}
    assert ids(docgen, aurous) - {"unbound-fact"} == {"draft-left"}  # the changes are made up


def test_the_payloads_of_the_settings_are_events_of_a_new_contract_too(aurous: Path, docgen: Docgen) -> None:
    settings = aurous / "pyproject.toml"
    settings.write_text(f'{settings.read_text()}\n[tool.docgen.events]\npayloads = ["ErrorEnvelope"]\n')
    contract = json.loads((aurous / OLD / "api-spec.json").read_text(encoding="utf-8"))
    contract["components"]["schemas"]["ErrorEnvelope"]["properties"]["more"] = {"type": "string"}
    (aurous / "new.json").write_text(json.dumps(contract))
    ran = docgen(aurous, "new", "pin", "2026-09-30", "--spec", "new.json", *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert [entry["covers"] for entry in entries(aurous).values()] == [["ErrorEnvelope.more"]]


@pytest.mark.usefixtures("none")
def test_yaml_takes_the_place_of_json(aurous: Path, docgen: Docgen) -> None:
    contract = json.loads((aurous / OLD / "api-spec.json").read_text(encoding="utf-8"))
    (aurous / "new.yaml").write_text(yaml.safe_dump(contract, sort_keys=False, allow_unicode=True), "utf-8")
    assert docgen(aurous, "new", "pin", "2026-09-30", "--spec", "new.yaml", *NOW).code == 0
    assert "  file: api-spec.yaml\n" in (aurous / NEW / "pin.yaml").read_text(encoding="utf-8")
    assert ids(docgen, aurous) == {"draft-left"}


@pytest.mark.usefixtures("found")
def test_drafts_of_the_newest_pin_against_the_one_before(aurous: Path, docgen: Docgen) -> None:
    copied(aurous)
    ran = docgen(aurous, "new", "entry", "--from-diff", *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert f"wrote {NEW}/generation-added.yaml" in ran.out
    docgen(aurous, "new", "pin", "--freeze", "2026-05-15", *NOW)
    assert ids(docgen, aurous) - {"unbound-fact"} == {"draft-left"}  # as above
    again = docgen(aurous, "new", "entry", "--from-diff", *NOW)
    assert "nothing was written" in again.out
    assert entries(aurous)["generation-added"]["covers"] == ["Generation.status"]


@pytest.mark.usefixtures("found")
def test_one_draft_under_a_slug_against_a_commit(aurous: Path, docgen: Docgen) -> None:
    git = ("git", "-C", str(aurous), "-c", "user.name=w", "-c", "user.email=w@example.com")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "one")):
        subprocess.run([*git, *arguments], check=True)
    (aurous / OLD / "api-spec.json").write_text(other_contract(aurous), encoding="utf-8")
    against = ("--from-diff", "--against", "HEAD")
    shown = docgen(aurous, "new", "entry", "all-of-it", *against, "--diff", *NOW)
    assert "+++ b/changelog/2026-05-15/all-of-it.yaml" in shown.out
    assert not (aurous / OLD / "all-of-it.yaml").exists()
    ran = docgen(aurous, "new", "entry", "all-of-it", *against, *NOW)
    assert ran.code == 0
    made = load_yaml((aurous / OLD / "all-of-it.yaml").read_text(encoding="utf-8"))
    assert made["covers"] == ["POST /v1/images/{id}/cancel"]
    assert ran.err.count("not drafted under 2026-05-15, since it needs a new pin") == 2


@pytest.mark.usefixtures("none")
def test_nothing_to_draft_is_said(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "new", "entry", "--from-diff", "--against", f"{OLD}/api-spec.json", *NOW)
    assert ran.code == 0
    assert "nothing was written" in ran.out


@pytest.mark.usefixtures("found")
def test_a_file_of_a_writer_is_never_overwritten(aurous: Path, docgen: Docgen) -> None:
    copied(aurous)
    path = aurous / NEW / "upgrade-to-2026-09-30.yaml"
    path.write_text("openapi: a file that is no entry\n", encoding="utf-8")
    (aurous / NEW / "generation-added.yaml").write_text("openapi: a file that is no entry\n", encoding="utf-8")
    ran = docgen(aurous, "new", "entry", "--from-diff", *NOW)
    assert ran.code == 2
    assert "never overwrites" in ran.err
    assert not (aurous / NEW / "images-added.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("pin", "2026-05-15"), 2, "already exists"),
        (("pin", "2026-05-14"), 2, "expected a later day"),
        (("pin", "endive"), 2, "is not a date"),
        (("pin", "../x", "--released", "2026-09-30"), 2, "is not a valid pin id"),
        (("pin", "2026-09-30", "--spec", "nothing.json"), 3, "file not found"),
        (("pin", "2026-09-30", "--spec", "mkdocs.yml"), 3, "names no OpenAPI version"),
        (("entry", "--from-diff"), 2, "is the first pin"),
        (("entry", "--from-diff", "--pin", "2020-01-01"), 2, "pin '2020-01-01' not found"),
        (("entry", "--from-diff", "--against", "no-such-ref"), 3, "not a git repository"),
        (("entry", "Versioning", "--from-diff"), 2, "is not a valid slug"),
        (("entry", "versioning", "--from-diff"), 2, "is already used"),
        (("entry",), 2, "Missing option '--kind'"),
        (("entry", "new-field"), 2, "Missing option '--kind'"),
        (("entry", "--from-diff", "--title", "T"), 2, "fills in --title"),
        (("pin",), 2, "expected a DATE"),
        (("pin", "2026-09-30", "--freeze", "2026-05-15"), 2, "expected a DATE"),
        (("pin", "--freeze", "2026-05-15"), 2, "so it stays open"),
    ],
)
def test_what_cannot_be_drafted_is_said(
    aurous: Path, docgen: Docgen, arguments: tuple[str, ...], code: int, says: str
) -> None:
    before = sorted((aurous / "changelog").rglob("*"))
    ran = docgen(aurous, "new", *arguments, *NOW)
    assert ran.code == code, ran.out + ran.err
    assert says in ran.err
    assert sorted((aurous / "changelog").rglob("*")) == before


def test_drafts_are_not_frozen(aurous: Path, docgen: Docgen, none: None) -> None:
    docgen(aurous, "new", "pin", "2026-09-30", *NOW)
    ran = docgen(aurous, "new", "pin", "2026-12-30", *NOW)
    assert ran.code == 2
    assert "complete them first" in ran.err


def test_a_pin_whose_id_is_more_than_a_date(aurous: Path, docgen: Docgen, none: None) -> None:
    assert docgen(aurous, "new", "pin", "2026-09-30.endive", *NOW).code == 0
    assert "released: 2026-09-30\n" in (aurous / f"{NEW}.endive" / "pin.yaml").read_text(encoding="utf-8")
    assert ids(docgen, aurous, NOW) == {"draft-left"}


@pytest.mark.usefixtures("none")
def test_a_pin_that_was_made_by_hand_is_frozen_on_demand(aurous: Path, docgen: Docgen) -> None:
    assert docgen(aurous, "new", "pin", "--freeze", "2026-05-15", *NOW).code == 2
    copied(aurous)
    assert "frozen-pin-modified" in ids(docgen, aurous)
    assert docgen(aurous, "new", "pin", "--freeze", "2026-05-15", *NOW).code == 0
    assert "frozen-pin-modified" not in ids(docgen, aurous)
    assert "is already frozen" in docgen(aurous, "new", "pin", "--freeze", "2026-05-15", *NOW).err


def copied(root: Path) -> None:
    """A second pin with the contract of the first, without an entry."""
    (root / NEW).mkdir()
    text = (root / OLD / "pin.yaml").read_text(encoding="utf-8").replace("released: 2026-05-15", "released: 2026-09-30")
    (root / NEW / "pin.yaml").write_text(text, encoding="utf-8")
    (root / NEW / "api-spec.json").write_text(other_contract(root), encoding="utf-8")


def other_contract(root: Path) -> str:
    """The contract with another word in it, so that the differ is asked at all."""
    return (root / OLD / "api-spec.json").read_text(encoding="utf-8").replace("An image is ready", "Ready", 1)


def test_a_version_in_the_paths_moves_with_the_pin(tmp_path: Path, docgen: Docgen) -> None:
    root = Path(shutil.copytree(REPOSITORY / "tests/other/harbour", tmp_path / "harbour"))
    ran = docgen(root, "new", "pin", "2026-10", "--released", "2026-10-01", "--now", "2026-08-01")
    assert ran.code == 0, ran.out + ran.err
    assert "  name: 2026-10\n" in (root / "changelog/2026-10/pin.yaml").read_text(encoding="utf-8")
    assert "  /2026-10/parcels:\n" in (root / "changelog/2026-10/openapi.yaml").read_text(encoding="utf-8")
    assert ids(docgen, root, ("--now", "2026-10-02")) == {"draft-left"}


def test_a_contract_of_several_files_is_copied_whole(aurous: Path, docgen: Docgen) -> None:
    contract = json.loads((aurous / OLD / "api-spec.json").read_text(encoding="utf-8"))
    (aurous / OLD / "schemas").mkdir()
    code = contract["components"]["schemas"]["ErrorCode"]
    (aurous / OLD / "schemas/code.json").write_text(json.dumps(code), "utf-8")
    contract["components"]["schemas"]["ErrorCode"] = {"$ref": "./schemas/code.json"}
    (aurous / OLD / "api-spec.json").write_text(json.dumps(contract), encoding="utf-8")
    assert ids(docgen, aurous, NOW) == set()
    assert docgen(aurous, "new", "pin", "2026-09-30", *NOW).code == 0
    assert (aurous / NEW / "schemas/code.json").read_bytes() == (aurous / OLD / "schemas/code.json").read_bytes()
    assert ids(docgen, aurous) == {"draft-left"}
    shutil.rmtree(aurous / NEW)
    whole = docgen(aurous, "new", "pin", "2026-09-30", "--spec", f"{OLD}/api-spec.json", *NOW)
    assert whole.code == 0, whole.out + whole.err
    contract["components"]["schemas"]["ErrorCode"] = code
    assert json.loads((aurous / NEW / "api-spec.json").read_text(encoding="utf-8")) == contract
    assert not (aurous / NEW / "schemas").exists()


SERVED: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Payments", "version": "71"},
    "servers": [{"url": "https://api.example.com/v71"}],
    "paths": {"/payments": {"get": {"summary": "Read", "responses": {"200": {"description": "Read."}}}}},
}


@pytest.mark.parametrize("before", ["", "pay/"])
@pytest.mark.parametrize(("id_", "given"), [("72", False), ("72", True), ("2026-09-30", True)])
def test_a_version_in_the_servers_moves_with_the_pin(
    tmp_path: Path, docgen: Docgen, before: str, id_: str, given: bool
) -> None:
    root = tmp_path / "payments"
    old = json.dumps(SERVED, indent=2).replace("/v71", f"/{before}v71")
    (tmp_path / "old.json").write_text(old, encoding="utf-8")
    new = old.replace("71", "72")
    (tmp_path / "new.json").write_text(new.replace('"200"', '"404": {"description": "Gone."}, "200"'), encoding="utf-8")
    ran = docgen(root, "init", "--spec", str(tmp_path / "old.json"), "--now", "2026-05-15")
    assert f"versioning  path {before}v71" in ran.out, ran.err
    spec = ("--spec", str(tmp_path / "new.json")) if given else ()
    ran = docgen(root, "new", "pin", id_, "--released", "2026-09-30", *spec, *NOW)
    assert ran.code == 0, ran.out + ran.err
    text = (root / f"changelog/{id_}/pin.yaml").read_text(encoding="utf-8")
    assert f'  name: "{before}v72"\n' in text
    assert "\nreleased: 2026-09-30\n" in text
    contract = json.loads((root / f"changelog/{id_}/api-spec.json").read_text(encoding="utf-8"))
    assert contract["servers"] == [{"url": f"https://api.example.com/{before}v72"}]
    assert ids(docgen, root) == {"draft-left"}
    made = {path.stem for path in (root / f"changelog/{id_}").glob("*.yaml")} - {"pin"}
    assert made == ({"payments-added"} if given else {"upgrade-to-72"})


@pytest.mark.parametrize(("accepted", "code"), [(False, 1), (True, 8)])
def test_what_is_accepted_in_the_contract_stops_no_pull(
    tmp_path: Path, docgen: Docgen, accepted: bool, code: int
) -> None:
    root, new = tmp_path / "payments", json.dumps(SERVED).replace("/payments", "/payments/{id}")
    (tmp_path / "old.json").write_text(json.dumps(SERVED), encoding="utf-8")
    (tmp_path / "new.json").write_text(new, encoding="utf-8")
    docgen(root, "init", "--spec", str(tmp_path / "old.json"), "--now", "2026-05-15")
    if accepted:
        accept(root, "what: spec-invalid, why: It is of another team., who: us, until: 2027-01-01")
    ran = docgen(root, "spec", "pull", str(tmp_path / "new.json"), *NOW)
    assert ran.code == code, ran.out + ran.err
    assert ("accept `spec-invalid` in .docgen/accepted.yaml" in ran.err) is not accepted
