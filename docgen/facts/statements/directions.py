"""What a text says is sent which way: a header of answers in a request, a field in the answer of an operation."""

import re
from typing import Final

from docgen.facts.knowledge.surface import Surface
from docgen.facts.spans.headers import STANDARD
from docgen.facts.spans.operations import Request, answer_place, operations_of
from docgen.facts.spans.routes import METHOD
from docgen.facts.verdict import Around, Found, Verdicts, unbound
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
