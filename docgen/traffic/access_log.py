"""A request as a server logged it, and its time."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

USER_AGENT: Final = "docgen"
"""What docgen's own requests have as their User-Agent."""
_MIN_SECONDS: Final = 1e8
"""A smaller number is a duration: in seconds since 1970, it would be before 1974."""
_MIN_MILLISECONDS: Final = 1e11
"""A greater number counts thousandths, and again for each factor of a thousand: in seconds, it would be in 5138."""
_MAX_NANOSECONDS: Final = 1e20


class LoggedRequest(msgspec.Struct, frozen=True):
    """A request as a server logged it; a field that the line lacks is empty.

    `target` is the raw request target, or a whole URL; `host` is in lower case and without a port; `client` is an
    address, or the caller that a field of a record names; `time` is the raw text, for `unix_time`; `record` is that of
    a structured line.
    """

    method: str
    target: str
    host: str = ""
    client: str = ""
    status: str = ""
    agent: str = ""
    time: str = ""
    record: Mapping[str, Any] = {}


def logged_request(fields: dict[str, str], record: Mapping[str, Any] | None = None) -> LoggedRequest:
    """The request of the fields of a line, as the line has them; `-` is empty, and a host without a dot a machine."""
    given = {name: text for name, text in fields.items() if text != "-" or name == "target"}
    host = given.get("host", "").lower().partition(":")[0]
    named = {"client": _address(given.get("client", "")), "host": host if "." in host else ""}
    return LoggedRequest(**(given | named), record=record or {})


def _address(text: str) -> str:
    """The first address of a list such as that of X-Forwarded-For, without a port."""
    first = text.partition(",")[0].strip(" [").partition("]")[0]
    return first.partition(":")[0] if first.count(":") == 1 else first


def unix_time(time: str) -> int | None:
    """The Unix time in seconds of a logged time, in UTC if it has no zone; None if it is not a time since 1970.

    The formats are RFC 3339, those of Apache and HAProxy, and seconds to nanoseconds since 1970.
    """
    with suppress(ValueError, OverflowError):
        seconds = _seconds(time)
        return seconds if seconds >= 0 else None
    return None


def _seconds(time: str) -> int:
    try:
        number = float(time)
    except ValueError:
        return int(_moment(time).timestamp())
    if not _MIN_SECONDS <= number <= _MAX_NANOSECONDS:
        raise ValueError(time)
    while number > _MIN_MILLISECONDS:
        number /= 1000
    return int(number)


def _moment(time: str) -> datetime:
    if "/" in time:  # Apache's form; HAProxy writes a fraction in place of the zone
        zoned = time if " " in time else f"{time.partition('.')[0]} +0000"
        return datetime.strptime(zoned, "%d/%b/%Y:%H:%M:%S %z")
    moment = datetime.fromisoformat(time)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
