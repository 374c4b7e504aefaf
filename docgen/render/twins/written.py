"""The hand-written pages: their Markdown without front matter and without what only the site's theme understands."""

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from docgen import urls
from docgen.positions.source import Source
from docgen.render.home import LATEST, newest
from docgen.render.story import Story
from docgen.render.twins import escape
from docgen.render.twins.page import Twin, address, twin

_FOLDER: Final = "docs/"
_TITLE: Final = re.compile(r"\A(?:---\n(?P<meta>.*?)\n---\n)?\s*(?:# (?P<title>[^\n]+)\n)?", re.S)
_META: Final = re.compile(r"^(title|description): *[\"']?(.*?)[\"']?$", re.M)
_SENTENCE: Final = re.compile(r"[^\n#>`=!:|*\[-](?:[^\n]|\n(?!\n))*?(?<!e\.g)[.!?](?=\s)")
_DRESSED: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SPAN: Final = r"(?P<ticks>`+)[^`](?:.*?[^`])?(?P=ticks)(?!`)"
_LINK: Final = r"(?P<before>\]\()(?P<href>[^()\s]+)(?P<after>[^()]*\))(?:\{[:.# ][^}]*\})?"
_SPAN_OR_LINK: Final = re.compile(f"{_SPAN}|{_LINK}")
_INDENT: Final = "    "
_FENCE: Final = re.compile(r" *(`{3,}|~{3,})")
_TAB: Final = re.compile(r"=== \"(?P<title>.*)\"")
_NOTE: Final = re.compile(r"(?:!!!|\?\?\?\+?) (?P<kind>[\w-]+)[^\"]*(?:\"(?P<title>.*)\")?")
_WRAPPER: Final = re.compile(r"</?div\b[^>]*>")


def twins(story: Story) -> Iterator[Twin]:
    """The home page first, then the others by folder, in the order of their names."""
    for source in sorted(story.project.docs, key=lambda source: (source.path.count("/"), source.path)):
        yield _twin(story, source)


def _twin(story: Story, source: Source) -> Twin:
    path = source.path.removeprefix(_FOLDER)
    head = _TITLE.match(source.text)
    given = dict(_META.findall((head and head["meta"]) or ""))
    title = (head and head["title"]) or given.get("title") or posixpath.basename(path).removesuffix(".md")
    rest = source.text[head.end() :] if head else source.text
    section = path.rpartition("/")[0].partition("/")[0].replace("-", " ").capitalize() or "Start"
    line = given.get("description") or _first_sentence(rest)
    context = {"body": markdown(story, rest, path), "entries": newest(story)[:LATEST] if path == "index.md" else ()}
    return twin(story, "written.md.j2", urls.of_source(path), section, escape.words(title), line, **context)


def _first_sentence(text: str) -> str:
    """What a page begins with, where it begins with a sentence; without links and without stress."""
    found = _SENTENCE.match(text.lstrip("\n"))
    return _DRESSED.sub(r"\1", found[0]).replace("**", "") if found else ""


def markdown(story: Story, text: str, path: str) -> str:
    """Tabs as bold titles, notes as quotes, links absolute; what stands in a fence stays as it is."""
    lines: list[str] = []
    block: str | None = None
    marks = ""
    for line in text.split("\n"):
        if block is not None and line and not line.startswith(_INDENT):
            _close(lines, block)
            block = None
        opened = None if marks or block is not None else _opened(line)
        if opened:
            title, block = opened
            lines.append(title)
            continue
        bare = line.removeprefix(_INDENT) if block is not None else line
        fence = _FENCE.match(bare)
        if fence and not marks:
            marks = fence[1]
        elif marks:
            marks = "" if bare.strip() == marks else marks
        elif _WRAPPER.fullmatch(bare.strip()):
            continue
        else:
            bare = _SPAN_OR_LINK.sub(lambda found: _linked(story, found, path), bare)
        lines.append((block or "") + bare)
    _close(lines, block or "")
    return "\n".join(lines)


def _close(lines: list[str], block: str) -> None:
    """A note does not end with an empty line of its own."""
    while lines and lines[-1] == block:
        lines.pop()
    lines.append("")


def _opened(line: str) -> tuple[str, str] | None:
    """The first line of a tab or a note as Markdown, and what stands before each line inside."""
    if tab := _TAB.match(line):
        return f"**{tab['title']}**\n", ""
    if note := _NOTE.match(line):
        return f"> **{note['title'] or note['kind'].capitalize()}**", "> "
    return None


def _linked(story: Story, found: re.Match[str], path: str) -> str:
    if found["ticks"]:
        return found[0]
    return found["before"] + absolute(story, found["href"], path) + found["after"]


def absolute(story: Story, href: str, path: str) -> str:
    """The address of a link in the Markdown file at `path`, relative to the folder of the docs."""
    page = None if href.startswith("#") else urls.linked(href, path)
    if page is None:
        return href
    url, mark, fragment = page.partition("#")
    return address(story, url) + mark + fragment
