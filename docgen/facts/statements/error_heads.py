"""What one part of a file says beside another: front matter beside its page, an attested text beside its `values`."""

import re
from typing import Final

from docgen.facts.knowledge.scope import Scope
from docgen.facts.statements.errors import wrong_status
from docgen.facts.texts.passages import Passage
from docgen.facts.verdict import Found, Verdicts, contradicted
from docgen.model.error_page import ErrorPage

_CLAUSE: Final = re.compile(r"[^;.\n]+")
_WORD: Final = re.compile(r"\w+(?:[.-]\w+)*")
_STATUS: Final = re.compile(r"(?:^|\(|\bHTTP |\bstatus )([45]\d\d)(?= [A-Z]|\)|:|$)")


def bind_head(passage: Passage, scope: Scope) -> Verdicts:
    """The facts of a text of the front matter that its page contradicts; none for other texts."""
    page, key = passage.error, passage.pointer[-1:]
    if page and key == ("title",):
        yield from _title(passage.text, page, scope)
    elif page and key == ("since",):
        yield from _pin(passage.text, page, scope, "first", 0)
    elif page and key == ("until",):
        yield from _pin(passage.text, page, scope, "last", -1)


def _title(text: str, page: ErrorPage, scope: Scope) -> Verdicts:
    """Another status than that of the page, and another error code where the title is nothing else."""
    for match in _STATUS.finditer(text):
        if int(match[1]) not in page.text.http:
            yield Found("status", *match.span(1), match[1]), wrong_status(page.text.code, page.text.http, match[1])
    if text != page.text.code and any(text in one.error_codes for one in scope.shared.of_pins.values()):
        message = f"the page is that of `{page.text.code}`, and its title names `{text}`"
        yield Found("value", 0, len(text), text), contradicted(message, "say in words what went wrong")


def _pin(text: str, page: ErrorPage, scope: Scope, order: str, at: int) -> Verdicts:
    """Another pin than the one whose contract is the first, or the last, with the code."""
    pins = [pin for pin in scope.project.pins if pin.spec]
    holders = [pin for pin in pins if page.text.code in scope.shared.of_pins[pin.id].error_codes]
    named = [pin for pin in pins if text in (pin.id, pin.text.label)]
    if holders and named and holders[at] not in named:
        message = f"{holders[at].id} is the {order} contract that has the error code `{page.text.code}`, not {text}"
        yield Found("value", 0, len(text), text), contradicted(message, f"write {holders[at].id}")


def bind_values(passage: Passage) -> Verdicts:
    """Each name of an attested text beside another meaning than its `values` give it."""
    claims = passage.entry.text.claims if passage.entry else ()
    listed = (one.attested.values for one in claims if one.attested and one.attested.text == passage.text)
    values = next(listed, None) or {}
    for clause in _CLAUSE.finditer(passage.text):
        words = {match[0]: match for match in _WORD.finditer(passage.text, *clause.span())}
        said = sorted(words.keys() & {*values.values()})
        for name in sorted(words.keys() & values.keys()):
            if said and not any(meaning in values[name] for meaning in said):
                message = f"the text says `{said[0]}` of `{name}`; `values` says `{values[name]}`"
                yield Found("value", *words[name].span(), name), contradicted(message, "correct one of them")
