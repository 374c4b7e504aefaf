"""A writer's page for one error code: front matter, then causes and fixes in Markdown."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from docgen.model.authored import Authored
from docgen.model.fact import Unchecked
from docgen.model.text import PlainText
from docgen.positions.source import Source

Retry = Literal["no", "yes", "after-fix", "after-delay"]


class ErrorText(Authored):
    """The front matter of `docs/errors/<code>.md`."""

    code: PlainText
    title: PlainText
    http: tuple[Annotated[int, Meta(ge=400, le=599)], ...]
    retry: Retry | None = None
    """Absent only until a writer knows."""
    backoff: PlainText | None = None
    idempotency: PlainText | None = None
    aliases: tuple[PlainText, ...] = ()
    successor: PlainText | None = None
    since: PlainText | None = None
    until: PlainText | None = None
    pin: PlainText | None = None
    """The pin from which on this file is the page of the code."""
    unchecked: tuple[Unchecked, ...] = ()
    """Facts of the page that nothing in the project can show."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The code, then its aliases."""
        return (self.code, *self.aliases)


class ErrorPage(msgspec.Struct, frozen=True):
    """A code's page: `prose` is the Markdown after the front matter, which ends at `first_line` - 1."""

    text: ErrorText
    prose: str
    first_line: int
    source: Source
