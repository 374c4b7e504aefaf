"""A rule as a writer has it -> the rule as edges and the oracle need it: nothing in it depends on the project any more.

Its headers, its absolute target, and its answer after the sunset are composed here, and nowhere else, with the
settings, and with what entries claim, announce and promise about it.
"""

import json
from collections.abc import Iterator, Mapping
from email.utils import format_datetime
from functools import cached_property

import msgspec

from docgen.model.config import Config
from docgen.model.entry import Entry, claims_by_rule
from docgen.model.pin import Pin
from docgen.model.project import Named
from docgen.model.redirect import (
    NO_STORE,
    ErrorAnswer,
    Field,
    Gone,
    HeaderRule,
    Headers,
    Methods,
    Redirect,
    Rule,
    RuleText,
    midnight,
    utc,
)
from docgen.openapi.examples import envelope
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer, Source
from docgen.redirects.path_tree import PathTree
from docgen.redirects.paths import covers_operation, encoded, paths_of
from docgen.urls import DEPRECATIONS, absolute, entry_url

_Announced = tuple[int, Entry, Spec, str]
"""The order of an entry, the entry, its contract, and an operation that it announces as deprecated."""


class RuleContext(msgspec.Struct, Named, frozen=True, dict=True):
    """The parts of a project that a rule is resolved with; what is looked up for each rule is kept by its key."""

    config: Config
    entries: tuple[Entry, ...] = ()
    pins: tuple[Pin, ...] = ()
    _announced: dict[str, PathTree[_Announced]] = msgspec.field(default_factory=dict)

    @cached_property
    def _claiming(self) -> Mapping[str, tuple[Entry, ...]]:
        return claims_by_rule(self.entries)

    @property
    def deprecations(self) -> str:
        """The URL of the page that has all that ends."""
        return absolute(self.config.site_url, DEPRECATIONS)

    def claim_url(self, id_: str) -> str | None:
        """The canonical URL of the first entry that claims a rule, if any."""
        for entry in self._claiming.get(id_, ()):
            return absolute(self.config.site_url, entry_url(entry))
        return None

    def contracts(self, id_: str) -> Iterator[Spec]:
        """The contract of the pin whose entry claims a rule, then the others, whatever the date: edges have no pins."""
        claiming = {entry.pin for entry in self._claiming.get(id_, ())}
        for pin in sorted(self.pins, key=lambda pin: pin.id not in claiming):
            if pin.spec:
                yield pin.spec

    def announcement(self, rule: HeaderRule) -> str | None:
        """The canonical URL of the first entry that announces the deprecation of what a rule covers.

        It is the page of all that ends where the rule's pin ends. None where nothing announces it.
        """
        pin = self.pin(rule.text.version)
        # the end of a whole version is announced where all ends are
        if pin and (pin.text.deprecated or pin.text.retired):
            return self.deprecations
        near = self._announced_on(rule.host).near(rule.path, below=rule.match == "prefix")
        for _, entry, spec, name in sorted(near, key=lambda announced: announced[0]):
            if rule.text.version in (None, entry.pin) and covers_operation(rule, spec, name):
                return absolute(self.config.site_url, entry_url(entry))
        return None

    def _announced_on(self, host: str) -> PathTree[_Announced]:
        """The operations that entries announce as deprecated, by their paths on a host."""
        if host not in self._announced:
            tree = self._announced[host] = PathTree()
            for order, entry in enumerate(self.entries):
                pin = self.pin(entry.pin)
                if pin and pin.spec:
                    for name in _announced_by(entry):
                        for path in paths_of(pin.spec, host, name):
                            tree.add(path, (order, entry, pin.spec, name))
        return self._announced[host]


def _announced_by(entry: Entry) -> Iterator[str]:
    """The operations that an entry announces as deprecated."""
    for claim in entry.text.claims:
        if claim.deprecation:
            yield claim.deprecation.of
    if entry.text.is_about_ends:
        yield from entry.text.covers


def resolve(text: RuleText, host: str, context: RuleContext, source: Source, pointer: Pointer) -> Rule:
    """A rule on one of its hosts: a Redirect where it has a target, or a HeaderRule."""
    if text.to:
        return _redirect(text, text.to, host, context, source, pointer)
    return _header_rule(text, host, context, source, pointer)


