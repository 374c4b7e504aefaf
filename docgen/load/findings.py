"""The findings of the readers."""

from collections.abc import Iterator, Sequence
from itertools import islice

from docgen.model.finding import Finding, Severity
from docgen.positions import place
from docgen.positions.source import Pointer, Source, position_at
from docgen.wording import MANY, hidden

Findings = tuple[Finding, ...]
"""Everything that is wrong with what was read."""


def hidden_characters(source: Source) -> Iterator[Finding]:
    """A finding for each run of characters that no reader sees, of the first MANY in a text."""
    for at, characters in islice(hidden(source.text), MANY):
        names = ", ".join(f"U+{ord(one):04X}" for one in characters[:3])
        more = f" and {len(characters) - 3} more" if len(characters) > 3 else ""
        message = f"hidden character {names}{more}; expected text that a reader can see"
        yield finding_in(source, at, "hidden-character", message, "remove it: the site leaves it out")


class RefusedError(Exception):
    """A text that cannot be used, with everything that is wrong in it."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings


def finding(source: Source, rule: str, message: str, hint: str = "", line: int = 1, column: int = 1) -> Finding:
    """An error found while loading, at a line and column from 1; line 0 is the file as a whole."""
    return Finding(source.path, line, column, rule, Severity.ERROR, message, hint)


def finding_at(source: Source, pointer: Pointer, rule: str, message: str, hint: str = "") -> Finding:
    """An error found while loading, at the position of the value under a pointer."""
    return Finding(*place(source, pointer), rule, Severity.ERROR, message, hint)


def finding_in(source: Source, offset: int, rule: str, message: str, hint: str) -> Finding:
    """An error found while loading, at the position of the character at an offset of a text."""
    return finding(source, rule, message, hint, *position_at(source.text, offset))


def duplicate_key(source: Source, offset: int, key: str, first: int) -> Finding:
    """The finding for a key at an offset that a mapping of a text already has, `first` at another."""
    message = f"duplicate key `{key}` (first on line {position_at(source.text, first)[0]})"
    return finding_in(source, offset, "duplicate-key", message, "remove one of the two")


def unreadable_contract(source: Source, offset: int, problem: str, hint: str) -> Finding:
    """The finding for a text that is not a contract, at the offset of what shows that."""
    return finding_in(source, offset, "spec-unreadable", f"{problem}; expected OpenAPI 3.x as JSON or YAML", hint)


def error_message(findings: Sequence[Finding], limit: int = 5) -> str:
    """The message of an error for findings: a line for each of the first `limit`, and the hint of the first."""
    lines = [f"{wrong.path}:{wrong.line}:{wrong.column}: {wrong.message}" for wrong in sorted(findings)[:limit]]
    if len(findings) > limit:
        at_least = "at least " if len(findings) >= MANY else ""  # no reader lists more
        lines.append(f"and {at_least}{len(findings) - limit} more")
    hint = min(findings).hint
    return "\n".join([*lines, *([f"    hint: {hint}"] if hint else [])])
