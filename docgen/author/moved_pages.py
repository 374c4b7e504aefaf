"""The map of a site's old addresses to its pages, as far as their words tell."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec
from markdown_it import MarkdownIt

from docgen.author.template import template
from docgen.markdown.headings import title
from docgen.model.draft import placeholder
from docgen.model.files import Files
from docgen.model.project import Project

_LOCATION: Final = re.compile(r"<loc>\s*([^<]+?)\s*</loc>", re.I)
_PATH: Final = re.compile(r"/[A-Za-z0-9._~/-]*")
_WORD: Final = re.compile(r"[a-z0-9]+")
_SAYS_NOTHING: Final = frozenset(
    ("a", "an", "and", "api", "docs", "documentation", "for", "guide", "guides", "how", "of", "overview", "the", "to")
)
_ENOUGH: Final = 0.5
"""More than this share of their words two addresses must have in common to be taken for one page."""


class Old(msgspec.Struct, frozen=True):
    """A page of the old site: its path, and its title where the list gives one."""

    path: str
    title: str = ""


class Move(msgspec.Struct, frozen=True):
    """A line of the map; `task` is what is left to the writer, empty where the page was found."""

    old: str
    new: str
    task: str = ""


def old_pages(text: str) -> tuple[Old, ...]:
    """The pages that a sitemap (sitemaps.org) or an llms.txt lists, each once; not those that no rule can have."""
    if found := _LOCATION.findall(text):
        listed: Iterable[tuple[str, str]] = (("", html.unescape(url)) for url in found)
    else:
        listed = _links(text)
    pages: dict[str, Old] = {}
    for name, url in listed:
        path = _plain(url)
        if _PATH.fullmatch(path) and "//" not in path and not {".", ".."} & set(path.split("/")) and path != "/":
            pages.setdefault(path, Old(path, name))
    return tuple(pages.values())


def _links(markdown: str) -> Iterator[tuple[str, str]]:
    """The label and the address of each."""
    for block in MarkdownIt("commonmark").parse(markdown):
        label, address = "", ""
        for token in block.children or ():
            if token.type == "link_open":
                label, address = "", str(token.attrs["href"])
            elif token.type == "link_close":
                yield label, address
            else:
                label += token.content


def _plain(url: str) -> str:
    """The path as a rule has it: Mintlify's lists name the Markdown of a page."""
    path = unquote(urlsplit(url).path)
    path = re.sub(r"(?:/index)?\.(?:md|mdx|html)$", "", path)
    return path.rstrip("/") or "/"


def titles(project: Project) -> dict[str, str]:
    """What is written over pages whose address does not say it all, by path without a slash at its end."""
    known = {}
    for doc in project.docs:
        path = doc.path.removeprefix("docs/").removesuffix(".md").removesuffix("index").rstrip("/")
        known[path] = title(doc.text)
    return known | {f"changelog/{entry.pin}/{entry.slug}": entry.text.title for entry in project.entries}


def moves(old: Sequence[Old], pages: Iterable[str], titles: Mapping[str, str]) -> tuple[Move, ...]:
    """The map: an old address that is a page still is left out; `pages` are relative to the root of the site."""
    known = sorted(page for page in pages if not re.search(r"\.(?:json|atom|ics|txt)$", page))
    words = {page: _words(f"{page} {titles.get(page.rstrip('/'), '')}") for page in known}
    return tuple(_moves(old, known, words))


def _moves(old: Sequence[Old], known: Sequence[str], words: Mapping[str, frozenset[str]]) -> Iterator[Move]:
    still = {page.strip("/") for page in known}
    for page in old:
        if page.path.strip("/") in still:
            continue
        near, sure = _nearest(page, known, words)
        if near is None:
            yield Move(page.path, "/", placeholder("no page was found; name one, or take the line out"))
        else:
            task = "" if sure else placeholder("this page is near by its words; see whether it is it")
            yield Move(page.path, f"/{near}", task)


def _nearest(page: Old, known: Sequence[str], words: Mapping[str, frozenset[str]]) -> tuple[str | None, bool]:
    """The page of the same name, or with most words in common, and whether that is enough to take it for the same."""
    last = page.path.rpartition("/")[2]
    same = [candidate for candidate in known if candidate.rstrip("/").rpartition("/")[2] == last]
    if len(same) == 1:
        return same[0], True
    wanted = _words(f"{page.path} {page.title}")
    best, second = sorted(((_shared(wanted, words[candidate]), candidate) for candidate in known), reverse=True)[:2]
    if not best[0] or best[0] == second[0]:
        return None, False
    return best[1], best[0] > _ENOUGH


def _shared(wanted: frozenset[str], given: frozenset[str]) -> float:
    return len(wanted & given) / len(wanted | given) if wanted | given else 0.0


def _words(text: str) -> frozenset[str]:
    """The words that tell a page from another, without the plural's s."""
    return frozenset(word.removesuffix("s") for word in _WORD.findall(text.lower()) if word not in _SAYS_NOTHING)


def new_moved(found: Sequence[Move], listed: str) -> Files:
    """The file of the map under its path in the project; `listed` names the list that it was made from."""
    return {"redirects/moved.yaml": template("moved.yaml", {}).render(moves=found, listed=listed)}
