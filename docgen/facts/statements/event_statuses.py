"""An event beside the status of another, and reserved values that a text says are sent, without a name."""

import re
from typing import Final

from docgen.facts.verdict import Around, Found, Verdicts, contradicted

_RESERVED_IS_SENT: Final = re.compile(
    r"\breserved\b(?:(?!\b(?:not|never|no|nor|until|unless|when|once|if|will)\b|[.?]\s).)*?"
    r"\b(?:is|are) (?:(?:now|already|also|always) )?sent\b(?! (?:when|once|if|until|later))",
    re.IGNORECASE | re.DOTALL,
)
_CODE: Final = re.compile(r"`([^`]+)`")


def wrong_event_statuses(sentence: Found, around: Around) -> Verdicts:
    """An event with the status of another."""
    words = _CODE.findall(sentence.text)
    events = [word for word in words if word in around.scope.statuses]
    expected = {around.scope.statuses[event] for event in events}
    for word in words:
        if events and word in {*around.scope.statuses.values()} - expected and not around.denies(strictly=True):
            at = sentence.start + sentence.text.index(f"`{word}`") + 1
            message = f"`{events[0]}` goes with `{around.scope.statuses[events[0]]}`, not with `{word}`"
            yield Found("value", at, at + len(word), word), contradicted(message, "correct the status or the event")


def sent_reserved_values(sentence: Found, around: Around) -> Verdicts:
    """Reserved values that are said to be sent, without a name."""
    match = _RESERVED_IS_SENT.search(sentence.text)
    by = next((one.claim for one in around.scope.denied.values() if one.as_ == "reserved"), "")
    if match and by:
        found = Found("value", sentence.start + match.start(), sentence.start + match.end(), " ".join(match[0].split()))
        yield found, contradicted(f"claim {by} says that reserved values are never sent", "correct the sentence")
