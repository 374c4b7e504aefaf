"""Findings: for a terminal, as JSON, and as the rows of the formats for CI."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from docgen.model.accepted import ACCEPTED
from docgen.model.finding import Finding, Located, Severity
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
    judged, passed, notes = _parts(findings)
    kinds = defaultdict[Kind, list[Finding]](list)
    for finding in judged:
        kinds[_kind(finding)].append(finding)
    seen = Counter[Kind]()
    for finding in judged:
        kind = _kind(finding)
        seen[kind] += 1
        is_many = short and len(kinds[kind]) > _MOST
        if not is_many or seen[kind] <= _FIRST:
            yield from _finding(finding)
        if is_many and seen[kind] == _FIRST:
            yield _others(kinds[kind][_FIRST:])
    yield _verdict(judged, notes)
    if passed:
        yield _LET_THROUGH
    for finding in passed:
        for line in _finding(finding):
            yield f"  {line}"


def _parts(findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding], list[str]]:
    """The findings that count, those that a comparison let through, and what there is to say of the run itself."""
    judged = [finding for finding in findings if not (finding.passed or finding.is_note)]
    passed = [finding for finding in findings if finding.passed]
    return judged, passed, [finding.message for finding in findings if finding.is_note]


def _kind(finding: Finding) -> Kind:
    """What is counted together: one id, severity and acceptance; errors only within a file, so that each is named."""
    kind = (finding.id, finding.severity.value, finding.accepted)
    if finding.severity is Severity.ERROR:
        return (*kind, finding.path)
    return kind


def _others(findings: Sequence[Finding]) -> str:
    paths = {finding.path for finding in findings}
    where = printable(findings[0].path) if len(paths) == 1 else f"{len(paths):,} files"
    return f"... and {len(findings):,} more {findings[0].id} in {where} (`docgen check --all` lists them)"


def _finding(finding: Finding) -> Iterator[str]:
    first, *more = map(_inert, map(printable, finding.message.split("\n")))
    # what was let through has no verdict, so it is neither an error nor a warning
    if not finding.passed:
        first = f"{finding.severity.value}: {first}"
    # a file may have any name, and its finding one line
    yield f"{printable(finding.location)}: {first} [{finding.id}]"
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


def _count(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`, or `no findings`."""
    counts = _by_level(findings)
    return ", ".join(counted(counts[level], level) for level in LEVELS if counts[level]) or "no findings"


def _by_level(findings: Sequence[Finding]) -> dict[Severity, int]:
    counts = dict.fromkeys(LEVELS, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def _verdict(findings: Sequence[Finding], notes: Sequence[str]) -> str:
    verdict = _count(findings)
    if accepted := sum(bool(finding.accepted) for finding in findings):
        verdict += f" ({accepted} accepted in {ACCEPTED})"
    if findings:
        notes = [*notes, "run `docgen explain ID` for details"]
    return "; ".join([verdict, *notes])


def content(findings: Sequence[Finding]) -> dict[str, Any]:
    """`{"version": 1, "findings": [...], "summary": {severity: count}, "passed": [...]}`, keys as in Finding.

    A finding has the key `accepted` only if it is accepted. What a comparison let through is in `passed` alone, and
    what there is to say of the run itself in `notes`.
    """
    judged, passed, notes = _parts(findings)
    whole = {
        "version": 1,
        "findings": list(map(record, judged)),
        "summary": _by_level(judged),
        "passed": list(map(record, passed)),
    }
    if notes:
        whole["notes"] = notes
    return whole


def record(finding: Finding) -> dict[str, Any]:
    """A finding as JSON has it."""
    keys = msgspec.structs.asdict(finding)
    del keys["passed"]
    if not finding.accepted:
        del keys["accepted"]
    return keys


def _table(
    findings: Sequence[Finding], docs: Mapping[str, str] = {}, touched: Callable[[Located], bool] = bool
) -> Table:
    """A row for each finding, in their order within a level; what a comparison let through comes first of its level.

    What is accepted, or on a line that the change does not touch, is not for the lines of a pull request.
    """
    judged, passed, notes = _parts(findings)
    # GitHub shows ten of a level, and a reviewer has to judge what was let through
    shown = [*passed, *judged]
    identities = (f"{finding.id}\n{finding.path}\n{finding.message}" for finding in shown)
    rows: list[Row] = []
    for finding, fingerprint in zip(shown, fingerprints(identities, digest), strict=True):
        message, place = visible("\n".join(_message_lines(finding))), (finding.path, finding.line, finding.column)
        annotates = not finding.accepted and touched(finding)
        rows.append(Row(*place, finding.id, finding.severity, message, fingerprint, finding.passed, annotates))
    return Table(worst_first(rows), "; ".join([_count(judged), *notes]), "check", docs, notes)


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
