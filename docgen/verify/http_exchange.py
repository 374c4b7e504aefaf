"""A request to a live address, its response, and a difference between that and the promised one."""

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

_MAX_LENGTH: Final = 300


class Mismatch(NamedTuple):
    """A difference: the id of its finding, a message, and the lines that were expected and received."""

    id: str
    message: str
    expected: tuple[str, ...] = ()
    got: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """The expected and the received lines, as a diff."""
        expected = map("- {}".format, map(escape_untrusted, self.expected))
        return (*expected, *map("+ {}".format, map(escape_untrusted, self.got)))


class Reply(NamedTuple):
    """A response as it was received.

    `headers` are the raw lines in their order, as Latin-1; `body` is cut at the limit of the request.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a header, one for each line."""
        return values_of(self.headers, name)

    def first(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return next(iter(self.values(name)), None)

    @property
    def kind(self) -> tuple[int, tuple[str, ...]]:
        """The status and the content type, which tell one source of responses from another."""
        return self.status, self.values("Content-Type")

    def status_lines(self) -> tuple[str, ...]:
        """The status and the Location headers, as a mismatch shows them."""
        return (str(self.status), *map("Location: {}".format, self.values("Location")))

    @property
    def location(self) -> str | None:
        """The first Location if the status is 3xx, otherwise None."""
        if 300 <= self.status < 400:
            return self.first("Location")
        return None

    @property
    def is_limited(self) -> bool:
        """Whether the client is asked to try again later: 429, or 503 with Retry-After."""
        return self.status == 429 or (self.status == 503 and bool(self.values("Retry-After")))

    def date(self, name: str) -> float | None:
        """The first value of a header that is an HTTP-date, as a Unix time in seconds; None without one."""
        try:
            return parsedate_to_datetime(self.first(name) or "").timestamp()
        except (ValueError, OverflowError):
            return None

    def retry_after(self, now: float) -> float:
        """Seconds from `now` (Unix seconds) to the time in Retry-After (RFC 9110, section 10.2.3); 0 without one."""
        value = (self.first("Retry-After") or "").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        return max(0.0, (self.date("Retry-After") or now) - now)


class Exchange(NamedTuple):
    """One request and its reply, or the `error` because of which there is none; `is_unresolved`: its host is unknown.

    `sent` and `received` are Unix times in seconds by the client's clock.
    """

    sent: float
    received: float
    reply: Reply | None = None
    error: str = ""
    is_unresolved: bool = False

    @property
    def is_limited(self) -> bool:
        """Whether there is a reply that asks to try again later."""
        return self.reply is not None and self.reply.is_limited


def no_response(finding_id: str, subject: str, error: str) -> Mismatch:
    """The mismatch of a request without a response, because of `error`."""
    return Mismatch(finding_id, f"{subject}: no response: {escape_untrusted(error)}")


def escape_untrusted(text: str) -> str:
    """A text from the network, safe for a terminal: only visible ASCII is not escaped, and long text is cut."""
    escaped = re.sub("[^ -~]", lambda sign: sign[0].encode("unicode_escape").decode(), text)
    if len(escaped) > _MAX_LENGTH:
        return f"{escaped[:_MAX_LENGTH]}..."
    return escaped


def values_of(headers: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    """The values of a header among others, one for each line, in their order."""
    return tuple(value for field, value in headers if field.lower() == name.lower())


def header_lines(name: str, values: Sequence[str]) -> tuple[str, ...]:
    """The lines of a header, or `no NAME` if there are none."""
    return tuple(map(f"{name}: {{}}".format, values)) or (f"no {name}",)
