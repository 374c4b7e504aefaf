"""A rule as a writer has it -> the rule as edges and the oracle need it: nothing in it depends on the project any more.

Its headers, its absolute target, and its answer after the sunset are composed here, and nowhere else.
"""

import json

import msgspec

from docgen.model.redirect import ErrorAnswer, Gone, HeaderRule, Methods, Redirect, Rule, RuleText
from docgen.openapi.examples import envelope
from docgen.positions.source import Pointer, Source
from docgen.redirects.answer_headers import Headers, added_fields, redirect_fields
from docgen.redirects.paths import encoded
from docgen.redirects.rule_context import RuleContext


def resolve(text: RuleText, host: str, context: RuleContext, source: Source, pointer: Pointer) -> Rule:
    """A rule on one of its hosts: a Redirect where it has a target, or a HeaderRule."""
    if text.to:
        return _redirect(text, text.to, host, context, source, pointer)
    return _header_rule(text, host, context, source, pointer)


def _redirect(text: RuleText, to: str, host: str, context: RuleContext, source: Source, pointer: Pointer) -> Redirect:
    config = context.config
    brownouts = []
    for window in text.brownouts:
        brownouts.append((int(window.from_.timestamp()), int(window.until.timestamp())))
    sunset = None
    if text.sunset:
        sunset = int(text.sunset.timestamp())
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
        headers=tuple(redirect_fields(text, context.claim_url(text.id), config.deprecated_header)),
        host_headers=tuple(config.host_headers.get(host, {}).items()),
        sunset=sunset,
        gone=_gone(text, context),
        text=text,
        source=source,
        pointer=pointer,
        brownouts=tuple(brownouts),
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
        text=text,
        source=source,
        pointer=pointer,
    )
    # which looks at what the rule covers
    announcement = context.announcement(rule)
    headers: Headers = ()
    if not text.exempt:
        headers = tuple(added_fields(text, announcement or context.deprecations, context.config.deprecated_header))
    return msgspec.structs.replace(rule, headers=headers, is_announced=announcement is not None)
