"""What a text says of error codes: the status of each, and in the front matter of a page, what the page is about."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from docgen.facts.knowledge.scope import Scope
from docgen.facts.texts.passages import Passage
from docgen.facts.verdict import DENIES_EXISTENCE, Around, Found, Verdict, Verdicts, contradicted
from docgen.model.error_page import ErrorPage
from docgen.wording import choice

_CODE: Final = re.compile(r"(?<![\w./-])(?:[a-z]+(?:_[a-z]+)+|(?<=`)[a-z]+(?=`)|\d{4,5})(?![\w/]|\.\w)")
_STATUS: Final = re.compile(r"(?<![\w.,:/#$-])[45]\d\d(?![\w%]|[.,:-]\d)")
_END: Final = re.compile(r"[;:,](?=\s)|\s(?:and|or|but|while)\s|$")
_WHOSE: Final = re.compile(r"\||\b[45]\d\d\W+(?:and )?(?:whose|its|with|with the) (?:error )?code\b", re.IGNORECASE)
"""Where a comma ends no clause: in a row, and before the code of a status."""


def wrong_code_statuses(sentence: Found, around: Around) -> Verdicts:
    """A status beside error codes of which none is answered with it, in a clause or row that has no other status."""
    pages = around.scope.shared.error_pages
    for start, end in _clauses(sentence.text):
        codes = [code for code in _CODE.finditer(sentence.text, start, end) if code[0] in pages and pages[code[0]].http]
        statuses = [*_STATUS.finditer(sentence.text, start, end)]
        # with more statuses than codes, nobody can say which is whose
        if not 0 < len(statuses) <= len(codes):
            continue
        known = pages[codes[0][0]].http
        allowed = {*chain.from_iterable(pages[code[0]].http for code in codes)}
        for status in statuses:
            if int(status[0]) not in allowed and not DENIES_EXISTENCE.search(sentence.text, start, end):
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


def bind_head(passage: Passage, scope: Scope) -> Verdicts:
    """The facts of a text of the front matter that its page contradicts; none for other texts."""
    if page := passage.error:
        match passage.pointer:
            case ("title",):
                yield from _title(passage.text, page, scope)
            case ("since",):
                yield from _pin(passage.text, page, scope, "first", 0)
            case ("until",):
                yield from _pin(passage.text, page, scope, "last", -1)


def _title(text: str, page: ErrorPage, scope: Scope) -> Verdicts:
    """Another status than that of the page, and another error code where the title is nothing else."""
    for match in re.finditer(r"(?:^|\(|\bHTTP |\bstatus )([45]\d\d)(?= [A-Z]|\)|:|$)", text):
        if int(match[1]) not in page.text.http:
            yield Found("status", *match.span(1), match[1]), wrong_status(page.text.code, page.text.http, match[1])
    if text != page.text.code and text in scope.shared.contracts.each(lambda contract: contract.error_codes):
        message = f"the page is that of `{page.text.code}`, and its title names `{text}`"
        yield Found("value", 0, len(text), text), contradicted(message, "say in words what went wrong")


def _pin(text: str, page: ErrorPage, scope: Scope, order: str, at: int) -> Verdicts:
    """Another pin than the one whose contract is the first, or the last, with the code."""
    holders, named = list[str](), list[str]()
    for pin in scope.project.pins:
        contract = scope.shared.of_pins.get(pin.id)
        if contract and page.text.code in contract.error_codes:
            holders.append(pin.id)
        if contract and text in (pin.id, pin.text.label):
            named.append(pin.id)
    if holders and named and holders[at] not in named:
        message = f"{holders[at]} is the {order} contract that has the error code `{page.text.code}`, not {text}"
        yield Found("value", 0, len(text), text), contradicted(message, f"write {holders[at]}")
