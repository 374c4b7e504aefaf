"""JSON as documentation shows it: with comments, elisions, commas at the end, and placeholders for values."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from docgen.positions.json import loads

_STRING: Final = r'"(?:[^"\\\n]|\\.)*+"?'
_EXTRA: Final = re.compile(
    r"(?P<colon>:\s*+)?(?:(?P<elision>(?P<quote>\"?)(?:\.{3,}+|…)(?P=quote)(?!\s*+:))"
    r"|(?P<variable>\$\{?\w++\}?|\$\([^()\n]*+\)|<[^<>\"\n]*+>|\{\{[^{}]*+\}\}|\b[A-Z][A-Z0-9]*+_[A-Z0-9_]*+)(?P<key>(?=\s*+:))?)"
    rf"|{_STRING}|(?P<comment>//[^\n]*|#[^\n]*|/\*.*?(?:\*/|\Z)|\{{%.*?(?:%\}}|\Z))",
    re.S,
)
_COMMAS: Final = re.compile(rf"{_STRING}|(?P<opening>[\[{{]\s*+)?,[\s,]*+(?P<closing>[\]}}])?")
_PLACEHOLDER: Final = re.compile(
    r"[<{$]|\.\.\.|…|^:\w|^(?:your|my|some|the)[ _-]|_(?-i:ID|KEY|TOKEN|NAME|URL|HERE)$"
    r"|^(?:string|integer|number|boolean|object|array)$",
    re.IGNORECASE,
)
_MEMBER: Final = re.compile(rf"\s*+{_STRING}\s*+:")
_LIKE: Final = re.compile(r"\s*+(?:\{\s*+[\"'}\w]|\[\s*+[\"{\[\]\d-])")
_ANY: Final = '"…"'


def read_json(text: str) -> tuple[Any, bool]:
    """The value of a JSON text, and whether it is only a part of one: it has a comment or leaves something out.

    Members without their braces are a part, too, and so are several values; the value is None where the rest cannot be
    read. JSONDecodeError where nothing is left out, and it is no JSON.
    """
    try:
        return loads(text), False
    except ValueError as error:
        plain = _EXTRA.sub(_plain, text)
        # a comma at the end is a mistake, unless something is left out behind it
        if plain != text:
            plain = _COMMAS.sub(_without_comma, plain)
        braced = f"{{{plain}}}" if _MEMBER.match(plain) else plain
        try:
            return (json.loads(braced) if braced != text else _several(text)), True
        except ValueError:
            # something is left out, or a comment says what stands there
            if any(match["elision"] or match["comment"] for match in _EXTRA.finditer(text)):
                return None, True
            raise error from None


def is_like_json(text: str) -> bool:
    """Whether a text begins as an object or a list does."""
    return bool(_LIKE.match(text))


def has_comment(text: str) -> bool:
    """Whether a text has a comment."""
    return any(match["comment"] for match in _EXTRA.finditer(text))


def _several(text: str) -> list[Any]:
    """Values one after the other, as in JSON Lines."""
    # raw_decode does not skip the blanks behind a value
    decoder, values, end = json.JSONDecoder(), [], 0
    while end < len(text):
        value, end = decoder.raw_decode(text, end)
        values.append(value)
        end += len(text) - end - len(text[end:].lstrip())
    return values


def _plain(match: re.Match[str]) -> str:
    """A string as it is; a placeholder for a key or a value as a string; one for members or items as a comma."""
    if match["comment"]:
        return ""
    if match["colon"]:
        return f": {_ANY}"
    if match["key"] is not None:
        return _ANY
    return "," if match["elision"] or match["variable"] else match[0]


def _without_comma(match: re.Match[str]) -> str:
    if match[0][0] == '"':
        return match[0]
    beside = (match["opening"] or "") + (match["closing"] or "")
    return beside or ","


def has_placeholder(value: object) -> bool:
    """Whether a value is what stands for another, or a list with it: `<id>`, `$KEY`, `YOUR_TOKEN`, `...`, `string`.

    So does an object that is rather a schema: `{"type": "string", "description": "..."}`.
    """
    if isinstance(value, Mapping):
        return has_placeholder(value.get("type"))
    if isinstance(value, list):
        return any(map(has_placeholder, value))
    return isinstance(value, str) and bool(_PLACEHOLDER.search(value))
