"""Hand-written Markdown: its sections by heading, the pages that name a code or an event, the home page, and the twins.

The home page is the writer's text, with the contract, the next deadline and the latest changes. A twin is the Markdown
of a page without front matter and without syntax of the site's theme.
"""

import posixpath
import re
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from markdown_it.common.utils import unescapeAll

from docgen import urls
from docgen.markdown import escape
from docgen.markdown.fences import fences, headings, rewrite_links, title
from docgen.markdown.front_matter import split, text_values
from docgen.model.files import Files
from docgen.positions.source import Source
from docgen.render.deadlines import deadlines
from docgen.render.page import Page, fragment
from docgen.render.publication import Publication, once
from docgen.render.twins.page import twin_link

DOCS: Final = "docs/"
"""The folder of the hand-written pages."""
LATEST: Final = 4
"""The number of entries on the home page."""
# the title, and a paragraph below it: it begins with a letter, unlike a list, a fence or HTML
_HEAD: Final = re.compile(r"\s*# [^\n]*\n(?:\n+(?:[A-Za-z][^\n]*\n)+)?")
_BETWEEN: Final = re.compile(r"[`\"](?=([^`\"\n]+)[`\"])")
_SECTION: Final = 2
_TITLE: Final = re.compile(r"\s*(?:# (?P<title>[^\n]+)\n)?")
_SENTENCE: Final = re.compile(r"[^\n#>`=!:|*\[-](?:[^\n]|\n(?!\n))*?(?<!e\.g)[.!?](?=\s)")
_LINK: Final = re.compile(r"\[([^][]*)\]\([^()]*\)")
_ATTRIBUTES: Final = re.compile(r"(?<!`)(?P<ticks>`++)[^`](?:.*?[^`])?(?P=ticks)(?!`)|(?<=\))\{[:.# ][^{}]*\}")
"""Code, or an attribute list of Python-Markdown after a link."""
_INDENT: Final = "    "
_TAB: Final = re.compile(r"=== \"(?P<title>.*)\"")
_NOTE: Final = re.compile(r"(?:!!!|\?\?\?\+?) (?P<kind>[\w-]+)[^\"]*(?:\"(?P<title>.*)\")?")
_WRAPPER: Final = re.compile(r"</?div\b[^>]*>")


class Section(NamedTuple):
    """A heading of the second level with all that follows it; the text before the first has an empty title."""

    title: str
    markdown: str


class Guide(NamedTuple):
    """A hand-written page of the site."""

    title: str
    url: str


def sections(markdown: str) -> tuple[Section, ...]:
    """The Markdown cut before each heading of the second level; a `##` inside a fence or a comment is no heading."""
    return tuple(section for section in _cut(markdown) if section.markdown.strip())


def _cut(markdown: str) -> Iterator[Section]:
    name, end = "", 0
    for heading in headings(markdown):
        if heading.level == _SECTION:
            yield Section(name, markdown[end : heading.start])
            name, end = heading.title, heading.start
    yield Section(name, markdown[end:])


def order_sections(markdown: str, first: tuple[str, ...]) -> str:
    """The Markdown with the sections of these titles moved to its top, in that order."""
    cut = sections(markdown)
    rank = {title.casefold(): position for position, title in enumerate(("", *first))}
    chosen = sorted(cut, key=lambda section: rank.get(section.title.casefold(), len(rank)))
    return "\n".join(section.markdown.strip("\n") + "\n" for section in chosen)


def guides(publication: Publication, name: str) -> tuple[Guide, ...]:
    """The hand-written pages, except the home page, with a name between backticks or quotes."""
    return tuple(_guides_by_name(publication).get(name, ()))


@once
def _guides_by_name(publication: Publication) -> dict[str, list[Guide]]:
    """The pages by each text between two marks: every page is read once for all names."""
    guides: dict[str, list[Guide]] = {}
    for page in publication.project.docs:
        heading, url = title(page.text), urls.page_url(page.path.removeprefix(DOCS))
        if heading and url:
            for name in dict.fromkeys(_BETWEEN.findall(page.text)):
                guides.setdefault(name, []).append(Guide(heading, url))
    return guides


