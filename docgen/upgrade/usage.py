"""What a customer uses: a list of operations and events, or the lines of an access log."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from docgen.errors import UsageError

_LISTED: Final = re.compile(r"([A-Za-z]+)\s+(/\S*|https?://\S+)")
_EVENT: Final = re.compile(r"event\s+(\S+)", re.I)
_COMBINED: Final = re.compile(r'"([A-Z]+) (\S+) HTTP/[0-9.]+"')
"""The request in the common and the combined log format of Apache and nginx."""

_METHODS: Final = ("method", "http_method", "request_method", "requestMethod", "verb")
_TARGETS: Final = (
    "path", "url", "uri", "target", "request_uri", "request_path", "request_url", "requestUrl", "http_path", "http_url"
)  # fmt: skip
_REQUESTS: Final = ("request", "httpRequest", "http", "req")
"""Where the structured logs of servers and clouds keep the request."""


class Line(msgspec.Struct, frozen=True):
    """A line that names a request, an event, or nothing that can be read (then only `text` is set)."""

    text: str
    method: str = ""
    target: str = ""
    event: str = ""


def read_usage(lines: Iterable[str]) -> Iterator[Line]:
    """The lines of a list or an access log (common, combined, JSON lines), without comments (`#`) and empty ones.

    Each line is read by itself, so a file may mix them, and may be of any length.
    """
    for line in lines:
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield _line(stripped)


def _line(text: str) -> Line:
    if text.startswith("{"):
        return _record(text, _json(text))
    if event := _EVENT.fullmatch(text):
        return Line(text, event=event[1])
    listed = _LISTED.fullmatch(text.partition(" #")[0].strip()) or _COMBINED.search(text)
    return Line(text, listed[1].upper(), listed[2]) if listed else Line(text)


def _json(text: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _record(text: str, record: object) -> Line:
    """A record with a method and a path or URL, in it or in its request."""
    if not isinstance(record, Mapping):
        return Line(text)
    inner = next((record[key] for key in _REQUESTS if key in record), None)
    if isinstance(inner, str) and (request := re.match(r"([A-Z]+) (\S+)", inner)):
        return Line(text, request[1], request[2])
    for holder in (record, inner):
        if isinstance(holder, Mapping):
            method = next((holder[key] for key in _METHODS if isinstance(holder.get(key), str)), None)
            target = next((holder[key] for key in _TARGETS if isinstance(holder.get(key), str)), None)
            if method and target:
                return Line(text, method.upper(), target)
    return Line(text)


def read_archive(text: str) -> Iterator[Line]:
    """The requests of an HTTP archive (HAR 1.2); UsageError (exit code 2) where the text is none."""
    document = _json(text)
    log = document.get("log") if isinstance(document, Mapping) else None
    entries = log.get("entries") if isinstance(log, Mapping) else None
    if not isinstance(entries, list):
        raise UsageError("the file has no log.entries; expected an HTTP archive (HAR), as browsers save it")
    for request in (entry.get("request") for entry in entries if isinstance(entry, Mapping)):
        yield _record(f"{_said(request, 'method')} {_said(request, 'url')}", request)


def _said(request: object, key: str) -> str:
    return str(request.get(key, "?")) if isinstance(request, Mapping) else "?"
