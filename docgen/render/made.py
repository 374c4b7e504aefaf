"""What is made of a page: its Markdown, its twin and what the search finds in it, or the same from the run before."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from docgen.records import Kept, digest, digest_of
from docgen.render.page import Page, page
from docgen.render.publication import Publication
from docgen.render.reference.inputs import of_site
from docgen.render.search.fields import Line, lines
from docgen.render.twins.page import twin

_Part = TypeVar("_Part")


class Known(NamedTuple):
    """What is kept of the run before, and the digest of the code that made it."""

    records: Kept
    code: str

    def kept(self, inputs: object, type_: type[_Part], make: Callable[[], _Part]) -> _Part:
        """What was made of the same inputs before; else it is made, and kept with them."""
        key = digest_of((self.code, inputs))
        record = self.records.get(key, type_)
        if record is None:
            record = make()
            self.records.put(key, record)
        return record


class _Shown(msgspec.Struct, frozen=True):
    """The fields that a page shows."""

    lines: tuple[Line, ...]


class Parts(NamedTuple):
    """The Markdown of a page and that of its twin, empty where it has none; and the fields that it shows."""

    markdown: str
    twin: str
    shown: _Shown


class _About(msgspec.Struct, frozen=True):
    """The digest of the Markdown of a page, and the bytes of its twin."""

    digest: str
    twin_size: int


class Made:
    """What is made of a page, in parts; one that is kept is read when it is asked for, and then not held.

    `key` is the digest of all that the page is made of, empty where it is made each time; `about` says what came of it.
    """

    def __init__(self, make: Callable[[], Parts], again: Callable[[], Parts], key: str, records: Kept | None) -> None:
        self._again, self.key, self._records = again, key, records
        self._held: Parts | None = None
        about = records.get(key, _About) if records else None
        if about is None or not self._has_parts():
            made = make()
            about = _About(digest(made.markdown), len(made.twin.encode()))
            if not self._keep(made, about):
                self._held = made
        self.about = about

    def markdown(self) -> str:
        """The Markdown of the page."""
        return self._part("markdown", str)

    def twin(self) -> str:
        """The Markdown of its twin, empty where it has none."""
        return self._part("twin", str)

    def lines(self) -> tuple[Line, ...]:
        """The fields that the page shows."""
        return self._part("shown", _Shown).lines

    def _has_parts(self) -> bool:
        return self._records is not None and all(self._records.has(digest(self.key, name)) for name in Parts._fields)

    def _keep(self, made: Parts, about: _About) -> bool:
        if not self._records:
            return False
        kept = [self._records.put(digest(self.key, name), part) for name, part in made._asdict().items()]
        return all(kept) and self._records.put(self.key, about)

    def _part(self, name: str, type_: type[_Part]) -> _Part:
        if self._records and not self._held:
            part = self._records.get(digest(self.key, name), type_)
            if part is not None:
                return part
        # another run may have deleted it, or it is damaged
        made: _Part = getattr(self._held or self._again(), name)
        return made


def made(
    publication: Publication, described: Page, known: Known | None, again: Callable[[], Parts] | None = None
) -> Made:
    """A page as it was made of the same inputs before; else it is made, and kept with them.

    `again` makes it where what is kept is damaged: without it, all that the page was made from would stay in memory.
    """
    make = partial(parts_of, publication, described, known)
    if known is None or not described.inputs:
        return Made(make, again or make, "", None)
    is_older = described.publication is not None
    if described.body:
        # kept as long as the page: it is needed where the page is made again
        made(publication, described.body, known)
    inputs = (known.code, of_site(publication), is_older, _shown(described))
    return Made(make, again or make, digest_of(inputs), known.records)


def _shown(described: Page) -> object:
    """What a page shows besides its context."""
    names = (described.url, described.title, described.menu_title, described.description, described.schema)
    body = described.body and _shown(described.body)
    has = described.is_index, described.has_twin
    return described.template, names, described.front_matter, has, described.inputs, body


def parts_of(publication: Publication, described: Page, known: Known | None = None) -> Parts:
    """What is made of a page."""
    opened = replace(described, context={**described.context, **described.opened()})
    shown = () if described.publication else tuple(lines(publication, opened.context))
    if described.body:
        body = made(publication, described.body, known)
        opened = _with_body(opened, body)
        shown += body.lines()
    with_twin = publication.has_twins and described.has_twin
    return Parts(page(publication, opened), twin(publication, opened) if with_twin else "", _Shown(shown))


def _with_body(described: Page, body: Made) -> Page:
    context = {**described.context, "body": Markup(body.markdown())}  # noqa: S704 - a template made it
    return replace(described, context=context, for_twin={**described.for_twin, "body": Markup(body.twin())})  # noqa: S704
