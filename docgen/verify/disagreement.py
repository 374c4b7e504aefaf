"""One way in which a reply is not the promised one."""

from collections.abc import Sequence
from typing import Final

import msgspec

_LONGEST: Final = 300


class Disagreement(msgspec.Struct, frozen=True):
    """A cause, in words for this reply, and the lines that were expected and got instead."""

    cause: str
    said: str
    expected: tuple[str, ...] = ()
    got: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """What was expected and what was got, as a diff shows it."""
        return (*(f"- {shown(line)}" for line in self.expected), *(f"+ {shown(line)}" for line in self.got))


def shown(text: str) -> str:
    """A text of a stranger as it may stand on a terminal: what is not visible ASCII is escaped, what is long is cut."""
    escaped = "".join(char if " " <= char <= "~" else char.encode("unicode_escape").decode() for char in text)
    return escaped if len(escaped) <= _LONGEST else f"{escaped[:_LONGEST]}..."


def lines_of(name: str, values: Sequence[str]) -> tuple[str, ...]:
    """The lines of a header; one that says so where there are none."""
    return tuple(f"{name}: {value}" for value in values) or (f"no {name}",)
