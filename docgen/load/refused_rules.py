"""What a rule may not say although its types allow it: each refused value is a finding at its own place."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Final, get_args

from docgen.load.findings import finding_at
from docgen.model.config import Config
from docgen.model.finding import Finding
from docgen.model.redirect import RESERVED_HEADERS, Method, Methods, RuleText, midnight
from docgen.positions.source import Pointer, Source
from docgen.redirects.paths import MOST_PLACEHOLDERS, PLACEHOLDER, encoded
from docgen.wording import choice

_LONGEST: Final = 2_000  # characters: nginx takes 4,096 bytes a parameter, with the pattern around the path
_FIRST_YEAR: Final = 2000  # HAProxy never reaches a time before 1970, and no API on the web is older

_REFUSED_OCTET: Final = re.compile("%(?:[01][0-9A-F]|7F|2[DEF]|3[0-9]|4[1-9A-F]|5[0-9ACF]|6[1-9A-F]|7[0-9AE])", re.I)
"""Percent-encoded control characters, slashes (`%2F`, `%5C`), and what is never encoded (RFC 3986, section 2.3)."""

_LABEL: Final = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"{_LABEL}(\.{_LABEL})*", re.I)

_ADDS_HEADERS: Final = "is for a rule without `to`, which adds headers only"
_REDIRECTS: Final = "is for a redirect; a rule without `to` adds headers, and changes nothing else"

_Refused = Iterator[tuple[str, str, str]]
"""The keys below the rule that lead to a value, what is wrong with it, and a hint."""


def refused_move(source: Source, old: str, new: str) -> Iterator[Finding]:
    """A finding for each path of an old address and its page that edges and clients would read otherwise."""
    for path, what in ((old, "an old path below `/`"), (new, "the path of a page")):
        is_refused = "//" in path or _REFUSED_OCTET.search(path) or _has_dot_segment(path)
        if is_refused or (path == old and not path.strip("/")):
            message = f"moved.{old}: is `{path}`; expected {what}, without `//`, `.` and `..` segments"
            yield finding_at(source, ("moved", old), "schema-mismatch", message, "copy it from the browser")


def refused_values(
    source: Source, pointer: Pointer, rule: RuleText, config: Config, pins: Collection[str]
) -> Iterator[Finding]:
    """A finding for each value of a rule that edges, clients or caches would read otherwise than it is written."""
    refused = [part(rule) for part in (_addresses, _paths, _placeholders, _methods, _times, _brownouts)]
    refused += _headers(rule, config), _redirect(rule) if rule.to else _header_rule(rule)
    for keys, message, hint in chain(*refused):
        message = f"{keys.replace('/', '.')}: {message}"
        yield finding_at(source, (*pointer, *keys.split("/")), "schema-mismatch", message, hint)
    if not rule.to and rule.version is not None and rule.version not in pins:
        expected = choice(sorted(pins)) or "none, as no request names a date-pin in a header"
        hint = "write the id of a date-pin, or the path, where a version is in the path"
        message = f"version: is `{rule.version}`; expected {expected}"
        yield finding_at(source, (*pointer, "version"), "unknown-pin", message, hint)


def _addresses(rule: RuleText) -> _Refused:
    for host in rule.hosts or ("",):
        if not _is_host(host):
            hint = "labels have 1 to 63 letters, digits and inner hyphens"
            yield "host", f"is `{host}`; expected a host name (RFC 1123)", hint
    if rule.from_ == "/" and rule.to:
        yield "from", "is `/`; expected a path below it", "write a rule for each path that moves"
    if rule.from_.startswith("/.docgen"):
        message = f"is `{rule.from_}`; expected a path that does not begin with `/.docgen`"
        yield "from", message, "docgen generates such locations itself: write another path"
    if rule.to and re.match("/([?#]|$)", rule.to) and rule.match == "prefix":
        yield "to", "is `/`; expected a path below it, for a prefix", "clients could read the subpath as a host"
    for key, url in (("to", rule.to), ("info", rule.info), ("successor", rule.successor)):
        at = re.match("https://([^/?#:]*):?([0-9]{0,5})(?![^/?#])", url or "")
        is_valid = at and _is_host(at[1]) and 0 < int(at[2] or 443) < 65536
        if url and not url.startswith("/") and not is_valid:
            message = f"is `{url}`; expected a host name (RFC 1123), and a port from 1 to 65535 if any"
            yield key, message, "copy the URL from a browser that opens it"


def _paths(rule: RuleText) -> _Refused:
    """What neither the path of a rule nor that of its target may have."""
    to = rule.to or ""
    path = re.split("[?#]", to.removeprefix("https://"))[0]
    for key, value, part in (("from", rule.from_, rule.from_), ("to", to, path)):
        if "//" in part:
            message = f"is `{value}`; expected a path without `//`"
            yield key, message, "write one slash: clients read two as the start of a host"
        if _has_dot_segment(part):
            message = f"is `{value}`; expected a path without `.` and `..` segments"
            yield key, message, "clients resolve them before they send the request"
        if octet := _REFUSED_OCTET.search(part):
            message = f"has `{octet[0]}`; expected no encoded letter, digit, slash or control character"
            yield key, message, "clients and servers differ in what they make of it: write the character itself"
        if (length := len(encoded(value))) > _LONGEST:
            message = f"has {length:,} characters as clients send it; expected {_LONGEST:,} at most"
            yield key, message, "shorten it: servers refuse longer lines in their configuration"


def _placeholders(rule: RuleText) -> _Refused:
    names = PLACEHOLDER.findall(rule.from_)
    if len(set(names)) < len(names) or any(segment.count("{") > 1 for segment in rule.from_.split("/")):
        # with two in a segment, the patterns of some servers take seconds for a hostile target
        message = f"is `{rule.from_}`; expected different placeholders, and one a segment at most"
        yield "from", message, "give each segment a placeholder of its own"
    # the edge with the fewest numbered groups decides, whichever edges the project has
    if len(names) > MOST_PLACEHOLDERS:
        message = f"has {len(names)} placeholders; expected {MOST_PLACEHOLDERS} at most"
        yield "from", message, "write a prefix above the last ones: its rule keeps what follows in Location"
    if unknown := sorted(set(PLACEHOLDER.findall(rule.to or "")) - set(names)):
        expected = choice(names) or "none"
        message = f"uses `{{{unknown[0]}}}`, which `from` does not have; expected {expected}"
        yield "to", message, "write the same name in `from` and `to`"


def _methods(rule: RuleText) -> _Refused:
    methods = rule.methods
    if not isinstance(methods, Methods):
        return
    if set(methods.except_) == set(get_args(Method)):
        message = "has every method; expected one that the rule redirects"
        yield "methods/except", message, "leave out the methods that move"
    if rule.to and methods.only:
        yield "methods/only", _ADDS_HEADERS, "write `except`, or leave out `to`"
    if not rule.to and methods.except_:
        yield "methods/except", _REDIRECTS, "name methods that get the headers in `only`"
    elif not (rule.to or methods.only):
        yield "methods", "names no method; expected some in `only`", "leave `methods` out for all"


def _times(rule: RuleText) -> _Refused:
    for key, moment in (("since", rule.since), ("sunset", rule.sunset)):
        if moment and moment.year < _FIRST_YEAR:
            message = f"is in the year {moment.year}; expected a year from {_FIRST_YEAR} on"
            yield key, message, "correct the year"
        elif isinstance(moment, datetime) and not _is_instant(moment):
            message = "is not a time; expected an RFC 3339 time with Z and whole seconds"
            yield key, message, "for example 2026-08-04T00:00:00Z"


def _redirect(rule: RuleText) -> _Refused:
    """What only a rule without a target has, and an answer after no sunset."""
    if rule.after and rule.sunset is None:
        yield "after", "has no sunset to follow; expected `sunset`", "add the sunset of the rule, or remove `after`"
    for name in ("version", "exempt"):
        if getattr(rule, name):
            yield name, _ADDS_HEADERS, "remove it, or leave out `to`"


def _header_rule(rule: RuleText) -> _Refused:
    """What only a redirect has, and what a rule without a target needs."""
    for name in ("status", "query", "after", "brownouts", "headers"):
        if getattr(rule, name):
            yield name, _REDIRECTS, "add `to`, or remove what is for redirects"
            return
    if rule.from_ == "/" and rule.match == "exact" and rule.version:
        yield "match", "is `exact` for `/`; expected `prefix`", "write `match: prefix` for all paths of the version"
    if rule.exempt:
        for name in ("since", "sunset", "deprecated", "info", "successor"):
            if getattr(rule, name):
                yield name, "is for a rule that adds headers; `exempt: true` adds none", "remove one of them"
    elif rule.since is None:
        yield "since", "is missing; expected the day of the deprecation, for a rule without `to`", "add `since`"
    elif rule.sunset and _is_instant(rule.sunset) and rule.sunset.timestamp() < midnight(rule.since):
        yield "sunset", f"is before `since`, {rule.since}; expected a later time (RFC 9745)", "correct one of them"


def _brownouts(rule: RuleText) -> _Refused:
    """Windows in the order of time, which end before the sunset: a file is read by people at 3 am, too."""
    before = datetime.min.replace(tzinfo=UTC)
    for index, window in enumerate(rule.brownouts):
        if not (_is_instant(window.from_) and _is_instant(window.until)):
            message = "is not two times; expected RFC 3339 times with Z and whole seconds"
            yield f"brownouts/{index}", message, "for example {from: 2026-07-01T10:00:00Z, until: 2026-07-01T10:30:00Z}"
        elif rule.sunset is None or not _is_instant(rule.sunset):
            yield f"brownouts/{index}", "has no sunset to prepare for; expected `sunset`", "add the sunset of the rule"
        elif not before <= window.from_ < window.until <= rule.sunset:
            message = "is not in order; expected `from` before `until`, after the window before and before the sunset"
            yield f"brownouts/{index}", message, "sort the windows by time"
        else:
            before = window.until


def _headers(rule: RuleText, config: Config) -> _Refused:
    if rule.deprecated and not config.deprecated_header:
        message = "no header is configured for it, so that no answer would have it"
        yield "deprecated", message, "add `deprecated_header` to [tool.docgen], or remove `deprecated`"
    sent: list[str] = []
    for host in rule.hosts:
        sent += config.host_headers.get(host, {})
    if rule.deprecated and config.deprecated_header:
        sent.append(config.deprecated_header)
    for name, message in refused_headers(rule.headers, map(str.lower, sent)):
        yield f"headers/{name}", message, "remove it"


def refused_headers(names: Iterable[str], sent: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """The headers that a rule or a host cannot add, and why; `sent` are in lower case on its answers already."""
    seen = set(sent)
    for name in names:
        if name.lower() in RESERVED_HEADERS:
            yield name, "docgen or a server writes or drops this header; expected another one"
        elif name.lower() in seen - {"link"}:
            yield name, "is already on the answer; expected another header"
        seen.add(name.lower())


def _has_dot_segment(path: str) -> bool:
    """Whether a path has a segment `.` or `..`, which clients resolve in either spelling (RFC 3986, section 5.2.4)."""
    return not {".", ".."}.isdisjoint(re.sub("%2e", ".", path, flags=re.IGNORECASE).split("/"))


def _is_host(name: str) -> bool:
    return len(name) <= 253 and bool(_HOST.fullmatch(name))


def _is_instant(moment: datetime) -> bool:
    """Whether a time has a zone, no fraction of a second, and a year in UTC."""
    try:
        return moment.tzinfo is not None and not moment.microsecond and bool(moment.astimezone(UTC))
    except OverflowError:
        return False
