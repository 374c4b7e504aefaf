"""What a text says of pins: a field under one that lacks it, and a step that leads back."""

import re
from typing import Final

from docgen.facts.verdict import Around, Found, Verdicts, contradicted, unbound

_HAS_FIELD: Final = re.compile(
    r"\b(?:has|have|carry|carries|returns?|sends?|takes?|needs?|requires?|accepts?) (?:an? |the )?"
    r"`?([a-z]+(?:_[a-z\d]+)+)(?!\w)"
)

_CURRENT: Final = re.compile(
    r"\bthe (?:current|latest|newest) (?:contract|date-pin|pin|api version) is (?:now |still )?[`*]*"
    r"(v?\d[\w.-]*\w)",
    re.IGNORECASE,
)


def fields_of_other_pins(sentence: Found, around: Around) -> Verdicts:
    """A field under a pin whose contract does not have it."""
    pins = around.scope.shared.of_pins
    under = re.match(
        rf"\W*(?:under|in|with|since) `?({'|'.join(map(re.escape, pins))})`?(?![\w-])", around.clause, re.I
    )
    if not pins or not under or around.denies(strictly=True):
        return
    elsewhere = frozenset[str]().union(*(one.fields for one in pins.values())) - pins[under[1]].fields
    for match in _HAS_FIELD.finditer(around.clause):
        if match[1] in elsewhere:
            found = sentence.part("name", match)
            message = f"the contract of {under[1]} has no field `{match[1]}`"
            yield found, contradicted(message, "correct the pin or the field")


def wrong_current_pins(sentence: Found, around: Around) -> Verdicts:
    """Another version than the current pin as the current one."""
    current = around.project.current
    match = _CURRENT.search(sentence.text)
    # a page may be of another pin than the current one
    known = (current.id, current.text.label, *(one.id for one in around.vocabularies[:1])) if current else ()
    if current and match and match[1] not in known and not around.denies(strictly=True):
        found = sentence.part("value", match)
        yield found, unbound(f"the current pin is {current.id}, not {match[1]}", f"write {current.id}")


def steps_back(sentence: Found, around: Around) -> Verdicts:
    """A step of an entry that leads to a contract before the entry's own."""
    ids = [pin.id for pin in around.project.pins]
    own = around.scope.entry.pin if around.scope.entry else ""
    earlier = ids[: ids.index(own)] if own in ids else []
    for match in re.finditer(
        r"\b(?:change|switch|set|update|upgrade|move)\b(?![^.;]*\bback\b)[^.;,]{0,40} to `?([\w.-]*\w)",
        sentence.text,
        re.I,
    ):
        if match[1] in earlier:
            found = sentence.part("value", match)
            yield found, contradicted(f"the entry is of {own}, and leads to {match[1]}", f"write {own}")
