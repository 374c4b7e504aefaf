"""One difference between a reply and the promised one."""

from collections.abc import Sequence
from typing import Final

import msgspec

_MAX_LENGTH: Final = 300


class Mismatch(msgspec.Struct, frozen=True):
    """A difference: the id of its finding, a message, and the lines that were expected and received."""

    id: str
    message: str
    expected: tuple[str, ...] = ()
    got: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """The expected and the received lines, as a diff."""
        lines = [f"- {escape_untrusted(line)}" for line in self.expected]
        return (*lines, *(f"+ {escape_untrusted(line)}" for line in self.got))


def no_response(finding_id: str, subject: str, error: str) -> Mismatch:
    """The mismatch of a request without a response, because of `error`."""
    return Mismatch(finding_id, f"{subject}: no response: {escape_untrusted(error)}")


def escape_untrusted(text: str) -> str:
    """A text from the network, safe for a terminal: only visible ASCII is not escaped, and long text is cut."""
    escaped = "".join(char if " " <= char <= "~" else char.encode("unicode_escape").decode() for char in text)
    return escaped if len(escaped) <= _MAX_LENGTH else f"{escaped[:_MAX_LENGTH]}..."


def header_lines(name: str, values: Sequence[str]) -> tuple[str, ...]:
    """The lines of a header, or `no NAME` if there are none."""
    return tuple(f"{name}: {value}" for value in values) or (f"no {name}",)
