"""What the front matter of an error page says beside its page."""

import re
from typing import Final

from docgen.facts.knowledge.scope import Scope
from docgen.facts.statements.errors import wrong_status
from docgen.facts.texts.passages import Passage
from docgen.facts.verdict import Found, Verdicts, contradicted
from docgen.model.error_page import ErrorPage

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
