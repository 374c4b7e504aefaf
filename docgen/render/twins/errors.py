"""The twins of the index of errors, of each code's page and of its other names."""

from collections.abc import Iterator
from typing import Final

from docgen import urls
from docgen.render import errors
from docgen.render.errors import ErrorView
from docgen.render.publication import Publication
from docgen.render.twins.handwritten import plain_markdown
from docgen.render.twins.page import Twin, twin

_SECTION: Final = "Errors"


def twins(publication: Publication) -> Iterator[Twin]:
    """The index, then each code, then each other name; nothing for an API without codes."""
    views = errors.views(publication)
    if not views:
        return
    summary = "Every error code, with its status and whether to retry"
    context = errors.index_context(publication, views)
    yield twin(publication, "errors.md.j2", urls.ERRORS, _SECTION, "Errors", summary, **context)
    for view in views:
        yield _code(publication, view)
    for name, view in errors.views_by_alias(views).items():
        summary = f"Another name of {view.code}"
        yield twin(publication, "error_alias.md.j2", urls.error_url(name), _SECTION, name, summary, view=view)


def _code(publication: Publication, view: ErrorView) -> Twin:
    context = {**errors.error_context(publication, view), "view": view}
    context["prose"] = plain_markdown(publication, context["prose"], urls.error_source(view.code))
    summary = view.title if view.page else ""
    return twin(publication, "error.md.j2", urls.error_url(view.code), _SECTION, view.code, summary, **context)
