"""One generated file as it is deployed against the file that the rules give: the steps from one to the other."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from posixpath import commonprefix
from typing import Final, Literal, NamedTuple

import msgspec

from docgen.redirects.edges.files import Deployed, Lines, Title, added_notice

Kind = Literal[
    "added",
    "removed",
    "sunset-moved",
    "target-changed",
    "path-changed",
    "changed",
    "clock-deleted",
    "clock-edited",
    "edited",
    "changed-or-edited",
    "follows",
    "notice",
    "not-loaded",
]
"""`changed` covers what titles do not show (headers, methods, the answer after the sunset); without a git history it
cannot be told from `edited`, and is `changed-or-edited`; `follows` are lines of no rule that change since rules of
another file of the host do; `not-loaded` is a file that the server does not read."""


class Step(msgspec.Struct, frozen=True):
    """One thing that a deploy changes of a rule, or (`rule` is empty) of the rest of a file.

    `was` and `will` are the rule's titles as deployed and as the deploy writes them; `why` is the reason of a removal;
    `lines` are those that differ, `-` as deployed and `+` as the deploy writes them.
    """

    kind: Kind
    rule: str = ""
    was: Title | None = None
    will: Title | None = None
    why: str = ""
    lines: Lines = ()


EDIT_KINDS: Final[frozenset[Kind]] = frozenset({"clock-edited", "edited", "changed-or-edited"})
"""Steps that are found only in a file of this version of docgen: one of another version differs in every line."""
_SOURCE: Final = re.compile(r"\W*Source: ")


class Comparison(NamedTuple):
    """A file as it `was` deployed and as it `will` be.

    `rebuilt` is what this version of docgen writes for the deployed titles, `other_sunsets` the same with other
    sunsets; `history` are the earlier builds, None without a git history.
    """

    was: Deployed
    will: Deployed
    rebuilt: Deployed
    other_sunsets: Deployed
    history: Sequence[Deployed] | None

    def rule_steps(self, id_: str) -> Iterator[Step]:
        """The steps of one rule that the deploy writes; none of one that it removes."""
        was, will = self.was.titles.get(id_), self.will.titles.get(id_)
        if was is None:
            yield Step("added", id_, was, will)
            return
        if will is None:
            return
        if was.path != will.path:
            yield Step("path-changed", id_, was, will)
        if was.to != will.to:
            yield Step("target-changed", id_, was, will)
        if was.sunset != will.sunset:
            yield Step("sunset-moved", id_, was, will)
        yield from self._clock_steps(was, will)
        yield from self._block_steps(was, will)

    def _clock_steps(self, was: Title, will: Title) -> Iterator[Step]:
        """A clock that is gone, or has another time than the rule's title."""
        id_ = was.id
        deployed, expected = self.was.clock(id_), self.rebuilt.clock(id_)
        # a clock that the deploy writes is not edited, whatever time the deployed title has
        ours = deployed in (expected, self.will.clock(id_)) or id_ not in self.rebuilt.titles
        if ours or self._has_time_of_title(was):
            return
        if deployed:
            yield Step("clock-edited", id_, was, will, lines=_differing_lines(deployed, expected))
        else:
            yield Step("clock-deleted", id_, was, will)

    def _has_time_of_title(self, title: Title) -> bool:
        """Whether the clock has the time of the rule's title, whatever else its line says."""
        id_ = title.id
        deployed, expected, other = self.was.clock(id_), self.rebuilt.clock(id_), self.other_sunsets.clock(id_)
        if not len(deployed) == len(expected) == len(other) == 1:
            return deployed == expected
        if _differing_part(expected[0], other[0]) in deployed[0]:
            return True
        return self._was_built(lambda build: build.titles.get(id_) == title and build.clock(id_) == deployed)

    def _block_steps(self, was: Title, will: Title) -> Iterator[Step]:
        """What titles do not show: all other lines of the rule, and its clock's line where only the time is right."""
        id_, with_clock = was.id, self._has_time_of_title(was)

        def block(file: Deployed) -> Lines:
            return file.rules.get(id_, ()) + file.clock(id_) * with_clock

        deployed, expected, following = block(self.was), block(self.rebuilt), block(self.will)
        if deployed == following or (deployed == expected and was != will):
            return
        if deployed == expected:
            yield Step("changed", id_, was, will, lines=_differing_lines(deployed, following))
        else:
            kind = self._edit_kind(lambda build: block(build) == deployed)
            yield Step(kind, id_, was, will, lines=_differing_lines(deployed, expected))

    def head_steps(self, rules_change: bool) -> Iterator[Step]:
        """The steps of the lines before the first rule, which can also differ because rules change."""
        deployed, expected, will = self.was.head, self.rebuilt.head, self.will.head
        notice = added_notice(deployed, expected)
        if notice is not None:
            yield Step("notice", why=notice)
        elif deployed != will and _without_source(deployed) != _without_source(expected):
            kind = self._edit_kind(lambda build: build.head == deployed)
            yield Step(kind, lines=_differing_lines(deployed, expected))
        elif not rules_change and (self.was != self.will or list(self.was.titles) != list(self.will.titles)):
            yield Step("changed", lines=_differing_lines(deployed, will))

    def is_other_version(self) -> bool:
        """Whether no part of the file is as this version of docgen, or a build of the history, writes it."""
        # a title and a clock say nothing of the form
        in_both = [id_ for id_ in self.was.titles if id_ in self.will.titles and len(self.was.rules[id_]) > 1]
        if not in_both or added_notice(self.was.head, self.rebuilt.head) is not None:
            return False
        for file in (self.rebuilt, self.will, *(self.history or ())):
            same_head = _without_source(self.was.head) == _without_source(file.head)
            if same_head or any(self.was.rules.get(id_) == file.rules.get(id_) for id_ in in_both):
                return False
        return True

    def _edit_kind(self, matches: Callable[[Deployed], bool]) -> Kind:
        if self.history is None:
            return "changed-or-edited"
        if self._was_built(matches):
            return "changed"
        return "edited"

    def _was_built(self, matches: Callable[[Deployed], bool]) -> bool:
        return any(map(matches, self.history or ()))


def _without_source(head: Lines) -> Lines:
    """A head without the line that names the rule files, which no title does."""
    return tuple(line for line in head if not _SOURCE.match(line))


def _differing_part(line: str, other: str) -> str:
    """The part of a line that differs in another: of two clocks' lines, the time."""
    start = len(commonprefix([line, other]))
    end = len(commonprefix([line[start:][::-1], other[start:][::-1]]))
    return line[start : len(line) - end]


def _differing_lines(deployed: Lines, expected: Lines) -> Lines:
    """The lines that only one of two texts has, each as often as it has it more."""
    removed = (Counter(deployed) - Counter(expected)).elements()
    added = (Counter(expected) - Counter(deployed)).elements()
    return (*map("- {}".format, map(str.strip, removed)), *map("+ {}".format, map(str.strip, added)))
