"""The twin of the page of all deprecations."""

from collections.abc import Iterator

from docgen import urls
from docgen.render.deprecations import deprecations_context
from docgen.render.publication import Publication
from docgen.render.twins.page import Twin, twin


def twins(publication: Publication) -> Iterator[Twin]:
    """The twin of the one page."""
    summary = "What is being turned off, when, and what to use instead"
    context = deprecations_context(publication)
    yield twin(publication, "deprecations.md.j2", urls.DEPRECATIONS, "Deprecations", "Deprecations", summary, **context)
