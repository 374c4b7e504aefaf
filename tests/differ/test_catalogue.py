"""The catalogue has a row for each action that a comparison notes, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import docgen.differ
from docgen.differ.catalogue import CATALOGUE, ROWS
from docgen.differ.document import compare
from docgen.openapi.spec import Spec
from tests.differ.test_root_causes import edited, load, spec, with_property

Pair = tuple[Spec, Spec]
MODULES = sorted(Path(docgen.differ.__file__).parent.glob("*.py"))


def pairs() -> Iterator[Pair]:
    base, noted = load("base.yaml"), load("noted.yaml")
    for case in (*load("documents.yaml"), *noted["documents"]):
        old = edited(base, case.get("base", []))
        yield spec(old), spec(edited(old, case["edits"]))
    for case in load("schemas.yaml"):
        yield with_property(case["old"]), with_property(case["new"])
    for left, right in noted["schemas"]:
        yield with_property(left), with_property(right)


def test_every_row_is_noted_and_every_action_that_is_noted_has_a_row() -> None:
    both_ways = [ordered_pair for pair in pairs() for ordered_pair in (pair, pair[::-1])]
    noted = {edit.action for old, new in both_ways for pair in compare(old, new, True).pairs for edit in pair.edits}
    assert noted == set(CATALOGUE)


def test_no_two_rows_are_of_the_same_action() -> None:
    assert len(ROWS) == len(CATALOGUE)


def actions_of(node: ast.expr) -> Iterator[str]:
    """The actions that an argument can be, as patterns; nothing for a name."""
    if isinstance(node, ast.Constant):
        yield re.escape(str(node.value))
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z-]*" for part in node.values
        )
    elif isinstance(node, ast.IfExp):
        yield from (*actions_of(node.body), *actions_of(node.orelse))


@pytest.mark.sources
@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_what_the_code_writes_as_an_action_is_that_of_a_row(module: Path) -> None:
    """A misspelled action is found even where no case notes it."""
    found: list[str] = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note":
            found += actions_of(node.args[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_note":
            found += actions_of(node.args[1])
    assert [pattern for pattern in found if not any(re.fullmatch(pattern, name) for name in CATALOGUE)] == []
