"""Who called what, from any file that says so: an access log, a list of operations and events, an HTTP archive."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from docgen.errors import UsageError
from docgen.traffic.access_log import Access, read_access, read_json, read_record

_LISTED: Final = re.compile(r"([A-Za-z]+)\s+(/\S*|https?://\S+)")
_EVENT: Final = re.compile(r"event\s+(\S+)", re.I)


class Line(msgspec.Struct, frozen=True):
    """A line that names a request, an event, or nothing that can be read (then only `text` is set)."""

    text: str
    access: Access | None = None
    event: str = ""

    @property
    def readable(self) -> bool:
        """Whether it names anything."""
        return self.access is not None or bool(self.event)


def read_log(lines: Iterable[str]) -> Iterator[Line]:
    """The lines of a list or an access log (common, combined, httplog, JSON), without comments (`#`) and empty ones.

    Each line is read by itself, so a file may mix them, and may be of any length.
    """
    for line in lines:
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield _line(stripped)


def _line(text: str) -> Line:
    if event := _EVENT.fullmatch(text):
        return Line(text, event=event[1])
    if listed := _LISTED.fullmatch(text.partition(" #")[0].strip()):
        return Line(text, Access(listed[1].upper(), listed[2]))
    return Line(text, read_access(text))


def read_archive(text: str) -> Iterator[Line]:
    """The requests of an HTTP archive (HAR 1.2); UsageError (exit code 2) where the text is none."""
    document = read_json(text)
    log = document.get("log") if isinstance(document, Mapping) else None
    entries = log.get("entries") if isinstance(log, Mapping) else None
    if not isinstance(entries, list):
        raise UsageError("the file has no log.entries; expected an HTTP archive (HAR), as browsers save it")
    yield from map(_entry, entries)


def _entry(given: object) -> Line:
    entry = given if isinstance(given, Mapping) else {}
    request, response = entry.get("request"), entry.get("response")
    access = read_record(request)
    if access is None:
        return Line(f"{_said(request, 'method')} {_said(request, 'url')}")
    status = _said(response, "status", "")
    moment = str(entry.get("startedDateTime", ""))
    text = f"{access.method} {access.target}"
    return Line(text, msgspec.structs.replace(access, status=status, agent=_agent(request), time=moment))


def _said(part: object, key: str, otherwise: str = "?") -> str:
    return str(part.get(key, otherwise)) if isinstance(part, Mapping) else otherwise


def _agent(request: object) -> str:
    """The browser: an archive has every header as a name and a value."""
    headers = request.get("headers") if isinstance(request, Mapping) else None
    listed = headers if isinstance(headers, list) else ()
    return next((_said(one, "value", "") for one in listed if _said(one, "name").lower() == "user-agent"), "")
