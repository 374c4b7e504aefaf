"""What every generated file has: its name, the comments by which a rule is found in it again, and its parts as read.

A deployed file is read whoever wrote or edited it, into its head, its rules and their clocks.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from docgen.model.redirect import Redirect, Rule, rfc3339

BASE_NAME: Final = "docgen-redirects"
"""The base name of the first host's file; that of another host is `docgen-redirects-<host>`."""
_TITLE: Final = re.compile(
    r"[^A-Za-z0-9]*Rule (?P<id>[a-z0-9-]+): (?P<path>/[A-Za-z0-9._~/:@,%{}-]*) "
    r"(?:to (?P<to>https://[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?/[A-Za-z0-9._~/:@,%{}?=&+#-]*?)|gets (?:no )?headers)"
    r'(?:, until (?P<until>[0-9-]{10}T[0-9:]{8}Z))?(?:["\s].*)?'
)
"""The comment of `title` in any language; with a path or a target that no rule can have, it is not a title."""
_MARK: Final = re.compile(r"docgen-redirects: sunset of ([a-z0-9-]+); delete this line to keep redirecting")
"""The comment of `clock_mark`."""
_SHARED: Final = re.compile(r"\W*For all rules: ")
"""The comment before lines that belong to no single rule, where such lines follow a rule."""

_COMMENT: Final = re.compile(r"\s*(?:#|//|/\*)")
"""The start of a line that somebody turned into a comment, in any language."""

_NOTICE_LINES: Final = 4
"""The notice is the first line of a file; in JSON, the first string of a comment that opens a few lines later."""


class Setup(msgspec.Struct, frozen=True):
    """What an edge's files depend on besides the rules.

    `now` is a Unix time in seconds, which only an edge without a clock reads; `folder` is where ops install the files
    (None: the server's usual place); `accepted` are features that the edge lacks and the project does without;
    `notice` is the first line of every file, or empty; `first_host` is the host with the plain file names (empty: that
    of the first rule); `own_headers` and `carriers` are the names of headers that rules without a target may add and
    ask for.
    """

    now: int = 0
    folder: str | None = None
    accepted: frozenset[str] = frozenset()
    notice: str = ""
    first_host: str = ""
    own_headers: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()


def base_names(rules: Sequence[Rule], setup: Setup) -> dict[str, str]:
    """The base name of each host's file: the first host of `setup`, else that of the first rule, has the plain one."""
    bases = {}
    first = setup.first_host
    for rule in rules:
        first = first or rule.host
        bases[rule.host] = f"{BASE_NAME}-{rule.host}"
    # a configured host keeps the plain names even while it has no rule
    if first in bases:
        bases[first] = BASE_NAME
    return bases


def host_of(name: str, bases: Mapping[str, str]) -> str:
    """The host of a generated file, by the name of the file or of its folder; `bases` is from `base_names`."""
    part = next((part for part in name.split("/") if part.startswith(BASE_NAME)), "")
    hosts = [host for host, base in bases.items() if re.match(rf"{re.escape(base)}(?:[.-]|$)", part)]
    # the plain name also begins those of all other hosts
    return max(hosts, key=lambda host: len(bases[host]), default="")


def title(rule: Rule) -> str:
    """The comment before a rule in every file of an edge, from which `read_deployed` takes the rule again."""
    what = "gets no headers"
    if isinstance(rule, Redirect):
        what = f"to {rule.to}"
    elif rule.headers:
        what = "gets headers"
    until = ""
    if rule.sunset is not None:
        until = f", until {rfc3339(rule.sunset)}"
    return f"Rule {rule.id}: {rule.path or '/'} {what}{until}"


def clock_mark(redirect: Redirect) -> str:
    """The comment on the one line that ends a rule, by which ops find it and `read_deployed` reads it."""
    return f"docgen-redirects: sunset of {redirect.id}; delete this line to keep redirecting"


Lines = tuple[str, ...]


class Title(msgspec.Struct, frozen=True):
    """A rule as the comment before it describes it; `sunset` is a Unix time in seconds, `to` None without a target."""

    id: str
    path: str
    to: str | None
    sunset: int | None


class Deployed(NamedTuple):
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
    return was._replace(clocks=clocks)


def _title(line: str) -> Title | None:
    match = _TITLE.fullmatch(line)
    if match is None:
        return None
    sunset = None
    if match["until"]:
        try:
            sunset = int(datetime.fromisoformat(match["until"]).timestamp())
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
