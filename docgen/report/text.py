"""Findings for a terminal: a line each with its location, the hint below, a count at the end."""

from collections.abc import Iterator, Sequence

from docgen.model.accepted import ACCEPTED
from docgen.model.finding import Finding, Severity
from docgen.wording import counted, printable


def report(findings: Sequence[Finding]) -> str:
    """Each finding as `path:line:col: severity: message [id]`, with further lines and the hint indented; a count last.

    Control and bidirectional characters in texts of a contract or an entry are removed.
    """
    return "\n".join(_lines(findings)) + "\n"


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        first, *more = map(printable, finding.message.split("\n"))
        yield f"{printable(location(finding))}: {finding.severity.value}: {first} [{finding.id}]"
        yield from (f"    {line}" for line in more)
        if finding.hint:
            yield f"    hint: {printable(finding.hint)}"
        if finding.accepted:
            yield f"    {printable(finding.accepted)}"
    yield _count(findings)


def location(finding: Finding) -> str:
    """`path:line:col`, or the path alone for a finding on the whole file."""
    return f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path


def _count(findings: Sequence[Finding]) -> str:
    if not findings:
        return "no findings"
    counts = [(sum(finding.severity is severity for finding in findings), severity.value) for severity in Severity]
    parts = [counted(count, name) for count, name in counts if count]
    accepted = sum(bool(finding.accepted) for finding in findings)
    suffix = f" ({accepted} accepted in {ACCEPTED})" if accepted else ""
    return f"{', '.join(parts)}{suffix}; run `docgen explain ID` for details"
