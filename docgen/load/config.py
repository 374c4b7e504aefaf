"""`[tool.docgen]` of pyproject.toml -> Config."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Any

from docgen.errors import NoProjectError
from docgen.load.config_moved import moved_keys, without_moved
from docgen.load.files import read
from docgen.load.findings import finding
from docgen.load.validate import to_model
from docgen.model.config import Config
from docgen.model.finding import Finding
from docgen.model.redirect import NOT_EXTRA
from docgen.openapi.levels import DEEPEST
from docgen.positions import locate
from docgen.positions.source import Pointer, Source, place_at
from docgen.positions.toml import too_deep


def read_config(root: Path) -> tuple[Config | None, Source, tuple[Finding, ...]]:
    """The configuration of a project; a folder without one raises NoProjectError (exit code 3)."""
    path = root / "pyproject.toml"
    if not path.is_file():
        raise NoProjectError(
            f"{root}: no pyproject.toml with [tool.docgen]; run docgen in the project's folder, or name it with -C DIR"
        )
    source, findings = read(root, path)
    if findings:
        return None, source, findings
    return parse_config(source)


def parse_config(source: Source) -> tuple[Config | None, Source, tuple[Finding, ...]]:
    """The configuration in a pyproject text, or what is wrong with it."""
    try:
        table = tomllib.loads(source.text).get("tool", {}).get("docgen")
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (1, 1)
        return None, source, (finding(source, line, column, "toml-syntax", f"not TOML: {error}; expected TOML 1.0"),)
    except RecursionError:
        line, column = place_at(source.text, too_deep(source.text, DEEPEST))
        message = f"nesting exceeds {DEEPEST} levels; expected the levels of its schema"
        return (
            None,
            source,
            (finding(source, line, column, "toml-syntax", message, "look for brackets that are not closed"),),
        )
    if table is None:
        raise NoProjectError(f"{source.path}: no [tool.docgen] table; name the project's folder with -C DIR")
    table = _with_texts(table)
    moved = tuple(_moved(source, table))
    config, wrong = to_model(source, without_moved(table), Config, place=_place)
    findings = (*moved, *wrong, *(_not_extra(source, config) if config else ()))
    return None if findings else config, source, findings


def _moved(source: Source, table: dict[str, Any]) -> Iterator[Finding]:
    for pointer, message, hint in moved_keys(table):
        line, column = _place(source, pointer)
        yield finding(source, line, column, "schema-mismatch", message, hint)


def _not_extra(source: Source, config: Config) -> Iterator[Finding]:
    for host, headers in config.host_headers.items():
        for name in headers:
            if name.lower() in NOT_EXTRA:
                line, column = _place(source, ("host_headers", host, name))
                message = (
                    f"host_headers.{host}.{name}: cannot be a header of a host; expected one that docgen does not write"
                )
                yield finding(source, line, column, "schema-mismatch", message, "take it out")


def _with_texts(node: Any) -> Any:  # noqa: ANN401 - walks any TOML
    """The same table with dates as text: TOML has them with and without quotes."""
    if isinstance(node, dict):
        return {key: _with_texts(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_with_texts(item) for item in node]
    return node.isoformat() if isinstance(node, date) else node


def _place(source: Source, pointer: Pointer) -> tuple[int, int]:
    return locate(source, ("tool", "docgen", *pointer))
