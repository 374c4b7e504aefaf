"""A logged request: in a structured record of a log, such as JSON, logfmt, an entry of an archive; and its time."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import msgspec

from docgen.traffic.formats import FIELDS

USER_AGENT: Final = "docgen"
"""What docgen's own requests have as their User-Agent."""
_MIN_SECONDS: Final = 1e8
"""A smaller number is a duration: in seconds since 1970, it would be before 1974."""
_MIN_MILLISECONDS: Final = 1e11
"""A greater number counts thousandths, and again for each factor of a thousand: in seconds, it would be in 5138."""
_MAX_NANOSECONDS: Final = 1e20
REQUEST_KEYS: Final = ("request", "httprequest", "http", "req")
"""The keys under which structured logs of servers and clouds have the request."""
_LINE: Final = re.compile(r"(?P<methodline>[A-Z]+) (?P<targetline>\S+)")
_ANY: Final = re.compile(".")
_MAX_HOLDERS: Final = 40


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


Holder = Mapping[str, Any]


def parse_json(text: str | bytes) -> object:
    """The value of a JSON text; None if it is not valid JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def parse_record(record: object) -> LoggedRequest | None:
    """The request of a record that has, at any depth, a method and a path or URL; otherwise None."""
    if not isinstance(record, Mapping):
        return None
    holders = list(_holders(record))
    # a method and a path elsewhere are of something else, where one holder has both
    for some in (*([holder] for holder in holders), holders):
        method, target = _first(some, *FIELDS["method"]), _first(some, *FIELDS["target"])
        if method and target:
            fields = {name: _first(holders, *field) for name, field in FIELDS.items()}
            return logged_request(fields | {"method": method.upper(), "target": target}, record)
    return None


def request_header(request: LoggedRequest, name: str) -> str:
    """The value of a header of a structured line: among its headers, or in a field such as `http_api_version`."""
    if not request.record:
        return ""
    plain = _plain(name)
    return _first(list(_holders(request.record)), _ANY, (plain, f"http{plain}"))


def caller(record: object, field: str) -> str:
    """The text or number of a field, at a dotted path if no key has the whole name; empty without it."""
    if not isinstance(record, Mapping):
        return ""
    if field not in record:
        head, _, rest = field.partition(".")
        return caller(record.get(head), rest)
    value = record[field]
    return str(value) if isinstance(value, str | int | float) else ""


def has_only_the_call(record: object) -> bool:
    """Whether a record names a call and nothing else, as an item of a list: no key has another meaning."""
    keys = set[str]().union(*_holders(record))
    return keys <= {*REQUEST_KEYS, *FIELDS["method"][1], *FIELDS["target"][1], *FIELDS["host"][1]}


def _holders(record: object) -> Iterator[Holder]:
    """The record and the mappings in it, from the outside in, with plain keys."""
    waiting: list[Any] = [record]
    # it grows while it is walked: breadth first, without recursion
    for mapping in waiting:
        holder = {_plain(key): _named(value) for key, value in mapping.items()}
        # the W3C has a column for the day
        if "csuristem" in holder:
            holder["ts"] = f"{holder.get('date')}T{holder.get('time')}"
        for key, value in list(holder.items()):
            if isinstance(value, Mapping) and len(waiting) < _MAX_HOLDERS:
                waiting.append(value)
            elif key in REQUEST_KEYS and (line := _LINE.match(str(value))):
                holder |= line.groupdict()
        yield holder


@lru_cache(maxsize=2**12)
def _plain(key: str) -> str:
    return re.sub(r"[\W_]", "", key).lower()


def _named(value: object) -> object:
    """A list of headers, each with a name and a value, as a mapping; of any other list, the first item."""
    if not isinstance(value, list) or not value:
        return value
    if not all(isinstance(item, Mapping) and "name" in item for item in value):
        return value[0]
    return {str(item["name"]): item.get("value") for item in value}


def _first(holders: Sequence[Holder], pattern: re.Pattern[str], keys: Sequence[str]) -> str:
    """The first text or number under one of some keys that begins as a pattern says."""
    for holder in holders:
        for key in keys:
            value = holder.get(key)
            if isinstance(value, str | int | float) and pattern.match(str(value)):
                return str(value)
    return ""


def logged_request(fields: dict[str, str], record: Mapping[str, Any] | None = None) -> LoggedRequest:
    """The request of the fields of a line, as the line has them; `-` is empty, and a host without a dot a machine."""
    given = {name: text for name, text in fields.items() if text != "-" or name == "target"}
    host = given.pop("host", "").lower().partition(":")[0]
    if "." in host:
        given["host"] = host
    given["client"] = _address(given.get("client", ""))
    return LoggedRequest(**given, record=record or {})


def _address(text: str) -> str:
    """The first address of a list such as that of X-Forwarded-For, without a port."""
    first = text.partition(",")[0].strip(" [").partition("]")[0]
    if first.count(":") == 1:
        return first.partition(":")[0]
    # an IPv6 address has more
    return first


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
    # milliseconds, microseconds, nanoseconds
    while number > _MIN_MILLISECONDS:
        number /= 1000
    return int(number)


def _moment(time: str) -> datetime:
    # Apache's form; HAProxy writes a fraction in place of the zone
    if "/" in time:
        zoned = time if " " in time else f"{time.partition('.')[0]} +0000"
        return datetime.strptime(zoned, "%d/%b/%Y:%H:%M:%S %z")
    moment = datetime.fromisoformat(time)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
