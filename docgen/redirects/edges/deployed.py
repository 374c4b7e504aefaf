"""A generated file as it stands on an edge, whoever wrote or edited it: its head, its rules, their clocks."""

import re
from datetime import UTC, datetime
from typing import Final

import msgspec

_TITLE: Final = re.compile(
    r"[^A-Za-z0-9]*Rule (?P<id>[a-z0-9-]+): (?P<path>/[A-Za-z0-9._~/-]+) "
    r"to (?P<to>https://[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?/[A-Za-z0-9._~/-]*)"
    r'(?:, until (?P<until>[0-9-]{10}T[0-9:]{8}Z))?(?:["\s].*)?'
)
"""The comment before a rule, as `files.title` words it, in any language; what no rule can say is none."""
_MARK: Final = re.compile(r"docgen-redirects: sunset of ([a-z0-9-]+); delete this line to keep redirecting")
"""`files.clock_mark`."""

_COMMENT: Final = re.compile(r"\s*(?:#|//|/\*)")
"""What a line begins with that somebody turned into a comment, in any language."""

_NEAR: Final = 4
"""A notice stands in the first line; in JSON, in the first of a comment."""

Lines = tuple[str, ...]


class Title(msgspec.Struct, frozen=True):
    """What the comment before a rule says of it; `sunset` is a Unix time in seconds."""

    id: str
    path: str
    to: str
    sunset: int | None


class Deployed(msgspec.Struct, frozen=True):
    """A file in its parts: `head` are the lines before the first rule, `rules` those of each rule by its id.

    The lines that end a rule are `clocks`, wherever in the file they stand, and in neither of the others. Empty lines
    are left out, and the order of the rules is that of `titles`.
    """

    head: Lines
    titles: dict[str, Title]
    rules: dict[str, Lines]
    clocks: dict[str, Lines]


def read_deployed(text: str) -> Deployed:
    """The parts of a text; one without any rule is all head."""
    titles: dict[str, Title] = {}
    parts: dict[str, list[str]] = {"": []}
    clocks: dict[str, list[str]] = {}
    at = ""
    for line in (line.rstrip() for line in text.splitlines()):
        if title := _title(line):
            at = title.id
            titles.setdefault(at, title)
        mark = _MARK.search(line)
        if line:
            (clocks.setdefault(mark[1], []) if mark else parts.setdefault(at, [])).append(line)
    head = tuple(parts.pop(""))
    return Deployed(head, titles, _frozen(parts), _frozen(clocks))


def without_commented_clocks(was: Deployed, given: Deployed) -> Deployed:
    """A file without the clocks that were turned into comments, where `given` has none such: they end nothing."""

    def ends(id_: str, lines: Lines) -> bool:
        return not all(map(_COMMENT.match, lines)) or any(map(_COMMENT.match, given.clocks.get(id_, ())))

    return msgspec.structs.replace(was, clocks={id_: lines for id_, lines in was.clocks.items() if ends(id_, lines)})


def _title(line: str) -> Title | None:
    found = _TITLE.fullmatch(line)
    if found is None:
        return None
    try:
        sunset = int(datetime.fromisoformat(found["until"]).astimezone(UTC).timestamp()) if found["until"] else None
    except ValueError:
        return None
    return Title(found["id"], found["path"], found["to"], sunset)


def _frozen(parts: dict[str, list[str]]) -> dict[str, Lines]:
    return {key: tuple(lines) for key, lines in parts.items()}


def added_notice(head: Lines, plain: Lines) -> str | None:
    """What the one line says that a head has more than `plain`, near its beginning; None where it is not so."""
    for at in range(min(_NEAR, len(head))):
        if head[:at] + head[at + 1 :] == plain:
            return head[at].strip(' #/",')
    return None
