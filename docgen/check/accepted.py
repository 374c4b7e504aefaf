"""Findings as the project accepts them: which entry of `.docgen/accepted.yaml` matches which finding."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple, TypeVar

import msgspec

from docgen.check.load_ids import LOAD_IDS
from docgen.model.accepted import BASE_UNREADABLE, MISSING_FEATURE, STRAY_FILE, Acceptance
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.openapi.selectors import find, names
from docgen.positions import extent
from docgen.positions.source import Pointer, Source

ACCEPTANCE_RULES: Final = frozenset(
    ("acceptance-expired", "acceptance-unused", "acceptance-spent", "accepted-not-shown", "unknown-id")
)
"""Findings in the file of acceptances itself, which cannot accept them."""
UNACCEPTABLE: Final = frozenset(ACCEPTANCE_RULES | LOAD_IDS.keys()) - {BASE_UNREADABLE, STRAY_FILE}
"""Findings that cannot be accepted: nothing is known of a file that was not read."""
_BY_SEVERITY: Final = (Severity.INFO, Severity.WARNING, Severity.ERROR)

Item = TypeVar("Item")


class Extent(NamedTuple):
    """Lines of a file, both inclusive."""

    path: str
    first: int
    last: int


def apply_acceptances(project: Project, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with the severity that an entry gives them, without those that it turns `off`.

    What an expired entry matches is a calendar warning at most: no error appears because a day passed.
    """
    today, matcher = project.now.date(), Matcher(project)
    for finding in findings:
        acceptance = matcher.acceptance_of(finding)
        if acceptance is None:
            yield finding
        elif acceptance.is_expired(today):
            ended = f"its acceptance by {acceptance.who} ended on {acceptance.until}"
            hint = f"{finding.hint}; {ended}" if finding.hint else ended
            milder = _milder(finding.severity, Severity.WARNING)
            yield msgspec.structs.replace(finding, severity=milder, trigger="calendar", hint=hint)
        elif acceptance.as_ != "off":
            milder = _milder(finding.severity, Severity(acceptance.as_ or Severity.INFO))
            yield msgspec.structs.replace(finding, severity=milder, accepted=acceptance.summary)


class Matcher:
    """Which entry matches which finding; each `at` is located once."""

    def __init__(self, project: Project) -> None:
        self._today = project.now.date()
        self._entries = project.accepted.entries
        self._named = _Named(project)
        self._extents: dict[str, tuple[Extent, ...]] = {}
        self._anywhere: defaultdict[str, list[int]] = defaultdict(list)
        self._in_file: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, acceptance in enumerate(self._entries):
            if acceptance.at is None:
                self._anywhere[acceptance.what].append(place)
            else:
                self._in_file[acceptance.what, acceptance.at].append(place)

    def acceptance_of(self, finding: Finding) -> Acceptance | None:
        """The entry that matches a finding: one in force before an expired one, one with `at` before one without."""
        matching = [self._entries[place] for place in sorted(self._matching(finding))]
        return min(matching, key=lambda one: (one.is_expired(self._today), one.at is None), default=None)

    def matched(self, findings: Iterable[Finding]) -> frozenset[int]:
        """The places of the entries that match one of the findings: have its id, and `at` has its file and line."""
        return frozenset(place for finding in findings for place in self._matching(finding))

    def extents(self, at: str) -> tuple[Extent, ...]:
        """The lines that `at` names in the project's files; none where the project has nothing of that name."""
        if at not in self._extents:
            self._extents[at] = tuple(dict.fromkeys(self._named.extents(at)))
        return self._extents[at]

    def _matching(self, finding: Finding) -> set[int]:
        if finding.id in UNACCEPTABLE:
            return set()
        found = {*self._anywhere.get(finding.id, ()), *self._in_file.get((finding.id, finding.path), ())}
        if lines := self._lines.get((finding.id, finding.path)):
            found.update(lines.at(finding.line))
        return found

    @cached_property
    def _lines(self) -> Mapping[tuple[str, str], "_Lines"]:
        """The lines that entries accept, by the id of the finding and the file."""
        parts: defaultdict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
        for place, acceptance in enumerate(self._entries):
            for part in self.extents(acceptance.at or ""):
                parts[acceptance.what, part.path].append((part.first, part.last, place))
        return {key: _Lines(listed) for key, listed in parts.items()}


