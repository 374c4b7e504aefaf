"""An existing pyproject.toml with a table at its end: what stands there stays, byte for byte."""

import tomllib
from typing import Any


def no_room(before: bytes) -> str:
    """Why `[tool.docgen]` cannot be added to a text, and what to do; empty where it can."""
    try:
        tool = _read(before).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return f"not TOML: {error}; fix it first, so that a table can be added"
    except RecursionError:
        return "nests arrays or tables too deeply; fix it first, so that a table can be added"
    if "docgen" in tool:
        return "has [tool.docgen] already: there is a project here, and docgen check looks at it"
    try:
        _read(before + b"\n[tool.docgen]\n")
    except tomllib.TOMLDecodeError as error:
        return f"[tool.docgen] cannot stand at its end: {error}; write `tool` as tables"
    return ""


def appended(before: bytes, table: str) -> str | bytes:
    """A table after what stands there, with the same line ends; the table alone where nothing does."""
    if not before.strip():
        return table
    end = b"\r\n" if b"\r\n" in before else b"\n"
    gap = end if before.endswith(b"\n") else end * 2
    return before + gap + table.encode().replace(b"\n", end)


def _read(data: bytes) -> dict[str, Any]:
    return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
