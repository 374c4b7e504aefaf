"""Code in a sentence: what shows an address, a header line, a status, a date, or each word of it."""

import re
from typing import Final

from docgen.facts.figures.dates import find_dates
from docgen.facts.spans.days import bind_date
from docgen.facts.spans.headers import LINE, bind_header, header_by
from docgen.facts.spans.names import HINT, misplaced, named, number_by, path_by, suggestion
from docgen.facts.spans.routes import METHOD, bind_path, bind_url
from docgen.facts.spans.statuses import bind_family, bind_status
from docgen.facts.verdict import Around, Verdict, bound, unbound
from docgen.model.statuses import PHRASES
from docgen.wording import choice, did_you_mean

_CALL: Final = re.compile(rf"({METHOD}) (\S+)(?: HTTP/[\d.]+)?")
_STATUS_LINE: Final = re.compile(r"(?:HTTP(?:/[\d.]+)? )?([1-5]\d\d)(?: [A-Z][A-Za-z' -]+)?")
_FAMILY: Final = re.compile(r"[1-5][xX]{2}")
_CALLED: Final = r"(parameter|error code)"
_CALLED_BEFORE: Final = re.compile(rf"\b{_CALLED}[ `]*$", re.IGNORECASE)
_CALLED_AFTER: Final = re.compile(rf"[` ]*{_CALLED}\b(?! of)", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[A-Za-z_$@][\w$@-]*(?:\.[\w$@-]+|\[[^\]\n\"']*\])*(?:\.\*)?|-?\d[\d.,_]*\w*")


def bind_code(content: str, around: Around) -> Verdict:
    """The verdict on a code span, or on a name in plain text."""
    verdict = _bind_whole(content, around)
    if verdict is None:
        verdict = _bind_tokens(content, around)
    if verdict.state != "bound":
        return verdict
    return misplaced(content, around) or _miscalled(content, verdict, around) or verdict


def _miscalled(content: str, verdict: Verdict, around: Around) -> Verdict | None:
    """The verdict on a name of the contract that the text calls a parameter or an error code, which it is not."""
    called = _CALLED_BEFORE.search(around.before) or _CALLED_AFTER.match(around.after)
    if not called or not verdict.bound_to.startswith(("contract", "sample")) or around.clause_denies():
        return None
    what = called[1].lower()
    known = [one.called(what) for one in around.vocabularies]
    if not any(known) or any(content in names for names in known) or not re.fullmatch(r"[\w.-]+", content):
        return None
    hint = did_you_mean(content, frozenset[str]().union(*known), HINT)
    return unbound(f"the contract has no {what} `{content}`", hint)


def _bind_whole(content: str, around: Around) -> Verdict | None:
    """The verdict on code that has a form of its own: an address, a header line, a status, a date."""
    if re.match(r"(?:https?|wss?)://", content):
        return bind_url(content, around)
    if call := _CALL.fullmatch(content):
        return bind_path(call[2], around, call[1])
    if re.match(r"/(?:[\w{<:.~-]|$)", content) and " " not in content:
        return bind_path(content, around)
    if missing := _missing_method(content, around):
        return missing
    if by := named(content, around):
        return bound(by)
    status = _STATUS_LINE.fullmatch(content)
    if status and int(status[1]) in PHRASES and not number_by(content, content, around):
        return bind_status(int(status[1]), around)
    if _FAMILY.fullmatch(content):
        return bind_family(content, around)
    line = LINE.fullmatch(content)
    if line and (header_by(line[1], around) or (line[1][0].isupper() and not line[1].isupper())):
        return bind_header(line[1], line[2], around)
    day = next(find_dates(content), None)
    if day and day.end - day.start == len(content):
        return bind_date(day, content, around)
    return None


def _missing_method(content: str, around: Around) -> Verdict | None:
    """The verdict on a method alone that no operation, event or rule has; a server has HEAD and OPTIONS of its own."""
    known = frozenset[str]().union(*(one.methods for one in around.vocabularies))
    is_method = content in METHOD.split("|") and content not in ("HEAD", "OPTIONS", "TRACE")
    if not is_method or not known or content in known or around.scope.names.get(content):
        return None
    return unbound(f"no operation of the contract has the method {content}", f"write {choice(sorted(known))}")


def _bind_tokens(content: str, around: Around) -> Verdict:
    """The verdict on the words of code: each is known, or the first unknown one decides."""
    by = ""
    for match in _TOKEN.finditer(content):
        word = match[0].rstrip(".,")
        found = named(word, around) or path_by(word, around) or number_by(word, content, around)
        if not found:
            what = f"nothing in the contract, the claims or the rules has `{word}`"
            return unbound(what if word == content else f"{what} (in `{content}`)", suggestion(word, around))
        by = by or found
    return bound(by or "punctuation")
