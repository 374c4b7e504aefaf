"""What shows a number with a unit, and a time of day: claims, the policy, attested texts, the contract."""

from typing import Final

from docgen.facts.numbers import COUNTED, Quantity, find_quantities
from docgen.facts.relevance import topics
from docgen.facts.verdict import Around, Verdict, bound, unbound

_DAY: Final = 86400
_HINT: Final = "correct the number, or add a claim that has it; what nothing can show goes under `unchecked`"


def bind_quantity(quantity: Quantity, text: str, around: Around, codes: int) -> Verdict:
    """The claim or the contract that has the number; `codes` is how many names the block itself lists."""
    if by := around.scope.quantities.get(quantity):
        return bound(by if by.startswith(("rule", "pin")) else f"claim {by}")
    if claim := _attested_elsewhere(quantity, around):
        return bound(f"claim {claim}")
    for vocabulary in around.vocabularies:
        if quantity in vocabulary.quantities:
            return bound(f"contract {vocabulary.id}: description")
        if quantity.unit in COUNTED.values() and quantity.number in _counts(around, vocabulary.id, quantity.unit):
            return bound(f"contract {vocabulary.id}: count")
        # a limit of the contract has no unit: for a duration, the sentence has to name what it limits
        if quantity.number in vocabulary.limits and (quantity.unit != "seconds" or "`" in around.sentence):
            return bound(f"contract {vocabulary.id}: limit")
    if any(one.quantity == quantity for one in find_quantities(around.stated)):
        return bound("front matter of the page")
    if quantity.unit in COUNTED.values() and quantity.number == codes:
        return bound("names in the same text")
    if quantity.unit != "seconds" and f"{quantity.number:g}" in around.samples:
        return bound("sample on the page")
    return unbound(f"nothing in the project shows `{text}`", _HINT + _durations(around, quantity))


def _attested_elsewhere(quantity: Quantity, around: Around) -> str:
    """The claim of another entry that attests the number on the same topic; empty without."""
    for text, claim in around.scope.attested_elsewhere:
        is_it = any(one.quantity == quantity for one in find_quantities(text))
        if is_it and topics(text) & topics(around.sentence):
            return claim
    return ""


def _counts(around: Around, pin: str, unit: str) -> tuple[int, ...]:
    spec = around.scope.shared.of_pins[pin].spec
    codes = around.scope.shared.of_pins[pin].error_codes
    enums = around.scope.shared.of_pins[pin].enum_sizes
    counts = {"events": (len(spec.events()),), "operations": (len(spec.operations()),), "codes": (len(codes),)}
    return {**counts, "values": enums}.get(unit, ())


def _durations(around: Around, quantity: Quantity) -> str:
    days = sorted(
        {one.number / _DAY for one in around.scope.quantities if one.unit == "seconds" and one.number >= _DAY}
    )
    if quantity.unit != "seconds" or quantity.number < _DAY or not days:
        return ""
    return f"; known: {', '.join(f'{one:g} days' for one in days)}"


def bind_clock_time(seconds: int, text: str, around: Around) -> Verdict:
    """The rule that ends at a time of day, in UTC."""
    for rule in around.scope.project.redirects:
        if rule.sunset is not None and rule.sunset % _DAY == seconds:
            return bound(f"rule {rule.id}")
    attested = next((claim for words, claim in around.scope.attested if text in words), "")
    return bound(f"claim {attested}") if attested else unbound(f"nothing in the project happens at {text}", _HINT)
