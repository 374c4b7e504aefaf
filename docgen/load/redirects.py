"""`redirects/*.yaml` -> Redirects, fully resolved: headers, targets, the answer after the sunset."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from pathlib import Path  # noqa: TID251 - part of the readers
from urllib.parse import urlsplit

import msgspec

from docgen.load.files import listed, read
from docgen.load.findings import finding
from docgen.load.redirect_chains import flattened
from docgen.load.validate import read_model
from docgen.model.config import Config
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.redirect import (
    RESERVED_HEADERS,
    ErrorAnswer,
    Gone,
    MethodsExcept,
    Redirect,
    RuleFile,
    RuleText,
    http_date,
)
from docgen.openapi.examples import envelope
from docgen.openapi.spec import Spec
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.urls import absolute, entry_url


class Surroundings(msgspec.Struct, frozen=True):
    """What a rule takes from the rest of the project to be resolved."""

    config: Config
    entries: tuple[Entry, ...] = ()
    pins: tuple[Pin, ...] = ()


def read_redirects(root: Path, around: Surroundings) -> tuple[tuple[Redirect, ...], tuple[Finding, ...]]:
    """Every rule under `redirects/`, in the order of the files; a rule id that stands twice is a finding."""
    redirects: list[Redirect] = []
    findings: list[Finding] = []
    for path in listed(root / "redirects", "*.yaml", "*.yml"):
        source, unreadable = read(root, path)
        rules, wrong = ((), unreadable) if unreadable else parse_redirects(source, around)
        redirects += rules
        findings += wrong
    return flattened(redirects), (*findings, *_duplicates(redirects))


def parse_redirects(source: Source, around: Surroundings) -> tuple[tuple[Redirect, ...], tuple[Finding, ...]]:
    """The rules of one text, one a host where a rule names a host per environment."""
    file, findings = read_model(source, RuleFile)
    if file is None:
        return (), findings
    redirects: list[Redirect] = []
    wrong: list[Finding] = []
    for index, rule in enumerate(file.rules):
        pointer: Pointer = ("rules", index)
        problems = tuple(_unsafe(source, pointer, rule))
        wrong += problems
        hosts = [rule.host] if isinstance(rule.host, str) else list(rule.host.values())
        redirects += [] if problems else [resolve(rule, host, around, source, pointer) for host in hosts]
    for old, new in file.moved.items():
        problems = tuple(_unsafe_move(source, old, new))
        wrong += problems
        redirects += [] if problems else [_move(old, new, around, source)]
    return tuple(redirects), tuple(wrong)


def _move(old: str, new: str, around: Surroundings, source: Source) -> Redirect:
    """A permanent redirect on the site's host: it has no sunset, so that a client may keep it, and needs no header."""
    host = urlsplit(around.config.site_url).hostname or ""
    rule = RuleText(id=_move_id(old), host=host, from_=old, to=new, methods="all")
    return msgspec.structs.replace(resolve(rule, host, around, source, ("moved", old)), headers=())


def _move_id(path: str) -> str:
    """An id that the path alone decides; where the words do not tell all of it, it ends with a digest."""
    plain = path.strip("/")
    words = re.findall(r"[a-z0-9]+", plain.lower())
    told = () if plain == "-".join(words) else (hashlib.sha256(plain.encode()).hexdigest()[:6],)
    return "-".join(("moved", *words, *told))


def _unsafe_move(source: Source, old: str, new: str) -> Iterator[Finding]:
    for path, what in ((old, "an old path below `/`"), (new, "the path of a page")):
        if "//" in path or {".", ".."} & set(path.split("/")) or (path == old and not path.strip("/")):
            line, column = locate(source, ("moved", old))
            message = f"moved.{old}: is `{path}`; expected {what}, without `//` and segments of dots"
            yield finding(source, line, column, "schema-mismatch", message, "write it as a browser shows it")


def _unsafe(source: Source, pointer: Pointer, rule: RuleText) -> Iterator[Finding]:
    if "//" in rule.from_ or rule.from_.rstrip("/") == "":
        line, column = locate(source, (*pointer, "from"))
        message = f"from: is `{rule.from_}`; expected a path below `/`, without `//`"
        yield finding(source, line, column, "schema-mismatch", message, "a doubled slash reads as another host")
    if {".", ".."} & set(rule.from_.split("/")):
        line, column = locate(source, (*pointer, "from"))
        message = f"from: is `{rule.from_}`; expected a path without `.` and `..` segments"
        yield finding(source, line, column, "schema-mismatch", message, "clients resolve them before they ask")
    if rule.sunset and not _is_instant(rule.sunset):
        line, column = locate(source, (*pointer, "sunset"))
        message = "sunset: is not a time; expected an RFC 3339 time with Z and whole seconds"
        yield finding(source, line, column, "schema-mismatch", message, "for example 2026-08-04T00:00:00Z")
    if (port := re.match(r"https://[^/]*:([0-9]+)/", rule.to)) and not 0 < int(port[1]) < 65536:
        line, column = locate(source, (*pointer, "to"))
        message = f"to: is `{rule.to}`; expected a port from 1 to 65535"
        yield finding(source, line, column, "schema-mismatch", message, "https needs none")
    for name in rule.headers:
        if name.lower() in RESERVED_HEADERS:
            line, column = locate(source, (*pointer, "headers", name))
            message = (
                f"headers.{name}: cannot be a header of a rule; expected one that neither docgen nor the server writes"
            )
            yield finding(source, line, column, "schema-mismatch", message, "take it out")
    if "//" in rule.to.removeprefix("https://") or (rule.to == "/" and rule.match == "prefix"):
        line, column = locate(source, (*pointer, "to"))
        message = f"to: is `{rule.to}`; expected a target in which a subpath cannot become a host"
        yield finding(source, line, column, "schema-mismatch", message, "name a folder, or an absolute https URL")


