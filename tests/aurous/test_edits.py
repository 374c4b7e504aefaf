import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.check import check
from docgen.facts import facts
from docgen.load.project import load
from docgen.model.finding import Finding
from docgen.prove import prove
from tests.cases import load_yaml

EDITS: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "edits.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 6, 1, tzinfo=UTC)
pytestmark = pytest.mark.slow


def findings(root: Path) -> list[Finding]:
    project, loaded = load(root, NOW)
    assert project is not None
    return [*loaded, *check(project, prove(project), facts=facts(project))]


def apply(root: Path, edit: dict[str, Any]) -> None:
    path = root / edit["file"]
    text = path.read_text(encoding="utf-8")
    if "replace" in edit:
        assert edit["replace"] in text
        path.write_text(text.replace(edit["replace"], edit["with"]), encoding="utf-8")
        return
    document = json.loads(text)
    if "remove" in edit:
        *holder, last = edit["remove"]
        found = at(document, holder)
        found.remove(last) if isinstance(found, list) else found.pop(last)
    elif "set" in edit:
        *holder, last = edit["set"]
        at(document, holder)[last] = edit["value"]
    elif "append" in edit:
        at(document, edit["append"]).append(edit["value"])
    else:
        *holder, last = edit["to"]
        at(document, holder)[last] = at(document, edit["copy"])
    path.write_text(json.dumps(document, indent=2), encoding="utf-8")


def at(node: Any, keys: list[str]) -> Any:  # noqa: ANN401 - JSON can be anything
    for key in keys:
        node = node[key]
    return node


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit["edit"])
def test_edit_is_refused_with_the_right_message(edit: dict[str, Any], aurous: Path) -> None:
    apply(aurous, edit)
    found = findings(aurous)
    messages = [finding.message for finding in found if finding.id == edit["finding"]]
    assert any(edit["says"] in message for message in messages), [(f.id, f.message) for f in found]


def test_the_content_as_committed_has_no_error(aurous: Path) -> None:
    assert [finding for finding in findings(aurous) if finding.severity == "error"] == []
