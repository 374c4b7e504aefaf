"""A draft fails on its marks alone, and on nothing once a writer took it; cases in drafts.yaml, and real contracts."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from docgen.model.draft import MARK
from tests.cases import load_yaml
from tests.cli.test_init_real import LONG, PAIRS, unpacked
from tests.conftest import Docgen, accept

NOW = ("--now", "2026-06-01")
PIN = "changelog/2026-05-01"
WRITTEN = "Our team wrote this sentence, so that readers know what it is about and why."
CASES = load_yaml(Path(__file__).with_name("drafts.yaml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.slow


def errors(docgen: Docgen, root: Path) -> list[tuple[str, str, str]]:
    """The errors of the drafts: where each is, its id and its message."""
    found = json.loads(docgen(root, "check", "--format", "json", *NOW).out)["findings"]
    of_drafts = [
        one for one in found if one["severity"] == "error" and re.match(rf"{PIN}/(?!api-spec|pin\.)", one["path"])
    ]
    return [(one["path"], one["id"], one["message"]) for one in of_drafts]


def taken(text: str) -> str:
    """A draft of which a writer took the title, confirmed the day, and wrote the rest."""
    text = text.replace(f'title: "{MARK} ', 'title: "')
    text = re.sub(rf" +# {MARK}.*", "", text)
    return re.sub(rf'{MARK} [^"\n]*', WRITTEN, text)


def check_drafts(docgen: Docgen, folder: Path, old: str, new: Path) -> None:
    """Draft the entries between two contracts, and check them as they are, with the marks deleted, and taken."""
    made = docgen(folder, "init", "--spec", old, "--pin", "2026-01-01", "api", *NOW)
    assert made.code == 0, made.out + made.err
    root = folder / "api"
    accept(root, "what: spec-invalid, why: The contract is that of another team., who: API team, until: 2027-05-01")
    opened = docgen(root, "new", "pin", "2026-05-01", "--spec", str(new), *NOW)
    assert opened.code == 0, opened.err
    left = errors(docgen, root)
    assert left
    assert [error for error in left if error[1] != "draft-left"] == []

    drafts = {path: path.read_text(encoding="utf-8") for path in (root / PIN).glob("*.yaml") if "spec" not in path.stem}
    for path, text in drafts.items():
        path.write_text(text.replace(f"{MARK} ", ""), encoding="utf-8")
        title = next(re.finditer(r"^title: (.*)$", text, re.M), [""])[0]
        assert "…" not in title
        assert title.count("(") == title.count(")")
    assert errors(docgen, root) == []
    for path, text in drafts.items():
        path.write_text(taken(text), encoding="utf-8")
    assert errors(docgen, root) == []


def contract(parts: dict[str, Any]) -> str:
    """A contract with these parts of its one operation, its path, its webhooks, its servers, and its schema."""
    operation = dict(parts)
    document = {key: operation.pop(key) for key in ("servers", "webhooks") if key in operation}
    path, schema = operation.pop("path", "/a"), operation.pop("schema", {"type": "object"})
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    operation["responses"] = {"200": {"description": "A", "content": content}, **operation.get("responses", {})}
    if "{" in path:
        operation["parameters"] = [{"name": "a_id", "in": "path", "required": True, "schema": {"type": "string"}}]
    info = {"title": "A", "version": "1"}
    paths = {path: {"get": operation}}
    return json.dumps(
        {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": {"A": schema}}, **document}
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_draft_needs_no_more_than_a_writer(case: dict[str, Any], tmp_path: Path, docgen: Docgen) -> None:
    for side in ("old", "new"):
        (tmp_path / f"{side}.json").write_text(contract(case[side]), encoding="utf-8")
    check_drafts(docgen, tmp_path, "old.json", tmp_path / "new.json")


@pytest.mark.parametrize("pair", [*PAIRS, *(LONG if os.environ.get("DOCGEN_LONG") else [])])
def test_drafts_of_a_real_step_need_no_more_than_a_writer(pair: str, tmp_path: Path, docgen: Docgen) -> None:
    old, new = (unpacked(pair, side, tmp_path) for side in ("old", "new"))
    check_drafts(docgen, tmp_path, old.name, new)
