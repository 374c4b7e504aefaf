"""What the readers of JSON and YAML give: a value, and the same value written without a space."""

from collections.abc import Callable
from typing import Any, NamedTuple

OtherFile = Callable[[str], bytes]
"""The bytes of another file by its path from the folder of the contract; UnreadableError says why there are none."""


class Document(NamedTuple):
    """A value as JSON has it; `compact` is its JSON on one line, in which a pattern of bytes is found quickly."""

    value: Any
    compact: bytes

    @property
    def refers(self) -> bool:
        """Whether a `$ref` leads to another file (or there is something that looks like it)."""
        return self.compact.count(b'"$ref":"') != self.compact.count(b'"$ref":"#')
