"""The result of the JSON and YAML readers: a value, and the references in it."""

from collections.abc import Callable
from typing import Any, NamedTuple

OtherFile = Callable[[str], bytes]
"""The bytes of another file by its path from the folder of the contract; UnreadableError says why there are none."""


class Document(NamedTuple):
    """A JSON value, and every `$ref` in it that is text."""

    value: Any
    refs: frozenset[str]
