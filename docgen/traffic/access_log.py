"""A line of an access log -> the request in it: common, combined, HAProxy's httplog, or a JSON record."""

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

_REQUEST: Final = re.compile(r'"([A-Z]+) (\S+) HTTP/[0-9.]+"')
"""The request as Apache, nginx and HAProxy write it."""
_COMMON: Final = re.compile(r"(?:(?P<host>\S+) (?!- ))?(?P<client>\S+) \S+ (?:.*? )?\[(?P<time>[^\]]*)\] ")
"""What stands before the request in Apache's common format, and in the one with the virtual host in front."""
_AFTER: Final = re.compile(r' (?P<status>[0-9]{3}) \S+(?: "(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.)*)")?')
_HTTPLOG: Final = re.compile(r"(?P<client>\S+):[0-9]+ \[(?P<time>[^\]]*)\] \S+ \S+ [-+/0-9]+ (?P<status>-?[0-9]+) ")
"""What stands before the request in HAProxy's httplog, behind what syslog puts in front."""

_MOST_BEFORE: Final = 4_096
"""Characters before a request: any client can make a line longer, and none may make the reading slow."""

_REQUESTS: Final = ("request", "httpRequest", "http", "req")
"""Where the structured logs of servers and clouds keep the request."""
_METHODS: Final = ("method", "http_method", "request_method", "requestMethod", "verb")
_TARGETS: Final = (
    "path", "url", "uri", "target", "request_uri", "request_path", "request_url", "requestUrl", "http_path", "http_url"
)  # fmt: skip
_ABOUT: Final = (
    ("host", ("host", "http_host", "hostname", "server_name", "vhost")),
    ("client", ("client_ip", "remote_ip", "remoteIp", "remote_addr", "clientip", "client", "ip")),
    ("status", ("status", "status_code", "http_status", "response_status")),
    ("agent", ("user_agent", "userAgent", "http_user_agent", "agent")),
    ("time", ("ts", "time", "timestamp", "@timestamp", "time_iso8601", "time_local")),
)
_LAST: Final = 253_402_300_799
"""9999-12-31T23:59:59Z, the last second that has a date."""
_MILLISECONDS: Final = 1e11
"""A greater number counts milliseconds: as seconds it would lie in the year 5138."""


class Access(msgspec.Struct, frozen=True):
    """A request as a server logged it; what the line does not say is empty.

    `target` is the raw request target, or a whole URL; `host` is in lower case and without a port; `time` is as it
    stands in the line, for `instant`.
    """

    method: str
    target: str
    host: str = ""
    client: str = ""
    status: str = ""
    agent: str = ""
    time: str = ""


def read_access(text: str) -> Access | None:
    """The request of one line without white space around it, or None where it names none."""
    if text.startswith("{"):
        return read_record(read_json(text))
    request = _REQUEST.search(text)
    if request is None:
        return None
    # the text before the request is cut, as its pattern could try every split of a long line
    before, after = text[: min(request.start(), _MOST_BEFORE)], _AFTER.match(text, request.end())
    found = _COMMON.fullmatch(before) or _HTTPLOG.search(before)
    said = (found.groupdict("") if found else {}) | (after.groupdict("") if after else {})
    return Access(request[1], request[2], **said | {"host": _bare(said.get("host", ""))})


def instant(time: str) -> int | None:
    """The Unix time in seconds of a log's time; one without a zone is in UTC; None where it is no time since 1970.

    It is read as RFC 3339, as Apache and HAProxy write it, or as seconds or milliseconds since 1970.
    """
    with suppress(ValueError, OverflowError):
        seconds = _seconds(time)
        return seconds if 0 <= seconds <= _LAST else None
    return None


def _seconds(time: str) -> int:
    try:
        number = float(time)
    except ValueError:
        return int(_moment(time).timestamp())
    return int(number / 1000 if number > _MILLISECONDS else number)


def _moment(time: str) -> datetime:
    if "/" in time:  # Apache's form; HAProxy writes a fraction in place of the zone
        zoned = time if " " in time else f"{time.partition('.')[0]} +0000"
        return datetime.strptime(zoned, "%d/%b/%Y:%H:%M:%S %z")
    moment = datetime.fromisoformat(time)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_json(text: str) -> object:
    """The content of a JSON text; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def read_record(record: object) -> Access | None:
    """The request of a record that has a method and a path or URL, in it or in its request; else None."""
    if not isinstance(record, Mapping):
        return None
    inner = next((record[key] for key in _REQUESTS if key in record), None)
    holders = [holder for holder in (record, inner) if isinstance(holder, Mapping)]
    request = _asked(inner, holders)
    if request is None:
        return None
    said = {field: next((text for holder in holders if (text := _first(holder, keys))), "") for field, keys in _ABOUT}
    said["agent"] = said["agent"] or _user_agent(inner)
    return Access(*request, **said | {"host": _bare(said["host"])})


def _asked(inner: object, holders: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    """The method and the target, both from the same place."""
    if isinstance(inner, str) and (line := re.match(r"([A-Z]+) (\S+)", inner)):
        return line[1], line[2]
    for holder in holders:
        method, target = _first(holder, _METHODS), _first(holder, _TARGETS)
        if method and target:
            return method.upper(), target
    return None


def _first(holder: Mapping[str, Any], keys: Sequence[str]) -> str:
    """The first text or number under one of the keys."""
    values = (holder[key] for key in keys if key in holder)
    return next((str(value) for value in values if isinstance(value, str | int | float) and value != ""), "")


def _user_agent(inner: object) -> str:
    """The header as Caddy logs it: every header has a list of values."""
    headers = inner.get("headers") if isinstance(inner, Mapping) else None
    values = headers.get("User-Agent") if isinstance(headers, Mapping) else None
    return str(values[0]) if isinstance(values, list) and values else ""


def _bare(host: str) -> str:
    return host.lower().partition(":")[0]
