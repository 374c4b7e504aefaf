"""What a text says of error codes: the status of each, and whether a retry helps."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.facts.texts.denials import denies_in_any_way
from docgen.facts.verdict import Around, Found, Verdict, Verdicts, bound, contradicted, unbound
from docgen.wording import choice

_CODE_NAME: Final = re.compile(r"(?<![\w./-])(?:[a-z]+(?:_[a-z]+)+|(?<=`)[a-z]+(?=`)|\d{4,5})(?![\w/]|\.\w)")
_STATUS: Final = re.compile(r"(?<![\w.,:/#$-])[45]\d\d(?![\w%]|[.,:-]\d)")
_BETWEEN: Final = re.compile(r"[;:,](?=\s)|\s(?:and|or|but|while)\s")
_NUMBERED: Final = re.compile(
    r"\b(?:errors?(?: codes?)?|codes?`?)(?: in the (?:body|answer))?(?: is| was| of)? `?(\d{4,5})(?![\w.]\d)",
    re.IGNORECASE,
)
_WHOSE: Final = re.compile(r"\b[45]\d\d\W+(?:and )?(?:whose|its|with|with the) (?:error )?code\b", re.IGNORECASE)
_NEAR: Final = len("there is no more an ")
_OF_PAGE: Final = re.compile(
    r"\b(?:the|this|its) (?:answer|error|response|status)(?: code)?\b[^.;:|]*? ([45]\d\d)(?![\w%]|[.,:-]\d)",
    re.IGNORECASE,
)
_ELSEWHERE: Final = re.compile(
    r"\b(?:if|when|unless|once|other|another|before|prox(?:y|ies)|gateway|may|might|can)\b", re.IGNORECASE
)
_NOT_: Final = len("instead of `")
_RETRY: Final = re.compile(r"^\W*(?:repeat|retry|resend|try again|send again)\b[^.;:]*?`(\w+)`", re.IGNORECASE)
_RETRY_COLUMN: Final = re.compile(r"\b(?:retry|retries|repeat|again)\b", re.IGNORECASE)
_NO: Final = re.compile(r"[\W_]*(?:no|never|not)\b", re.IGNORECASE)
_NEVER: Final = re.compile(r"[\W_]*never\b", re.IGNORECASE)
_YES: Final = re.compile(r"[\W_]*(?:yes|after|at once|immediately|always)\b", re.IGNORECASE)


def wrong_code_statuses(sentence: Found, around: Around) -> Verdicts:
    """A status beside error codes of which none is answered with it, in a clause or row that has no other status."""
    pages = around.scope.shared.error_pages
    for start, part in _parts(sentence) if _STATUS.search(sentence.text) else ():
        named = [match for match in _CODE_NAME.finditer(part) if match[0] in pages]
        codes = {match[0]: match.start() for match in named if pages[match[0]].http}
        statuses = list(_STATUS.finditer(part))
        allowed = {status for code in codes for status in pages[code].http}
        for status in statuses if 0 < len(statuses) <= len(codes) else ():
            ends = (*codes.values(), status.start())
            if int(status[0]) not in allowed and not denies_in_any_way(part[max(min(ends) - _NOT_, 0) : max(ends)]):
                code = next(iter(codes))
                yield _wrong_status(int(status[0]), code, pages[code].http, start + status.start())


def _parts(sentence: Found) -> Iterator[tuple[int, str]]:
    """The clauses of a sentence with their offsets; a row is one, and so is one that says which code a status has."""
    is_one = "|" in sentence.text or bool(_WHOSE.search(sentence.text))
    ends = [] if is_one else [match.start() for match in _BETWEEN.finditer(sentence.text)]
    for start, end in zip((0, *ends), (*ends, len(sentence.text)), strict=True):
        yield sentence.start + start, sentence.text[start:end]


def _wrong_status(status: int, code: str, known: Sequence[int], at: int) -> tuple[Found, Verdict]:
    says = " or ".join(map(str, known))
    message = f"`{code}` is answered with {says}, not with {status}"
    return Found("status", at, at + 3, str(status)), contradicted(message, f"write {says}")


def wrong_page_statuses(sentence: Found, around: Around) -> Verdicts:
    """The status that the page of an error gives its answer, where the contract has another for the code."""
    match = _OF_PAGE.search(sentence.text)
    is_of_others = _CODE_NAME.search(sentence.text) or "/" in sentence.text or _ELSEWHERE.search(sentence.text)
    is_stated = match and not is_of_others and not denies_in_any_way(match[0])
    if around.statuses and match and is_stated and int(match[1]) not in around.statuses:
        says = choice([*map(str, around.statuses)])
        message = f"the error of this page is answered with {says}, not with {match[1]}"
        yield sentence.part("status", match), unbound(message, f"write {says}")


def unknown_numbers(sentence: Found, around: Around) -> Verdicts:
    """A number that a text calls an error code, where the codes of the contract are numbers, and it is none of them."""
    matches = list(_NUMBERED.finditer(sentence.text))
    known = [code for one in around.vocabularies for code in one.error_codes] if matches else []
    for match in matches if known and all(map(str.isdigit, known)) else ():
        found = sentence.part("value", match)
        if match[1] in known:
            yield found, bound("contract: error code")
        elif not denies_in_any_way(sentence.text[max(match.start() - _NEAR, 0) : match.start()]):
            yield (
                found,
                unbound(f"the contract has no error code {match[1]}", f"it has {choice(sorted({*known}), 'and')}"),
            )


def wrong_retries(sentence: Found, around: Around) -> Verdicts:
    """An error that a sentence tells to retry, although its page says that no retry helps."""
    pages = around.scope.shared.error_pages
    for match in _RETRY.finditer(sentence.text):
        if match[1] in pages and pages[match[1]].retry == "no" and not around.denies(strictly=True):
            found = sentence.part("value", match)
            yield found, unbound(f"the page of `{match[1]}` says `retry: no`", "correct the sentence, or the page")


def wrong_retry_rows(sentence: Found, around: Around) -> Verdicts:
    """An error whose row has another answer in a column on retries than its page."""
    header = around.lead[around.lead.find("|") :].split("|")
    column = next((at for at, cell in enumerate(header) if _RETRY_COLUMN.search(cell)), 0)
    cells, pages = sentence.text.split("|"), around.scope.shared.error_pages
    named = (match[0] for match in _CODE_NAME.finditer(sentence.text) if match[0] in pages) if column else ()
    code, retry = next(((code, pages[code].retry) for code in named if pages[code].retry), ("", None))
    if retry and column < len(cells):
        wrong = {"no": _YES, "after-fix": _NEVER}.get(retry, _NO)
        if wrong.match(cells[column]):
            start = sentence.start + len("|".join(cells[:column])) + 1
            found = Found("value", start, start + len(cells[column]), cells[column].strip())
            yield found, contradicted(f"the page of `{code}` says `retry: {retry}`", "correct one of the two")
