"""JSON -> a document: a fast way for a text that is beyond doubt, and an exact one that places what is wrong."""

import re
from collections.abc import Iterator, MutableMapping
from itertools import islice
from math import isinf
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Raw

from docgen.load.files import decoded
from docgen.load.findings import RefusedError, duplicate_key, finding_in, unreadable_contract
from docgen.model.finding import Finding
from docgen.openapi.levels import DEEPEST, may_exceed
from docgen.openapi.nodes import as_mapping, refs_in
from docgen.openapi.spec import NO_REFS, RefsById
from docgen.positions.json import loads
from docgen.positions.source import Source
from docgen.wording import MANY

_PIECE: Final = r'("(?:[^"\\]|\\.)*+(?:"|\\?\Z))(\s*:)?|[{}\[\]]|[^\s"{}\[\],:]+'
_HALF: Final = "[\ud800-\udfff]"
_DIGITS: Final = 4300  # as many as Python reads
_Scalar = str | int | float | bool | None
_OUTLINE: Final = msgspec.json.Decoder(dict[str, dict[str, dict[str, Raw] | list[Any] | _Scalar] | list[Any] | _Scalar])
_MAX_PIECES: Final = 50_000  # contracts of 13 MB have 3,500, each of which takes memory of its own
_MAX_COLONS: Final = 2_000_000  # they have 240,000
EXPORT: Final = "export the contract again, or fetch it from where it is published"


class Document(NamedTuple):
    """A JSON value, every `$ref` in it that is text, and those in its pieces, where it was read piece by piece."""

    value: Any
    refs: frozenset[str]
    piece_refs: RefsById = NO_REFS


class Piece(NamedTuple):
    """An operation or a component of a contract, or what else stands on the third level: its text and its value.

    With its references, its number of colons without duplicate keys, and the references of the pieces that it has.
    """

    raw: Raw
    value: Any
    refs: frozenset[str]
    colons: int
    piece_refs: RefsById = NO_REFS


_Place = tuple[str, str, str]
Pieces = MutableMapping[_Place, Piece]
"""What was read before, by the three keys that lead to it; of several documents, the last."""


def read_json(path: str, data: bytes, deep: bool = False, known: Pieces | None = None) -> Document:
    """The value of a JSON text; RefusedError for what parsers read in different ways (RFC 8259, sections 4, 6 and 8.2).

    Refused are syntax errors, duplicate keys, NaN and numbers out of range, half of a surrogate pair, and more levels
    than DEEPEST; with `deep`, only more levels than can be read. A piece with the text of one that is `known` is not
    read again: the two documents share it.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    # Every parser drops the first of two equal keys and says nothing; to ask it for all of them costs a multiple of
    # the time. So the colons of the text are counted, and those of what was read: fewer are a key that was dropped.
    colons = data.count(b":")
    try:
        pieces = known if colons <= _MAX_COLONS else None
        read = _read_whole(Raw(data)) if pieces is None else _read_shared(data, pieces)
        # an escaped colon is one more in the value than in the text, and would hide a dropped key
        is_whole = colons == read.colons and not _escapes_colon(data)
        if is_whole and (deep or not may_exceed(read.value, DEEPEST)):
            return Document(read.value, read.refs, read.piece_refs)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        # the exact way says what is wrong, and where
        pass
    return _exact(path, data)


def _read_whole(raw: Raw) -> Piece:
    """A text of JSON as one piece."""
    value = msgspec.json.decode(raw)
    # encoded again, it has a colon for each member that is left, and the colons within its strings
    text = msgspec.json.encode(value)
    return Piece(raw, value, refs_in(text), text.count(b":"))


def _read_shared(data: bytes, known: Pieces) -> Piece:
    """A document whose pieces are those that are `known`, where the text is the same; new ones are added to them."""
    outline = _OUTLINE.decode(data)
    holders = dict(_holders(outline))
    if sum(map(len, holders.values())) > _MAX_PIECES:
        return _read_whole(Raw(data))
    pieces: dict[_Place, Piece] = {}
    for (section, member), holder in holders.items():
        for key, raw in holder.items():
            piece = known.get((section, member, key))
            if piece is None or piece.raw != raw:
                piece = _read_whole(raw)
            pieces[section, member, key] = piece
            holder[key] = None
    known.update(pieces)
    # without its pieces
    text = msgspec.json.encode(outline)
    for (section, member, key), piece in pieces.items():
        holders[section, member][key] = piece.value
    piece_refs = {id(piece.value): piece.refs for piece in pieces.values()}
    refs = refs_in(text).union(*piece_refs.values())
    colons = text.count(b":") + sum(piece.colons for piece in pieces.values())
    return Piece(Raw(data), outline, refs, colons, piece_refs)


def _holders(outline: dict[str, Any]) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """The objects on the second level, by the two keys that lead to each."""
    for section, members in outline.items():
        for member, holder in as_mapping(members).items():
            if isinstance(holder, dict):
                yield (section, member), holder


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
