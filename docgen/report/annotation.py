"""A finding or a change as the CI formats show it: with a location, a level, a message and a fingerprint."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from docgen.model.finding import Finding, Severity
from docgen.wording import counted, visible

LET_THROUGH: Final = "let through, for a reviewer to judge:"
"""Before what a comparison with a base lets through."""
LEVELS: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""Worst first."""


class Annotation(msgspec.Struct, frozen=True):
    """An annotation of a line; `path` is relative to the root of the repository, line 0 means the whole file.

    An empty path means that no file is known. The fingerprint is unique in a report, and does not change when the
    annotation moves to another line. `passed` is what a comparison with a base let through.
    """

    path: str
    line: int
    column: int
    id: str
    level: Severity
    message: str
    fingerprint: str
    passed: bool = False

    @property
    def location(self) -> str:
        """`path:line:col`, or the path alone for a whole file."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


def annotate_findings(findings: Sequence[Finding]) -> list[Annotation]:
    """One annotation per finding, the worst level first, each level in the order of the findings.

    What a comparison let through comes first of its level.
    """
    findings = sorted(findings, key=lambda found: not found.passed)
    identities = numbered(f"{found.id}\n{found.path}\n{found.message}" for found in findings)
    return worst_first(
        Annotation(
            path=found.path,
            line=found.line,
            column=found.column,
            id=found.id,
            level=found.severity,
            message=visible("\n".join(_message_lines(found))),
            fingerprint=fingerprint_of(identity),
            passed=found.passed,
        )
        for found, identity in zip(findings, identities, strict=True)
    )


def _message_lines(found: Finding) -> Iterator[str]:
    yield f"{LET_THROUGH} {found.message}" if found.passed else found.message
    if found.hint:
        yield f"hint: {found.hint}"
    if found.accepted:
        yield found.accepted


def worst_first(annotations: Iterable[Annotation]) -> list[Annotation]:
    """The annotations sorted by level; the order within a level stays."""
    return sorted(annotations, key=lambda annotation: LEVELS.index(annotation.level))


def numbered(identities: Iterable[str]) -> Iterator[str]:
    """The identities, with a number added to each that came before, so that all are different."""
    seen: dict[str, int] = {}
    for identity in identities:
        seen[identity] = seen.get(identity, 0) + 1
        yield identity if seen[identity] == 1 else f"{identity}\n{seen[identity]}"


def fingerprint_of(identity: str) -> str:
    """The fingerprint of an identity: 32 hexadecimal digits of its SHA-256."""
    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def summary(annotations: Sequence[Annotation], nothing: str) -> str:
    """`2 errors, 1 warning`; `nothing` where there are none."""
    counts = dict.fromkeys(LEVELS, 0)
    for annotation in annotations:
        counts[annotation.level] += not annotation.passed
    return ", ".join(counted(count, level.value) for level, count in counts.items() if count) or nothing
