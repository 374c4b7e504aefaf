"""The Markdown twin of every page, for programs and language models, and their index: `llms.txt`.

A twin is made by the template of its page, of the same context; `marks` reads it as Markdown. A new type of page adds a
module with `twins(publication)`, and its name to `_KINDS`.
"""

from collections.abc import Callable, Iterator
from typing import Final

from docgen import urls
from docgen.model.files import Files
from docgen.render.publication import Publication
from docgen.render.twins import changelog, deprecations, errors, handwritten, policy, reference, upgrade, webhooks
from docgen.render.twins.index import llms_full_txt, llms_txt
from docgen.render.twins.page import Twin

__all__ = ["Twin", "render"]

_KINDS: Final[tuple[Callable[[Publication], Iterator[Twin]], ...]] = (
    handwritten.twins,
    reference.twins,
    errors.twins,
    webhooks.twins,
    changelog.twins,
    upgrade.twins,
    deprecations.twins,
    policy.twins,
)
"""In the order of `llms.txt`."""


def render(publication: Publication) -> Files:
    """A twin under `urls.twin_source` of its page, `llms.txt` and `llms-full.txt`; nothing where pages have no twin."""
    if not publication.site.has_twins:
        return {}
    found = [twin for kind in _KINDS for twin in kind(publication)]
    pages = {urls.twin_source(twin.url): twin.text for twin in found}
    current = [twin for twin in found if not twin.is_past]
    return {**pages, urls.LLMS: llms_txt(publication, current), urls.LLMS_FULL: llms_full_txt(publication, current)}
