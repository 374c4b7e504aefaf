"""A comment on a pull request: lists that are seen as far as there is room, the rest of each folded."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

LINES: Final = 40
"""The lines before what is folded."""
LIMIT: Final = 60_000
"""Characters of the comment; GitHub takes 65,536."""


class Section(NamedTuple):
    """A heading, and its items in Markdown, a line each."""

    title: str
    items: Sequence[str]


def comment(head: Sequence[str], sections: Iterable[Section], whole: str) -> str:
    """The head, then the sections that have items: LINES at most, and the rest folded, within LIMIT characters.

    What does not fit is counted; `whole` is the command that lists it.
    """
    listed = [section for section in sections if section.items]
    # a section has an empty line, its title, and perhaps a line that counts the others; what is folded begins with one
    room = LINES - len(head) - 3 * len(listed) - 1
    lines, folded = _laid_out(head, listed, room)
    while room > 0 and _size(lines) > LIMIT // 2:  # only where items are as long as an item can be
        room -= 1
        lines, folded = _laid_out(head, listed, room)
    characters = LIMIT - _size(lines)
    # first what each has in any case
    characters -= sum(_size(_part(section, [], whole)) for section in folded)
    for section in folded:
        fitting = list(_fitting(section.items, characters))
        characters -= _size(fitting)
        lines += _part(section, fitting, whole)
    return "\n".join(lines) + "\n"


def _laid_out(head: Sequence[str], sections: Sequence[Section], room: int) -> tuple[list[str], list[Section]]:
    """The lines that are seen, and what each section does not show."""
    lines, folded = [*head], list[Section]()
    for (title, items), share in zip(sections, _shares(room, sections), strict=True):
        lines += ["", f"### {title}", *items[:share]]
        if rest := items[share:]:
            lines.append(f"- and {len(rest):,} more, below")
            folded.append(Section(title, rest))
    return lines, folded


def _part(section: Section, shown: Sequence[str], whole: str) -> Iterator[str]:
    """A part that opens, with as much as is shown of the items, and the number of the others."""
    yield from ["", f"<details><summary>More: {section.title}</summary>", "", *shown]
    if left := len(section.items) - len(shown):
        yield f"- and {left:,} more: `{whole}` lists them"
    yield from ["", "</details>"]


def _fitting(items: Iterable[str], characters: int) -> Iterator[str]:
    for item in items:
        characters -= _size([item])
        if characters < 0:
            return
        yield item


def _shares(room: int, sections: Sequence[Section]) -> list[int]:
    """How many items each section shows: one each in turn, as long as there is room."""
    shares = [0] * len(sections)
    for _ in range(room):
        if unfilled := [index for index, section in enumerate(sections) if shares[index] < len(section.items)]:
            shares[min(unfilled, key=shares.__getitem__)] += 1
    return shares


def _size(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)
