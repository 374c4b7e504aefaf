"""The twin of the page of all deprecations."""

from collections.abc import Iterator

from docgen import urls
from docgen.render import deprecations
from docgen.render.story import Story
from docgen.render.twins.page import Twin, twin


def twins(story: Story) -> Iterator[Twin]:
    """The one page."""
    context = {"redirects": deprecations.views(story), "pin": story.project.current}
    line = "What is being turned off, when, and what to use instead"
    yield twin(story, "deprecations.md.j2", urls.DEPRECATIONS, "Deprecations", "Deprecations", line, **context)
