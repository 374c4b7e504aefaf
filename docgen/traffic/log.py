"""The requests and events in a file: an access log of any format, a list of operations and events, or an archive."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from docgen.errors import UnreadableError, UsageError
from docgen.traffic.formats import FORMATS, PAIR, PREFIX, QUOTED_CALL
from docgen.traffic.records import LoggedRequest, caller, has_only_the_call, logged_request, parse_json, parse_record
from docgen.wording import printable

Parsed = tuple[str, LoggedRequest | None]
"""The format of a line, and its request: a line of a format may have none, and a line of no format has neither."""
UNKNOWN: Final[Parsed] = "", None
_LIST_ITEM: Final = re.compile(r"([A-Za-z]+)\s+(/\S*|https?://\S+)")
_MAX_COMMAND: Final = 20_000
_EVENT: Final = re.compile(r"event\s+(\S+)", re.I)
_COLUMNS: Final = "#Fields:"
_CALL: Final = re.compile(r"\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b")
"""What no line without a call is likely to have; what scanners send has no method."""
_RECORDS: Final = ("JSON", "logfmt", "W3C")
_EXPECTED: Final = f"{', '.join(FORMATS)}, W3C with `{_COLUMNS}`, JSON, logfmt or a list (`GET /docs`)"


class LogLine(msgspec.Struct, frozen=True):
    """A line with its request or event; one without either has only its `text`.

    `form` is the format that the line fits, which may have no request in it; empty for a line of no known format.
    """

    text: str
    request: LoggedRequest | None = None
    event: str = ""
    form: str = ""
    number: int = 0

    @property
    def is_readable(self) -> bool:
        """Whether the line has a request or an event."""
        return self.request is not None or bool(self.event)


def parse_log(lines: Iterable[str], by: str = "") -> Iterator[LogLine]:
    """The lines of a list or an access log, without comments (`#`) and empty lines; `by` is for `parse_line`.

    Each line is parsed by itself, so a file may mix formats, and may be of any length.
    """
    columns: Sequence[str] = ()
    for number, line in _whole_commands(lines):
        stripped = line.strip()
        if stripped.startswith(_COLUMNS):
            columns = stripped.split()[1:]
        elif stripped and not stripped.startswith("#"):
            yield _line(number, stripped, columns, by)


def known_lines(path: str, lines: Iterable[LogLine], by: str = "") -> Iterator[LogLine]:
    """The lines of an access log or a list, as they come.

    UnreadableError (exit code 3) at the end, with the first line that fits no format, if no line does, or if more
    lines with a call fit none than fit one: cut lines and what scanners send refuse no log. With `by`, also if no line
    is a record.
    """
    fits = unknown = records = 0
    first = None
    for line in lines:
        if line.form:
            fits += 1
            records += line.form in _RECORDS
        else:
            unknown += bool(_CALL.search(line.text[:_MAX_COMMAND]))
            first = first or line
        yield line
    # a generator cannot refuse before it has seen the file, so whoever counts has counted in vain
    if first and (unknown > fits or not fits):
        shown = f"{first.number}: unknown log format: {printable(first.text[:100])}"
        raise UnreadableError(f"{path}:{shown}; expected {_EXPECTED}")
    if by and fits and not records:
        raise UnreadableError(f"{path}: no JSON line; expected a JSON log with the field `{by}` for --by")


def _whole_commands(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, those of one curl command joined where each but the last ends in a backslash."""
    command, number = "", 0
    for number, line in enumerate(lines, 1):
        is_command = bool(command) or line.lstrip(" $>").startswith("curl ")
        # a bound, or a file of backslashes would be one command in memory
        if is_command and line.rstrip().endswith("\\") and len(command) < _MAX_COMMAND:
            command += f"{line.rstrip()[:-1]} "
            continue
        yield number, command + line
        command = ""
    if command:
        yield number, command


def _line(number: int, text: str, columns: Sequence[str], by: str) -> LogLine:
    if event := _EVENT.fullmatch(text):
        return LogLine(text, event=event[1], form="list", number=number)
    if item := _LIST_ITEM.fullmatch(text.partition(" #")[0].strip()):
        return LogLine(text, LoggedRequest(item[1].upper(), item[2]), form="list", number=number)
    form, request = parse_line(text, by, columns)
    return LogLine(text, request, form=form, number=number)


def parse_archive(text: str) -> Iterator[LogLine]:
    """The requests of an HTTP archive (HAR 1.2); UsageError (exit code 2) if the text is not one."""
    document: Any = parse_json(text)
    try:
        entries = document["log"]["entries"]
    except (TypeError, KeyError):
        entries = None
    if not isinstance(entries, list):
        raise UsageError("`log.entries` not found; expected an HTTP archive (HAR), as browsers save it")
    for entry in entries:
        request = parse_record(entry)
        text = f"{request.method} {request.target}" if request else "an entry without a request"
        yield LogLine(text, request, form="HAR")


def parse_line(text: str, by: str = "", columns: Sequence[str] = ()) -> Parsed:
    """What a line without white space around it has; `UNKNOWN` if it fits no format wholly.

    The client of a record is the value of its field `by`, if one is named; that of any other line is then empty.
    With the `columns` of a file in the W3C's extended format, a line has as many values.
    """
    if columns:
        values = text.split("\t" if "\t" in text else " ")
        if len(values) != len(columns):
            return UNKNOWN
        return _record("W3C", dict(zip(columns, values, strict=True)), by)
    time = ""
    if prefix := PREFIX.match(text):
        text, time = text[prefix.end() :], prefix["time"] or ""
    if text.startswith("{"):
        return _record("JSON", parse_json(text), by)
    if "method=" in text and re.fullmatch(rf"(?:{PAIR}(?: |$))+", text):
        pairs = {key: value.strip('"') for key, value in re.findall(PAIR, text)}
        return _record("logfmt", {"time": time, **pairs}, by)
    # the order decides where several fit: a common line may begin with a name, too, as one with a host does
    for name, pattern in FORMATS.items():
        if match := pattern.fullmatch(text):
            return _parsed(name, match.groupdict(""), text, by)
    return UNKNOWN


def _parsed(name: str, fields: dict[str, str], text: str, by: str) -> Parsed:
    peer = fields.pop("peer", "")
    if fields["client"] in ("", "-"):
        fields["client"] = peer
    if by:
        fields["client"] = ""
    if fields["method"]:
        return name, logged_request(fields)
    if re.search(QUOTED_CALL, text):
        # the request is elsewhere in the line: the format only looks like this one
        return UNKNOWN
    return name, None


def _record(name: str, record: object, by: str) -> Parsed:
    request = parse_record(record)
    if request is None:
        return UNKNOWN
    if by:
        request = msgspec.structs.replace(request, client=caller(record, by))
    if request.client or request.time or request.status or has_only_the_call(record):
        return name, request
    return UNKNOWN
