"""The twins as files, with `llms.txt` (llmstxt.org), the index of them, and `llms-full.txt`, their text."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from docgen import urls
from docgen.markdown import escape
from docgen.model.files import Files
from docgen.render.page import Page, safe_url
from docgen.render.publication import Publication
from docgen.render.twins import handwritten
from docgen.render.twins.page import render_markdown, twin

_SECTIONS: Final = (
    "API reference",
    "Errors",
    "Webhook events",
    "Changelog",
    "Upgrade",
    "Deprecations",
    "Policy",
)
"""In the order of `llms.txt`, in which they come after the hand-written pages."""


def render(publication: Publication, pages: Iterable[Page]) -> Files:
    """A twin under `urls.twin_source` of each page, of the hand-written ones too, `llms.txt` and `llms-full.txt`."""
    ordered = sorted(pages, key=lambda page: (_SECTIONS.index(page.section), page.position))
    ordered = [*handwritten.pages(publication), *(page for page in ordered if page.has_twin)]
    files: dict[str, str | bytes] = {}
    current, texts = [], []
    for page in ordered:
        text = files[urls.twin_source(page.url)] = twin(publication, page)
        # the past is most of a changelog, and a model pays for each word
        if not page.is_past:
            current.append(page)
            texts.append(text)
    files[urls.LLMS] = _llms_txt(publication, current)
    files[urls.LLMS_FULL] = _llms_full_txt(publication, texts)
    return files


def _llms_txt(publication: Publication, pages: Sequence[Page]) -> str:
    """A title, a summary, and a section of links for each part of the site."""
    listed = (page for page in pages if page.is_listed)
    sections = [(name, list(group)) for name, group in groupby(listed, key=lambda page: page.section)]
    head = f"# {escape.text(publication.config.api)}\n"
    return render_markdown(publication, "llms.txt.j2", head, sections=sections, data=urls.DATA_FILES.items())


def _llms_full_txt(publication: Publication, texts: Sequence[str]) -> str:
    """The texts of twins, each with its URL on top; contracts are linked, not included."""
    config = publication.config
    about = f"All pages of {safe_url(config.site_url)} that {urls.LLMS} lists, as Markdown in one file."
    head = f"# {escape.text(config.api)}\n\n{about}\n"
    # separated by rules: headings would mix with those of the pages
    return "\n---\n\n".join([head, *texts])
