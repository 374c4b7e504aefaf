"""The only reader of the time: an argument, or the clock."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from docgen.errors import UsageError

_FIRST: Final = 1970
_LAST: Final = 2105
SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def parse_now(text: str | None) -> datetime:
    """The time in an argument: a date, an RFC 3339 time or `@epoch`; the clock for None.

    The result is aware and in UTC. UsageError (exit code 2) for any other text, and for a time before 1970 or after
    2105, which gzip could not store (RFC 1952, section 2.3.1).
    """
    if text is None:
        return datetime.now(UTC)  # noqa: TID251 - the one place that reads the clock
    try:
        if re.fullmatch(r"@[0-9]{1,12}", text):
            moment = datetime.fromtimestamp(int(text[1:]), UTC)
        else:
            moment = datetime.fromisoformat(text)
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is not a time; expected a date (2026-08-04), an RFC 3339 time (2026-08-04T00:00:00Z) "
            "or @1785801600"
        ) from None
    if not _FIRST <= moment.year <= _LAST:
        raise UsageError(f"{text!r} is in the year {moment.year}; expected a time from {_FIRST} to {_LAST}")
    return moment


def parse_second(text: str, since: datetime, units: str = "smh") -> datetime:
    """The time as of `parse_now`, or as of `parse_delay`; UsageError (exit code 2) for a fraction of a second."""
    if text.startswith("+"):
        return parse_delay(text, since, units)
    moment = parse_now(text)
    if moment.microsecond:
        raise UsageError(f"{text!r} has a fraction of a second; expected whole seconds")
    return moment


def parse_delay(text: str, since: datetime, units: str = "smh") -> datetime:
    """The time after another one in whole seconds, such as `+5m`; UsageError (exit code 2) for any other text.

    The `units` are among seconds, minutes, hours, days and weeks.
    """
    match = re.fullmatch(r"\+([0-9]{1,6})([a-z])", text)
    try:
        if match and match[2] in units:
            return since.replace(microsecond=0) + timedelta(seconds=int(match[1]) * SECONDS[match[2]])
    except OverflowError:
        pass
    examples = " or ".join(f"+30{unit}" for unit in units)
    raise UsageError(f"{text!r} is not a delay; expected for example {examples}")


def unix_time() -> float:
    """The clock, in seconds since 1970-01-01T00:00:00Z: probes of an edge need the real time, whatever `--now` says."""
    return time.time()  # noqa: TID251 - the one place that reads the clock
