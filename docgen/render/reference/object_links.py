"""The reader of schemas for a page, which leads to the objects of the reference."""

from typing import Final

from markupsafe import Markup

from docgen import urls
from docgen.openapi.resolver import Resolver
from docgen.render.escape import text
from docgen.render.page import relative, safe_url
from docgen.render.publication import Publication, once
from docgen.render.reference.reader import SchemaReader

DEEP: Final = f"{urls.REFERENCE}-/-/"
"""Links from here hold on the page of every operation and object: each is as deep in the reference."""


def linking_reader(publication: Publication, here: str, resolver: Resolver) -> SchemaReader:
    """The reader for the page at `here` of schemas of the current contract, or of another form of it: `resolver`'s."""
    pages = publication.page_targets.schemas

    def link(name: str) -> Markup | None:
        if name not in pages:
            return None
        return Markup('<a href="{}">{}</a>').format(safe_url(relative(pages[name], here)), text(name))

    return SchemaReader(resolver, link, publication.history.field)


@once
def schema_reader(publication: Publication) -> SchemaReader:
    """The reader of the schemas of the contract, for the pages of operations and objects."""
    targets = publication.page_targets
    return linking_reader(publication, urls.within(targets.folder, DEEP), targets.resolver)
