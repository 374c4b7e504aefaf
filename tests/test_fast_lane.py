"""The fast lane, `-m "not slow"`, reaches every package of docgen: a change of any can fail in it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

pytestmark = pytest.mark.sources
SLOW = {"slow", "edge", "browser"}
PACKAGES = sorted(path.parent.name for path in (REPOSITORY / "docgen").glob("*/__init__.py"))


def marked(nodes: list[ast.expr]) -> bool:
    """Whether a mark among them takes what it stands on out of the lane."""
    return any(isinstance(part, ast.Attribute) and part.attr in SLOW for node in nodes for part in ast.walk(node))


def slow(path: Path) -> bool:
    """Whether a file has no test of the fast lane."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    of_module = [node.value for node in tree.body if isinstance(node, ast.Assign) and "pytestmark" in ast.unparse(node)]
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return marked(of_module) or all(marked(test.decorator_list) for test in tests)


def imported(path: Path) -> Iterator[str]:
    """The packages of docgen that a file imports from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [f"{node.module}.{part.name}" for part in node.names] if isinstance(node, ast.ImportFrom) else ()
        names = [part.name for part in node.names] if isinstance(node, ast.Import) else names
        yield from (name.split(".")[1] for name in names if name.startswith("docgen."))


REACHED = {
    name for path in (REPOSITORY / "tests").rglob("test_*.py") if not slow(path) for name in imported(path)
} | set(imported(REPOSITORY / "tests" / "conftest.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_tests_in_the_fast_lane(package: str) -> None:
    assert package in REACHED


def test_a_package_without_any_would_be_seen() -> None:
    assert "no_such_package" not in REACHED
    assert slow(REPOSITORY / "tests" / "test_readme.py")
    assert not slow(Path(__file__))
