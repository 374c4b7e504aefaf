"""What a rule may not say although its types allow it: each refused value is a finding at its own place."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from docgen.load.findings import finding_at
from docgen.model.finding import Finding
from docgen.model.redirect import RESERVED_HEADERS, RuleText
from docgen.positions.source import Pointer, Source


def refused_move(source: Source, old: str, new: str) -> Iterator[Finding]:
    """A finding for each path of an old address and its page that edges and clients would read otherwise."""
    for path, what in ((old, "an old path below `/`"), (new, "the path of a page")):
        if "//" in path or {".", ".."} & set(path.split("/")) or (path == old and not path.strip("/")):
            message = f"moved.{old}: is `{path}`; expected {what}, without `//`, `.` and `..` segments"
            yield finding_at(source, ("moved", old), "schema-mismatch", message, "copy it from the browser")


def refused_values(source: Source, pointer: Pointer, rule: RuleText) -> Iterator[Finding]:
    """A finding for each value of a rule that edges, clients or caches would read otherwise than it is written."""

    def wrong(key: Pointer, message: str, hint: str) -> Finding:
        return finding_at(source, (*pointer, *key), "schema-mismatch", message, hint)

    if "//" in rule.from_ or rule.from_.rstrip("/") == "":
        message = f"from: is `{rule.from_}`; expected a path below `/`, without `//`"
        yield wrong(("from",), message, "clients read `//` as the start of a host")
    if {".", ".."} & set(rule.from_.split("/")):
        message = f"from: is `{rule.from_}`; expected a path without `.` and `..` segments"
        yield wrong(("from",), message, "clients resolve them before they send the request")
    if rule.sunset and not _is_instant(rule.sunset):
        message = "sunset: is not a time; expected an RFC 3339 time with Z and whole seconds"
        yield wrong(("sunset",), message, "for example 2026-08-04T00:00:00Z")
    if (port := re.match(r"https://[^/]*:([0-9]+)/", rule.to)) and not 0 < int(port[1]) < 65536:
        yield wrong(("to",), f"to: is `{rule.to}`; expected a port from 1 to 65535", "leave it out for port 443")
    for name in rule.headers:
        if name.lower() in RESERVED_HEADERS:
            message = f"headers.{name}: docgen or the server writes this header; expected another one"
            yield wrong(("headers", name), message, "remove it")
    if "//" in rule.to.removeprefix("https://") or (rule.to == "/" and rule.match == "prefix"):
        message = f"to: is `{rule.to}`; expected a target without `//`, and for a prefix not `/` alone"
        yield wrong(("to",), message, "clients could read the appended subpath as a host")


def _is_instant(moment: datetime) -> bool:
    """Whether a time has a zone, no fraction of a second, and a year in UTC."""
    try:
        return moment.tzinfo is not None and not moment.microsecond and bool(moment.astimezone(UTC))
    except OverflowError:
        return False
