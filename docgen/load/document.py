"""What the readers of JSON and YAML give: a value, and the same value written without a space."""

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec

_REF: Final = rb'"\$ref":("[^"\\]*(?:\\.[^"\\]*)*")'

OtherFile = Callable[[str], bytes]
"""The bytes of another file by its path from the folder of the contract; UnreadableError says why there are none."""


class Document(NamedTuple):
    """A value as JSON has it; `compact` is its JSON on one line, in which a pattern of bytes is found quickly."""

    value: Any
    compact: bytes

    def references(self) -> tuple[str, ...]:
        """Every `$ref` that is text, each once, in the order of the alphabet."""
        literals = set(re.findall(_REF, self.compact))
        return tuple(sorted(msgspec.json.decode(literal) for literal in literals))
