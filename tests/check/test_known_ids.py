"""Every id that the readers give a finding can be explained."""

import ast
from collections.abc import Iterator
from pathlib import Path

from docgen import load
from docgen.check import known_ids

FOLDER = Path(load.__file__).parent


def emitted() -> Iterator[str]:
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "finding":
                assert isinstance(node.args[3], ast.Constant), f"{path.name}:{node.lineno}: the id is no plain text"
                yield str(node.args[3].value)


def test_what_the_readers_find_can_be_explained() -> None:
    ids = set(emitted())
    assert "unknown-pin" in ids
    assert ids - set(known_ids()) == set()
