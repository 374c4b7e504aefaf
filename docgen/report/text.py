"""Findings for a terminal: a line each with its location, the hint below, a count, and what was let through."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.accepted import ACCEPTED
from docgen.model.finding import Finding, Severity
from docgen.report.annotation import LET_THROUGH
from docgen.wording import counted, printable

_MOST: Final = 10
"""How many findings of one kind are listed in any case."""
_FIRST: Final = 3
"""How many of a kind with more stand for all of them."""

Kind = tuple[str, ...]


def report(findings: Sequence[Finding], *, short: bool = False) -> str:
    """Each finding as `path:line:col: severity: message [id]`, with further lines and the hint indented; then a count.

    What a comparison let through stands after the count, under a heading of its own, whole in a `short` report, too.
    In a `short` report, a kind with more than ten findings is its first three and a line that counts the others.
    Control and bidirectional characters in texts of a contract or an entry are removed.
    """
    return "\n".join(_lines(findings, short)) + "\n"


def _lines(findings: Sequence[Finding], short: bool) -> Iterator[str]:
    passed = [finding for finding in findings if finding.passed]
    findings = [finding for finding in findings if not finding.passed]
    many = {kind: count for kind, count in Counter(map(_kind, findings)).items() if short and count > _MOST}
    seen = Counter[Kind]()
    for finding in findings:
        kind = _kind(finding)
        seen[kind] += 1
        if kind not in many or seen[kind] <= _FIRST:
            yield from _finding(finding)
        if kind in many and seen[kind] == _FIRST:
            yield _others([other for other in findings if _kind(other) == kind][_FIRST:])
    yield _count(findings)
    if passed:
        yield LET_THROUGH
        yield from (f"  {line}" for finding in passed for line in _finding(finding))


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
    yield f"{printable(location(finding))}: {severity}{first} [{finding.id}]"
    yield from (f"    {line}" for line in more)
    if finding.hint:
        yield f"    hint: {printable(finding.hint)}"
    if finding.accepted:
        yield f"    {printable(finding.accepted)}"


def _inert(line: str) -> str:
    """A line that a runner of GitHub does not take for a command (`::set-env`, `##[add-mask]`), however indented."""
    return line.replace("##[", "# #[").replace("::", ": :" if line.lstrip().startswith("::") else "::", 1)


def location(finding: Finding) -> str:
    """`path:line:col`, or the path alone for a finding on the whole file."""
    path = finding.path.replace("\n", " ")
    return f"{path}:{finding.line}:{finding.column}" if finding.line else path


def _count(findings: Sequence[Finding]) -> str:
    if not findings:
        return "no findings"
    counts = [(sum(finding.severity is severity for finding in findings), severity.value) for severity in Severity]
    parts = [counted(count, name) for count, name in counts if count]
    accepted = sum(bool(finding.accepted) for finding in findings)
    suffix = f" ({accepted} accepted in {ACCEPTED})" if accepted else ""
    return f"{', '.join(parts)}{suffix}; run `docgen explain ID` for details"
