"""`redirects/*.yaml` -> Redirects, fully resolved: headers, targets, the answer after the sunset."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path  # noqa: TID251 - part of the readers
from urllib.parse import urlsplit

import msgspec

from docgen.load.files import list_files, read
from docgen.load.findings import finding_at, hidden_characters
from docgen.load.header_rules import header_rule
from docgen.load.redirect_chains import flattened
from docgen.load.refused_rules import refused_move, refused_values
from docgen.load.rule_context import RuleContext
from docgen.load.validate import read_model
from docgen.model.finding import Finding
from docgen.model.redirect import (
    ErrorAnswer,
    Gone,
    Methods,
    Redirect,
    Rule,
    RuleFile,
    Rules,
    RuleText,
    http_date,
    midnight,
)
from docgen.openapi.examples import envelope
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer, Source
from docgen.redirects.paths import encoded, generality
from docgen.urls import absolute, entry_url


def read_redirects(root: Path, context: RuleContext) -> tuple[Rules, tuple[Finding, ...]]:
    """Every rule under `redirects/`; a duplicate rule id is a finding.

    Rules that add headers are in the order in which the first that covers a request decides: the narrowest.
    """
    found: list[Rule] = []
    findings: list[Finding] = []
    for path in list_files(root / "redirects", "*.yaml", "*.yml"):
        source, unreadable = read(root, path)
        parsed, wrong = ((), unreadable) if unreadable else parse_redirects(source, context)
        found += parsed
        findings += (*wrong, *hidden_characters(source))
    rules = Rules.of(found)
    header_rules = sorted(
        rules.header_rules, key=lambda rule: (generality(rule), rule.version is None, not rule.methods)
    )
    return Rules(flattened(rules.redirects), tuple(header_rules)), (*findings, *_duplicates(found))


def parse_redirects(source: Source, context: RuleContext) -> tuple[tuple[Rule, ...], tuple[Finding, ...]]:
    """The rules of one text; a rule that names a host per environment gives one rule per host."""
    file, findings = read_model(source, RuleFile)
    if file is None:
        return (), findings
    redirects: list[Rule] = []
    wrong: list[Finding] = []
    pins = [pin.id for pin in context.pins if pin.text.versioning and pin.text.versioning.carrier == "header"]
    for index, rule in enumerate(file.rules):
        pointer: Pointer = ("rules", index)
        problems = tuple(refused_values(source, pointer, rule, context.config, pins))
        wrong += problems
        redirects += [] if problems else [_rule(rule, host, context, source, pointer) for host in rule.hosts]
    for old, new in file.moved.items():
        problems = tuple(refused_move(source, old, new))
        wrong += problems
        redirects += [] if problems else [_moved_rule(old, new, context, source)]
    return tuple(redirects), tuple(wrong)


def _rule(rule: RuleText, host: str, context: RuleContext, source: Source, pointer: Pointer) -> Rule:
    if rule.to:
        return resolve(rule, host, context, source, pointer)
    return header_rule(rule, host, context, source, pointer)


def _moved_rule(old: str, new: str, context: RuleContext, source: Source) -> Redirect:
    """A permanent redirect on the site's host, without headers: it has no sunset, so clients may cache it."""
    host = urlsplit(context.config.site_url).hostname or ""
    rule = RuleText(id=_move_id(old), host=host, from_=old, to=new, methods="all")
    return msgspec.structs.replace(resolve(rule, host, context, source, ("moved", old)), headers=())


def _move_id(path: str) -> str:
    """An id that depends on the path alone; it ends with a digest where the path is more than its words."""
    plain = path.strip("/")
    words = re.findall(r"[a-z0-9]+", plain.lower())
    digest = () if plain == "-".join(words) else (hashlib.sha256(plain.encode()).hexdigest()[:6],)
    return "-".join(("moved", *words, *digest))


