"""What is made of a page: its Markdown, its twin and what the search finds in it, or the same from the run before."""

from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from docgen.records import Kept, digest_of
from docgen.render.page import Page, page
from docgen.render.publication import Publication
from docgen.render.reference.inputs import of_site
from docgen.render.search.fields import Line, lines
from docgen.render.twins.page import twin


class Made(msgspec.Struct, frozen=True):
    """The Markdown of a page and that of its twin, empty where it has none; and the fields that it shows."""

    markdown: str
    twin: str
    lines: tuple[Line, ...]


class Known(NamedTuple):
    """The pages of the run before, and the digest of the code that made them."""

    records: Kept
    code: str


def made(publication: Publication, described: Page, known: Known | None) -> Made:
    """A page as it was made of the same inputs before; else it is made, and kept with them."""
    if known is None or not described.inputs:
        return _made(publication, described)
    is_older = described.publication is not None
    key = digest_of((known.code, of_site(publication), _shown(described), is_older, described.inputs))
    record = known.records.get(key, Made)
    if record is None:
        record = _made(publication, described)
        known.records.put(key, record)
    return record


def _shown(described: Page) -> object:
    """What a page shows besides its context."""
    names = (described.url, described.title, described.menu_title, described.description, described.schema)
    return described.template, names, described.front_matter, described.is_index, described.has_twin


def _made(publication: Publication, described: Page) -> Made:
    opened = replace(described, context={**described.context, **described.opened()})
    with_twin = publication.has_twins and described.has_twin
    shown = () if described.publication else tuple(lines(publication, opened.context))
    return Made(page(publication, opened), twin(publication, opened) if with_twin else "", shown)
