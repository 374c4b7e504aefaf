"""The twins of hand-written pages: their Markdown without front matter and without syntax of the site's theme."""

import posixpath
import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from markdown_it.common.utils import unescapeAll

from docgen import urls
from docgen.markdown import escape
from docgen.markdown.fences import fences, rewrite_links
from docgen.markdown.front_matter import split, text_values
from docgen.positions.source import Source
from docgen.render.entry_index import newest_first
from docgen.render.handwritten import DOCS, LATEST
from docgen.render.page import Page
from docgen.render.publication import Publication
from docgen.render.twins.page import twin_link

_TITLE: Final = re.compile(r"\s*(?:# (?P<title>[^\n]+)\n)?")
_SENTENCE: Final = re.compile(r"[^\n#>`=!:|*\[-](?:[^\n]|\n(?!\n))*?(?<!e\.g)[.!?](?=\s)")
_LINK: Final = re.compile(r"\[([^][]*)\]\([^()]*\)")
_ATTRIBUTES: Final = re.compile(r"(?<!`)(?P<ticks>`++)[^`](?:.*?[^`])?(?P=ticks)(?!`)|(?<=\))\{[:.# ][^{}]*\}")
"""Code, or an attribute list of Python-Markdown after a link."""
_INDENT: Final = "    "
_TAB: Final = re.compile(r"=== \"(?P<title>.*)\"")
_NOTE: Final = re.compile(r"(?:!!!|\?\?\?\+?) (?P<kind>[\w-]+)[^\"]*(?:\"(?P<title>.*)\")?")
_WRAPPER: Final = re.compile(r"</?div\b[^>]*>")


def pages(publication: Publication) -> Iterator[Page]:
    """The home page first, then the others by folder, in the order of their names."""
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
            "entries": newest_first(publication.entries)[:LATEST] if path == "index.md" else (),
        },
    )


def _first_sentence(text: str) -> str:
    """The first sentence of a page without links and bold marks; empty where it begins with something else."""
    sentence = _SENTENCE.match(text.lstrip("\n"))
    if sentence:
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