def _duplicates(redirects: list[Rule]) -> Iterator[Finding]:
    seen: dict[str, Rule] = {}
    hosts: set[tuple[str, str]] = set()
    for redirect in redirects:
        other = seen.setdefault(redirect.id, redirect)
        one_rule = (other.source.path, other.pointer) == (redirect.source.path, redirect.pointer)
        again = (redirect.id, redirect.host) in hosts
        hosts.add((redirect.id, redirect.host))
        if again or not one_rule:
            message = f"the rule id `{redirect.id}` is already used in {other.source.path}; choose a unique id"
            hint = "change the new rule: an id is permanent"
            yield finding_at(redirect.source, (*redirect.pointer, "id"), "duplicate-rule", message, hint)


def resolve(rule: RuleText, host: str, context: RuleContext, source: Source, pointer: Pointer) -> Redirect:
    """A rule on one host, resolved with the project: its headers, its absolute target, its answer after the sunset."""
    return Redirect(
        id=rule.id,
        host=host,
        path=encoded(rule.from_.rstrip("/")),
        match=rule.match,
        to=encoded(f"https://{host}{rule.to}" if (rule.to or "").startswith("/") else rule.to or ""),
        status=rule.status or 308,
        excluded=_excluded(rule),
        headers=tuple(_headers(rule, context)),
        host_headers=tuple(context.config.host_headers.get(host, {}).items()),
        sunset=int(rule.sunset.timestamp()) if rule.sunset else None,
        gone=_after_sunset(rule, context),
        text=rule,
        source=source,
        pointer=pointer,
        brownouts=tuple((int(one.from_.timestamp()), int(one.until.timestamp())) for one in rule.brownouts),
    )


def _excluded(rule: RuleText) -> tuple[str, ...]:
    if isinstance(rule.methods, Methods):
        return rule.methods.except_
    return ("OPTIONS",) if rule.methods is None and (rule.to or "").startswith("/") else ()


def _headers(rule: RuleText, context: RuleContext) -> Iterator[tuple[str, str]]:
    """The headers of the redirect itself (RFC 8594 Sunset, RFC 9745 Deprecation, RFC 8288 Link)."""
    if rule.deprecated and context.config.deprecated_header:
        yield context.config.deprecated_header, rule.deprecated
    if rule.since:
        yield "Deprecation", f"@{midnight(rule.since)}"
    if rule.sunset:
        yield "Sunset", http_date(int(rule.sunset.timestamp()))
    links = [(rule.info or _info_url(rule, context), "sunset" if rule.sunset else "deprecation")]
    links += [(rule.successor, "successor-version")]
    if any(url for url, _ in links):
        yield "Link", ", ".join(f'<{url}>; rel="{relation}"' for url, relation in links if url)
    yield "Cache-Control", "no-store"
    yield from rule.headers.items()


def _info_url(rule: RuleText, context: RuleContext) -> str | None:
    """The canonical URL of the entry that claims the rule, if any."""
    claiming = context.claiming.get(rule.id)
    return absolute(context.config.site_url, entry_url(claiming[0])) if claiming else None


def _after_sunset(rule: RuleText, context: RuleContext) -> Gone | None:
    if rule.after == "upstream":
        return None
    if not isinstance(rule.after, ErrorAnswer):
        return Gone(rule.after or 404)
    code, code_field = rule.after.error, context.config.code_field
    body = next((found for spec in _contracts(rule, context) if (found := envelope(spec, code_field, code))), None)
    return Gone(rule.after.status, "application/json", _json(body)) if body else Gone(rule.after.status)


def _contracts(rule: RuleText, context: RuleContext) -> Iterator[Spec]:
    """The contract of the pin whose entry claims the rule, then the others, whatever the date: edges have no pins."""
    claiming = {entry.pin for entry in context.claiming.get(rule.id, ())}
    yield from (pin.spec for pin in sorted(context.pins, key=lambda pin: pin.id not in claiming) if pin.spec)


def _json(body: Mapping[str, object]) -> str:
    return json.dumps(body, ensure_ascii=True, separators=(",", ":"))
