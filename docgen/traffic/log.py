"""The requests and events in a file: an access log, a list of operations and events, or an HTTP archive."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from docgen.errors import UsageError
from docgen.traffic.access_log import LoggedRequest, parse_json, parse_record, parse_request

_LIST_ITEM: Final = re.compile(r"([A-Za-z]+)\s+(/\S*|https?://\S+)")
_MAX_COMMAND: Final = 20_000
_EVENT: Final = re.compile(r"event\s+(\S+)", re.I)


class LogLine(msgspec.Struct, frozen=True):
    """A line with its request or event; one without either has only its `text`."""

    text: str
    request: LoggedRequest | None = None
    event: str = ""

    @property
    def is_readable(self) -> bool:
        """Whether the line has a request or an event."""
        return self.request is not None or bool(self.event)


def parse_log(lines: Iterable[str]) -> Iterator[LogLine]:
    """The lines of a list or an access log (common, combined, httplog, JSON), without comments (`#`) and empty lines.

    Each line is parsed by itself, so a file may mix formats, and may be of any length.
    """
    for line in _whole_commands(lines):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield _line(stripped)


def _whole_commands(lines: Iterable[str]) -> Iterator[str]:
    """The lines, those of one curl command joined where each but the last ends in a backslash."""
    command = ""
    for line in lines:
        is_command = bool(command) or line.lstrip(" $>").startswith("curl ")
        if is_command and line.rstrip().endswith("\\") and len(command) < _MAX_COMMAND:
            command += f"{line.rstrip()[:-1]} "
            continue
        yield command + line
        command = ""
    if command:
        yield command


def _line(text: str) -> LogLine:
    if event := _EVENT.fullmatch(text):
        return LogLine(text, event=event[1])
    if item := _LIST_ITEM.fullmatch(text.partition(" #")[0].strip()):
        return LogLine(text, LoggedRequest(item[1].upper(), item[2]))
    return LogLine(text, parse_request(text))


def parse_archive(text: str) -> Iterator[LogLine]:
    """The requests of an HTTP archive (HAR 1.2); UsageError (exit code 2) if the text is not one."""
    document = parse_json(text)
    log = document.get("log") if isinstance(document, Mapping) else None
    entries = log.get("entries") if isinstance(log, Mapping) else None
    if not isinstance(entries, list):
        raise UsageError("`log.entries` not found; expected an HTTP archive (HAR), as browsers save it")
    yield from map(_entry, entries)


def _entry(entry: object) -> LogLine:
    record = entry if isinstance(entry, Mapping) else {}
    request, response = record.get("request"), record.get("response")
    logged = parse_record(request)
    if logged is None:
        return LogLine(f"{_text(request, 'method')} {_text(request, 'url')}")
    status = _text(response, "status", "")
    time = str(record.get("startedDateTime", ""))
    text = f"{logged.method} {logged.target}"
    return LogLine(text, msgspec.structs.replace(logged, status=status, agent=_user_agent(request), time=time))


def _text(record: object, key: str, default: str = "?") -> str:
    return str(record.get(key, default)) if isinstance(record, Mapping) else default


def _user_agent(request: object) -> str:
    """The User-Agent header as an archive has it: every header has a name and a value."""
    found = request.get("headers") if isinstance(request, Mapping) else None
    headers = found if isinstance(found, list) else ()
    return next((_text(item, "value", "") for item in headers if _text(item, "name").lower() == "user-agent"), "")
