"""What the formats for CI say of a finding or a change: one place, one level, one message, one fingerprint."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from docgen.model.finding import Finding, Severity
from docgen.wording import counted, visible

LEVELS: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""Worst first."""


class Annotation(msgspec.Struct, frozen=True):
    """One line for a reviewer; `path` is relative to the root of the repository, line 0 is the file as a whole.

    An empty path means that no file is known. The fingerprint outlives a move to another line, and no
    two annotations of one report share it.
    """

    path: str
    line: int
    column: int
    id: str
    level: Severity
    message: str
    fingerprint: str

    @property
    def place(self) -> str:
        """`path:line:col`, as much of it as is known."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


def of_findings(findings: Sequence[Finding]) -> list[Annotation]:
    """One annotation a finding, the worst first, each level in the order given."""
    identities = unique(f"{found.id}\n{found.path}\n{found.message}" for found in findings)
    return worst_first(
        Annotation(
            path=found.path,
            line=found.line,
            column=found.column,
            id=found.id,
            level=found.severity,
            message=visible("\n".join(_said(found))),
            fingerprint=digest(identity),
        )
        for found, identity in zip(findings, identities, strict=True)
    )


def _said(found: Finding) -> Iterator[str]:
    yield found.message
    if found.hint:
        yield f"hint: {found.hint}"
    if found.accepted:
        yield found.accepted


def worst_first(annotations: Iterable[Annotation]) -> list[Annotation]:
    """The annotations by level; those of one level stay in their order."""
    return sorted(annotations, key=lambda annotation: LEVELS.index(annotation.level))


def unique(identities: Iterable[str]) -> Iterator[str]:
    """Each identity with its number where it came before: the second of two equals is not the first."""
    seen: dict[str, int] = {}
    for identity in identities:
        seen[identity] = seen.get(identity, 0) + 1
        yield identity if seen[identity] == 1 else f"{identity}\n{seen[identity]}"


def digest(identity: str) -> str:
    """A fingerprint: 32 hexadecimal digits of the SHA-256 of what makes a thing itself."""
    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def summary(annotations: Sequence[Annotation], nothing: str) -> str:
    """`2 errors, 1 warning`; `nothing` where there are none."""
    counts = dict.fromkeys(LEVELS, 0)
    for annotation in annotations:
        counts[annotation.level] += 1
    return ", ".join(counted(count, level.value) for level, count in counts.items() if count) or nothing
