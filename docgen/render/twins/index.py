"""`llms.txt` (llmstxt.org), the index of all twins, and `llms-full.txt`, their text."""

from collections.abc import Sequence
from itertools import groupby

from docgen import urls
from docgen.markdown import escape
from docgen.render.page import safe_url
from docgen.render.publication import Publication
from docgen.render.twins.page import Twin, render_markdown


def llms_txt(publication: Publication, twins: Sequence[Twin]) -> str:
    """A title, a summary, and a section of links for each part of the site."""
    listed = (twin for twin in twins if twin.is_listed)
    sections = [(name, list(found)) for name, found in groupby(listed, key=lambda twin: twin.section)]
    head = f"# {escape.text(publication.project.config.api)}\n"
    return render_markdown(publication, "llms.txt.j2", head, sections=sections, data=urls.DATA_FILES.items())


def llms_full_txt(publication: Publication, twins: Sequence[Twin]) -> str:
    """The text of every twin, each with its URL on top; contracts are linked, not included."""
    config = publication.project.config
    about = f"All pages of {safe_url(config.site_url)} that {urls.LLMS} lists, as Markdown in one file."
    head = f"# {escape.text(config.api)}\n\n{about}\n"
    # separated by rules: headings would mix with those of the pages
    return "\n---\n\n".join([head, *(twin.text for twin in twins)])
