"""A generated file as it is deployed, whoever wrote or edited it, read into its head, its rules and their clocks."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import msgspec

_TITLE: Final = re.compile(
    r"[^A-Za-z0-9]*Rule (?P<id>[a-z0-9-]+): (?P<path>/[A-Za-z0-9._~/:@,%{}-]*) "
    r"(?:to (?P<to>https://[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?/[A-Za-z0-9._~/:@,%{}?=&+#-]*?)|gets (?:no )?headers)"
    r'(?:, until (?P<until>[0-9-]{10}T[0-9:]{8}Z))?(?:["\s].*)?'
)
"""The comment of `files.title` in any language; with a path or a target that no rule can have, it is not a title."""
_MARK: Final = re.compile(r"docgen-redirects: sunset of ([a-z0-9-]+); delete this line to keep redirecting")
"""`files.clock_mark`."""
_SHARED: Final = re.compile(r"\W*For all rules: ")
"""The comment before lines that belong to no single rule, where such lines follow a rule."""

_COMMENT: Final = re.compile(r"\s*(?:#|//|/\*)")
"""The start of a line that somebody turned into a comment, in any language."""

_NOTICE_LINES: Final = 4
"""The notice is the first line of a file; in JSON, the first string of a comment that opens a few lines later."""

Lines = tuple[str, ...]


class Title(msgspec.Struct, frozen=True):
    """A rule as the comment before it describes it; `sunset` is a Unix time in seconds, `to` None without a target."""

    id: str
    path: str
    to: str | None
    sunset: int | None


class Deployed(msgspec.Struct, frozen=True):
    """The parts of a file: `head` are the lines of no single rule, `rules` the lines of each rule by its id.

    The lines that end a rule are in `clocks` alone, wherever they are in the file. Empty lines are left out; `titles`
    are in the order of the rules.
    """

    head: Lines
    titles: dict[str, Title]
    rules: dict[str, Lines]
    clocks: dict[str, Lines]

    def clock(self, id_: str) -> Lines:
        """The lines that end a rule."""
        return self.clocks.get(id_, ())


def read_deployed(text: str) -> Deployed:
    """The parts of a text; one without a rule is all head."""
    titles: dict[str, Title] = {}
    parts: defaultdict[str, list[str]] = defaultdict(list)
    clocks: defaultdict[str, list[str]] = defaultdict(list)
    rule = ""
    for line in filter(None, map(str.rstrip, text.splitlines())):
        if title := _title(line):
            rule = title.id
            titles.setdefault(rule, title)
        elif _SHARED.match(line):
            rule = ""
        # wherever it stands: some edges have the clocks of all rules in one table
        if mark := _MARK.search(line):
            clocks[mark[1]].append(line)
        else:
            parts[rule].append(line)
    head = tuple(parts.pop("", ()))
    return Deployed(head, titles, _frozen(parts), _frozen(clocks))


def without_commented_clocks(was: Deployed) -> Deployed:
    """A file without the clocks that somebody turned into comments: they end nothing."""
    clocks = {id_: lines for id_, lines in was.clocks.items() if not all(map(_COMMENT.match, lines))}
    return msgspec.structs.replace(was, clocks=clocks)


def _title(line: str) -> Title | None:
    match = _TITLE.fullmatch(line)
    if match is None:
        return None
    sunset = None
    if match["until"]:
        try:
            sunset = int(datetime.fromisoformat(match["until"]).astimezone(UTC).timestamp())
        except ValueError:  # no such day: an edited comment
            return None
    return Title(match["id"], match["path"], match["to"], sunset)


def _frozen(parts: Mapping[str, list[str]]) -> dict[str, Lines]:
    return {key: tuple(lines) for key, lines in parts.items()}


def added_notice(head: Lines, plain: Lines) -> str | None:
    """The text of the one line near its start that a head has and `plain` lacks; None where they differ otherwise."""
    for index in range(min(_NOTICE_LINES, len(head))):
        if head[:index] + head[index + 1 :] == plain:
            return head[index].strip(' #/",')
    return None
