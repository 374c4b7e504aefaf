"""The formats of access logs that docgen reads, each line by itself."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from docgen.traffic.access_log import LoggedRequest, logged_request
from docgen.traffic.records import caller, has_only_the_call, parse_json, parse_record

_QUOTED: Final = r'"(?:[^"\\]|\\.)*+"'
_CALL: Final = r'"(?P<method>[A-Z]+) (?P<target>\S+) HTTP/[0-9.]+"'
_REQUEST: Final = rf"(?:{_CALL}|{_QUOTED})"
"""The request, or what a client sent in its place."""
_FIELD: Final = rf'(?:{_QUOTED}|[^][" ]++)'
_AGENT: Final = r'"(?P<agent>(?:[^"\\]|\\.)*+)"'
_TIME: Final = r"\[(?P<time>[^][]*)\]"
_ISO: Final = r"(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[-+][0-9:]+)?)"
_IP: Final = r"(?:[0-9]{1,3}(?:[.][0-9]{1,3}){3}|(?=[0-9A-Fa-f]*:[0-9A-Fa-f]*:)[0-9A-Fa-f:.]++)"
_NAME: Final = r"[\w-]+(?:[.][\w-]+)+"
_COMMON: Final = (
    rf" {_FIELD}(?: {_FIELD})*? {_TIME} ?(?:(?!\d{{3}} ){_FIELD} )*?{_REQUEST} (?P<status>\d{{3}})"
    rf"(?: \S+(?: {_QUOTED} {_AGENT})?(?s: .*)?)?"
)
"""The common format behind the client: other fields may stand before the request and after the status."""
_PREFIX: Final = re.compile(
    rf"(?:<\d+>)?(?:{_ISO} |[A-Z][a-z]{{2}} [ \d]\d [\d:]{{8}} )?(?:\S+ )?[\w./-]+(?:\[[^]\s]*\])?: "
)
"""What syslog writes before a line: priority, time, host and program."""
_PAIR: Final = r'(?<![\w.-])([A-Za-z_][\w.-]*+)=("(?:[^"\\]|\\.)*+"|[^\s"]*+)'
FORMATS: Final = {
    "lighttpd": re.compile(rf"(?P<client>{_IP}) (?P<host>{_NAME}){_COMMON}"),
    "vhost_combined": re.compile(rf'(?P<host>(?!{_IP} )[^\s",[]+) (?P<client>{_IP}|{_NAME}){_COMMON}'),
    "common": re.compile(rf"(?P<client>{_IP}|{_NAME}|localhost|-)(?:, ?{_IP})*{_COMMON}"),
    "httplog": re.compile(
        rf"(?P<client>\S+):\d+ {_TIME} \S+ \S+ [-+/\d]+ (?P<status>-?\d+) (?:{_FIELD} )*?{_REQUEST}(?s: .*)?"
    ),
    "envoy": re.compile(
        rf'{_TIME} {_REQUEST} (?P<status>\d+) (?:{_FIELD} )*?(?:[\d-]+ ){{4}}"(?P<client>[^"]*)" {_AGENT} {_QUOTED} '
        rf'"(?P<host>[^"]*)" {_QUOTED}(?: \S+ \S+ \S+ (?P<peer>\S+):\d+ (?s:.*))?'
    ),
    "elb": re.compile(
        rf"(?:\w+ )?{_ISO} \S+ (?P<client>\S+):\d+ \S+ (?:[-\d.]+ ){{3}}(?P<status>[\d-]+) \S+ \d+ \d+ "
        rf"{_REQUEST} {_AGENT}(?s: .*)?"
    ),
}
"""The first that a line fits wholly; its groups are fields of `LoggedRequest`. docgen/docs/sunsets.md has examples."""


Parsed = tuple[str, LoggedRequest | None]
"""The format of a line, and its request: a line of a format may have none, and a line of no format has neither."""
UNKNOWN: Final[Parsed] = "", None


def parse_line(text: str, by: str = "", columns: Sequence[str] = ()) -> Parsed:
    """What a line without white space around it has; `UNKNOWN` if it fits no format wholly.

    The client of a record is the value of its field `by`, if one is named; that of any other line is then empty.
    With the `columns` of a file in the W3C's extended format, a line has as many values.
    """
    if columns:
        values = text.split("\t" if "\t" in text else " ")
        return _record("W3C", dict(zip(columns, values, strict=True)), by) if len(values) == len(columns) else UNKNOWN
    prefix = _PREFIX.match(text)
    rest = text[prefix.end() :] if prefix else text
    if rest.startswith("{"):
        return _record("JSON", parse_json(rest), by)
    if "method=" in rest and re.fullmatch(rf"(?:{_PAIR}(?: |$))+", rest):
        record = {"time": prefix["time"] if prefix else ""}
        record |= {key: value.strip('"') for key, value in re.findall(_PAIR, rest)}
        return _record("logfmt", record, by)
    for name, pattern in FORMATS.items():
        if found := pattern.fullmatch(rest):
            return _parsed(name, found.groupdict(""), rest, by)
    return UNKNOWN


def _parsed(name: str, fields: dict[str, str], text: str, by: str) -> Parsed:
    peer = fields.pop("peer", "")
    if fields["client"] in ("", "-"):
        fields["client"] = peer
    if by:
        fields["client"] = ""
    if fields["method"]:
        return name, logged_request(fields)
    # the request is elsewhere in the line: the format only looks like this one
    return UNKNOWN if re.search(_CALL, text) else (name, None)


def _record(name: str, record: object, by: str) -> Parsed:
    found = parse_record(record)
    if found and by:
        found = msgspec.structs.replace(found, client=caller(record, by))
    is_logged = found and (found.client or found.time or found.status)
    return (name, found) if is_logged or (found and has_only_the_call(record)) else UNKNOWN
