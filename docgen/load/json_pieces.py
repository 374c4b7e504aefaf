"""A JSON document read in pieces: a piece with the same bytes at the same pointer of two documents is parsed once.

The pieces are the values on the third level, where a contract has its operations and components.
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
_MAX_PIECES: Final = 50_000  # contracts of 13 MB have 3,500 pieces, each of which takes memory of its own
_MAX_COLONS: Final = 2_000_000  # they have 240,000; a text with more is read as one piece
_OBJECT: Final = re.compile(rb"\s*\{")


class Piece(NamedTuple):
    """A piece of a document: its bytes, its value, its references, and its number of colons without duplicate keys."""

    raw: Raw
    value: Any
    refs: frozenset[str]
    colons: int


Pieces = MutableMapping[Pointer, Piece]
"""The pieces of documents that were read before, by pointer; of several at one pointer, the last."""


def read_pieces(data: bytes, colons: int, known: Pieces) -> tuple[Document, int]:
    """The document in a JSON text, and its number of colons without duplicate keys; its pieces are added to `known`.

    `colons` is the number of colons in the text. MsgspecError for a text that is not JSON, RecursionError for one that
    is too deep.
    """
    reading = _PieceReader(known)
    value = reading.value(_skeleton(data, colons), ())
    return Document(value, reading.refs), reading.colons


def _skeleton(data: bytes, colons: int) -> Any:  # noqa: ANN401 - any JSON
    """A document with raw pieces; a document with too many of them, or without an object on top, is one piece."""
    if colons <= _MAX_COLONS and _OBJECT.match(data):
        skeleton = _SKELETON.decode(data)
        if _count_members(skeleton) <= _MAX_PIECES:
            return skeleton
    return msgspec.json.decode(data, type=Raw)


def _count_members(skeleton: dict[str, Any]) -> int:
    parts = [part for part in skeleton.values() if isinstance(part, dict)]
    inner = (member for part in parts for member in part.values() if isinstance(member, dict))
    return sum(map(len, parts)) + sum(map(len, inner))


class _PieceReader:
    """Turns the skeleton of one document into its value, and counts references and colons on the way."""

    def __init__(self, known: Pieces) -> None:
        self.known = known
        self.refs: dict[Pointer, frozenset[str]] = {}
        self.colons = 0

    def value(self, node: Any, pointer: Pointer) -> Any:  # noqa: ANN401 - any JSON
        """The value of a node of the skeleton, whose leaves are raw pieces."""
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
        # a colon for each member, and the colons within the keys
        self.colons += len(node) + "".join(node).count(":")
        value = {key: self.value(inner, (*pointer, key)) for key, inner in node.items()}
        if isinstance(ref := value.get("$ref"), str):
            self.refs[*pointer, "$ref"] = frozenset((ref,))
        return value

    def _piece(self, raw: Raw, pointer: Pointer) -> Piece:
        """The piece for these bytes: the known one at this pointer if its bytes are equal, else a new one."""
        piece = self.known.get(pointer)
        if piece is None or piece.raw != raw:
            value = msgspec.json.decode(raw)
            # encoded again, it has a colon for each member that is left, and the colons within its strings
            text = msgspec.json.encode(value)
            piece = self.known[pointer] = Piece(raw, value, refs_in(text), text.count(b":"))
        return piece
