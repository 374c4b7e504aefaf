"""Project -> Files: the Markdown of every page and every machine file, the same bytes for the same input and time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import attrgetter
from typing import Final, NamedTuple

from msgspec.structs import replace

from docgen import urls
from docgen.markdown.escape import text
from docgen.model.analysis import Analysis
from docgen.model.files import Content, LazyFiles
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
from docgen.render.made import Known, Made, Parts, made, parts_of
from docgen.render.parts import in_parts
from docgen.render.publication import Publication
from docgen.render.reference import pages as reference
from docgen.render.search.documents import Document, documents
from docgen.render.search.fields import with_guides
from docgen.render.search.index import FieldIndex, field_index, index_files
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


class _Twin(NamedTuple):
    """The twin of a page: its text, and the bytes that this takes."""

    described: page.Page
    text: Callable[[], str]
    size: int


def render(analysis: Analysis, *, flat_errors: bool = True, known: Known | None = None) -> LazyFiles:
    """The files of the site, relative to the folder of its docs.

    With `flat_errors`, links go to `errors/<code>.html`, which is where the plugin puts error pages;
    without, to the folders that every other builder makes of them. A page that is `known` is not made again.
    """

    def again(source: str) -> Parts:
        other = Publication(analysis, flat_errors)
        return parts_of(other, next(described for described in pages(other) if described.source == source))

    publication = Publication(analysis, flat_errors)
    every = []
    for described in pages(publication):
        every.append((described, made(publication, described, known, partial(again, described.source))))
    contents: dict[str, Content] = {**handwritten.render(publication)}
    for described, one in every:
        contents |= {described.source: one.markdown, **described.files}
    for part in (data_files, feeds, deadlines):
        contents |= part.render(publication)
    if publication.has_twins:
        contents |= _twins(publication, every)
    digests = {described.source: one.about.digest for described, one in every}
    digests |= {urls.twin_source(described.url): one.key for described, one in every}
    files = LazyFiles(contents, digests)
    # the search reads what was rendered, so it comes last
    listed = tuple(documents(publication, files))
    contents |= index_files(listed, _fields(publication, listed, [one for _, one in every], known))
    # what it was asked for takes as much memory as all that MkDocs makes of the files, and refers to it
    publication.forget()
    return files


def _fields(
    publication: Publication, listed: Sequence[Document], every: Sequence[Made], known: Known | None
) -> FieldIndex:
    """Where the fields are found that pages show: a site has a hundred times as many of them as pages."""

    def index() -> FieldIndex:
        shown = chain.from_iterable(one.lines() for one in every)
        return field_index(listed, with_guides(publication, shown))

    if known is None:
        return index()
    guides = [(source.path, source.text) for source in publication.project.docs]
    found = [(document.url, document.kind == "header" and document.title) for document in listed]
    return known.kept((found, guides, [one.key or one.lines() for one in every]), FieldIndex, index)


def pages(publication: Publication) -> list[page.Page]:
    """Every page but the hand-written ones, described and not yet made."""
    described: list[page.Page] = []
    for section, kind in _KINDS.items():
        described += (replace(one, section=section) for one in kind(publication))
    return list(with_browser_titles(described, publication))


def _twins(publication: Publication, every: Sequence[tuple[page.Page, Made]]) -> Mapping[str, Content]:
    """A twin under `urls.twin_source` of each page, of the hand-written ones too, `llms.txt` and `llms-full.txt`."""
    ordered = sorted(every, key=lambda one: (_SECTIONS.index(one[0].section), one[0].position))
    twins = []
    for described in handwritten.pages(publication):
        markdown = twin(publication, described)
        twins.append(_Twin(described, partial(str, markdown), len(markdown.encode())))
    twins += (_Twin(described, one.twin, one.about.twin_size) for described, one in ordered if described.has_twin)
    files: dict[str, Content] = {urls.twin_source(one.described.url): one.text for one in twins}
    # the past is most of a changelog, and a model pays for each word
    current = [one for one in twins if not one.described.is_past]
    full = _llms_full(publication, current)
    files[urls.LLMS] = _llms_txt(publication, [one.described for one in current], len(full) - 1)
    return files | full


def _llms_txt(publication: Publication, pages: Sequence[page.Page], parts: int) -> str:
    """A title, a summary, and a section of links for each part of the site."""
    listed = (described for described in pages if described.is_listed)
    sections = [(name, list(group)) for name, group in groupby(listed, key=attrgetter("section"))]
    head = f"# {text(publication.config.api)}\n"
    return render_markdown(
        publication, "llms.txt.j2", head, sections=sections, parts=parts, data=urls.DATA_FILES.items()
    )


def _llms_full(publication: Publication, twins: Sequence[_Twin]) -> dict[str, Content]:
    """`llms-full.txt` with the texts of twins, each with its URL on top; where they are too much, a list of its parts.

    Contracts are linked, not included.
    """
    project = publication.project
    title = f"# {text(project.config.api)}"
    about = f"All pages of {page.safe_url(project.site_url)} that {urls.LLMS} lists, as Markdown in"
    cut = in_parts(twins, attrgetter("size"), _MAX_PART)
    if len(cut) == 1:
        return {urls.LLMS_FULL: _joined(f"{title}\n\n{about} one file.\n", twins)}
    files: dict[str, Content] = {}
    lines = []
    for number, part in enumerate(cut, 1):
        name = urls.llms_part(number)
        first, last = (text(f"{one.described.section}: {one.described.title}") for one in (part[0], part[-1]))
        lines.append(f"- [{name}]({page.safe_url(publication.absolute(name))}): {first} to {last}\n")
        files[name] = _joined(f"{title}\n\nPart {number} of {len(cut)} of {urls.LLMS_FULL}.\n", part)
    return {urls.LLMS_FULL: f"{title}\n\n{about} {len(cut)} files:\n\n{''.join(lines)}", **files}


def _joined(head: str, twins: Iterable[_Twin]) -> Callable[[], str]:
    texts = [one.text for one in twins]
    # separated by rules: headings would mix with those of the pages
    return lambda: "\n---\n\n".join([head, *(text() for text in texts)])
