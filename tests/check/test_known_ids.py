"""Every id that the readers give a finding can be explained."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from docgen import check, load
from docgen.check import RULES, known_ids
from docgen.check.rule import Rule

FOLDER = Path(load.__file__).parent
ID_ARGUMENT = {"finding": 1, "finding_at": 2, "finding_in": 2}


def emitted() -> Iterator[str]:
    for path in FOLDER.glob("*.py"):
        if path.name == "findings.py":  # it passes the id on
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ID_ARGUMENT:
                id_ = (
                    node.args[ID_ARGUMENT[node.func.id]] if path.name != "findings.py" else ast.Constant("unknown-pin")
                )
                assert isinstance(id_, ast.Constant), f"{path.name}:{node.lineno}: the id is no plain text"
                yield str(id_.value)


def test_what_the_readers_find_can_be_explained() -> None:
    ids = set(emitted())
    assert "unknown-pin" in ids
    assert ids - set(known_ids()) == set()


def test_every_rule_is_in_a_family() -> None:
    modules = (import_module(f"docgen.check.{path.stem}") for path in Path(check.__file__).parent.glob("[a-z]*.py"))
    written = {value.id for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    assert written - {rule.id for rule in RULES} == set()