def _duplicates(redirects: list[Redirect]) -> Iterator[Finding]:
    seen: dict[str, Redirect] = {}
    hosts: set[tuple[str, str]] = set()
    for redirect in redirects:
        other = seen.setdefault(redirect.id, redirect)
        one_rule = (other.source.path, other.pointer) == (redirect.source.path, redirect.pointer)
        again = (redirect.id, redirect.host) in hosts
        hosts.add((redirect.id, redirect.host))
        if again or not one_rule:
            line, column = locate(redirect.source, (*redirect.pointer, "id"))
            message = f"the rule id `{redirect.id}` is already used in {other.source.path}; choose a unique id"
            yield finding(
                redirect.source, line, column, "duplicate-rule", message, "a rule's id is permanent: pick another"
            )


def resolve(rule: RuleText, host: str, around: Surroundings, source: Source, pointer: Pointer) -> Redirect:
    """A rule on one host with all that it takes from the project: headers, an absolute target, what comes after."""
    return Redirect(
        id=rule.id,
        host=host,
        path=rule.from_.rstrip("/"),
        match=rule.match,
        to=f"https://{host}{rule.to}" if rule.to.startswith("/") else rule.to,
        status=rule.status,
        excluded=_excluded(rule),
        headers=tuple(_headers(rule, around)),
        host_headers=tuple(around.config.host_headers.get(host, {}).items()),
        sunset=int(rule.sunset.timestamp()) if rule.sunset else None,
        gone=_gone(rule, around),
        text=rule,
        source=source,
        pointer=pointer,
    )


def _excluded(rule: RuleText) -> tuple[str, ...]:
    if isinstance(rule.methods, MethodsExcept):
        return rule.methods.except_
    return ("OPTIONS",) if rule.methods is None and rule.to.startswith("/") else ()


def _headers(rule: RuleText, around: Surroundings) -> Iterator[tuple[str, str]]:
    """The headers of the redirect itself (RFC 8594 Sunset, RFC 9745 Deprecation, RFC 8288 Link)."""
    if rule.deprecated and around.config.deprecated_header:
        yield around.config.deprecated_header, rule.deprecated
    if rule.since:
        yield "Deprecation", f"@{int(datetime.combine(rule.since, time(), UTC).timestamp())}"
    if rule.sunset:
        yield "Sunset", http_date(int(rule.sunset.timestamp()))
    links = [(rule.info or _info(rule, around), "sunset" if rule.sunset else "deprecation")]
    links += [(rule.successor, "successor-version")]
    if any(url for url, _ in links):
        yield "Link", ", ".join(f'<{url}>; rel="{relation}"' for url, relation in links if url)
    yield "Cache-Control", "no-store"
    yield from rule.headers.items()


def _info(rule: RuleText, around: Surroundings) -> str | None:
    """The canonical URL of the entry that claims the rule."""
    for entry in around.entries:
        if _claims(entry, rule):
            return absolute(around.config.site_url, entry_url(entry))
    return None


def _gone(rule: RuleText, around: Surroundings) -> Gone | None:
    if rule.after == "upstream":
        return None
    if not isinstance(rule.after, ErrorAnswer):
        return Gone(rule.after)
    code, code_field = rule.after.error, around.config.code_field
    body = next((found for spec in _contracts(rule, around) if (found := envelope(spec, code_field, code))), None)
    return Gone(rule.after.status, "application/json", _json(body)) if body else Gone(rule.after.status)


def _contracts(rule: RuleText, around: Surroundings) -> Iterator[Spec]:
    """The contract of the pin whose entry claims the rule, then the others: what an edge sends depends on no clock."""
    claiming = {entry.pin for entry in around.entries if _claims(entry, rule)}
    yield from (pin.spec for pin in sorted(around.pins, key=lambda pin: pin.id not in claiming) if pin.spec)


def _claims(entry: Entry, rule: RuleText) -> bool:
    return any(claim.redirect and claim.redirect.rule == rule.id for claim in entry.text.claims)


def _json(body: Mapping[str, object]) -> str:
    return json.dumps(body, ensure_ascii=True, separators=(",", ":"))


def _is_instant(moment: datetime) -> bool:
    """Whether a time has a zone, no fraction of a second, and a year in UTC."""
    try:
        return moment.tzinfo is not None and not moment.microsecond and bool(moment.astimezone(UTC))
    except OverflowError:
        return False
