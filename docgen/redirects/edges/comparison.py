"""One generated file as it is deployed against what the rules give: each step from the one to the other."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from posixpath import commonprefix
from typing import Final, Literal

import msgspec

from docgen.redirects.edges.deployed import Deployed, Lines, Title, added_notice

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
    "notice",
]
"""`changed` is all that titles do not show (headers, methods, what comes after); `changed-or-edited` is told where no
history is at hand to tell one from the other."""


class Step(msgspec.Struct, frozen=True):
    """One thing that a deploy changes of a rule, or (`rule` is empty) of the rest of a file.

    `was` and `will` are the rule's titles as deployed and to come; `why` says of a removed rule what became of it;
    `lines` are those that differ, behind `-` as deployed and behind `+` as they would be.
    """

    kind: Kind
    rule: str = ""
    was: Title | None = None
    will: Title | None = None
    why: str = ""
    lines: Lines = ()


EDIT_KINDS: Final[frozenset[Kind]] = frozenset({"clock-edited", "edited", "changed-or-edited"})
"""What is only told of a file that is in the form of this version of docgen."""
_SOURCE: Final = re.compile(r"\W*Source: ")


class Comparison(msgspec.Struct, frozen=True):
    """A file as it `was` deployed and as it `will` be.

    `same` is what this version of docgen writes for the deployed titles, `timed` the same with other sunsets; `earlier`
    are the builds of the history, None where there is no history to be asked.
    """

    was: Deployed
    will: Deployed
    same: Deployed
    timed: Deployed
    earlier: Sequence[Deployed] | None

    def rule(self, id_: str) -> Iterator[Step]:
        """The steps of one rule."""
        was, will = self.was.titles.get(id_), self.will.titles.get(id_)
        if was is None or will is None:
            yield Step("removed" if was else "added", id_, was, will)
            return
        named: tuple[tuple[Kind, str], ...] = (
            ("path-changed", "path"),
            ("target-changed", "to"),
            ("sunset-moved", "sunset"),
        )
        for kind, field in named:
            if getattr(was, field) != getattr(will, field):
                yield Step(kind, id_, was, will)
        yield from self._clock(id_)
        yield from self._block(id_)

    def _clock(self, id_: str) -> Iterator[Step]:
        """A clock that is gone, or tells another time than the rule's title."""
        found, given = self.was.clocks.get(id_, ()), self.same.clocks.get(id_, ())
        known = found in (given, self.will.clocks.get(id_, ())) or id_ not in self.same.titles
        if known or self._on_time(id_):
            return
        titles = self.was.titles[id_], self.will.titles[id_]
        if found:
            yield Step("clock-edited", id_, *titles, lines=_differing_lines(found, given))
        else:
            yield Step("clock-deleted", id_, *titles)

    def _on_time(self, id_: str) -> bool:
        """Whether the clock tells the time of the rule's title, whatever else its line says."""
        found, given, timed = (side.clocks.get(id_, ()) for side in (self.was, self.same, self.timed))
        if len(found) != 1 or len(given) != 1 or len(timed) != 1:
            return found == given
        title = self.was.titles[id_]
        return _differing_part(given[0], timed[0]) in found[0] or self._built(
            lambda build: build.titles.get(id_) == title and build.clocks.get(id_) == found
        )

    def _block(self, id_: str) -> Iterator[Step]:
        """What titles do not show: all else that the rule is made of, of which its clock's line may have a part."""
        on_time = self._on_time(id_)

        def parts(side: Deployed) -> Lines:
            return (*side.rules.get(id_, ()), *(side.clocks.get(id_, ()) if on_time else ()))

        found, given, will = parts(self.was), parts(self.same), parts(self.will)
        titles = self.was.titles[id_], self.will.titles[id_]
        if found == will or (found == given and titles[0] != titles[1]):
            return
        kind: Kind = "changed" if found == given else self._kind(lambda build: parts(build) == found)
        yield Step(kind, id_, *titles, lines=_differing_lines(found, will if found == given else given))

    def rest(self, known: bool) -> list[Step]:
        """The steps of what stands before the rules; `known` says that rules change, which can change it as well."""
        found, given, will = self.was.head, self.same.head, self.will.head
        notice = added_notice(found, given)
        steps = [] if notice is None else [Step("notice", why=notice)]
        if notice is None and found != will and _without_source(found) != _without_source(given):
            kind = self._kind(lambda build: build.head == found)
            steps = [Step(kind, lines=_differing_lines(found, given))]
        if steps or known or (self.was == self.will and list(self.was.titles) == list(self.will.titles)):
            return steps
        return [Step("changed", lines=_differing_lines(found, will))]

    def in_another_form(self) -> bool:
        """Whether no part of the file is as this version of docgen, or a build of the history, writes it."""
        both = [id_ for id_ in self.was.titles if id_ in self.will.titles]
        if not both or added_notice(self.was.head, self.same.head) is not None:
            return False
        sides = (self.same, self.will, *(self.earlier or ()))
        heads = any(_without_source(self.was.head) == _without_source(side.head) for side in sides)
        return not heads and not any(self.was.rules.get(id_) == side.rules.get(id_) for id_ in both for side in sides)

    def _kind(self, holds: Callable[[Deployed], bool]) -> Kind:
        if self.earlier is None:
            return "changed-or-edited"
        return "changed" if self._built(holds) else "edited"

    def _built(self, holds: Callable[[Deployed], bool]) -> bool:
        return any(holds(build) for build in self.earlier or ())


def _without_source(head: Lines) -> Lines:
    """A head without the line that names the rule files, which no title does."""
    return tuple(line for line in head if not _SOURCE.match(line))


def _differing_part(line: str, other: str) -> str:
    """The part of a line that is different in another, which has another time."""
    start = len(commonprefix([line, other]))
    end = len(commonprefix([line[start:][::-1], other[start:][::-1]]))
    return line[start : len(line) - end]


def _differing_lines(found: Lines, given: Lines) -> Lines:
    """The lines that only one side has."""
    gone, new = Counter(found) - Counter(given), Counter(given) - Counter(found)
    return (*(f"- {line.strip()}" for line in gone.elements()), *(f"+ {line.strip()}" for line in new.elements()))
