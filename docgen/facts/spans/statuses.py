"""HTTP statuses in a text, and what shows them: the rule of the sentence, the entry's rules, the contract."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.facts.spans.days import names_a_rule, rules_named
from docgen.facts.spans.routes import METHOD, route_of
from docgen.facts.verdict import Around, Verdict, bound, contradicted, unbound
from docgen.model.redirect import Redirect
from docgen.model.statuses import PHRASES, STATUSES
from docgen.openapi.spec import Operation
from docgen.wording import choice

_CUE: Final = re.compile(
    r"\b(?:HTTP|status(?:es)?|codes?|answer\w*|return\w*|respon\w+|redirect\w*|fail\w*|with|gives?|gets?|an?"
    r"|permanent|temporary|[1-5]\d\d(?:,|/| or| and))(?: with| code| status| as)?(?: an?| the)?[ :`*(/]*$|\|[ `*]*$",
    re.IGNORECASE,
)
_STATUS: Final = re.compile(r"(?<![\w.,:/#$€£-])([2-5]\d\d)(?![\w%]|[.,:]\d|-\d| ?(?:days?|ms|[KMG]i?B|[KMG]bit)\b)")
FAMILY: Final = re.compile(r"(?<![\w-])([1-5])[xX]{2}(?!\w)")
"""A family of statuses, such as 4xx."""
_PHRASE: Final = re.compile(rf"\banswers?(?: with)?(?: an?)? `?({'|'.join(STATUSES)})\b")
KIND: Final = re.compile(r"\b(permanent|temporary)(?:ly)? (?:HTTP )?redirect\w*", re.IGNORECASE)
"""A redirect that a text calls permanent or temporary."""
_CALL: Final = re.compile(rf"\b({METHOD}) (/[^\s`,;)]*)")
_ANSWERS: Final = re.compile(r"^`?\)? (?:answers?|returns?|responds?)(?: with)?(?: an?)?[ `*]*$")
_REDIRECTS: Final = 3
_GONE: Final = (404, 410)
_OF_GATEWAYS: Final = (502, 503, 504)
_KINDS: Final = {"permanent": (301, 308), "temporary": (302, 303, 307)}


def find_statuses(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Each registered status in a part of a text that a word such as `answers` introduces: its offsets and number."""
    for match in _STATUS.finditer(text, start, end):
        phrase = PHRASES.get(int(match[1]))
        after = text[match.end() : match.end() + 40]
        if phrase and (
            _CUE.search(text[max(start, match.start() - 40) : match.start()])
            or after.lstrip().startswith((phrase, "`"))
        ):
            yield match.start(), match.end(), int(match[1])
    for match in _PHRASE.finditer(text, start, end):
        yield *match.span(1), STATUSES[match[1]]


def bind_redirect_kind(text: str, around: Around) -> Verdict:
    """The rules, whose statuses are those of a permanent or a temporary redirect (RFC 9110, section 15.4)."""
    rules = [*rules_named(around)] or around.scope.rules
    kind = "permanent" if text.lower().startswith("permanent") else "temporary"
    if not rules or any(rule.status in _KINDS[kind] for rule in rules) or around.clause_denies():
        return bound("rules" if rules else "HTTP")
    return _differs(f"a {kind} redirect", list(rules), "redirects with", [rule.status for rule in rules])


def bind_status(status: int, around: Around) -> Verdict:
    """The operations that the clause names, the rule of the sentence, or the contract, that answers with a status."""
    if wrong := _not_of_operations(status, around):
        return wrong
    family = status // 100
    rules = _subject(around) or [*rules_named(around)] or [rule for rule in around.scope.rules if around.scope.entry]
    answers = {one: rule for rule in rules for one in _answers(rule)}
    if status in answers:
        return bound(f"rule {answers[status].id}")
    if subject := _subject(around):
        rule = subject[0]
        then = f", and {rule.gone.status} from its sunset on" if rule.gone else ""
        hint = "write what the rule answers, or change the rule"
        return contradicted(f"the rule `{rule.id}` answers {rule.status}{then}, not {status}", hint)
    operations = _operations(around)
    contract = next((one for one in around.vocabularies if one.has_status(status)), None)
    if family == _REDIRECTS and rules and not (contract and operations):
        return _differs(status, rules, "redirects with", [rule.status for rule in rules])
    is_on_rules = names_a_rule(around) or bool(around.scope.rules and around.scope.entry)
    if status in _GONE and rules and is_on_rules and not operations:
        gone = [rule.gone.status for rule in rules if rule.gone]
        if gone:
            return _differs(status, rules, "answers afterwards with", gone)
    if contract:
        return bound(f"contract {contract.id}: response")
    elsewhere = next((rule for rule in around.project.redirects if status in _answers(rule)), None)
    if elsewhere and (not around.scope.rules or around.scope.entry is None):
        return bound(f"rule {elsewhere.id}")
    hint = "correct the status, or add the response to the contract"
    return unbound(f"nothing in the contract or the rules answers {status}", hint)


def bind_family(text: str, around: Around) -> Verdict:
    """The contract or the rules that have a status of a family such as 4xx; a reader's own answers may be 2xx."""
    first = int(text[0])
    if first == 2 or any(
        one.has_status(status) for one in around.vocabularies for status in range(first * 100, first * 100 + 99)
    ):
        return bound("contract: responses")
    if any(status // 100 == first for rule in around.project.redirects for status in _answers(rule)):
        return bound("rules")
    return unbound(f"nothing in the contract or the rules answers {text}", "correct the status")


def _not_of_operations(status: int, around: Around) -> Verdict | None:
    """The verdict where the clause names operations, and none of them answers with the status."""
    operations = _operations_called(around)
    if not operations or status in _OF_GATEWAYS or around.is_denied_before():
        return None
    if any(_may_answer(operation, status) for operation in operations):
        return None
    known = sorted({str(one) for operation in operations for one in operation.node.get("responses") or ()})
    message = f"`{operations[0].name}` does not answer {status}; the contract has {choice(known)}"
    return contradicted(message, "correct the status, or add the response to the contract")


def _operations_called(around: Around) -> list[Operation]:
    """The operations whose method and path the clause names."""
    found = [route_of(match[2], around, match[1]) for match in _CALL.finditer(around.clause)]
    return [operation for route in found if route for operation in route.operations]


def _may_answer(operation: Operation, status: int) -> bool:
    """Whether a response of an operation is for a status, its family, or all others."""
    keys = {str(key).upper() for key in operation.node.get("responses") or ()}
    return bool({str(status), f"{status // 100}XX"} & keys) or "DEFAULT" in keys


def _subject(around: Around) -> list[Redirect]:
    """The rule whose path is the subject of the answer: `/docs` answers 404."""
    for rule in rules_named(around):
        at = around.before.rfind(rule.path)
        is_operation = around.addresses.path(rule.path, around.vocabularies)
        if at >= 0 and _ANSWERS.search(around.before[at + len(rule.path) :]) and not is_operation:
            return [rule]
    return []


def _answers(rule: Redirect) -> tuple[int, ...]:
    return (rule.status, rule.gone.status) if rule.gone else (rule.status,)


def _operations(around: Around) -> list[str]:
    names = (one.name for vocabulary in around.vocabularies for one in vocabulary.operations)
    return [name for name in names if name in around.sentence]


def _differs(status: int | str, rules: list[Redirect], what: str, actual: list[int]) -> Verdict:
    said = ", ".join(dict.fromkeys(map(str, actual)))
    message = f"the rule `{rules[0].id}` {what} {said}, not {status}"
    return contradicted(message, f"write {said}, or change the rule")
