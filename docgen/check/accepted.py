"""Findings as the project accepts them: which entry of `.docgen/accepted.yaml` matches which finding."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

import msgspec

from docgen.check.load_ids import LOAD_IDS
from docgen.check.rule import Rule
from docgen.model.accepted import BASE_UNREADABLE, MISSING_FEATURE, STRAY_FILE, Acceptance
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.openapi.selectors import find, names
from docgen.positions import extent
from docgen.positions.source import Pointer, Source

ACCEPTANCE_RULES: Final = frozenset(
    (
        *("acceptance-expired", "acceptance-unused", "acceptance-waiting", "acceptance-spent", "accepted-not-shown"),
        *("let-through", "unknown-id"),
    )
)
"""Findings in the file of acceptances itself, which cannot accept them, and what is shown whatever it says."""
UNACCEPTABLE: Final = frozenset({*ACCEPTANCE_RULES, *LOAD_IDS}) - {BASE_UNREADABLE, STRAY_FILE}
"""Findings that cannot be accepted: nothing is known of a file that was not read."""
_BY_SEVERITY: Final = (Severity.INFO, Severity.WARNING, Severity.ERROR)

_Named = tuple[Source, Pointer | None]
"""A part of a file, or with None the whole of it."""
_Place = tuple[str, str | None, int]


class Extent(NamedTuple):
    """Lines of a file, both inclusive."""

    path: str
    first: int
    last: int


def apply_acceptances(project: Project, findings: Iterable[Finding], rules: Iterable[Rule] = ()) -> Iterator[Finding]:
    """The findings with the severity that an entry gives them, without those that it turns `off`.

    What an expired entry matches is a calendar warning at most: no error appears because a day passed. What the
    comparison with a base finds is in the change that is compared: it is shown, and an expired entry does not count.
    """
    today, matcher = project.now.date(), Matcher(project, rules)
    for finding in findings:
        acceptance = matcher.acceptance_of(finding)
        if acceptance is None:
            yield finding
        elif finding.id in matcher.gate:
            yield msgspec.structs.replace(finding, severity=Severity.INFO, accepted=acceptance.summary, passed=True)
        elif acceptance.is_expired(today):
            ended = f"its acceptance by {acceptance.who} ended on {acceptance.until}"
            hint = f"{finding.hint}; {ended}" if finding.hint else ended
            milder = _milder(finding.severity, Severity.WARNING)
            yield msgspec.structs.replace(finding, severity=milder, trigger="calendar", hint=hint, passed=False)
        elif acceptance.as_ != "off":
            milder = _milder(finding.severity, Severity(acceptance.as_ or Severity.INFO))
            yield msgspec.structs.replace(finding, severity=milder, accepted=acceptance.summary)


class Matcher:
    """Which entry matches which finding; each `at` is located once.

    `gate` are the ids of what a comparison with a base finds, which is accepted only by place: not anywhere, nor in a
    whole contract, where an entry would excuse what comes later, too.
    """

    def __init__(self, project: Project, rules: Iterable[Rule] = ()) -> None:
        self._project = project
        self.gate = frozenset(rule.id for rule in rules if project.base and rule.compares)
        self.contracts = {pin.spec.source.path for pin in project.pins if pin.spec}
        self._extents: dict[str, tuple[Extent, ...]] = {}

    def acceptance_of(self, finding: Finding) -> Acceptance | None:
        """The entry that matches a finding: one in force before an expired one, one with `at` before one without."""
        today, entries = self._project.now.date(), self._project.accepted.entries
        matching = [entries[place] for place in sorted(self._matching(finding))]
        matching = [one for one in matching if one in self._project.acceptances]
        if finding.id in self.gate:
            matching = [one for one in matching if not one.is_expired(today)]
        return min(matching, key=lambda one: (one.is_expired(today), one.at is None), default=None)

    def matched(self, findings: Iterable[Finding]) -> frozenset[int]:
        """The places of the entries that match one of the findings: have its id, and `at` has its file and line."""
        return frozenset().union(*map(self._matching, findings))

    def extents(self, at: str) -> tuple[Extent, ...]:
        """The lines that `at` names in the project's files; none where the project has nothing of that name."""
        if at not in self._extents:
            self._extents[at] = tuple(dict.fromkeys(self._located(at)))
        return self._extents[at]

    def _located(self, at: str) -> Iterator[Extent]:
        for source, pointer in (*self._named.get(at, ()), *_contract_parts(self._project, at)):
            if pointer is None:
                yield Extent(source.path, 0, source.text.count("\n") + 1)
            elif lines := extent(source, pointer):
                yield Extent(source.path, *lines)

    def _matching(self, finding: Finding) -> set[int]:
        if finding.id in UNACCEPTABLE:
            return set()
        places: list[tuple[str | None, int]] = [(finding.path, finding.line)]
        if finding.id not in self.gate or finding.path not in self.contracts:
            places.append((finding.path, 0))
        if finding.id not in self.gate:
            places.append((None, 0))
        return set().union(*(self._places.get((finding.id, *place), ()) for place in places))

    @cached_property
    def _places(self) -> Mapping[_Place, set[int]]:
        """The entries by the id, the file and the line of what they accept: line 0 for a whole file."""
        found: defaultdict[_Place, set[int]] = defaultdict(set)
        for number, acceptance in enumerate(self._project.accepted.entries):
            found[acceptance.what, acceptance.at, 0].add(number)
            for path, first, last in self.extents(acceptance.at or ""):
                for line in range(first, last + 1) if first else (0,):
                    found[acceptance.what, path, line].add(number)
        return found

    @cached_property
    def _named(self) -> Mapping[str, list[_Named]]:
        """The files and parts of files by what they are called."""
        found: defaultdict[str, list[_Named]] = defaultdict(list)
        for name, source, pointer in (*_files(self._project), *_parts(self._project)):
            found[name].append((source, pointer))
        return found


