"""The result of the JSON and YAML readers: a value, and the references in it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from docgen.openapi.references import refs_in
from docgen.positions.source import Pointer

OtherFile = Callable[[str], bytes]
"""The bytes of another file by its path from the folder of the contract; UnreadableError says why there are none."""


class Document(NamedTuple):
    """A JSON value, and every `$ref` in it that is text, by the pointer of the part that contains it."""

    value: Any
    refs: Mapping[Pointer, frozenset[str]]

    def references(self) -> tuple[str, ...]:
        """Every `$ref` that is text, each once, sorted."""
        return tuple(sorted(frozenset().union(*self.refs.values())))


def document_of(value: Any) -> Document:  # noqa: ANN401 - any JSON
    """The document of a value, as one part."""
    return Document(value, {(): refs_in(msgspec.json.encode(value))})
