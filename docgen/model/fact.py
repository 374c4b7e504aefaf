"""A fact that a text states: what a reader takes for true, and what it is bound to."""

from typing import Literal

import msgspec

from docgen.model.authored import Authored
from docgen.model.text import PlainText
from docgen.positions.source import Source

FactKind = Literal["name", "value", "path", "url", "header", "status", "date", "number", "sample"]
FactState = Literal["bound", "unchecked", "unbound", "contradicted"]


class Unchecked(Authored):
    """A fact that its writer does not want to be checked: its text as it is written, and why."""

    text: PlainText
    """The fact as it is written on the page."""
    because: PlainText
    """Why nothing in the project can show it."""


class Fact(msgspec.Struct, frozen=True):
    """A fact of a text at a position of its file.

    `bound_to` says what shows it: a claim, a rule, the contract, a page, or the writer's reason where it is
    `unchecked` by the `mark`; it is empty where nothing does. `message` and `hint` are for a writer where it is unbound
    or contradicted.
    """

    kind: FactKind
    text: str
    source: Source
    line: int
    column: int
    state: FactState
    bound_to: str = ""
    message: str = ""
    hint: str = ""
    mark: str = ""
