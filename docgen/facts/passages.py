"""The texts whose facts are bound: of entries, pins, guides and error pages, each with its positions."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec
import yaml

from docgen.facts.published_texts import published_texts
from docgen.markdown.front_matter import split
from docgen.model.entry import Entry
from docgen.model.fact import Unchecked
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.positions import extent, locate
from docgen.positions.source import Pointer, Position, Source, position_at

_CLAIM_TEXTS: Final = ("because", "today", "change")


class Passage(msgspec.Struct, frozen=True):
    """A text of a file that readers see, as its writer wrote it.

    `pointer` is its place in a YAML file, and `first_line` its first line in a Markdown file. `entry` is None but for
    the texts of an entry; `pin` is None where the project has no current pin. `stated` is what the front matter of an
    error page says, which the page's text may repeat.
    """

    source: Source
    text: str
    pin: Pin | None
    entry: Entry | None = None
    pointer: Pointer = ()
    first_line: int = 0
    unchecked: tuple[Unchecked, ...] = ()
    stated: str = ""

    @property
    def lead(self) -> str:
        """What introduces the text: what a claim says will change is not so yet."""
        return "not yet" if self.pointer[-1:] == ("change",) else ""

    @property
    def is_markdown(self) -> bool:
        """Whether the text has blocks: fences, tables, headings."""
        return bool(self.first_line) or self.pointer == ("body",)

    def position(self, start: int, end: int) -> Position:
        """The position in the file of the characters from `start` to `end` of the text."""
        if self.first_line:
            line, column = position_at(self.text, start)
            return line + self.first_line - 1, column
        return self._position_in_yaml(self.text[start:end], self.text.count(self.text[start:end], 0, start))

    def _position_in_yaml(self, text: str, before: int) -> Position:
        """The position of a text in its value, after `before` others; that of the value where YAML folds the text."""
        lines = extent(self.source, self.pointer)
        if lines is None:
            return locate(self.source, self.pointer)
        kept = self.source.text.split("\n")
        at = sum(len(line) + 1 for line in kept[: lines[0] - 1])
        end = at + sum(len(line) + 1 for line in kept[lines[0] - 1 : lines[1]])
        for _ in range(before + 1):
            at = self.source.text.find(text, at, end) + 1
            if not at:
                return locate(self.source, self.pointer)
        return position_at(self.source.text, at - 1)


def passages(project: Project) -> Iterator[Passage]:
    """Every text of the project whose facts are bound, in the order of the files."""
    for pin in project.pins:
        yield Passage(pin.source, pin.text.summary, pin, None, ("summary",), 0, pin.text.unchecked)
    for text in published_texts(project):
        if text.source.path.endswith(".md"):
            marks, head = marks_of(text.source.text), split(text.source.text).yaml
            # the front matter of a page is no text, but its lines count
            body = split(text.text).body if text.first_line == 1 else text.text
            line = text.first_line + text.text[: len(text.text) - len(body)].count("\n")
            yield Passage(text.source, body, text.pin, None, (), line, marks, head if text.first_line > 1 else "")
    pins = {pin.id: pin for pin in project.pins}
    for entry in project.entries:
        yield from _entry_passages(entry, pins.get(entry.pin))


def _entry_passages(entry: Entry, pin: Pin | None) -> Iterator[Passage]:
    text = entry.text
    parts: list[tuple[Pointer, str | None]] = [(("title",), text.title), (("summary",), text.summary)]
    parts += [(("body",), text.body)]
    parts += [(("action", "steps", index), step) for index, step in enumerate(text.action.steps)]
    for index, claim in enumerate(text.claims):
        content = getattr(claim, claim.kind)
        parts += [(("claims", index, claim.kind, key), getattr(content, key, None)) for key in _CLAIM_TEXTS]
    for pointer, value in parts:
        if value:
            yield Passage(entry.source, value, pin, entry, pointer, 0, text.unchecked)


def marks_of(markdown: str) -> tuple[Unchecked, ...]:
    """The facts that the front matter of a page lists under `unchecked`; what is not such a mark is left out."""
    return tuple(mark for mark in listed_marks(markdown) if mark)


def listed_marks(markdown: str) -> tuple[Unchecked | None, ...]:
    """Each item under `unchecked` of a front matter; None for one that is no mark."""
    try:
        # BaseLoader: what is written as 2026-05-15 or 010 stays text
        values = yaml.load(split(markdown).yaml, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return ()
    listed: Any = values.get("unchecked") if isinstance(values, Mapping) else None
    return tuple(map(_mark, listed if isinstance(listed, list) else () if listed is None else (listed,)))


def _mark(item: Any) -> Unchecked | None:  # noqa: ANN401 - any YAML
    try:
        return msgspec.convert(item, Unchecked)
    except msgspec.ValidationError:
        return None
