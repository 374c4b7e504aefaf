"""What shows a number with a unit."""

import re
from collections.abc import Collection
from typing import Final

from docgen.facts.figures import COUNTED, DAY, Quantity, find_quantities
from docgen.facts.knowledge.vocabulary import Vocabulary
from docgen.facts.verdict import Around, Verdict, bound, contradicted, unbound
from docgen.wording import choice

_NOTICE: Final = re.compile(r"\b(?:notice|announced|in advance|ahead)\b", re.IGNORECASE)
_HINT: Final = "correct the number, or add a claim that has it; what nothing can show goes under `unchecked`"


def bind_quantity(quantity: Quantity, text: str, around: Around, codes: int) -> Verdict:
    """The claim or the contract that has the number of the same; `codes` is how many names the block itself lists."""
    if quantity.unit in COUNTED.values() and quantity.number == codes:
        return bound("names in the same text")
    notices = around.scope.notices
    if notices and quantity.unit == "seconds" and quantity.number >= DAY and _NOTICE.search(around.clause):
        if by := next((by for known, by in notices.items() if quantity.may_be(known)), ""):
            return bound(by)
        says = choice([f"{one.number / DAY:g} days" for one in notices])
        return contradicted(f"the notice is {says}, not {text}", "write the notice of the claim or the policy")
    claimed = (by for known, by in around.scope.quantities.items() if quantity.may_be(known))
    by = next(claimed, "") or _contract(quantity, around) or _page(quantity, around)
    return bound(by) if by else unbound(f"nothing in the project shows `{text}`", _HINT)


def _contract(quantity: Quantity, around: Around) -> str:
    """The contract that has a number: in a sentence, as a count, or as a limit."""
    # a limit has no unit: for a duration, the sentence has to name what it limits
    is_limit = _is_plain(quantity) and (quantity.unit != "seconds" or "`" in around.sentence)
    for vocabulary in around.vocabularies:
        if any(map(quantity.may_be, vocabulary.quantities)):
            return f"contract {vocabulary.id}: description"
        if quantity.number in _counts(vocabulary, quantity.unit):
            return f"contract {vocabulary.id}: count"
        if is_limit and quantity.number in vocabulary.limits:
            return f"contract {vocabulary.id}: limit"
    return ""


def _page(quantity: Quantity, around: Around) -> str:
    """What has a number on the same page."""
    if any(found.quantity.may_be(quantity) for found in find_quantities(around.stated)):
        return "another part of the page"
    is_shown = _is_plain(quantity) and quantity.unit != "seconds" and f"{quantity.number:g}" in around.samples
    return "sample on the page" if is_shown else ""


def _is_plain(quantity: Quantity) -> bool:
    """Whether any number of the contract may be it: not so for a rate, or for how many names there are."""
    return quantity.unit not in COUNTED.values() and "/" not in quantity.unit


def _counts(vocabulary: Vocabulary, unit: str) -> Collection[int]:
    match unit:
        case "events":
            return (len(vocabulary.spec.events()),)
        case "operations":
            return (len(vocabulary.operations),)
        case "codes":
            return (len(vocabulary.error_codes),)
        case "values":
            return vocabulary.enum_sizes
    return ()
