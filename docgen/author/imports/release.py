"""A release as a changelog has it, whatever its format."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import msgspec

from docgen.positions.source import Source


class Release(msgspec.Struct, frozen=True):
    """A release: its name, the text that has its day, and its Markdown.

    `line` is where it begins in the file, and `first` the line of its Markdown, which is `on_one_line` in JSON.
    """

    name: str
    dated: str
    text: str
    line: int
    first: int
    on_one_line: bool = False
    tags: tuple[str, ...] = ()
    """The words that its authors filed it under."""

    def line_at(self, line: int) -> int:
        """The line of the file for a line of the Markdown, from 0."""
        return self.first if self.on_one_line else self.first + line


class Unplaced(NamedTuple):
    """A part of a changelog that no entry has: its line, and what it is and why."""

    line: int
    message: str


class Format(Protocol):
    """A module that reads one format; `LOOKS_LIKE` says what shows it."""

    LOOKS_LIKE: str

    def releases(self, source: Source) -> Iterator[Release]:
        """The releases in the order of the file, none in another format; UnreadableError for a syntax error."""
