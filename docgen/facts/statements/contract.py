"""What a text says of the contract and the rules in words: how a field is declared, its limits, what replaces what."""

import re
from functools import partial
from itertools import chain
from typing import Final

from docgen.facts.figures import value_of
from docgen.facts.knowledge.surface import METHOD, Declaration
from docgen.facts.spans.routes import bind_path, route_of
from docgen.facts.verdict import Around, Found, Verdicts, contradicted, unbound
from docgen.openapi.structure import METHODS
from docgen.wording import choice

_FIELD: Final = r"(?:`[\w-]+`|(?<![\w-])[^\W_]+(?:[_-]+[^\W_]+)+)"
_DECLARED: Final = re.compile(
    rf"(?P<fields>{_FIELD}(?:(?:, |,? and )`[\w-]+`){{0,9}})"
    r"(?: (?P<verb>is|are|may be|can be|must be|cannot be|must not be)(?: always| also| now| still)?|,) (?P<what>"
    r"(?P<not>not |never )?(?:(?P<required>required|mandatory)|(?P<optional>optional)|`?(?P<null>null(?:able)?)"
    r"|(?:an? )?(?P<type>(?:whole )?number|Unix time|string|integer|boolean|array|list|object)(?:stamp)?s?))"
    r"\b(?! (?:of|to|id|key))",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[\w-]+")
_VALUE: Final = re.compile(r"`([\w.-]+)`")
_CONDITION: Final = re.compile(
    r"\b(?:if|when|unless|where|for|only|until(?! then)|once|except|either|or|one of|any of)\b|\?\s*$", re.IGNORECASE
)
_TYPES: Final = {"number": "integer number", "unix time": "integer number", "whole number": "integer", "list": "array"}
"""The JSON types that a word for a type may mean; any other word is a type."""
_VALUED: Final = re.compile(
    r"`(?P<field>\w+)` (?:is|says|has|becomes|equals|set to) (?P<values>`[\w.-]+`(?:(?:, | or |, or )`[\w.-]+`){0,9})"
)
_LIMIT: Final = re.compile(
    r"`(?P<name>\w+)`\s+(?:(?:(?P<states>has|have|is|are|must (?:be|have)|can (?:be|have)|may (?:be|have))\s+)?"
    r"(?:at least|at most|up to|no more than|an? (?:maximum|minimum) of)"
    r"|(?:of )?(?:below|above|under|over|(?:less|more|fewer|greater|larger|smaller|longer|shorter) than))"
    r" (?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?![\w,.]*\d)",
    re.IGNORECASE,
)
_REQUEST: Final = re.compile(
    rf"\b`?({METHOD})`?(?: requests?| calls?)? (?:to|on|at|of|for|against) `?(?P<path>/[^\s`,;)]*\w)"
)
_MOST: Final = 8
_EVENT: Final = re.compile(
    r"\b(?:[Ee]vents?|[Ww]ebhooks?) (?:is|are|arrives?|comes?)(?: sent| delivered)?(?: as| by| with| in)?(?: an?)?"
    rf" (?:HTTP )?`?(?:{'|'.join(f'(?P<{method}>{method.upper()})' for method in METHODS)})\b"
)
_BODY: Final = re.compile(
    r"\b(?:(?P<xml>XML)|(?P<yaml>YAML)|(?P<csv>CSV)|(?P<protobuf>Protobuf)|(?P<msgpack>MessagePack))\b"
    r" (?:bod|answer|request|response|payload)",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(
    r"\b(?:(?P<basic>basic)|(?P<digest>digest)) auth(?:entication|orization)?\b"
    r"|\b(?:as|with|by|via)(?: an?)? (?P<oauth2>OAuth(?: ?2(?:\.\d)?)?) (?:access )?tokens?\b"
    r"|\b(?P<mutualTLS>mutual TLS|mTLS|client certificates?)\b",
    re.IGNORECASE,
)
_LEADS: Final = re.compile(
    r"\b(?:replaces?|instead|leads? to|redirects? to|moved? to|becomes?|use|with)\b|\|", re.IGNORECASE
)
_ITEM: Final = (
    r"(?<![\w./{{}}`*\"-])[`*\"]*(?P<{}>(?:(?:[A-Z]+ )?(?:https?://)?[\w.-]*/[\w./{{}}-]*\w)"
    r"|[^\W_]+(?:[._]+[^\W_]+)+|(?<=`)\w+)[`*\"]*"
)
_NEW, _OLD = _ITEM.format("new"), _ITEM.format("old")
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\breplac(?:e|es|ed|ing) {_OLD} (?:with|by) {_NEW}",
        rf"{_NEW},?[^.;:`/_|]{{0,40}}? (?:instead of|rather than|in place of|replaces|supersedes) {_OLD}",
        rf"\b(?:renam|chang|mov|migrat)(?:e|es|ed|ing) (?:from )?{_OLD} (?:to|as|into) {_NEW}",
        rf"{_OLD} (?:becomes|is now|is replaced by|(?:was|is|has been) (?:renamed|moved|changed) to|→|->) {_NEW}",
        rf"\b(?:mov(?:ed?|es|ing)|redirect(?:s|ed)?|leads?|migrated) to (?P<old>){_NEW}",
    )
)
_PATH: Final = re.compile(r"(?<![\w/{}-])/[\w/{}-]*[\w}]|(?<=[a-z])/[\w/{}-]*[\w}]")


