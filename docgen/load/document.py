"""What the readers of JSON and YAML give: a value, and what it refers to."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from docgen.openapi.references import refs_in
from docgen.positions.source import Pointer

OtherFile = Callable[[str], bytes]
"""The bytes of another file by its path from the folder of the contract; UnreadableError says why there are none."""


class Document(NamedTuple):
    """A value as JSON has it, and every `$ref` that is text, by the pointer of a part that it stands in."""

    value: Any
    refs: Mapping[Pointer, frozenset[str]]

    def references(self) -> tuple[str, ...]:
        """Every `$ref` that is text, each once, in the order of the alphabet."""
        return tuple(sorted(frozenset().union(*self.refs.values())))


def whole(value: Any) -> Document:  # noqa: ANN401 - any JSON
    """A document of one part."""
    return Document(value, {(): refs_in(msgspec.json.encode(value))})
