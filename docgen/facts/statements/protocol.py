"""What a text says of HTTP in the API: the method of a request or event, the format of a body, the authentication."""

import re
from typing import Final

from docgen.facts.spans.routes import METHOD, bind_path
from docgen.facts.verdict import Around, Found, Verdicts, unbound
from docgen.openapi.spec import METHODS
from docgen.wording import choice

_METHOD: Final = rf"`?(?P<method>{METHOD})`?"
_REQUEST: Final = re.compile(rf"\b{_METHOD}(?: requests?| calls?)? (?:to|on|at|of|for|against) `?(?P<path>/[^\s`,;)]*)")
_SENT_TO: Final = re.compile(rf"`(?P<method>{METHOD})` (?:(?!\b(?:{METHOD})\b)[^.;]){{1,60}}? to `(?P<path>/[^\s`]*)`")
_EVENT: Final = re.compile(
    rf"\b(?:[Ee]vents?|[Ww]ebhooks?) (?:(?:is|are|arrives?|comes?)(?: sent| delivered)?)(?: as| by| with| in)?(?: an?)?"
    rf" (?:HTTP )?{_METHOD}"
)
_BODY: Final = re.compile(
    r"\b(?P<word>XML|YAML|CSV|Protobuf|MessagePack)\b (?:bod|answer|request|response|payload)"
    r"|`(?P<type>[a-z]+/[\w.+-]+)` (?:bod|answer|request|response|payload)",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(
    r"\b(?P<scheme>basic|digest) auth(?:entication|orization)?\b"
    r"|\b(?:as|with|by|via)(?: an?)? (?P<oauth2>OAuth(?: ?2(?:\.\d)?)?) (?:access )?tokens?\b"
    r"|\b(?P<mutualTLS>mutual TLS|mTLS|client certificates?)\b",
    re.IGNORECASE,
)


def misspoken(sentence: Found, around: Around) -> Verdicts:
    """Each request, event, body or authentication of a sentence that the contract has otherwise."""
    for match in (*_REQUEST.finditer(sentence.text), *_SENT_TO.finditer(sentence.text)):
        path = match["path"].rstrip(".:!?")
        verdict = bind_path(path, around, match["method"])
        if verdict.state == "contradicted":  # an unknown path has a finding of its own
            start, end = sentence.start + match.start("method"), sentence.start + match.start("path") + len(path)
            yield Found("path", start, end, f"{match['method']} {path}"), verdict
    yield from _event_methods(sentence, around)
    yield from _formats(sentence, around)
    yield from _authentication(sentence, around)


def _event_methods(sentence: Found, around: Around) -> Verdicts:
    items = [one for vocabulary in around.vocabularies for one in vocabulary.webhooks]
    known = sorted({method.upper() for item in items for method in METHODS if method in item})
    for match in _EVENT.finditer(sentence.text):
        if known and match["method"] not in known:
            message = f"the contract sends its events with {choice(known)}, not with {match['method']}"
            yield sentence.part("value", match, "method"), unbound(message, f"write {choice(known)}")


def _formats(sentence: Found, around: Around) -> Verdicts:
    known = frozenset[str]().union(*(one.media_types for one in around.vocabularies))
    for match in _BODY.finditer(sentence.text):
        group = "type" if match["type"] else "word"
        if known and not any(match[group].casefold() in name.casefold() for name in known):
            message = f"no body in the contract is `{match[group]}`"
            yield sentence.part("value", match, group), unbound(message, f"write {choice(sorted(known)[:5])}")


def _authentication(sentence: Found, around: Around) -> Verdicts:
    schemes = around.security_schemes()
    known = {str(one.get(key)).casefold() for one in schemes for key in ("type", "scheme")}
    for match in _SCHEME.finditer(sentence.text):
        group = match.lastgroup or ""
        wanted = match[group] if group == "scheme" else group
        if schemes and wanted.casefold() not in known:
            message = f"the contract has no authentication with `{match[group]}`"
            yield sentence.part("value", match, group), unbound(message, "write the security scheme of the contract")
