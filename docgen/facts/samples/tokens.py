"""The tokens of a sample in any language: names, strings with their interpolations, numbers, and marks."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from pygments.token import Comment, Name, Number, Operator, Punctuation, String, Text
from pygments.util import ClassNotFound

_QUOTED: Final = re.compile(r"[$@]*(\"\"\"|'''|[\"'`])(.*)\1", re.S)
_KEY: Final = re.compile(r":?(\w+)(:?)")
_PART_END: Final = "\n"


class Token(NamedTuple):
    """A token: a string is without its quotes, and has what is interpolated between braces."""

    kind: Literal["name", "string", "number", "mark"]
    text: str


_Type = Any  # pygments has no types
_Raw = Sequence[tuple[_Type, str]]


@lru_cache(maxsize=1024)
def tokens(language: str, text: str) -> tuple[Token, ...]:
    """The tokens of a sample without its comments, then those within its strings; none in an unknown language."""
    from pygments.lexers import get_lexer_by_name  # slow to import

    try:
        lexer = get_lexer_by_name(language, startinline=True)
    except ClassNotFound:
        return ()
    raw = list(lexer.get_tokens(text))
    inner: list[Token] = []
    found = (*_read(raw, inner), Token("mark", _PART_END), *inner)
    return tuple(_arrows(found))


def _arrows(found: Sequence[Token]) -> Iterator[Token]:
    """The tokens with `=` and `>` as one, which some lexers part."""
    before = None
    for token in found:
        if before is not None and not (before.text == "=" and token == Token("mark", ">")):
            yield before
        is_arrow = before is not None and before.text == "=" and token == Token("mark", ">")
        before = Token("mark", "=>") if is_arrow else token
    if before is not None:
        yield before


def _read(raw: _Raw, inner: list[Token]) -> Iterator[Token]:
    at = 0
    while at < len(raw):
        kind, text = raw[at]
        if kind in String.Symbol and (key := _KEY.fullmatch(text)):
            yield Token("name", key[1])
            for _ in key[2]:
                yield Token("mark", ":")
        elif kind in String and kind not in String.Doc:
            end = _string_end(raw, at)
            yield Token("string", _string(raw[at:end], inner))
            at = end - 1
        elif text.strip() and kind not in Comment and kind not in Text:
            yield from _plain(kind, text)
        at += 1


def _plain(kind: _Type, text: str) -> Iterator[Token]:
    if kind in Name.Decorator and text[0] == "@":
        yield Token("mark", "@")
        text = text[1:]
    if kind in Number:
        yield Token("number", text)
    elif (kind in Punctuation or kind in Operator) and not text.isalpha():
        # some lexers give several brackets at once
        for part in re.findall(r"[()\[\]{},;]|[^()\[\]{},;\s]+", text):
            yield Token("mark", part)
    else:
        yield Token("name", text.strip("\"':") if kind in Name else text)
        for _ in re.findall(r"\w:$", text):
            yield Token("mark", ":")


def _string_end(raw: _Raw, at: int) -> int:
    """The end of the string that begins at a token, what is interpolated included."""
    depth = 0
    while at < len(raw) and (depth or raw[at][0] in String):
        kind, text = raw[at]
        if kind in String.Interpol:
            depth += text.endswith("{") - (text == "}")
            at += text == "$"  # Kotlin and PHP: the name that follows
        at += 1
    return at


def _string(raw: _Raw, inner: list[Token]) -> str:
    """The text of a string; the tokens of what is interpolated are added to `inner`."""
    parts: list[str] = []
    depth, began = 0, 0
    for at, (kind, text) in enumerate(raw):
        if kind in String.Interpol and text.endswith("{"):
            depth, began = depth + 1, at + 1 if not depth else began
            parts.append("{" if depth == 1 else "")
        elif kind in String.Interpol and text == "}":
            depth -= 1
            if not depth:
                inner.extend((*_read(raw[began:at], inner), Token("mark", _PART_END)))
                parts.append("}")
        elif at and raw[at - 1] == (String.Interpol, "$"):
            parts.append(f"{{{text}}}")
        elif kind not in String.Affix and (kind, text) != (String.Interpol, "$"):
            parts.append(text)
    whole = "".join(parts)
    quoted = _QUOTED.fullmatch(whole)
    return quoted[2] if quoted else whole
