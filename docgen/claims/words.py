"""What is said of a claim, as data: a text and a page lay it out, each in its own way."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal, NamedTuple

import msgspec

from docgen.wording import counted, plural

_VALUE: Final = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_CLAUSE: Final = re.compile(r"\[([^\[\]]*)\]")

Show = Callable[[Any, str], str]
"""Shows a value in the form that is behind its name."""


class Phrase(NamedTuple):
    """A sentence or a part of one: a text of docgen's own, with what an author or a contract wrote as its values.

    `{at}` is a value as code, or days and numbers as they are; `{wire:or}` names with a word before the last;
    `{because:prose}` a writer's text, `{days:plain}` a text as it is; `{error:error}` and `{is_:url}` have a link on a
    page, `{rule:details}` is one. `{wire:#value}` counts values, and `{wire:is|are}` is a word by their number. `**` is
    around what is strong on a page.
    """

    text: str
    values: Mapping[str, Any]

    def filled(self, show: Show) -> str:
        """The text with each value as it is shown."""
        return _VALUE.sub(lambda match: self._shown(show, match[1], match[2] or ""), self.text)

    def plain(self, show: Show) -> str:
        """The same, with nothing strong."""
        return self._replace(text=self.text.replace("**", "")).filled(show)

    def _shown(self, show: Show, name: str, form: str) -> str:
        value = self.values[name]
        count = len(value) if isinstance(value, Sequence) else value
        if form.startswith("#"):
            return show(counted(count, *form[1:].split("|")), "plain")
        if "|" in form:
            return plural(count, *form.split("|"))
        return show(value, form)


def say(text: str, promise: msgspec.Struct | None = None, /, **values: object) -> Phrase:
    """What a text says of a promise: its clauses in brackets are left out where the promise does not have a value."""
    # values are put in last, and once: what an author wrote is never read as a clause or a value
    known = {**_keys(promise), **values} if promise else values

    def clause(match: re.Match[str]) -> str:
        # a default is as good as nothing: nobody has written it
        is_known = all(name in known for name, _ in _VALUE.findall(match[1]))
        return match[1] if is_known else ""

    return Phrase(_CLAUSE.sub(clause, text), known)


def _keys(promise: msgspec.Struct) -> dict[str, object]:
    """What a promise has under its keys, if it is not the default."""
    defaults = _defaults(type(promise))
    return {name: value for name, value in msgspec.structs.asdict(promise).items() if value != defaults[name]}


@cache
def _defaults(promise: type[msgspec.Struct]) -> Mapping[str, object]:
    return {field.name: field.default for field in msgspec.structs.fields(promise)}


class Table(NamedTuple):
    """Rows of names and words below their labels, of which the last may be longer above a column than beside a cell."""

    labels: Sequence[Phrase]
    rows: Sequence[Sequence[Phrase]]
    longest_label: str = ""


class Block(NamedTuple):
    """A paragraph of a page, with the list of names that it introduces; or a table; or nothing: a pause in a twin.

    `tone` says of the names that they are not used, or never are; those `of` events are links. What stands alone
    `is_apart`; `only` the page or its twin has what the other says in another way.
    """

    words: Phrase | None = None
    names: Sequence[str] | None = None
    tone: Literal["", "off", "never"] = ""
    of: Literal["", "event"] = ""
    is_apart: bool = False
    only: Literal["", "page", "twin"] = ""
    head: str = ""
    table: Table | None = None


PAUSE: Final = Block()


def remark(head: str, text: str | None) -> Iterator[Block]:
    """A writer's text below its head, if there is one."""
    if text:
        yield Block(say("{text:prose}", text=text), head=head)


def says(text: str) -> Callable[[msgspec.Struct], Phrase]:
    """A sentence for every promise of a kind."""
    return lambda promise: say(text, promise)


def shows(text: str) -> Callable[[msgspec.Struct, object], Iterable[Block]]:
    """A page that has one sentence for every promise of a kind."""
    return lambda promise, _: [Block(say(text, promise), is_apart=True)]
