"""JSON -> a document: a fast way for a text that is beyond doubt, and an exact one that places what is wrong."""

import re
from collections.abc import Iterator
from itertools import islice
from math import isinf
from typing import Final

import msgspec

from docgen.load.document import Document
from docgen.load.files import decoded
from docgen.load.findings import RefusedError, duplicate_key, finding_in, unreadable_contract
from docgen.model.finding import Finding
from docgen.openapi.levels import DEEPEST, may_exceed
from docgen.openapi.references import refs_in
from docgen.positions.json import loads
from docgen.positions.source import Source
from docgen.wording import MANY

_PIECE: Final = r'("(?:[^"\\]|\\.)*+(?:"|\\?\Z))(\s*:)?|[{}\[\]]|[^\s"{}\[\],:]+'
_HALF: Final = "[\ud800-\udfff]"
_DIGITS: Final = 4300  # as many as Python reads
EXPORT: Final = "export the contract again, or fetch it from where it is published"


def read_json(path: str, data: bytes, deep: bool = False) -> Document:
    """The value of a JSON text; RefusedError for what parsers read in different ways (RFC 8259, sections 4, 6 and 8.2).

    Refused are syntax errors, duplicate keys, NaN and numbers out of range, half of a surrogate pair, and more levels
    than DEEPEST; with `deep`, only more levels than can be read.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    # Every parser drops the first of two equal keys and says nothing; to ask it for all of them costs a multiple of
    # the time. So the colons of the text are counted, and those of what was read: fewer are a key that was dropped.
    try:
        value = msgspec.json.decode(data)
        text = msgspec.json.encode(value)
        # an escaped colon is one more in the value than in the text, and would hide a dropped key
        is_whole = data.count(b":") == text.count(b":") and not _escapes_colon(data)
        if is_whole and (deep or not may_exceed(value, DEEPEST)):
            return Document(value, refs_in(text))
    except (msgspec.MsgspecError, RecursionError, ValueError):
        # the exact way says what is wrong, and where
        pass
    return _exact(path, data)


def _escapes_colon(data: bytes) -> bool:
    r"""Whether a text may have colons that are not seen.

    Without them, it has as many as its members and its strings have together: a member that is dropped, because its key
    comes again, takes at least one with it.
    """
    return b"\\u003" in data and re.search(rb"\\u003[aA]", data) is not None


def _exact(path: str, data: bytes) -> Document:
    import json  # only where something is wrong

    source, unreadable = decoded(path, data)
    if unreadable:
        raise RefusedError(*unreadable)
    value = None
    try:
        # a number too long for Python is placed below: here it would hide a syntax error behind it
        value = loads(source.text, parse_int=lambda digits: int(digits) if len(digits) <= _DIGITS else 0)
    except json.JSONDecodeError as error:
        problem = "the file is empty"
        if source.text.strip():
            problem = f"not valid JSON: {error.msg}"
        raise RefusedError(unreadable_contract(source, error.pos, problem, EXPORT)) from None
    except RecursionError:  # placed below
        pass
    if faults := tuple(islice(_faults(source), MANY)):
        raise RefusedError(*faults)
    return Document(value, refs_in(msgspec.json.encode(value)))


def _faults(source: Source) -> Iterator[Finding]:
    """What a JSON parser lets pass, in the order of the text, up to the first place that is too deep."""
    levels: list[dict[str, int]] = []
    for token in re.finditer(_PIECE, source.text, re.S):
        word, at = token[0], token.start()
        if word in "{[":
            levels.append({})
            if len(levels) > DEEPEST:
                yield too_deep(source, at)
                return
        elif word in "}]":
            levels.pop()
        elif word[0] != '"':
            if _is_no_number(word):
                shown = word if len(word) < 40 else f"{word[:37]}..."
                message = f"{shown} is not a valid JSON number"
                yield unreadable_contract(source, at, message, "write a number, or quote it as text")
        else:
            text = loads(token[1]) if "\\" in word else token[1][1:-1]
            if not text.isascii() and re.search(_HALF, text):
                yield unreadable_contract(source, at, "half of a surrogate pair is not a character", EXPORT)
            if token[2] and text in levels[-1]:
                yield duplicate_key(source, at, text, levels[-1][text])
            elif token[2]:
                levels[-1][text] = at


def _is_no_number(word: str) -> bool:
    if word in ("true", "false", "null"):
        return False
    if re.search("[.eEN]|^-?I", word):
        return isinf(float(word)) or word == "NaN"
    return len(word) > _DIGITS


def too_deep(source: Source, offset: int) -> Finding:
    """The finding of a document with too many levels, at the offset where the first one too many begins."""
    message = f"nesting exceeds {DEEPEST} levels"
    hint = "give an inner part a name under components, and refer to it"
    return finding_in(source, offset, "nested-too-deeply", message, hint)
