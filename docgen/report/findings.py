"""Findings: for a terminal, as JSON, and as the rows of the formats for CI."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from docgen.model.accepted import ACCEPTED
from docgen.model.finding import Finding, Severity
from docgen.report.json import document
from docgen.report.table import LEVELS, Row, Table, ci_formats, digest, fingerprints, worst_first
from docgen.wording import counted, printable, visible

_LET_THROUGH: Final = "let through, for a reviewer to judge:"
"""Before what a comparison with a base lets through."""
_MOST: Final = 10
"""How many findings of one kind are listed in any case."""
_FIRST: Final = 3
"""How many of a kind with more stand for all of them."""

Kind = tuple[str, ...]


def text(findings: Sequence[Finding], *, short: bool = False) -> str:
    """Each finding as `path:line:col: severity: message [id]`, with further lines and the hint indented; then a count.

    What a comparison let through stands after the count, under a heading of its own, whole in a `short` report, too.
    In a `short` report, a kind with more than ten findings is its first three and a line that counts the others.
    Control and bidirectional characters in texts of a contract or an entry are removed.
    """
    return "\n".join(_lines(findings, short)) + "\n"


def _lines(findings: Sequence[Finding], short: bool) -> Iterator[str]:
    judged, passed = _judged(findings)
    counts = Counter(map(_kind, judged))
    seen = Counter[Kind]()
    for finding in judged:
        kind = _kind(finding)
        seen[kind] += 1
        is_many = short and counts[kind] > _MOST
        if not is_many or seen[kind] <= _FIRST:
            yield from _finding(finding)
        if is_many and seen[kind] == _FIRST:
            yield _others([other for other in judged if _kind(other) == kind][_FIRST:])
    yield _verdict(judged)
    if passed:
        yield _LET_THROUGH
    for finding in passed:
        for line in _finding(finding):
            yield f"  {line}"


def _judged(findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings that count, and those that a comparison let through."""
    return [one for one in findings if not one.passed], [one for one in findings if one.passed]


def _kind(finding: Finding) -> Kind:
    """What is counted together: one id, severity and acceptance; errors only within a file, so that each is named."""
    file = finding.path if finding.severity is Severity.ERROR else ""
    return (finding.id, finding.severity.value, finding.accepted, file)


def _others(findings: Sequence[Finding]) -> str:
    paths = {finding.path for finding in findings}
    where = printable(findings[0].path) if len(paths) == 1 else f"{len(paths):,} files"
    return f"... and {len(findings):,} more {findings[0].id} in {where} (`docgen check --all` lists them)"


def _finding(finding: Finding) -> Iterator[str]:
    first, *more = (_inert(printable(line)) for line in finding.message.split("\n"))
    severity = "" if finding.passed else f"{finding.severity.value}: "
    yield f"{printable(_location(finding))}: {severity}{first} [{finding.id}]"
    for line in more:
        yield f"    {line}"
    if finding.hint:
        yield f"    hint: {printable(finding.hint)}"
    if finding.accepted:
        yield f"    {printable(finding.accepted)}"


def _inert(line: str) -> str:
    """A line that a runner of GitHub does not take for a command (`::set-env`, `##[add-mask]`), however indented."""
    if line.lstrip().startswith("::"):
        line = line.replace("::", ": :", 1)
    return line.replace("##[", "# #[")


def _location(finding: Finding) -> str:
    path = finding.path.replace("\n", " ")
    if not finding.line:
        return path  # the finding is on the whole file
    return f"{path}:{finding.line}:{finding.column}"


def count(findings: Sequence[Finding], nothing: str = "no findings") -> str:
    """`2 errors, 1 warning`; `nothing` where there are none."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(counted(counts[level], level.value) for level in LEVELS if counts[level]) or nothing


def _verdict(findings: Sequence[Finding]) -> str:
    if not findings:
        return count(findings)
    accepted = sum(bool(finding.accepted) for finding in findings)
    suffix = f" ({accepted} accepted in {ACCEPTED})" if accepted else ""
    return f"{count(findings)}{suffix}; run `docgen explain ID` for details"


def content(findings: Sequence[Finding]) -> dict[str, Any]:
    """`{"version": 1, "findings": [...], "summary": {severity: count}, "passed": [...]}`, keys as in Finding.

    A finding has the key `accepted` only if it is accepted. What a comparison let through is in `passed` alone.
    """
    judged, passed = _judged(findings)
    counts = Counter(finding.severity for finding in judged)
    return {
        "version": 1,
        "findings": [_record(finding) for finding in judged],
        "summary": {level.value: counts[level] for level in LEVELS},
        "passed": [_record(finding) for finding in passed],
    }


def _record(finding: Finding) -> dict[str, Any]:
    record = msgspec.structs.asdict(finding)
    del record["passed"]
    if not finding.accepted:
        del record["accepted"]
    return record


def _table(findings: Sequence[Finding], docs: Mapping[str, str] = {}) -> Table:
    """A row for each finding, in their order within a level; what a comparison let through comes first of its level."""
    findings = sorted(findings, key=lambda finding: not finding.passed)
    identities = (f"{finding.id}\n{finding.path}\n{finding.message}" for finding in findings)
    rows = [
        Row(
            path=finding.path,
            line=finding.line,
            column=finding.column,
            id=finding.id,
            level=finding.severity,
            message=visible("\n".join(_message_lines(finding))),
            fingerprint=fingerprint,
            passed=finding.passed,
        )
        for finding, fingerprint in zip(findings, fingerprints(identities, digest), strict=True)
    ]
    return Table(worst_first(rows), count(_judged(findings)[0]), "check", docs)


def _message_lines(finding: Finding) -> Iterator[str]:
    yield f"{_LET_THROUGH} {finding.message}" if finding.passed else finding.message
    if finding.hint:
        yield f"hint: {finding.hint}"
    if finding.accepted:
        yield finding.accepted


FORMATS: Final[Mapping[str, Callable[..., str]]] = {
    "text": text,
    "json": lambda findings: document(content(findings)),
    **ci_formats(_table),
}
"""The report of findings in each format; those for CI also take the text that explains each id, for SARIF."""
