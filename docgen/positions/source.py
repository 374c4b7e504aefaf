"""A file as it was read: its path relative to the project, and its text."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

import msgspec

Format = Literal["json", "yaml", "toml"]

Pointer = tuple[str | int, ...]
"""The keys and indexes that lead to a value, outermost first; () is the whole document."""

Position = tuple[int, int]
"""Line and column, both from 1."""


def dotted(pointer: Pointer) -> str:
    """A pointer as a reader writes it: `action.by`."""
    return ".".join(map(str, pointer))


class Source(msgspec.Struct, frozen=True):
    """The text of one file, under the path that messages show (relative to the project, with `/`).

    Its content may be UTF-8: as text, a contract of 13 MB with a single emoji takes four times the memory.
    `parts` are the places in other files of those parts of a document that it refers to, by their pointers in it.
    """

    path: str
    content: str | bytes
    parts: "Parts" = msgspec.field(default_factory=dict)

    def __hash__(self) -> int:
        # the parts are a mapping, and those of one text are the same
        return hash((self.path, self.content))

    def holder(self, pointer: Pointer) -> tuple["Source", Pointer]:
        """The file that has the value under a pointer of the document, and the pointer in that file."""
        for end in range(len(pointer), 0, -1):
            if part := self.parts.get(pointer[:end]):
                return part[0], (*part[1], *pointer[end:])
        return self, pointer

    @property
    def files(self) -> frozenset[str]:
        """The paths of all files that have a part of the document."""
        return frozenset((self.path, *(part.path for part, _ in self.parts.values())))

    def renamed(self, names: Mapping[str, str]) -> "Source":
        """The same document with other paths for its files."""
        parts = {pointer: (part.renamed(names), inner) for pointer, (part, inner) in self.parts.items()}
        return msgspec.structs.replace(self, path=names[self.path], parts=parts)

    @property
    def text(self) -> str:
        """The content as text; of bytes, decoded each time."""
        return self.content if isinstance(self.content, str) else self.content.decode("utf-8", "surrogatepass")

    @property
    def data(self) -> bytes:
        """The content as UTF-8."""
        return self.content if isinstance(self.content, bytes) else self.content.encode("utf-8", "surrogatepass")

    @property
    def format(self) -> Format:
        """The format of the content."""
        return format_of(self.path, self.content)

    @property
    def content_format(self) -> Format:
        """The format that the content has, whatever the path says."""
        return format_of("", self.content)


Parts = Mapping[Pointer, tuple[Source, Pointer]]
"""Values of a document that other files hold: the file and the place there, by the pointer in the document."""


def format_of(path: str, content: str | bytes) -> Format:
    """The format of a file: by the suffix of its path, else JSON where it begins like JSON, or YAML."""
    if path.endswith(".toml"):
        return "toml"
    # the front matter of a page is YAML
    if path.endswith((".yaml", ".yml", ".md")):
        return "yaml"
    beginning = content.lstrip()[:4]
    if isinstance(beginning, bytes):
        beginning = beginning.decode("utf-8-sig", "ignore").lstrip()
    return "json" if path.endswith(".json") or beginning[:1] in ("{", "[", "") else "yaml"


def position_at(content: str | bytes, offset: int) -> Position:
    r"""The position of the character at an offset; a line ends with `\n`, as editors and CI count them."""
    ends = _line_ends(content)
    line = bisect_left(ends, offset)
    before = content[ends[line - 1] + 1 if line else 0 : offset]
    if isinstance(before, bytes):
        before = before.decode("utf-8", "surrogatepass")
    return line + 1, len(before) + 1


@lru_cache(maxsize=256)  # more than the contracts of a project, and a file has many positions
def _line_ends(content: str | bytes) -> "array[int]":
    found = re.finditer("\n", content) if isinstance(content, str) else re.finditer(b"\n", content)
    return array("Q", map(re.Match.start, found))
