"""Sources whose functions have no decorators: what each did is called below the function."""

import ast
from collections.abc import Iterator
from typing import Final

KEPT: Final = {"staticmethod", "classmethod"}
"""mutmut makes mutants of these."""


def undecorated(source: str) -> str:
    """The same program: `@decorator` above a function is `name = decorator(name)` below it."""
    lines = source.splitlines(keepends=True)
    for function in sorted(_decorated(ast.parse(source)), key=lambda function: -function.lineno):
        applied = function.name
        for decorator in reversed(function.decorator_list):
            applied = f"{ast.unparse(decorator)}({applied})"
        lines.insert(function.end_lineno or 0, f"{' ' * function.col_offset}{function.name} = {applied}\n")
        del lines[function.decorator_list[0].lineno - 1 : function.lineno - 1]
    return "".join(lines)


def _decorated(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions of a module and of its classes that have decorators."""
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
    for node in (node for body in bodies for node in body):
        named = {ast.unparse(decorator) for decorator in getattr(node, "decorator_list", ())}
        if isinstance(node, ast.FunctionDef) and named and not KEPT & named:
            yield node
