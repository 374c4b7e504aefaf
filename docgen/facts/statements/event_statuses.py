"""An event beside the status of another."""

import re
from typing import Final

from docgen.facts.verdict import Around, Found, Verdicts, contradicted

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
