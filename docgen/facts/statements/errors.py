"""What a text says of error codes and events: the status of each, and that there is such a code."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.facts.texts.denials import denies_existence
from docgen.facts.verdict import Around, Found, Verdict, Verdicts, contradicted, unbound
from docgen.wording import choice

_CODE: Final = re.compile(r"(?<![\w./-])(?:[a-z]+(?:_[a-z]+)+|(?<=`)[a-z]+(?=`)|\d{4,5})(?![\w/]|\.\w)")
_STATUS: Final = re.compile(r"(?<![\w.,:/#$-])[45]\d\d(?![\w%]|[.,:-]\d)")
_END: Final = re.compile(r"[;:,](?=\s)|\s(?:and|or|but|while)\s|$")
_WHOSE: Final = re.compile(r"\||\b[45]\d\d\W+(?:and )?(?:whose|its|with|with the) (?:error )?code\b", re.IGNORECASE)
"""Where a comma ends no clause: in a row, and before the code of a status."""
_NUMBERED: Final = re.compile(
    r"\b(?:errors?(?: codes?)?|codes?`?)(?: in the (?:body|answer))?(?: is| was| of)? `?(\d{4,5})(?![\w.]\d)",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(r"`([^`]+)`")


def wrong_code_statuses(sentence: Found, around: Around) -> Verdicts:
    """A status beside error codes of which none is answered with it, in a clause or row that has no other status."""
    pages = around.scope.shared.error_pages
    for start, end in _clauses(sentence.text):
        codes = [one for one in _CODE.finditer(sentence.text, start, end) if one[0] in pages and pages[one[0]].http]
        statuses = [*_STATUS.finditer(sentence.text, start, end)]
        if not 0 < len(statuses) <= len(codes):
            continue
        known = pages[codes[0][0]].http
        allowed = frozenset(known).union(*(pages[one[0]].http for one in codes))
        for status in statuses:
            if int(status[0]) not in allowed and not denies_existence(sentence.text[start:end]):
                yield sentence.part("status", status, 0), wrong_status(codes[0][0], known, status[0])


def wrong_status(code: str, known: Sequence[int], status: str) -> Verdict:
    """The verdict on a status that an error code is not answered with."""
    says = choice([*map(str, known)])
    return contradicted(f"`{code}` is answered with {says}, not with {status}", f"write {says}")


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(text):
        if not end[0] or not _WHOSE.search(text):
            yield start, end.start()
            start = end.start()


def unknown_numbers(sentence: Found, around: Around) -> Verdicts:
    """A number that a text calls an error code, where the codes of the contract are numbers, and it is none of them."""
    known = sorted(frozenset[str]().union(*(one.error_codes for one in around.vocabularies)))
    for match in _NUMBERED.finditer(sentence.text):
        if known and match[1] not in known and all(map(str.isdigit, known)):
            message = f"the contract has no error code {match[1]}"
            yield sentence.part("value", match), unbound(message, f"it has {choice(known, 'and')}")


def wrong_event_statuses(sentence: Found, around: Around) -> Verdicts:
    """An event with the status of another."""
    statuses = around.scope.statuses
    words = [*_SPAN.finditer(sentence.text)]
    events = [match[1] for match in words if match[1] in statuses]
    others = {*statuses.values()} - {statuses[event] for event in events}
    for match in words if events and not around.denies(strictly=True) else ():
        if match[1] in others:
            message = f"`{events[0]}` goes with `{statuses[events[0]]}`, not with `{match[1]}`"
            yield sentence.part("value", match), contradicted(message, "correct the status or the event")