def _redirect(text: RuleText, to: str, host: str, context: RuleContext, source: Source, pointer: Pointer) -> Redirect:
    config = context.config
    windows = ((int(window.from_.timestamp()), int(window.until.timestamp())) for window in text.brownouts)
    excluded: tuple[str, ...] = ()
    if isinstance(text.methods, Methods):
        excluded = text.methods.except_
    elif text.methods is None and to.startswith("/"):
        # browsers refuse a redirect of a CORS preflight
        excluded = ("OPTIONS",)
    if to.startswith("/"):
        to = f"https://{host}{to}"
    return Redirect(
        id=text.id,
        host=host,
        path=encoded(text.from_.rstrip("/")),
        match=text.match,
        to=encoded(to),
        status=text.status or 308,
        excluded=excluded,
        headers=tuple(_redirect_fields(text, context.claim_url(text.id), config.deprecated_header)),
        host_headers=tuple(config.host_headers.get(host, {}).items()),
        sunset=text.ends,
        gone=_gone(text, context),
        text=text,
        source=source,
        pointer=pointer,
        brownouts=tuple(windows),
    )


def _gone(text: RuleText, context: RuleContext) -> Gone | None:
    """The answer after the sunset; that of the API is an example of its contract."""
    if text.after == "upstream":
        return None
    if not isinstance(text.after, ErrorAnswer):
        return Gone(text.after or 404)
    # the first contract with an example of the error, as edges know no versions
    for spec in context.contracts(text.id):
        if body := envelope(spec, context.config.code_field, text.after.error):
            written = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
            return Gone(text.after.status, "application/json", written)
    return Gone(text.after.status)


def _header_rule(text: RuleText, host: str, context: RuleContext, source: Source, pointer: Pointer) -> HeaderRule:
    methods: tuple[str, ...] = ()
    if isinstance(text.methods, Methods):
        methods = text.methods.only
    version = None
    pin = context.pin(text.version)
    if pin and pin.text.versioning:
        version = (pin.text.versioning.name, pin.id)
    rule = HeaderRule(
        id=text.id,
        host=host,
        path=encoded(text.from_.rstrip("/")),
        match=text.match,
        methods=methods,
        version=version,
        headers=(),
        sunset=text.ends,
        text=text,
        source=source,
        pointer=pointer,
    )
    # which looks at what the rule covers
    announcement = context.announcement(rule)
    headers: Headers = ()
    if not text.exempt:
        headers = tuple(_added_fields(text, announcement or context.deprecations, context.config.deprecated_header))
    return msgspec.structs.replace(rule, headers=headers, is_announced=announcement is not None)


def _redirect_fields(text: RuleText, info: str | None, own_header: str | None) -> Iterator[Field]:
    """The fields of a redirect in the order sent, but for those of its host.

    `info` is the page that announces it, unless the rule names one itself; `own_header` is the API's own deprecation
    header.
    """
    relation = "deprecation"
    if text.sunset:
        relation = "sunset"
    yield from _own(text, own_header)
    yield from _dates(text)
    yield from _link((text.info or info, relation), (text.successor, "successor-version"))
    yield NO_STORE
    yield from text.headers.items()


def _added_fields(text: RuleText, info: str, own_header: str | None) -> Iterator[Field]:
    """The fields that a rule without a target adds to what the upstream answers, in the order sent."""
    links = [(text.info or info, "deprecation")]
    if text.sunset:
        links.append((text.info or info, "sunset"))
    links.append((text.successor or "", "successor-version"))
    yield from _dates(text)
    # a table of an edge has `|` between the headers; in a URL it has to be encoded (RFC 3986, appendix A)
    yield from _link(*((url.replace("|", "%7C"), relation) for url, relation in links))
    yield from _own(text, own_header)


def sunset_field(moment: int) -> Field:
    """The field that says when a rule ends (RFC 8594), a Unix time in seconds."""
    # an IMF-fixdate (RFC 9110, section 5.6.7)
    return "Sunset", format_datetime(utc(moment), usegmt=True)


def _dates(text: RuleText) -> Iterator[Field]:
    if text.since:
        # RFC 9745
        yield "Deprecation", f"@{midnight(text.since)}"
    if text.ends is not None:
        yield sunset_field(text.ends)


def _link(*links: tuple[str | None, str]) -> Iterator[Field]:
    """One field with each URL and its relation (RFC 8288); none where no URL is known."""
    values = [f'<{url}>; rel="{relation}"' for url, relation in links if url]
    if values:
        yield "Link", ", ".join(values)


def _own(text: RuleText, own_header: str | None) -> Iterator[Field]:
    if text.deprecated and own_header:
        yield own_header, text.deprecated
