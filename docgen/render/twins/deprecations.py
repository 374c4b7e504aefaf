"""The twin of the page of all deprecations."""

from collections.abc import Iterator

from docgen import urls
from docgen.render.deprecations import dashboard
from docgen.render.story import Story
from docgen.render.twins.page import Twin, twin


def twins(story: Story) -> Iterator[Twin]:
    """The one page."""
    line = "What is being turned off, when, and what to use instead"
    yield twin(story, "deprecations.md.j2", urls.DEPRECATIONS, "Deprecations", "Deprecations", line, **dashboard(story))
