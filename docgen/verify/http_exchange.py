"""A question to a live address, and what came back."""

from typing import Literal

import msgspec

Failure = Literal["dns", "tls", "timeout", "connection", "protocol"]
"""Why there is no response: no such name, a bad certificate, none in time, no connection, or one that is no HTTP."""


class Reply(msgspec.Struct, frozen=True):
    """An answer as it was received.

    `headers` are the raw lines in their order, as Latin-1; `body` may be cut where it is longer than anybody asked for.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def values(self, name: str) -> tuple[str, ...]:
        """The value of each line of a header, in their order."""
        return tuple(value for field, value in self.headers if field.lower() == name.lower())

    @property
    def location(self) -> str | None:
        """Where a client is sent: the first Location of an answer with a status of 3xx."""
        return next(iter(self.values("Location")), None) if 300 <= self.status < 400 else None


class Exchange(msgspec.Struct, frozen=True):
    """One request and its reply, or why there is none.

    `sent` and `received` are Unix times in seconds, by the clock of whoever asked.
    """

    sent: float
    received: float
    reply: Reply | None = None
    failure: Failure | None = None
    said: str = ""
