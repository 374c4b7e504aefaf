"""A table appended to an existing pyproject.toml, whose bytes do not change."""

import tomllib
from typing import Any


def refusal_reason(before: bytes) -> str:
    """Why `[tool.docgen]` cannot be appended to a text, and what to do; empty where it can."""
    try:
        tool = _read(before).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return f"not valid TOML: {error}; fix it first"
    except RecursionError:
        return "nests arrays or tables too deeply; fix it first"
    if "docgen" in tool:
        return "already has [tool.docgen], so there is a project here; run docgen check"
    try:
        _read(before + b"\n[tool.docgen]\n")
    except tomllib.TOMLDecodeError as error:
        return f"cannot append [tool.docgen]: {error}; write `tool` as tables"
    return ""


def appended(before: bytes, table: str) -> str | bytes:
    """The text with a table appended, with the same line endings; the table alone where the text is empty."""
    if not before.strip():
        return table
    end = b"\r\n" if b"\r\n" in before else b"\n"
    gap = end if before.endswith(b"\n") else end * 2
    return before + gap + table.encode().replace(b"\n", end)


def _read(data: bytes) -> dict[str, Any]:
    return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
