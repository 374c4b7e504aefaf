"""A JSON document read in pieces: what two versions of a contract write alike, at the same place, is read once.

The pieces are what stands three levels down, as operations and components do; each has its bytes.
"""

import re
from collections.abc import MutableMapping
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Raw

from docgen.load.document import Document
from docgen.openapi.references import refs_in
from docgen.positions.source import Pointer

_Scalar = str | int | float | bool | None
_Above = dict[str, Raw] | list[Any] | _Scalar
_SKELETON: Final = msgspec.json.Decoder(dict[str, dict[str, _Above] | list[Any] | _Scalar])
_MOST: Final = 50_000  # contracts of 13 MB have 3,500 pieces, each of which takes memory of its own
_MOST_COLONS: Final = 2_000_000  # they have 240,000; beyond that, what might be pieces is not even looked for
_OBJECT: Final = re.compile(rb"\s*\{")


class Piece(NamedTuple):
    """A piece of a document: its bytes, their value, what it refers to, and its colons where no key repeats."""

    raw: Raw
    value: Any
    refs: frozenset[str]
    colons: int


Pieces = MutableMapping[Pointer, Piece]
"""The pieces of the documents that were read, by their place, the last one read at each."""


def read_pieces(data: bytes, colons: int, known: Pieces) -> tuple[Document, int]:
    """The document in a JSON text, and how many colons it has where no key repeats; `known` takes its pieces in.

    `colons` are those that the text has. What is no JSON raises MsgspecError, what is too deep RecursionError.
    """
    reading = _Reading(known)
    value = reading.value(_skeleton(data, colons), ())
    return Document(value, reading.refs), reading.colons


def _skeleton(data: bytes, colons: int) -> Any:  # noqa: ANN401 - any JSON
    """A document down to its pieces; one of very many, and what is no object, is one piece."""
    if colons <= _MOST_COLONS and _OBJECT.match(data):
        skeleton = _SKELETON.decode(data)
        if _members(skeleton) <= _MOST:
            return skeleton
    return msgspec.json.decode(data, type=Raw)


def _members(skeleton: dict[str, Any]) -> int:
    parts = [part for part in skeleton.values() if isinstance(part, dict)]
    inner = (member for part in parts for member in part.values() if isinstance(member, dict))
    return sum(map(len, parts)) + sum(map(len, inner))


class _Reading:
    """One document on its way from its skeleton to its value."""

    def __init__(self, known: Pieces) -> None:
        self.known = known
        self.refs: dict[Pointer, frozenset[str]] = {}
        self.colons = 0

    def value(self, node: Any, pointer: Pointer) -> Any:  # noqa: ANN401 - any JSON
        """The value of a node of the skeleton, which has pieces for what stands deeper."""
        if isinstance(node, Raw):
            piece = self._piece(node, pointer)
            self.refs[pointer] = piece.refs
            self.colons += piece.colons
            return piece.value
        if isinstance(node, dict):
            return self._mapping(node, pointer)
        if isinstance(node, list):
            text = msgspec.json.encode(node)
            self.refs[pointer] = refs_in(text)
            self.colons += text.count(b":")
        elif isinstance(node, str):
            self.colons += node.count(":")
        return node

    def _mapping(self, node: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        # a colon for each member, and those within their names
        self.colons += len(node) + "".join(node).count(":")
        value = {key: self.value(inner, (*pointer, key)) for key, inner in node.items()}
        if isinstance(ref := value.get("$ref"), str):
            self.refs[*pointer, "$ref"] = frozenset((ref,))
        return value

    def _piece(self, raw: Raw, pointer: Pointer) -> Piece:
        """The piece with these bytes: the one that is known at its place if that has the same."""
        piece = self.known.get(pointer)
        if piece is None or piece.raw != raw:
            value = msgspec.json.decode(raw)
            # written anew, it has a colon for each member that is left, and those within its strings
            text = msgspec.json.encode(value)
            piece = self.known[pointer] = Piece(raw, value, refs_in(text), text.count(b":"))
        return piece
