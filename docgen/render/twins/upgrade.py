"""The twins of the ways from one pin to a later one."""

from collections.abc import Iterator
from typing import Final

from docgen import urls
from docgen.render.story import Story
from docgen.render.twins.page import Twin, twin
from docgen.render.upgrade import Ways, of_index, of_way, ways

_SECTION: Final = "Upgrade"


def twins(story: Story) -> Iterator[Twin]:
    """The index, then each way; nothing without a released pin."""
    told = ways(story)
    if told is None:
        return
    line = "From one date-pin to a later one: which entries matter for which operation or event"
    context = of_index(story, told)
    yield twin(story, "upgrades.md.j2", urls.UPGRADE, _SECTION, "Does this affect me?", line, **context)
    yield from _pages(story, told)


def _pages(story: Story, told: Ways) -> Iterator[Twin]:
    for each in told.found:
        context = of_way(story, each, told.concerned(each))
        start, end = context["told"].start.id, each.end.id
        title, url = f"From {start} to {end}", urls.upgrade_url(start, end)
        yield twin(story, "upgrade.md.j2", url, _SECTION, title, context["summary"], **context)
