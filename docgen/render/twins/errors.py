"""The twins of the index of errors and of each code's page."""

from collections.abc import Iterator
from typing import Final

from docgen import urls
from docgen.render import errors
from docgen.render.story import Story
from docgen.render.twins.page import Twin, twin
from docgen.render.twins.written import markdown

_SECTION: Final = "Errors"


def twins(story: Story) -> Iterator[Twin]:
    """The index, then each code; nothing for an API without codes."""
    found = errors.views(story)
    if not found:
        return
    line = "Every error code, with its status and whether to retry"
    yield twin(story, "errors.md.j2", urls.ERRORS, _SECTION, "Errors", line, errors=found)
    for view in found:
        prose = markdown(story, view.page.prose, urls.error_source(view.code)) if view.page else ""
        context = {**errors.context(story, view), "view": view, "prose": prose}
        line = view.title if view.page else ""
        yield twin(story, "error.md.j2", urls.error_url(view.code), _SECTION, view.code, line, **context)
