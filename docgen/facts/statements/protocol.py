"""What a text says of HTTP in the API: methods, formats, the authentication, and what is sent which way."""

import re
from typing import Final

from docgen.facts.knowledge.surface import Surface
from docgen.facts.spans.headers import STANDARD
from docgen.facts.spans.routes import METHOD, Request, answer_place, bind_path, operations_of
from docgen.facts.verdict import Around, Found, Verdicts, unbound
from docgen.openapi.spec import METHODS
from docgen.wording import choice

_SENT: Final = re.compile(
    r"\b(?:send|pass|set|put|name|give|add|include)\b(?:(?!\b(?:answer|response)s?\b)[^.;])*?`(?P<name>[A-Z][\w-]+)`"
    r"(?:(?!\b(?:answer|response)s?\b)[^.;])*?\brequests?\b",
    re.IGNORECASE | re.DOTALL,
)
_ANSWERED: Final = re.compile(
    r"`(?P<name>\w+)`(?:\W+\w+){0,3}?\s+in\s+the\s+(?:answer|response)s?\s+(?:of|to|from)\s+"
    rf"`(?P<method>{METHOD}) (?P<path>/[^\s`]*)`"
)
_MOST: Final = 6
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


def misdirected(sentence: Found, around: Around) -> Verdicts:
    """Each header of answers alone that a request is said to have, and each field in an answer without it."""
    for match in _SENT.finditer(sentence.text):
        name = match["name"].casefold()
        owners = [one for one in around.vocabularies if name in one.headers]
        if owners and name not in STANDARD and not any(name in sent_headers(one, around) for one in owners):
            message = f"the contract has the header `{match['name']}` in answers, not in requests"
            yield (
                sentence.part("name", match, "name"),
                unbound(message, "correct the sentence, or add the parameter to the contract"),
            )
    for match in _ANSWERED.finditer(sentence.text):
        asked = operations_of(Request(match["method"], match["path"]), around)
        answer = answer_place(asked).items()
        is_field = around.has_field(match["name"])
        if answer.fields and is_field and not answer.may_have_inside(match["name"]):
            message = f"the answer of `{match['method']} {match['path']}` has no field `{match['name']}`"
            yield (
                sentence.part("name", match, "name"),
                unbound(message, f"it has {choice(sorted(answer.fields)[:_MOST], 'and')}"),
            )


def sent_headers(contract: Surface, around: Around) -> frozenset[str]:
    """The headers of requests of a contract in lower case: parameters, keys, and the one that carries the version."""
    listed = [
        one.get("name")
        for operation in contract.operations
        for one in operation.parameters
        if one.get("in") == "header"
    ]
    schemes = [one.get("name") for one in contract.spec.security_schemes().values()]
    versions = [pin.text.versioning.name for pin in around.project.pins if pin.text.versioning]
    return frozenset(str(name).casefold() for name in (*listed, *schemes, *versions))