def render(publication: Publication) -> Files:
    """The home page with its head and the latest entries; nothing where a project has no such page.

    The head follows the first heading and the paragraph below it.
    """
    source = next((page.text for page in publication.project.docs if page.path == f"{DOCS}index.md"), None)
    entries = publication.newest_first(publication.entries)
    if source is None or not entries:
        return {}
    deadline = next((ends[0] for ends in deadlines(publication)), None)
    glance = fragment(publication, "glance.md.j2", "", latest=entries[0], deadline=deadline)
    latest = fragment(publication, "latest.md.j2", "", entries=entries[:LATEST], total=len(entries))
    # MkDocs takes front matter from the first line alone, so nothing may come before it
    page = split(source)
    head, body = "", page.body
    if above := _HEAD.match(f"{body}\n"):
        head, body = f"{above[0]}\n{glance}\n", body[above.end() :]
    return {"index.md": f"{page.head}{head}{body.rstrip()}\n\n{latest}"}


def pages(publication: Publication) -> Iterator[Page]:
    """The twins: the home page first, then the others by folder, in the order of their names."""
    for source in sorted(publication.project.docs, key=lambda source: (source.path.count("/"), source.path)):
        yield _page(publication, source)


def _page(publication: Publication, source: Source) -> Page:
    path = source.path.removeprefix(DOCS)
    page = split(source.text)
    front_matter, heading, body = text_values(page.yaml), "", page.body
    if head := _TITLE.match(body):
        heading, body = unescapeAll(head["title"] or ""), body[head.end() :]
    title = heading or front_matter.get("title") or posixpath.basename(path).removesuffix(".md")
    section = path.rpartition("/")[0].partition("/")[0].replace("-", " ").capitalize() or "Start"
    summary = front_matter.get("description") or _first_sentence(body)
    return Page(
        template="written.md.j2",
        url=urls.page_url(path),
        title=escape.inline(title),
        section=section,
        summary=summary,
        context={
            "body": plain_markdown(publication, body, path),
            "entries": publication.newest_first(publication.entries)[:LATEST] if path == "index.md" else (),
        },
    )


def _first_sentence(text: str) -> str:
    """The first sentence of a page without links and bold marks; empty where it begins with something else."""
    if sentence := _SENTENCE.match(text.lstrip("\n")):
        return _LINK.sub(r"\1", sentence[0]).replace("**", "")
    return ""


def plain_markdown(publication: Publication, text: str, path: str) -> str:
    """Markdown with tabs as bold titles, notes as quotes and absolute links; fences stay as they are."""
    lines: list[str] = []
    block: str | None = None
    text = rewrite_links(text, lambda href: absolute_link(publication, href, path))
    fenced = set(chain.from_iterable(fence.lines for fence in fences(text)))
    for number, line in enumerate(text.split("\n")):
        if block is not None and line and not line.startswith(_INDENT):
            _close(lines, block)
            # a line that is not indented ends a tab or a note
            block = None
        opened = None if number in fenced or block is not None else _opened(line)
        if opened:
            title, block = opened
            lines.append(title)
            continue
        content = line.removeprefix(_INDENT) if block is not None else line
        if number not in fenced:
            if _WRAPPER.fullmatch(content.strip()):
                continue
            content = _ATTRIBUTES.sub(lambda match: match[0] if match["ticks"] else "", content)
        lines.append((block or "") + content)
    _close(lines, block or "")
    return "\n".join(lines)


def _close(lines: list[str], block: str) -> None:
    """End a block, without empty lines in it at its end."""
    while lines and lines[-1] == block:
        lines.pop()
    lines.append("")


def _opened(line: str) -> tuple[str, str] | None:
    """The title line of a tab or a note, and the prefix of each line in it."""
    if tab := _TAB.match(line):
        return f"**{tab['title']}**\n", ""
    if note := _NOTE.match(line):
        return f"> **{note['title'] or note['kind'].capitalize()}**", "> "
    return None


def absolute_link(publication: Publication, href: str, path: str) -> str:
    """The absolute URL of a link in the Markdown file at `path`, relative to the folder of the docs."""
    page = None if href.startswith("#") else urls.link_target(href, path)
    if page is None:
        return href
    url, mark, fragment = page.partition("#")
    # plain text: the Markdown around it is not escaped
    return f"{twin_link(publication, url)}{mark}{fragment}"
