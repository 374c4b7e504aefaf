"""JSON pointers (RFC 6901): read, written, and followed through a document."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final
from urllib.parse import unquote

from docgen.positions.source import Pointer

_INDEX: Final = re.compile(r"0|[1-9][0-9]*")


@cache
def pointer_of(ref: str) -> Pointer:
    """The keys of a local reference such as `#/components/schemas/Image` (RFC 6901, section 6)."""
    return _keys(unquote(ref).removeprefix("#/"))


def parse_pointer(pointer: str) -> Pointer:
    """The keys and indexes of a JSON pointer such as `/paths/~1images/get/parameters/0` (RFC 6901, section 5)."""
    if not pointer:
        return ()
    return tuple(int(key) if _INDEX.fullmatch(key) else key for key in _keys(pointer.removeprefix("/")))


def json_pointer(pointer: Pointer) -> str:
    """A pointer as text, `""` for the whole document (RFC 6901, section 3)."""
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in pointer)


def value_at(document: object, pointer: Pointer) -> Any:  # noqa: ANN401 - a node of JSON can be anything
    """The value under a pointer, whose indexes may be texts (RFC 6901, section 4); None where there is none."""
    node: Any = document
    for key in pointer:
        if isinstance(node, list):
            is_index = _INDEX.fullmatch(str(key)) and int(key) < len(node)
            node = node[int(key)] if is_index else None
        else:
            node = node.get(str(key)) if isinstance(node, dict) else None
    return node


def typed_pointer(document: object, keys: Iterable[str | int]) -> Pointer:
    """The pointer of some keys of a document: indexes in lists, and texts in objects, even `200`."""
    pointer: Pointer = ()
    node: Any = document
    for key in keys:
        pointer = (*pointer, key if isinstance(node, list) else str(key))
        node = value_at(node, pointer[-1:])
    return pointer


def _keys(pointer: str) -> tuple[str, ...]:
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/"))