def _files(project: Project) -> Iterator[tuple[str, Source, None]]:
    """The whole files, by what names them: a path, a slug or an error code."""
    yield from ((source.path, source, None) for source in _sources(project))
    yield from ((entry.slug, entry.source, None) for entry in project.entries)
    yield from ((page.text.code, page.source, None) for page in project.error_versions())


def _parts(project: Project) -> Iterator[tuple[str, Source, Pointer]]:
    """The rules by their ids; what entries cover, and their claims by each text that could be a part of a contract."""
    yield from ((rule.id, rule.source, rule.pointer) for rule in project.rules)
    for entry in project.entries:
        parts = [(selector, ("covers", index)) for index, selector in enumerate(entry.text.covers)]
        for index, claim in enumerate(entry.text.claims):
            parts += [(text, ("claims", index)) for text in _texts(claim)]
        # a word can be any text of a claim, and names no part of a contract
        yield from ((name, entry.source, pointer) for name, pointer in parts if any(mark in name for mark in " ."))


def _contract_parts(project: Project, at: str) -> Iterator[tuple[Source, Pointer]]:
    for spec in (pin.spec for pin in project.pins if pin.spec):
        found = (find(spec, name, project.config.error_codes) for name in (at, f"error {at}"))
        # a code that only the configuration lists has the pointer of all components
        yield from ((spec.source, pointer) for pointer in found if pointer and len(pointer) > 1)


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
    yield from (name for name, _, _ in _files(project))
    yield from (rule.id for rule in project.rules)
    yield from (name for pin in project.pins if pin.spec for name in names(pin.spec, project.config.error_codes))


def is_for_feature(acceptance: Acceptance) -> bool:
    """Whether an entry is about a feature that an edge lacks."""
    return acceptance.what == MISSING_FEATURE and " " in (acceptance.at or "")


def _milder(one: Severity, other: Severity) -> Severity:
    return min(one, other, key=_BY_SEVERITY.index)