class _Lines:
    """Ranges of lines, each with the place of its entry."""

    def __init__(self, ranges: Iterable[tuple[int, int, int]]) -> None:
        self._ranges = sorted(ranges)
        self._last = list(accumulate((last for _, last, _ in self._ranges), max))

    def at(self, line: int) -> Iterator[int]:
        """The places of the entries whose lines have this one."""
        index = bisect_right(self._ranges, line, key=lambda one: one[0])
        while index and self._last[index - 1] >= line:
            index -= 1
            if self._ranges[index][1] >= line:
                yield self._ranges[index][2]


class _Named:
    """What has a name in a project, by that name."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def extents(self, at: str) -> Iterator[Extent]:
        """The lines of the files, rules, parts of a contract and claims of that name."""
        yield from (Extent(source.path, 0, source.text.count("\n") + 1) for source in self._files.get(at, ()))
        for source, pointer in (*self._rules.get(at, ()), *_contract_parts(self._project, at), *self._parts(at)):
            if lines := extent(source, pointer):
                yield Extent(source.path, *lines)

    @cached_property
    def _files(self) -> Mapping[str, list[Source]]:
        """The whole files that a path, a slug or an error code names."""
        project = self._project
        named = [(source.path, source) for source in _sources(project)]
        named += [(entry.slug, entry.source) for entry in project.entries]
        named += [(page.text.code, page.source) for page in project.error_versions()]
        return _grouped(named)

    @cached_property
    def _rules(self) -> Mapping[str, list[tuple[Source, Pointer]]]:
        return _grouped((rule.id, (rule.source, rule.pointer)) for rule in self._project.rules)

    def _parts(self, at: str) -> Sequence[tuple[Source, Pointer]]:
        # a word can be any text of a claim, and names no part of a contract
        return self._of_entries.get(at, ()) if any(mark in at for mark in " .") else ()

    @cached_property
    def _of_entries(self) -> Mapping[str, list[tuple[Source, Pointer]]]:
        return _grouped(_entry_parts(self._project))


def _grouped(pairs: Iterable[tuple[str, Item]]) -> Mapping[str, list[Item]]:
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for name, item in pairs:
        found[name].append(item)
    return found


def _contract_parts(project: Project, at: str) -> Iterator[tuple[Source, Pointer]]:
    for spec in (pin.spec for pin in project.pins if pin.spec):
        found = (find(spec, name, project.config.error_codes) for name in (at, f"error {at}"))
        # a code that only the configuration lists has the pointer of all components
        yield from ((spec.source, pointer) for pointer in found if pointer and len(pointer) > 1)


def _entry_parts(project: Project) -> Iterator[tuple[str, tuple[Source, Pointer]]]:
    """What each entry covers, and each text of its claims, with where it stands."""
    for entry in project.entries:
        for index, selector in enumerate(entry.text.covers):
            yield selector, (entry.source, ("covers", index))
        for index, claim in enumerate(entry.text.claims):
            yield from ((text, (entry.source, ("claims", index))) for text in dict.fromkeys(_texts(claim)))


def _texts(value: object) -> Iterator[str]:
    """Every text in a claim, which includes the selectors of the contract that it names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        yield from _texts(tuple(msgspec.structs.asdict(value).values()))
    elif isinstance(value, tuple):
        yield from (text for child in value for text in _texts(child))


def _sources(project: Project) -> Iterator[Source]:
    yield project.config_source
    yield from (Source(project.file_of(doc.path), doc.text) for doc in project.docs)
    yield from (Source(path, "") for path in project.versions)
    yield from (pin.source for pin in project.pins)
    yield from (pin.spec.source for pin in project.pins if pin.spec)
    yield from (entry.source for entry in project.entries)
    yield from (rule.source for rule in project.rules)
    yield from (page.source for page in project.errors)
    yield from (Source(path, str(text)) for path, text in project.committed.items())


def known_places(project: Project) -> Iterator[str]:
    """Every value that `at` can have, except edges and files of a base."""
    yield from (source.path for source in _sources(project))
    yield from (entry.slug for entry in project.entries)
    yield from (page.text.code for page in project.error_versions())
    yield from (rule.id for rule in project.rules)
    yield from (name for pin in project.pins if pin.spec for name in names(pin.spec, project.config.error_codes))


def is_for_feature(acceptance: Acceptance) -> bool:
    """Whether an entry is about a feature that an edge lacks."""
    return acceptance.what == MISSING_FEATURE and " " in (acceptance.at or "")


def _milder(one: Severity, other: Severity) -> Severity:
    return min(one, other, key=_BY_SEVERITY.index)
