"""HTTP statuses in a text, and what shows them: the operations or the rule of a sentence, or the contract."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from docgen.facts.knowledge.surface import METHOD, status_of
from docgen.facts.spans.figures import rules_named
from docgen.facts.spans.routes import route_of
from docgen.facts.verdict import DENIES, Around, Verdict, bound, contradicted, unbound
from docgen.model.redirect import Redirect
from docgen.model.statuses import PHRASES
from docgen.openapi.spec import Operation
from docgen.wording import choice

_CUE: Final = re.compile(
    r"(?:\b(?:HTTP|status(?:es)?|codes?|(?:answer|return|respon|redirect|fail)\w*|with|gives?|gets?|an?|the"
    r"|[1-5]\d\d(?:,|/| or| and))"
    r"(?: with| code| status| as)?(?: an?| the)?|\|)[ :`*(/]*$",
    re.IGNORECASE,
)
_STATUS: Final = re.compile(r"(?<![\w.,:/#$€£-])([2-5]\d\d)(?![\w%]|[.,:]\d|-\d| ?(?:days?|ms|[KMG]i?B|[KMG]bit)\b)")
_CALL: Final = re.compile(rf"\b({METHOD}) (/[^\s`,;)]*)")
_ANSWERS: Final = r"`?\)? (?:answers?|returns?|responds?)(?: with)?(?: an?)?[ `*]*$"
_IS_NOT_ANSWERED: Final = re.compile(rf"{DENIES.pattern}|\bremoved\b", re.IGNORECASE)
_OF_GATEWAYS: Final = (502, 503, 504)
_NEAR: Final = 40


def find_statuses(text: str) -> Iterator[tuple[int, int, int]]:
    """Each registered status in a text that a word such as `answers` introduces: its offsets and number."""
    for match in _STATUS.finditer(text):
        phrase = PHRASES.get(int(match[1]))
        after = text[match.end() : match.end() + _NEAR].lstrip()
        is_cued = _CUE.search(text[max(0, match.start() - _NEAR) : match.start()])
        if phrase and (is_cued or after.startswith((phrase, "`"))):
            yield match.start(), match.end(), int(match[1])


def bind_status(status: int, around: Around) -> Verdict:
    """The operations that the clause names, the rule of the sentence, or the contract, that answers with a status."""
    operations = _operations_called(around)
    if operations and status not in _OF_GATEWAYS and not _IS_NOT_ANSWERED.search(around.before):
        return of_operations(status, operations)
    named = [*rules_named(around)]
    subjects = [rule for rule in named if re.search(re.escape(rule.path) + _ANSWERS, around.before)]
    # the rule that the sentence says answers, else one that it names, else those of the entry
    rules = subjects or named or (around.scope.rules if around.scope.entry else ())
    if by := _rule_with(status, rules):
        return bound(by)
    is_rules_kind = status // 100 == 3 or (status in (404, 410) and any(rule.gone for rule in rules))
    contract = next((contract for contract in around.contracts if contract.has_status(status)), None)
    known = around.contracts.each(lambda contract: contract.operations)
    is_of_operation = contract and any(operation.name in around.sentence for operation in known)
    if rules and (subjects or is_rules_kind) and not is_of_operation:
        return _of_rule(status, rules[0])
    if contract:
        return bound(f"contract {contract.id}: response")
    if not rules and (by := _rule_with(status, around.project.redirects)):
        return bound(by)
    hint = "correct the status, or add the response to the contract"
    return unbound(f"nothing in the contract or the rules answers {status}", hint)


def of_operations(status: int, operations: Sequence[Operation]) -> Verdict:
    """The verdict on a status of operations that the clause names."""
    if any(status_of(operation, status) for operation in operations):
        return bound("contract: response")
    known = sorted({*chain.from_iterable(operation.responses for operation in operations)})
    message = f"`{operations[0].name}` does not answer {status}; the contract has {choice(known)}"
    # a contract seldom lists all errors, nor any status of a kind that it leaves out
    says = unbound
    if status < 400 and any(key.startswith(str(status)[0]) for key in known):
        says = contradicted
    return says(message, "correct the status, or add the response to the contract")


def _operations_called(around: Around) -> list[Operation]:
    """The operations whose method and path the clause names."""
    operations: list[Operation] = []
    for match in _CALL.finditer(around.clause):
        if route := route_of(match[2], around, match[1]):
            operations += route.operations
    return operations


def _rule_with(status: int, rules: Sequence[Redirect]) -> str:
    """The first of some rules that answers with a status, at any time; empty without one."""
    for rule in rules:
        if status in (rule.status, rule.gone and rule.gone.status):
            return f"rule {rule.id}"
    return ""


def _of_rule(status: int, rule: Redirect) -> Verdict:
    then = f", and {rule.gone.status} from its sunset on" if rule.gone else ""
    message = f"the rule `{rule.id}` answers {rule.status}{then}, not {status}"
    return contradicted(message, "write what the rule answers, or change the rule")
