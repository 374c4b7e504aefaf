"""Rules without a target -> HeaderRules, with their headers."""

from collections.abc import Iterator

import msgspec

from docgen.load.rule_context import RuleContext
from docgen.model.redirect import HeaderRule, Methods, RuleText, http_date, midnight
from docgen.positions.source import Pointer, Source
from docgen.redirects.paths import covers_operation, encoded
from docgen.urls import DEPRECATIONS, absolute, entry_url


def header_rule(text: RuleText, host: str, context: RuleContext, source: Source, pointer: Pointer) -> HeaderRule:
    """A rule on one host, with the headers that it adds."""
    named = next((pin for pin in context.pins if pin.id == text.version), None)
    rule = HeaderRule(
        id=text.id,
        host=host,
        path=encoded(text.from_.rstrip("/")),
        match=text.match,
        methods=text.methods.only if isinstance(text.methods, Methods) else (),
        version=(named.text.versioning.name, named.id) if named and named.text.versioning else None,
        headers=(),
        text=text,
        source=source,
        pointer=pointer,
    )
    announcement = _announcement(rule, context)
    headers = tuple(_headers(rule, context, announcement)) if not text.exempt else ()
    return msgspec.structs.replace(rule, headers=headers, is_announced=announcement is not None)


def _headers(rule: HeaderRule, context: RuleContext, announcement: str | None) -> Iterator[tuple[str, str]]:
    """Deprecation (RFC 9745), Sunset (RFC 8594), a Link with the relations of both (RFC 8288), the project's own."""
    text = rule.text
    info = text.info or announcement or absolute(context.config.site_url, DEPRECATIONS)
    if text.since:
        yield "Deprecation", f"@{midnight(text.since)}"
    if rule.sunset is not None:
        yield "Sunset", http_date(rule.sunset)
    links = [(info, "deprecation"), *([(info, "sunset")] if text.sunset else [])]
    links += [(text.successor, "successor-version")] if text.successor else []
    # a table of an edge has `|` between the headers; in a URL it has to be encoded (RFC 3986, appendix A)
    yield "Link", ", ".join(f'<{url.replace("|", "%7C")}>; rel="{relation}"' for url, relation in links)
    if text.deprecated and context.config.deprecated_header:
        yield context.config.deprecated_header, text.deprecated


def _announcement(rule: HeaderRule, context: RuleContext) -> str | None:
    """The canonical URL of the first entry that announces the deprecation, or of the page that has versions that end.

    None where nothing announces it.
    """
    named = next((pin.text for pin in context.pins if pin.id == rule.text.version), None)
    if named and (named.deprecated or named.retired):
        return absolute(context.config.site_url, DEPRECATIONS)
    near = context.announced_on(rule.host).near(rule.path, below=rule.match == "prefix")
    for _, entry, spec, name in sorted(near, key=lambda one: one[0]):
        if rule.text.version in (None, entry.pin) and covers_operation(rule, spec, name):
            return absolute(context.config.site_url, entry_url(entry))
    return None
