"""What docgen can do with one kind of claim."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Generic, Literal, NamedTuple, Never, TypeVar

import msgspec

from docgen.claims.case import Case, Proofs
from docgen.claims.words import Block, Phrase, Table
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.proof import Evidence
from docgen.model.redirect import Redirect
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer

Promise = TypeVar("Promise")
"""What a claim of one kind says: its type in `docgen.model.claim`."""
Rules = Mapping[str, Redirect]
"""The redirects of a project by their ids."""


class Announcement(NamedTuple):
    """Something that the contract does not have yet: an event, a value of the enum `at`, or a field.

    `due` is the label, pin or date that it is planned for.
    """

    kind: Literal["event", "value", "field"]
    name: str
    at: str = ""
    due: str = ""
    because: str = ""


def _nothing(*_: object) -> Iterator[Never]:
    return iter(())


class Kind(msgspec.Struct, Generic[Promise], frozen=True, kw_only=True):
    """A kind of claim: each module of this package defines one, and what has no default every kind must have.

    `against` is what it is compared with, in words for a reader, and `evidence` what that is; a promise that
    `needs_example` is shown by an example alone. `prove` yields each refutation, or that the claim cannot be proved, or
    who attests it, and nothing where it is true. `sentence` is what a text says of it, `table` the same in rows where
    it stands alone, `page` what the page of its entry shows.
    """

    type: type[Promise]
    against: str
    evidence: Evidence
    prove: Callable[[Case, Promise], Proofs]
    sentence: Callable[[Promise], Phrase]
    page: Callable[[Promise, Rules], Iterable[Block]]
    table: Callable[[Promise], Table | None] = lambda _: None
    needs_example: Callable[[Promise], bool] = lambda _: False
    at: Callable[[Promise], str | None] = lambda _: None
    """The selector of the schema or field that it is about."""
    about: Callable[[Promise], Iterator[str]] = _nothing
    """The selectors of the events and errors that it is about."""
    not_there: Callable[[Promise], Iterator[str]] = _nothing
    """The selectors of what it says is planned, or absent on purpose: no contract needs to have them."""
    listed: Callable[[Promise], Iterator[str]] = _nothing
    """The selectors of what it lists as the whole of something, or as removed: a contract may lack them."""
    announces: Callable[[Promise], Iterator[Announcement]] = _nothing
    """What it says will come, or is reserved."""
    endings: Callable[[Project, Entry, Promise, Pointer], Iterator[Ending]] = _nothing
    """What it says ends."""
    prose: tuple[str, ...] = ()
    """The keys with a writer's text, whose facts are checked."""
    draft: Callable[[Spec, str, date | None], Iterator[Promise]] = _nothing
    """The claims that a draft makes of a part that a contract newly deprecates, on a day."""
    hint: Callable[[Promise], str] = lambda _: ""
    """What a draft says below the claim that a writer may add."""
    sunset: Callable[[Promise], date | None] = lambda _: None
    """The day until which it promises something."""
