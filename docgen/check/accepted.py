"""Findings as the project accepts them: which entry of `.docgen/accepted.yaml` matches which finding."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import Final

from msgspec.structs import replace

from docgen.check.load_ids import LOAD_IDS
from docgen.check.rule import Findings, Rule
from docgen.model.accepted import BASE_UNREADABLE, STRAY_FILE, Acceptance
from docgen.model.authored import values
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.openapi.selectors import find, pointers
from docgen.positions import extent
from docgen.positions.source import Pointer, Source

UNACCEPTABLE: Final = {
    "acceptance-expired",
    "acceptance-unused",
    "acceptance-waiting",
    "acceptance-spent",
    "accepted-not-shown",
    "let-through",
    "unknown-id",
    *LOAD_IDS,
} - {BASE_UNREADABLE, STRAY_FILE}
"""Findings that cannot be accepted: in the file of acceptances itself, what is shown whatever it says, and in files
that were not read, of which nothing is known."""

_Named = tuple[str, Source, Pointer | None]
"""What names a part of a file, or with None the whole of it."""
_Lines = tuple[str, int, int]
"""Lines of a file, both inclusive."""


class Acceptances:
    """Which entry matches which of the findings; each `at` is located once.

    `gate` are the ids of what a comparison with a base finds, which is accepted only by place: not anywhere, nor in a
    whole contract, where an entry would excuse what comes later, too.
    """

    def __init__(self, project: Project, findings: Sequence[Finding] = (), rules: Sequence[Rule] = ()) -> None:
        self.findings, self.rules = findings, rules
        self._project, self._today = project, project.today
        self.gate = frozenset(rule.id for rule in rules if project.base and rule.compares)
        self.contracts = frozenset().union(*(spec.source.files for spec in project.specs().values()))
        # the lines that `at` names in the project's files; none where the project has nothing of that name
        self.lines_of = cache(lambda at: tuple(dict.fromkeys(self._located(at))))

    def applied(self) -> Findings:
        """The findings with the severity that an entry gives them, without those that it turns `off`.

        What an expired entry matches is a calendar warning at most: no error appears because a day passed. What the
        comparison with a base finds is in the change that is compared: it is shown, and an expired entry does not
        count.
        """
        for finding in self.findings:
            acceptance = self.acceptance_of(finding)
            if acceptance is None:
                yield finding
            elif finding.id in self.gate:
                yield replace(finding, severity=Severity.INFO, accepted=acceptance.summary, passed=True)
            elif acceptance.is_expired(self._today):
                ended = f"its acceptance by {acceptance.who} ended on {acceptance.until}"
                hint = f"{finding.hint}; {ended}" if finding.hint else ended
                milder = _milder(finding.severity, Severity.WARNING)
                yield replace(finding, severity=milder, trigger="calendar", hint=hint, passed=False)
            elif acceptance.as_ != "off":
                milder = _milder(finding.severity, Severity(acceptance.as_ or Severity.INFO))
                yield replace(finding, severity=milder, accepted=acceptance.summary)

    def acceptance_of(self, finding: Finding) -> Acceptance | None:
        """The entry that matches a finding: one in force before an expired one, one with `at` before one without."""
        matching: list[tuple[bool, bool, int]] = []
        for place in self._matching(finding):
            acceptance = self._project.accepted.entries[place]
            is_over = acceptance.is_expired(self._today)
            if acceptance in self._project.acceptances and not (is_over and finding.id in self.gate):
                matching.append((is_over, acceptance.at is None, place))
        return self._project.accepted.entries[min(matching)[2]] if matching else None

    def in_force(self) -> Iterator[tuple[int, Acceptance]]:
        """The entries that have not expired, each with its place in the file."""
        for place, acceptance in enumerate(self._project.accepted.entries):
            if not acceptance.is_expired(self._today):
                yield place, acceptance

    @cached_property
    def matched(self) -> frozenset[int]:
        """The places of the entries that match a finding: have its id, and `at` has its file and line."""
        return frozenset().union(*map(self._matching, self.findings))

    def _located(self, at: str) -> Iterator[_Lines]:
        for _, source, pointer in chain(self._named.get(at, ()), _contract_parts(self._project, at)):
            if pointer is None:
                yield source.path, 0, source.text.count("\n") + 1
            else:
                holder, inner = source.holder(pointer)
                if lines := extent(holder, inner):
                    yield holder.path, *lines

    def _matching(self, finding: Finding) -> set[int]:
        if finding.id in UNACCEPTABLE:
            return set()
        # what a comparison finds is accepted by its own place only, or in a file that is no contract
        is_gate, places = finding.id in self.gate, self._places[finding.id, finding.path, finding.line]
        if not (is_gate and finding.path in self.contracts):
            places = places | self._places[finding.id, finding.path, 0]
        return places if is_gate else places | self._places[finding.id, None, 0]

    @cached_property
    def _places(self) -> defaultdict[tuple[str, str | None, int], set[int]]:
        """The entries by the id, the file and the line of what they accept: line 0 for a whole file."""
        places = defaultdict[tuple[str, str | None, int], set[int]](set)
        for number, acceptance in enumerate(self._project.accepted.entries):
            # a file of a base is nowhere in the project: its path itself is a place
            places[acceptance.what, acceptance.at, 0].add(number)
            for path, first, last in self.lines_of(acceptance.at or ""):
                for line in range(first, last + 1) if first else (0,):
                    places[acceptance.what, path, line].add(number)
        return places

    @cached_property
    def _named(self) -> Mapping[str, list[_Named]]:
        """The files and parts of files by what they are called."""
        named = defaultdict[str, list[_Named]](list)
        for part in chain(_files(self._project), _parts(self._project)):
            named[part[0]].append(part)
        return named


def _files(project: Project) -> Iterator[_Named]:
    """The whole files, by what names them: a path, a slug or an error code."""
    for source in _sources(project):
        yield source.path, source, None
    for entry in project.entries:
        yield entry.slug, entry.source, None
    for page in project.error_versions():
        yield page.text.code, page.source, None


def _sources(project: Project) -> Iterator[Source]:
    yield project.config_source
    for doc in project.docs:
        yield Source(project.file_of(doc.path), doc.text)
    for path in project.versions:
        yield Source(path, "")
    for part in chain(project.pins, project.specs().values(), project.entries, project.rules, project.errors):
        yield part.source
    for path, text in project.committed.items():
        yield Source(path, str(text))


def _parts(project: Project) -> Iterator[_Named]:
    """The rules by their ids; what entries cover, and their claims by each text that could be a part of a contract."""
    for rule in project.rules:
        yield rule.id, rule.source, rule.pointer
    for entry in project.entries:
        for _, _, pointer, text in values(entry.text):
            is_of_contract = pointer[0] in ("covers", "claims") and isinstance(text, str)
            # a word can be any text of a claim, and names no part of a contract
            if is_of_contract and (" " in text or "." in text):
                yield text, entry.source, pointer[:2]


def _contract_parts(project: Project, at: str) -> Iterator[_Named]:
    for spec in project.specs().values():
        for name in (at, f"error {at}"):
            pointer = find(spec, name, project.config.error_codes)
            # a code that only the configuration lists has the pointer of all components
            if pointer and len(pointer) > 1:
                yield at, spec.source, pointer


def known_places(project: Project) -> Iterator[str]:
    """Every value that `at` can have, except edges and files of a base."""
    for name, _, _ in _files(project):
        yield name
    for rule in project.rules:
        yield rule.id
    for spec in project.specs().values():
        yield from pointers(spec, project.config.error_codes)


def _milder(*severities: Severity) -> Severity:
    return max(severities, key=[*Severity].index)  # the gravest is the first
