"""Findings as the project accepts them: which entry of `.docgen/accepted.yaml` matches which finding."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

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
        self._project = project
        self._extents: dict[str, tuple[Extent, ...]] = {}

    def acceptance_of(self, finding: Finding) -> Acceptance | None:
        """The entry that matches a finding: one in force before an expired one, one with `at` before one without."""
        today = self._project.now.date()
        matching = [acceptance for acceptance in self._project.accepted.entries if self.matches(acceptance, finding)]
        return min(matching, key=lambda acceptance: (acceptance.is_expired(today), acceptance.at is None), default=None)

    def matches(self, acceptance: Acceptance, finding: Finding) -> bool:
        """Whether an entry has the id of a finding, and its `at` names the file or a part with the line."""
        if acceptance.what != finding.id or finding.id in UNACCEPTABLE:
            return False
        return acceptance.at in (None, finding.path) or any(
            part.path == finding.path and part.first <= finding.line <= part.last
            for part in self.extents(acceptance.at or "")
        )

    def matches_any(self, acceptance: Acceptance, findings: Iterable[Finding]) -> bool:
        """Whether an entry matches one of the findings."""
        return any(self.matches(acceptance, finding) for finding in findings)

    def extents(self, at: str) -> tuple[Extent, ...]:
        """The lines that `at` names in the project's files; none where the project has nothing of that name."""
        if at not in self._extents:
            self._extents[at] = tuple(dict.fromkeys((*_files(self._project, at), *_parts(self._project, at))))
        return self._extents[at]


def _files(project: Project, at: str) -> Iterator[Extent]:
    """The whole files that a path, a slug or an error code names."""
    named = [source for source in _sources(project) if source.path == at]
    named += [entry.source for entry in project.entries if entry.slug == at]
    named += [page.source for page in project.error_versions() if page.text.code == at]
    yield from (Extent(source.path, 0, source.text.count("\n") + 1) for source in named)


def _parts(project: Project, at: str) -> Iterator[Extent]:
    """The lines of a rule, of a part of a contract, and of the claims of entries on that part."""
    for source, pointer in (*_rules(project, at), *_contract_parts(project, at), *_entry_parts(project, at)):
        lines = extent(source, pointer)
        if lines:
            yield Extent(source.path, *lines)


def _rules(project: Project, at: str) -> Iterator[tuple[Source, Pointer]]:
    yield from ((rule.source, rule.pointer) for rule in project.rules if rule.id == at)


def _contract_parts(project: Project, at: str) -> Iterator[tuple[Source, Pointer]]:
    for spec in (pin.spec for pin in project.pins if pin.spec):
        found = (find(spec, name, project.config.error_codes) for name in (at, f"error {at}"))
        # a code that only the configuration lists has the pointer of all components
        yield from ((spec.source, pointer) for pointer in found if pointer and len(pointer) > 1)


def _entry_parts(project: Project, at: str) -> Iterator[tuple[Source, Pointer]]:
    if not any(mark in at for mark in " ."):  # a word can be any text of a claim, and names no part of a contract
        return
    for entry in project.entries:
        covers = enumerate(entry.text.covers)
        yield from ((entry.source, ("covers", index)) for index, selector in covers if selector == at)
        claims = enumerate(entry.text.claims)
        yield from ((entry.source, ("claims", index)) for index, claim in claims if at in _texts(claim))


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
