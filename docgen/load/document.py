"""The result of the JSON and YAML readers: a value, and the references in it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from docgen.openapi.spec import NO_REFS, RefsById

OtherFile = Callable[[str], bytes]
"""The bytes of another file by its path from the folder of the contract; UnreadableError says why there are none."""


class Document(NamedTuple):
    """A JSON value, every `$ref` in it that is text, and those in its pieces, where it was read piece by piece."""

    value: Any
    refs: frozenset[str]
    piece_refs: RefsById = NO_REFS
