"""What is said of a claim, as data: a text and a page lay it out, each in its own way."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple


class Code(NamedTuple):
    """A name that is shown as code, and what it names, if that has a page."""

    name: str
    of: Literal["", "event", "error", "url"] = ""


class Names(NamedTuple):
    """Names in a sentence: `a, b and c` with the word `and`, `a, b, c` without a word."""

    names: Sequence[str]
    word: str = ""


class Prose(NamedTuple):
    """A writer's text, with inline code between backticks."""

    text: str


class Details(NamedTuple):
    """A link to what the site says of a rule."""

    rule: str


Value = Code | Names | Prose | Details | date | str | int


class Phrase(NamedTuple):
    """A part of a sentence: `{}` stands for each of the values, and `**` is around what is strong.

    The text is docgen's own and is not escaped; what an author or a contract wrote is among the values.
    """

    text: str
    values: tuple[Value, ...]

    @property
    def plain(self) -> "Phrase":
        """The same without marks for what is strong."""
        return self._replace(text=self.text.replace("**", ""))

    def filled(self, show: Callable[[Value], str]) -> str:
        """The text with each value as it is shown."""
        return self.text.format(*map(show, self.values))


def say(text: str, *values: Value) -> Phrase:
    """A phrase."""
    return Phrase(text, values)


class Table(NamedTuple):
    """Rows of cells below their labels, of which the last one may be longer above a column than beside a cell."""

    labels: Sequence[Phrase]
    rows: Sequence[Sequence[Value]]
    longest_label: str = ""


class Block(NamedTuple):
    """A paragraph of a page, with the list of names that it introduces; or a table; or nothing: a pause in a twin.

    `tone` says of the names that they are not used, or never are; those `of` events are links. What stands alone
    `is_apart`; `only` the page or its twin has what the other says in another way.
    """

    words: Sequence[Phrase] = ()
    names: Sequence[str] | None = None
    tone: Literal["", "off", "never"] = ""
    of: Literal["", "event"] = ""
    is_apart: bool = False
    only: Literal["", "page", "twin"] = ""
    head: str = ""
    table: Table | None = None


PAUSE: Final = Block()


def sentence(words: Iterable[Phrase]) -> Block:
    """A sentence that is all that a page shows of a claim, or the first of it."""
    return Block(tuple(words), is_apart=True)


def remark(head: str, text: str | None) -> Iterator[Block]:
    """A writer's text with its head, if there is one."""
    if text:
        yield Block((say("{}", Prose(text)),), head=head)