def misdeclared(sentence: Found, around: Around) -> Verdicts:
    """Each field of a sentence of which every schema that has it says the contrary."""
    if _CONDITION.search(sentence.text):
        return  # what holds in a case alone
    for match in _DECLARED.finditer(sentence.text):
        for name in _NAME.finditer(sentence.text, *match.span("fields")):
            declared = [*chain.from_iterable(contract.declarations_of(name[0]) for contract in around.contracts)]
            if declared and not any(map(partial(_may_be, match), declared)):
                message = f"no schema of the contract says that `{name[0]}` {match['verb'] or 'is'} {match['what']}"
                yield sentence.part("name", name, 0), unbound(message, "write what it says")


def misvalued(sentence: Found, around: Around) -> Verdicts:
    """Each value of another field that a sentence gives a field, where the contract lists the values of both."""
    for match in _VALUED.finditer(sentence.text):
        known = {*chain.from_iterable(contract.values_of_field(match["field"]) for contract in around.contracts)}
        for value in _VALUE.finditer(sentence.text, *match.span("values")):
            is_of_another = any(value[1] in contract.enums for contract in around.contracts)
            if known and value[1] not in known and is_of_another and not around.denies(strictly=True):
                message = f"the contract has no value `{value[1]}` of `{match['field']}`"
                hint = f"it has {choice(sorted(known)[:_MOST], 'and')}"
                yield sentence.part("value", value), contradicted(message, hint)


def _may_be(says: re.Match[str], known: Declaration) -> bool:
    """Whether a declaration may be what a text says."""
    is_denied = bool(says["not"]) or "not" in (says["verb"] or "")
    if says["required"] or says["optional"]:
        return known.is_required is (bool(says["required"]) is not is_denied)
    if known.types is None:
        return True
    if says["null"]:
        return ("null" in known.types) is not is_denied
    word = says["type"].lower()
    return is_denied or bool(known.types & {*_TYPES.get(word, word).split()})


def out_of_bounds(sentence: Found, around: Around) -> Verdicts:
    """Each number that a sentence gives as a limit of a field which has none, or others."""
    for match in _LIMIT.finditer(sentence.text):
        name, number = match["name"], match["number"]
        known = {*chain.from_iterable(contract.limits_of(name) for contract in around.contracts)}
        is_limit = match["states"] or around.stated  # what an error is about
        if is_limit and value_of(number) not in known and around.has_field(name):
            message = f"the contract has no limit of {number} for `{name}`"
            hint = f"it has {choice([f'{limit:g}' for limit in sorted(known)] or ['none'])}"
            yield sentence.part("number", match, "number"), unbound(message, hint)


def misspoken(sentence: Found, around: Around) -> Verdicts:
    """Each request of a sentence with a method that its path does not have."""
    for match in _REQUEST.finditer(sentence.text):
        verdict = bind_path(match["path"], around, match[1])
        if verdict.state == "contradicted":  # an unknown path has a finding of its own
            yield sentence.part("path", match, 0), verdict


def misnamed(sentence: Found, around: Around) -> Verdicts:
    """Each method of events, format of bodies and way to authenticate of which the contract has others alone."""
    contracts = around.contracts
    events = chain.from_iterable(contracts.each(lambda contract: contract.webhooks))
    schemes = (f"{scheme.get('type')} {scheme.get('scheme')}" for scheme in around.security_schemes())
    listed = (
        (_EVENT, "event sent with", events),
        (_BODY, "body in", contracts.each(lambda contract: contract.media_types)),
        (_SCHEME, "authentication with", schemes),
    )
    for form, what, names in listed:
        known = " ".join(names).casefold()
        for match in form.finditer(sentence.text):
            group = match.lastgroup or ""
            if known and group.casefold() not in known:
                message = f"the contract has no {what} `{match[group]}`"
                yield sentence.part("value", match, group), unbound(message, "write what the contract has")


def misreplaced(sentence: Found, around: Around) -> Verdicts:
    """Each replacement of a sentence in the wrong direction."""
    for form in _FORMS:
        for match in form.finditer(sentence.text):
            if message := _reversed(match["new"], match["old"], around):
                fact = sentence.part("name", match, "new")
                yield fact, contradicted(message, f"write `{match['new']}` as the one that is replaced")


def _reversed(new: str, old: str, around: Around) -> str:
    """Why a replacement is the other way round; empty where it is not."""
    if "/" in new:
        path = _path_of(new)
        route = route_of(path, around)
        is_target = any(_path_of(rule.to) == path for rule in around.project.redirects)
        is_back = route and route.rule and not route.rule.is_moved and not is_target
        return f"`{new}` redirects: it is what goes away" if is_back else ""
    if len(around.contracts) < 2 or not old:
        return ""
    # the contract of the text comes first, then that of the pin before
    now, before = around.contracts[:2]
    is_back = new in before.meant - now.meant and old in now.meant - before.meant
    return f"`{new}` is of contract {before.id} alone, `{old}` of {now.id}" if is_back else ""


def wrong_targets(sentence: Found, around: Around) -> Verdicts:
    """A rule's own address with the target of another."""
    rules = [rule for rule in around.project.redirects if rule.is_served and not rule.is_moved]
    shown = {match[0]: match for match in _PATH.finditer(sentence.text)}
    here = [rule for rule in rules if rule.path in shown] or [rule for rule in rules if rule is around.rule]
    if len(here) != 1 or not _LEADS.search(sentence.text):
        return
    target = _path_of(here[0].to)
    for path in sorted(shown.keys() & {_path_of(rule.to) for rule in rules}):
        if target != "/" and target not in shown:
            message = f"`{here[0].path}` redirects to {target}, not to {path}"
            hint = f"write {target}, or correct the rule `{here[0].id}`"
            yield sentence.part("path", shown[path], 0), contradicted(message, hint)


def _path_of(url: str) -> str:
    return re.sub(r"^(?:[A-Z]+ )?(?:https?://)?[^/]*", "", url)
