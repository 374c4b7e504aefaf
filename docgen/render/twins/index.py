"""`llms.txt` (llmstxt.org): what a language model finds where; `llms-full.txt`: all of it."""

from collections.abc import Sequence
from itertools import groupby

from docgen import urls
from docgen.render.page import safe_url
from docgen.render.publication import Publication
from docgen.render.twins import escape
from docgen.render.twins.page import Twin, render_markdown


def llms_txt(publication: Publication, twins: Sequence[Twin]) -> str:
    """A title, a summary, and a section of links for each part of the site."""
    sections = [(name, list(found)) for name, found in groupby(twins, key=lambda twin: twin.section)]
    head = f"# {escape.text(publication.project.config.api)}\n"
    return render_markdown(publication, "llms.txt.j2", head, sections=sections, data=urls.DATA_FILES.items())


def llms_full_txt(publication: Publication, twins: Sequence[Twin]) -> str:
    """Every twin, each with its address on top; contracts are linked, not pasted."""
    config = publication.project.config
    head = (
        f"# {escape.text(config.api)}\n\nEvery page of {safe_url(config.site_url)} as Markdown, one after the other.\n"
    )
    # a rule, since a heading would stand among those of the pages
    return "\n---\n\n".join([head, *(twin.text for twin in twins)])
