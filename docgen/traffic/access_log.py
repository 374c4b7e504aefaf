"""The request in a line of an access log: common, combined, HAProxy's httplog, or a JSON record."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

USER_AGENT: Final = "docgen"
"""What docgen's own requests have as their User-Agent."""
_REQUEST: Final = re.compile(r'"([A-Z]+) (\S+) HTTP/[0-9.]+"')
"""The request as Apache, nginx and HAProxy write it."""
# a first word before `- ` is the client, any other the virtual host
_COMMON: Final = re.compile(r"(?:(?P<host>\S+) (?!- ))?(?P<client>\S+) \S+ (?:.*? )?\[(?P<time>[^][]*)\] ")
"""The text before the request in Apache's common format, with or without the virtual host in front."""
_AFTER: Final = re.compile(r' (?P<status>[0-9]{3}) \S+(?: "(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.)*)")?')
_HTTPLOG: Final = re.compile(
    r"(?<!\S)(?P<client>\S+):[0-9]+ \[(?P<time>[^][]*)\] \S+ \S+ [-+/0-9]+ (?P<status>-?[0-9]+) "
)
"""The text before the request in HAProxy's httplog, after the prefix of syslog."""

_MAX_PREFIX: Final = 4_096
"""Characters before a request that are parsed: a client can make a line longer, but must not slow down the parser."""

_REQUEST_KEYS: Final = ("request", "httpRequest", "http", "req")
"""The keys under which structured logs of servers and clouds have the request."""
_METHOD_KEYS: Final = ("method", "http_method", "request_method", "requestMethod", "verb")
_TARGET_KEYS: Final = (
    "path", "url", "uri", "target", "request_uri", "request_path", "request_url", "requestUrl", "http_path", "http_url"
)  # fmt: skip
_FIELD_KEYS: Final = (
    ("host", ("host", "http_host", "hostname", "server_name", "vhost")),
    ("client", ("client_ip", "remote_ip", "remoteIp", "remote_addr", "clientip", "client", "ip")),
    ("status", ("status", "status_code", "http_status", "response_status")),
    ("agent", ("user_agent", "userAgent", "http_user_agent", "agent")),
    ("time", ("ts", "time", "timestamp", "@timestamp", "time_iso8601", "time_local")),
)
_LAST_SECOND: Final = 253_402_300_799
"""9999-12-31T23:59:59Z: `datetime` has no later second."""
_MIN_MILLISECONDS: Final = 1e11
"""A greater number counts milliseconds: in seconds, it would be in the year 5138."""


class LoggedRequest(msgspec.Struct, frozen=True):
    """A request as a server logged it; a field that the line lacks is empty.

    `target` is the raw request target, or a whole URL; `host` is in lower case and without a port; `time` is the raw
    text, for `unix_time`.
    """

    method: str
    target: str
    host: str = ""
    client: str = ""
    status: str = ""
    agent: str = ""
    time: str = ""
    record: Mapping[str, Any] = {}


def parse_request(text: str) -> LoggedRequest | None:
    """The request in a line without white space around it; None if there is none."""
    if text.startswith("{"):
        return parse_record(parse_json(text))
    request = _REQUEST.search(text)
    if request is None:
        return None
    # the text before the request is cut, as its pattern could try every split of a long line
    before, after = text[: min(request.start(), _MAX_PREFIX)], _AFTER.match(text, request.end())
    found = _COMMON.fullmatch(before) or _HTTPLOG.search(before)
    fields: dict[str, Any] = (found.groupdict("") if found else {}) | (after.groupdict("") if after else {})
    return LoggedRequest(request[1], request[2], **fields | {"host": _host_name(fields.get("host", ""))})


def unix_time(time: str) -> int | None:
    """The Unix time in seconds of a logged time, in UTC if it has no zone; None if it is not a time since 1970.

    The formats are RFC 3339, those of Apache and HAProxy, and seconds or milliseconds since 1970.
    """
    with suppress(ValueError, OverflowError):
        seconds = _seconds(time)
        return seconds if 0 <= seconds <= _LAST_SECOND else None
    return None


def _seconds(time: str) -> int:
    try:
        number = float(time)
    except ValueError:
        return int(_moment(time).timestamp())
    return int(number / 1000 if number > _MIN_MILLISECONDS else number)


def _moment(time: str) -> datetime:
    if "/" in time:  # Apache's form; HAProxy writes a fraction in place of the zone
        zoned = time if " " in time else f"{time.partition('.')[0]} +0000"
        return datetime.strptime(zoned, "%d/%b/%Y:%H:%M:%S %z")
    moment = datetime.fromisoformat(time)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_json(text: str) -> object:
    """The value of a JSON text; None if it is not valid JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def parse_record(record: object) -> LoggedRequest | None:
    """The request of a record that has, itself or under a request key, a method and a path or URL; otherwise None."""
    if not isinstance(record, Mapping):
        return None
    inner = next((record[key] for key in _REQUEST_KEYS if key in record), None)
    holders = [holder for holder in (record, inner) if isinstance(holder, Mapping)]
    request = _method_and_target(inner, holders)
    if request is None:
        return None
    fields = {
        field: next((text for holder in holders if (text := _first(holder, keys))), "") for field, keys in _FIELD_KEYS
    }
    fields["agent"] = fields["agent"] or _user_agent(inner)
    return LoggedRequest(*request, **fields | {"host": _host_name(fields["host"])}, record=record)


def _method_and_target(inner: object, holders: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    """The method and the target, both from the same holder."""
    if isinstance(inner, str) and (line := re.match(r"([A-Z]+) (\S+)", inner)):
        return line[1], line[2]
    for holder in holders:
        method, target = _first(holder, _METHOD_KEYS), _first(holder, _TARGET_KEYS)
        if method and target:
            return method.upper(), target
    return None


def _first(holder: Mapping[str, Any], keys: Sequence[str]) -> str:
    """The first text or number under one of the keys."""
    values = (holder[key] for key in keys if key in holder)
    return next((str(value) for value in values if isinstance(value, str | int | float) and value != ""), "")


def _user_agent(inner: object) -> str:
    """The User-Agent header as Caddy logs it: every header has a list of values."""
    headers = inner.get("headers") if isinstance(inner, Mapping) else None
    values = headers.get("User-Agent") if isinstance(headers, Mapping) else None
    return str(values[0]) if isinstance(values, list) and values else ""


def _host_name(host: str) -> str:
    return host.lower().partition(":")[0]


def request_header(request: LoggedRequest, name: str) -> str:
    """The value of a header of a request that is logged as JSON; empty where its record does not have it.

    It is among the headers of the request, or in a field of its name: `http_api_version`, as servers call variables.
    """
    record, field = request.record, name.lower().replace("-", "_")
    inner: Mapping[str, Any] = next((record[key] for key in _REQUEST_KEYS if isinstance(record.get(key), Mapping)), {})
    for holder in (record, inner):
        for key, value in (*holder.items(), *_pairs(holder.get("headers"))):
            if str(key).lower().replace("-", "_").removeprefix("http_") == field:
                return str(value[0] if isinstance(value, list) and value else value)
    return ""


def _pairs(headers: object) -> Iterable[tuple[str, object]]:
    """Headers as an object, or as HTTP archives have them: a list of objects with a name and a value."""
    if isinstance(headers, Mapping):
        return headers.items()
    listed = headers if isinstance(headers, list) else ()
    return [(str(one.get("name")), one.get("value")) for one in listed if isinstance(one, Mapping)]
