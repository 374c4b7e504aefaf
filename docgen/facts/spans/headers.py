"""HTTP header lines in a text, and what shows the name and the value: the contract, a rule, or the protocol itself."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from docgen.facts.figures import find_dates
from docgen.facts.spans.figures import bind_date, rules_named
from docgen.facts.verdict import Around, Verdict, bound, contradicted, unbound
from docgen.openapi.spec import Operation
from docgen.redirects.paths import covers_operation
from docgen.wording import choice, did_you_mean

STANDARD: Final[frozenset[str]] = frozenset(
    # of the IANA registry of HTTP field names, those that the documentation of an API shows
    """accept accept-charset accept-encoding accept-language accept-patch accept-post accept-ranges
    access-control-allow-credentials access-control-allow-headers access-control-allow-methods
    access-control-allow-origin access-control-expose-headers access-control-max-age access-control-request-headers
    access-control-request-method age allow alt-svc authorization cache-control connection content-digest
    content-disposition content-encoding content-language content-length content-location content-range
    content-security-policy content-type cookie date deprecation digest etag expect expires forwarded from host
    idempotency-key if-match if-modified-since if-none-match if-range if-unmodified-since keep-alive last-modified link
    location max-forwards origin pragma prefer preference-applied proxy-authenticate proxy-authorization range
    ratelimit ratelimit-policy referer repr-digest retry-after server set-cookie signature signature-input
    strict-transport-security sunset te trailer transfer-encoding upgrade user-agent vary via www-authenticate
    x-forwarded-for x-forwarded-host x-forwarded-proto x-request-id""".split()  # noqa: SIM905 - a list is 90 lines
)
PROMISES: Final = frozenset(
    "deprecation etag idempotency-key last-modified link prefer ratelimit retry-after sunset x-request-id".split()  # noqa: SIM905 - as above
)
"""Standard headers by which an API promises something: an operation has them only where its contract says so."""
SCHEMES: Final = frozenset(("basic", "bearer", "digest", "hoba", "mutual", "negotiate", "scram-sha-256", "dpop"))
"""The schemes of Authorization that IANA registers."""
LINE: Final = re.compile(r"([A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*|[a-z][a-z0-9]*(?:-[a-z0-9]+)+): ?(\S.*)")
"""A header line: its name and its value."""
_PLACEHOLDER: Final = re.compile(r"^[YMDymd-]+$|^(?:YOUR|MY|SOME|THE)_|\.\.\.|…|_KEY\b|_TOKEN\b|[<{$\[]")
_SCHEME: Final = re.compile(rf"(?!(?:YOUR|MY|SOME|THE)\b)([A-Z][\w-]*|{'|'.join(sorted(SCHEMES))})(?: \S|$)")
_CONDITION: Final = re.compile(r"\b(?:if|when|where|may|might|can|could|some|prox(?:y|ies)|gateway)\b", re.IGNORECASE)
_EVERY: Final = re.compile(r"\b(?:all|each|every)\b", re.IGNORECASE)
DATED: Final = ("sunset", "deprecation")
"""The headers in lower case whose value is the day on which something ends or began."""


def bind_header(name: str, value: str, around: Around) -> Verdict:
    """The contract, the rules or HTTP, if one has the name and, where it fixes the value, the value."""
    by = header_by(name, around)
    # what follows the clause is no condition of it: `so that you can see it`
    said = around.sentence[: around.sentence.find(around.clause) + len(around.clause)]
    is_promised = name.casefold() in PROMISES and not around.clause_denies() and not _CONDITION.search(said)
    senders = _promised_senders(around) if is_promised and name.casefold() in DATED else []
    silent = [operation.name for operation in senders if not _sends(operation, name.casefold(), around)]
    is_shown = senders or (by and not (by == "HTTP" and is_promised))
    if silent or not is_shown:
        message = f"no contract and no rule has the header `{name}`"
        hint = did_you_mean(name, known_headers(around), "write the header of the contract")
        if name.casefold() in DATED:
            about = f"`{silent[0]}`" if silent else "what the text is about"
            message = f"no contract has the header `{name}`, and no rule adds it to {about}"
            hint = "docgen redirects announce, which writes a rule that adds it"
        return unbound(message, hint)
    by = by or "rule"
    if name.casefold() != "authorization" and (not value or _PLACEHOLDER.search(value)):
        return bound(by)
    return _bind_value(name, value.strip(), around) or bound(by)


def _promised_senders(around: Around) -> list[Operation]:
    """The operations of which a clause of an entry promises a header of a deprecation.

    They are those that it names; where it says `every`, those that the contract marks, of what the entry covers if it
    covers any, or else all that it covers.
    """
    entry = around.scope.entry
    # the rules that an entry promises send what they send, whatever it covers
    if entry is None or not around.contracts or around.scope.rules:
        return []
    operations, clause = around.contracts[0].operations, around.clause.replace("`", "")
    named = [one for one in operations if re.search(rf"(?<!\w){re.escape(one.name)}(?![\w/{{-])", clause)]
    if named or not _EVERY.search(clause):
        return named
    covered = [one for one in operations if one.name in entry.text.covers]
    return [one for one in covered or operations if one.is_deprecated] or covered


def _sends(operation: Operation, header: str, around: Around) -> bool:
    """Whether the contract of an operation, or a rule, has a header (in lower case) on what it answers."""
    spec = around.contracts[0].spec
    if header in map(str.casefold, spec.headers(operation)):
        return True
    rules = (rule for rule in around.project.header_rules if covers_operation(rule, spec, operation.name))
    return any(header in map(str.casefold, dict(rule.headers)) for rule in rules)


def header_by(name: str, around: Around) -> str:
    """What has a header: a contract, a claim or rule, or HTTP; empty where nothing has."""
    folded = name.casefold()
    for vocabulary in around.contracts:
        if folded in vocabulary.headers:
            return f"contract {vocabulary.id}: header"
    for rule in rules_named(around):
        if folded in map(str.casefold, dict(rule.headers)):
            return f"rule {rule.id}"
    return around.scope.folded_names.get(folded) or ("HTTP" if folded in STANDARD else "")


def known_headers(around: Around) -> Iterator[str]:
    """The headers of the contracts and of the rules, as they are written."""
    for vocabulary in around.contracts:
        yield from vocabulary.headers.values()
    for rule in around.project.rules:
        yield from dict(rule.headers)


def _bind_value(written: str, value: str, around: Around) -> Verdict | None:
    """The verdict on a value, where something fixes it; None where any value may stand."""
    name = written.casefold()
    if name in DATED:
        return _bind_day(name, value, around)
    pins, versions = around.project.pins, set[str]()
    for pin in pins:
        if pin.text.versioning:
            names = pin.text.versioning.name, pin.text.versioning.echo
            versions.update(name.casefold() for name in names if name)
    if name in versions:
        # a guide may show a version that the project does not have
        if not around.is_strict or any(value in contract.enums for contract in around.contracts):
            return bound("contract: value")
        return _one_of(written, value, [pin.id for pin in pins], "pin")
    if name == "authorization":
        return _bind_scheme(value, around)
    if name in ("content-type", "accept"):
        return _bind_media_type(value.partition(";")[0].strip(), around)
    fixed: list[str] = []
    for rule in around.scope.rules or around.project.redirects:
        fixed += (sent for header, sent in rule.headers if header.casefold() == name)
    is_of_any = name in ("link", "location", "cache-control")  # which an answer of the API may have, too
    return _one_of(written, value, fixed, "rule") if fixed and not is_of_any else None


def _bind_day(name: str, value: str, around: Around) -> Verdict | None:
    day = next(find_dates(value), None)
    if day is None:
        return None
    # a date in Sunset is an end, whatever the words around the header are
    before = "ends on " if name == "sunset" else ""
    changed = msgspec.structs.replace(around, before=before, after="", following="")
    return bind_date(day, value[day.start : day.end], changed)


def _one_of(name: str, value: str, allowed: list[str], by: str) -> Verdict:
    if value in allowed:
        return bound(f"{by} {value}" if by == "pin" else by)
    message = f"`{name}` has the value `{value}`; the {by}s have {choice(list(dict.fromkeys(allowed))[:5])}"
    return contradicted(message, did_you_mean(value, allowed, f"write a value of the {by}s"))


def _bind_scheme(value: str, around: Around) -> Verdict | None:
    schemes = around.security_schemes()
    known = {str(scheme.get("scheme")).casefold() for scheme in schemes if scheme.get("type") == "http"}
    known |= {"bearer" for scheme in schemes if scheme.get("type") in ("oauth2", "openIdConnect")}
    is_free = any(str(scheme.get("name")).casefold() == "authorization" for scheme in schemes)
    scheme = _SCHEME.match(value)
    if not scheme or not known or is_free or scheme[1].casefold() in known or around.denies(strictly=False):
        return None
    message = f"the contract has no authentication with `{scheme[1]}`"
    return contradicted(message, f"write {choice(sorted(known))}")


def _bind_media_type(media: str, around: Around) -> Verdict | None:
    known = frozenset(around.contracts.each(lambda contract: contract.media_types))
    if not known or media in known or "*" in media or any(media in word for word in around.samples):
        return None
    hint = did_you_mean(media, known, "write a media type of the contract")
    return unbound(f"no contract has the media type `{media}`", hint)
