"""The Markdown twin of every page, for programs and language models, and the index of them: `llms.txt`.

A twin is made by the template of its page, of the same context; `marks` reads it as Markdown. A new type of page adds a
module with `twins(story)`, and its name to `_KINDS`.
"""

from collections.abc import Callable, Iterator
from typing import Final

from docgen import urls
from docgen.model.files import Files
from docgen.render.story import Story
from docgen.render.twins import changelog, deprecations, errors, policy, reference, upgrade, webhooks, written
from docgen.render.twins.index import full, index
from docgen.render.twins.page import Twin

__all__ = ["Twin", "render"]

_KINDS: Final[tuple[Callable[[Story], Iterator[Twin]], ...]] = (
    written.twins,
    reference.twins,
    errors.twins,
    webhooks.twins,
    changelog.twins,
    upgrade.twins,
    deprecations.twins,
    policy.twins,
)
"""In the order of `llms.txt`."""


def render(story: Story) -> Files:
    """A twin under `urls.twin_source` of its page, `llms.txt` and `llms-full.txt`; nothing where pages have no twin."""
    if not story.site.twins:
        return {}
    found = [twin for kind in _KINDS for twin in kind(story)]
    pages = {urls.twin_source(twin.url): twin.text for twin in found}
    return {**pages, urls.LLMS: index(story, found), urls.LLMS_FULL: full(story, found)}
