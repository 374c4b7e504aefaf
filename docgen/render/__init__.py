"""Project -> Files: the Markdown of every page and every machine file, the same bytes for the same input and time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from msgspec.structs import replace

from docgen import urls
from docgen.markdown.escape import text
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.render import (
    changelog,
    data_files,
    deadlines,
    deprecations,
    errors,
    feeds,
    handwritten,
    page,
    policy,
    upgrade,
    webhooks,
)
from docgen.render.browser_titles import with_browser_titles
from docgen.render.made import Known, made
from docgen.render.parts import in_parts
from docgen.render.publication import Publication
from docgen.render.reference import pages as reference
from docgen.render.search.documents import documents
from docgen.render.search.fields import Line, with_guides
from docgen.render.search.index import index_files
from docgen.render.twins.page import render_markdown, twin

_MAX_PART: Final = 400_000
"""The bytes up to which pages are in one file for language models, about 100,000 tokens."""
_KINDS: Final[Mapping[str, Callable[[Publication], Iterator[page.Page]]]] = {
    "API reference": reference.pages,
    "Changelog": changelog.pages,
    "Upgrade": upgrade.pages,
    "Policy": policy.pages,
    "Errors": errors.pages,
    "Webhook events": webhooks.pages,
    "Deprecations": deprecations.pages,
}
"""The types of pages by section of `llms.txt`; a new one is a module with `pages(publication)` and a name here."""

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


def render(analysis: Analysis, *, flat_errors: bool = True, known: Known | None = None) -> Files:
    """The files of the site, relative to the folder of its docs.

    With `flat_errors`, links go to `errors/<code>.html`, which is where the plugin puts error pages;
    without, to the folders that every other builder makes of them. A page that is `known` is not made again.
    """
    publication = Publication(analysis, flat_errors)
    described_pages = pages(publication)
    files, twins, shown = dict(handwritten.render(publication)), dict[str, str](), list[Line]()
    for described in described_pages:
        one = made(publication, described, known)
        files |= {described.source: one.markdown, **described.files}
        twins[described.url] = one.twin
        shown += one.lines
    for part in (data_files, feeds, deadlines):
        files |= part.render(publication)
    if publication.has_twins:
        files |= _twins(publication, described_pages, twins)
    # the search reads what was rendered, so it comes last
    return {**files, **index_files(tuple(documents(publication, files)), tuple(with_guides(publication, shown)))}


def pages(publication: Publication) -> list[page.Page]:
    """Every page but the hand-written ones, described and not yet made."""
    described: list[page.Page] = []
    for section, kind in _KINDS.items():
        described += (replace(one, section=section) for one in kind(publication))
    return list(with_browser_titles(described, publication))


def _twins(publication: Publication, pages: Iterable[page.Page], made: Mapping[str, str]) -> Files:
    """A twin under `urls.twin_source` of each page, of the hand-written ones too, `llms.txt` and `llms-full.txt`."""
    ordered = sorted(pages, key=lambda described: (_SECTIONS.index(described.section), described.position))
    written = list(handwritten.pages(publication))
    ordered = [*written, *(described for described in ordered if described.has_twin)]
    twins = {**{described.url: twin(publication, described) for described in written}, **made}
    twins = {described.url: twins[described.url] for described in ordered}
    files: dict[str, str | bytes] = {urls.twin_source(url): markdown for url, markdown in twins.items()}
    # the past is most of a changelog, and a model pays for each word
    current = [described for described in ordered if not described.is_past]
    full = _llms_full(publication, [(described, twins[described.url]) for described in current])
    files[urls.LLMS] = _llms_txt(publication, current, len(full) - 1)
    return files | full


def _llms_txt(publication: Publication, pages: Sequence[page.Page], parts: int) -> str:
    """A title, a summary, and a section of links for each part of the site."""
    listed = (described for described in pages if described.is_listed)
    sections = [(name, list(group)) for name, group in groupby(listed, key=attrgetter("section"))]
    head = f"# {text(publication.config.api)}\n"
    return render_markdown(
        publication, "llms.txt.j2", head, sections=sections, parts=parts, data=urls.DATA_FILES.items()
    )


def _llms_full(publication: Publication, pages: Sequence[tuple[page.Page, str]]) -> dict[str, str | bytes]:
    """`llms-full.txt` with the texts of twins, each with its URL on top; where they are too much, a list of its parts.

    Contracts are linked, not included.
    """
    project = publication.project
    title = f"# {text(project.config.api)}"
    about = f"All pages of {page.safe_url(project.site_url)} that {urls.LLMS} lists, as Markdown in"
    parts = in_parts(pages, lambda one: len(one[1].encode()), _MAX_PART)
    if len(parts) == 1:
        return {urls.LLMS_FULL: _joined(f"{title}\n\n{about} one file.\n", pages)}
    files: dict[str, str | bytes] = {}
    lines = []
    for number, part in enumerate(parts, 1):
        name = urls.llms_part(number)
        first, last = (text(f"{one.section}: {one.title}") for one, _ in (part[0], part[-1]))
        lines.append(f"- [{name}]({page.safe_url(publication.absolute(name))}): {first} to {last}\n")
        files[name] = _joined(f"{title}\n\nPart {number} of {len(parts)} of {urls.LLMS_FULL}.\n", part)
    return {urls.LLMS_FULL: f"{title}\n\n{about} {len(parts)} files:\n\n{''.join(lines)}", **files}


def _joined(head: str, pages: Iterable[tuple[page.Page, str]]) -> str:
    # separated by rules: headings would mix with those of the pages
    return "\n---\n\n".join([head, *(markdown for _, markdown in pages)])
