"""What programs read in the machine files: what ends, which rules there are, what to do about a code."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render import render

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "tests" / "other" / "harbour"


def loaded(root: Path) -> Project:
    project, _ = load(root, datetime(2026, 8, 1, tzinfo=UTC))
    assert project is not None
    return project


def rendered(root: Path) -> Files:
    return render(Analysis(loaded(root)))


@pytest.fixture(scope="module", params=[ROOT, HARBOUR], ids=["aurous", "harbour"])
def files(request: pytest.FixtureRequest) -> Files:
    return rendered(request.param)


def document(files: Files, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(str(files[name]))
    return found


def unix_times(node: Any, path: str = "") -> list[str]:  # noqa: ANN401 - any JSON
    """The paths of numbers that can only be times and have no text beside them."""
    if isinstance(node, dict):
        own = [f"{path}.{key}" for key, value in node.items() if isinstance(value, int) and value > 10**9]
        missing = [name for name in own if not {f"{name.rpartition('.')[2]}_at", "instant"} & set(node)]
        return missing + [found for key, value in node.items() for found in unix_times(value, f"{path}.{key}")]
    return [found for each in node for found in unix_times(each, path)] if isinstance(node, list) else []


def test_a_unix_time_has_its_instant_as_text_beside_it(files: Files) -> None:
    for name in ("deprecations.json", "redirects.json", "upgrade.json", "changelog.json", "versions.json"):
        assert unix_times(document(files, name)) == [], name
    rules = document(files, "redirects.json")["redirects"]
    for rule in rules:
        at = datetime.fromisoformat(rule["sunset_at"])
        assert int(at.timestamp()) == rule["sunset"]


def test_what_ends_and_the_rules_of_the_edges_are_two_lists(files: Files) -> None:
    """A caller asks what ends and what to use; whoever runs an edge asks what each rule takes and answers."""
    endings = {ending["name"]: ending for ending in document(files, "deprecations.json")["endings"]}
    for rule in document(files, "redirects.json")["redirects"]:
        assert rule["from"] == f"https://{rule['host']}{rule['path']}"
        assert {"to", "status", "match", "except_methods", "after"} <= set(rule)
        ending = endings[rule["path"]]
        assert (ending["sunset_at"], ending["url"]) == (rule["sunset_at"], rule["url"])
        assert not {"status", "match", "headers", "host"} & set(ending)


def test_a_rule_that_ends_never_and_announces_nothing_is_no_ending() -> None:
    project = loaded(HARBOUR)
    first = project.redirects[0]
    text = msgspec.structs.replace(first.text, since=None, sunset=None)
    forever = msgspec.structs.replace(first, id="for-ever", path="/old", sunset=None, gone=None, text=text)
    files = render(Analysis(msgspec.structs.replace(project, redirects=(*project.redirects, forever))))
    assert "for-ever" in {rule["id"] for rule in document(files, "redirects.json")["redirects"]}
    assert "/old" not in {ending["name"] for ending in document(files, "deprecations.json")["endings"]}


def test_a_retired_date_pin_ends_like_a_path() -> None:
    project = loaded(HARBOUR)
    first, *others = project.pins
    text = msgspec.structs.replace(first.text, deprecated=date(2026, 7, 1), retired=date(2027, 1, 31))
    pins = (msgspec.structs.replace(first, text=text), *others)
    files = render(Analysis(msgspec.structs.replace(project, pins=pins)))
    endings = document(files, "deprecations.json")["endings"]
    ended = [(e["name"], e["sunset_at"], e["replacement"]) for e in endings if e["kind"] == "date-pin"]
    assert ended == [("2026-04", "2027-01-31T00:00:00Z", "2026-07")]


def test_a_code_has_what_the_writer_says_of_it() -> None:
    codes = {code["code"]: code for code in document(rendered(ROOT), "errors.json")["errors"]}
    assert codes["rate_limited"]["fixes"][1] == "Poll less often, or receive webhook events instead of polling."
    assert codes["rate_limited"]["causes"][1].startswith("**Many workers share one key**, and each")
    assert all(code["causes"] and code["fixes"] for code in codes.values() if code["returned"])
    assert "](../" not in json.dumps(codes), "a link is absolute"
