"""What a customer uses: a list of operations and events, or the lines of an access log."""

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
    if event := _EVENT.fullmatch(text):
        return Line(text, event=event[1])
    if listed := _LISTED.fullmatch(text.partition(" #")[0].strip()):
        return Line(text, listed[1].upper(), listed[2])
    return _used(text, read_access(text))


def _used(text: str, access: Access | None) -> Line:
    return Line(text, access.method, access.target) if access else Line(text)


def read_archive(text: str) -> Iterator[Line]:
    """The requests of an HTTP archive (HAR 1.2); UsageError (exit code 2) where the text is none."""
    document = read_json(text)
    log = document.get("log") if isinstance(document, Mapping) else None
    entries = log.get("entries") if isinstance(log, Mapping) else None
    if not isinstance(entries, list):
        raise UsageError("the file has no log.entries; expected an HTTP archive (HAR), as browsers save it")
    for request in (entry.get("request") for entry in entries if isinstance(entry, Mapping)):
        yield _used(f"{_said(request, 'method')} {_said(request, 'url')}", read_record(request))


def _said(request: object, key: str) -> str:
    return str(request.get(key, "?")) if isinstance(request, Mapping) else "?"
