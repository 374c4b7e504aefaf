"""What one part of a file says beside another: front matter beside its page, an attested text beside its `values`."""

import re
from collections.abc import Mapping
from typing import Final

from docgen.facts.knowledge.scope import Scope
from docgen.facts.texts.passages import Passage
from docgen.facts.verdict import Found, Verdicts, bound, contradicted
from docgen.model.error_page import ErrorPage
from docgen.wording import choice

_CLAUSE: Final = re.compile(r"[^;.\n]+")
_STATUS: Final = re.compile(r"(?:^|\(|\bHTTP |\bstatus )([45]\d\d)(?= [A-Z]|\)|:|$)")
_CODE: Final = re.compile(r"(?<![\w.-])\w+(?![\w-])")


def bind_head(passage: Passage, scope: Scope) -> Verdicts:
    """The facts of a text of the front matter that its page decides; none for other texts."""
    page, key = passage.error, passage.pointer[-1:]
    if page and key == ("title",):
        yield from _statuses(passage.text, page)
        yield from _codes(passage.text, page, scope)
    elif page and key in (("since",), ("until",)):
        yield from _pin(passage.text, page, scope, is_first=key == ("since",))


def _statuses(text: str, page: ErrorPage) -> Verdicts:
    for match in _STATUS.finditer(text):
        found = Found("status", *match.span(1), match[1])
        if int(match[1]) in page.text.http:
            yield found, bound("front matter of the page")
        else:
            says = choice([*map(str, page.text.http)])
            yield found, contradicted(f"`{page.text.code}` is answered with {says}, not with {match[1]}", "correct it")


def _codes(text: str, page: ErrorPage, scope: Scope) -> Verdicts:
    """Another error code; one that is also a plain word counts where the title is nothing else."""
    others = {code for one in scope.shared.of_pins.values() for code in one.error_codes} - {page.text.code}
    for match in _CODE.finditer(text):
        if match[0] in others and ("_" in match[0] or match[0] == text.strip()):
            message = f"the page is that of `{page.text.code}`, and its title names `{match[0]}`"
            yield Found("value", *match.span(), match[0]), contradicted(message, "say in words what went wrong")


def _pin(text: str, page: ErrorPage, scope: Scope, *, is_first: bool) -> Verdicts:
    """The pin from which, or up to which, contracts have the code."""
    named = [{pin.id, pin.text.label} for pin in scope.project.pins if pin.spec]
    has = [page.text.code in one.error_codes for one in scope.shared.of_pins.values()]
    ids, at = list(scope.shared.of_pins), next((at for at, names in enumerate(named) if text in names), None)
    if at is None:
        return  # a time without a contract
    found, beyond = Found("value", 0, len(text), text), has[:at] if is_first else has[at + 1 :]
    if has[at] and not any(beyond):
        yield found, bound(f"pin {ids[at]}")
        return
    holders = [id_ for id_, is_there in zip(ids, has, strict=True) if is_there]
    if not holders:
        return  # a code of the time before the first contract
    expected = holders[0] if is_first else holders[-1]
    order = "first" if is_first else "last"
    message = f"{expected} is the {order} contract that has the error code `{page.text.code}`, not {text}"
    yield found, contradicted(message, f"write {expected}")


def bind_values(passage: Passage) -> Verdicts:
    """Each value of which the text of an attestation says what its `values` give to others alone."""
    values = _values(passage)
    meanings = frozenset(values.values())
    for clause in _CLAUSE.finditer(passage.text):
        said = [meaning for meaning in meanings if _at(meaning, clause[0])]
        for name, meaning in values.items():
            at = _at(name, clause[0])
            if at and said and not any(one in meaning for one in said):
                message = f"the text says `{said[0]}` of `{name}`; `values` says `{meaning}`"
                start = clause.start() + at.start()
                yield Found("value", start, start + len(name), name), contradicted(message, "correct one of them")


def _values(passage: Passage) -> Mapping[str, str]:
    if not passage.entry or passage.pointer[2:] != ("attested", "text"):
        return {}
    attested = passage.entry.text.claims[int(passage.pointer[1])].attested
    return (attested and attested.values) or {}


def _at(words: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w.]){re.escape(words)}(?!\w)", text, re.IGNORECASE)
