"""A map from a site's old paths to its pages, matched by the words in paths and titles."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from docgen.author.template import filled_in
from docgen.differ.likeness import share
from docgen.markdown.fences import title
from docgen.model.draft import placeholder
from docgen.model.files import Files
from docgen.model.project import Project

_LOCATION: Final = re.compile(r"<loc>([^<]+)</loc>", re.I)
_PATH: Final = re.compile(r"/[A-Za-z0-9._~/-]*")
_WORD: Final = re.compile(r"[a-z0-9]+")
_STOP_WORDS: Final = frozenset(
    ("a", "an", "and", "api", "docs", "documentation", "for", "guide", "guides", "how", "of", "overview", "the", "to")
)
_MIN_SIMILARITY: Final = 0.5
"""Two paths with a larger share of common words (Jaccard index) are taken for the same page."""


class Move(NamedTuple):
    """A line of the map; `task` is what is left to the writer, empty for a confident match."""

    old: str
    new: str
    task: str = ""


def old_pages(text: str) -> dict[str, str]:
    """The paths in a sitemap (sitemaps.org) or an llms.txt, without those that no rule can match, with their titles.

    A title is empty where the list has none.
    """
    listed = [("", html.unescape(url.strip())) for url in _LOCATION.findall(text)]
    pages: dict[str, str] = {}
    for name, url in listed or _links(text):
        path = _page_path(url)
        if _PATH.fullmatch(path) and "//" not in path and not {".", ".."} & set(path.split("/")) and path != "/":
            pages.setdefault(path, name)
    return pages


def _links(markdown: str) -> Iterator[tuple[str, str]]:
    """The label and the target of each link."""
    for node in SyntaxTreeNode(MarkdownIt("commonmark").parse(markdown)).walk():
        if node.type == "link":
            yield "".join(part.content for part in node.walk()), str(node.attrs["href"])


def _page_path(url: str) -> str:
    """The path of a URL as in a rule, without the suffix of a file: Mintlify lists the Markdown of each page."""
    path = unquote(urlsplit(url).path)
    path = re.sub(r"(?:/index)?\.(?:md|mdx|html)$", "", path)
    return path.rstrip("/") or "/"


def titles(project: Project) -> dict[str, str]:
    """The titles of hand-written pages and entries, by path without a trailing slash."""
    entries = (*project.entries, *project.history.entries)
    known = {f"changelog/{entry.pin}/{entry.slug}": entry.text.title for entry in entries}
    for doc in project.docs:
        path = doc.path.removeprefix("docs/").removesuffix(".md").removesuffix("index").rstrip("/")
        known.setdefault(path, title(doc.text))
    return known


def moves(old: Mapping[str, str], pages: Iterable[str], titles: Mapping[str, str]) -> Iterator[Move]:
    """The map, without old paths that are still pages; `pages` are relative to the root of the site.

    `old` and `titles` have the titles of the old and the new pages by their paths.
    """
    shown = (page for page in sorted(pages) if not re.search(r"\.(?:json|atom|ics|txt)$", page))
    words = {page: _words(f"{page} {titles.get(page.rstrip('/'), '')}") for page in shown}
    still = {page.strip("/") for page in words}
    for path, named in old.items():
        if path.strip("/") not in still:
            yield _move(path, _words(f"{path} {named}"), words)


def _move(old: str, wanted: frozenset[str], words: Mapping[str, frozenset[str]]) -> Move:
    """To the page with the same last segment, or the most common words; `words` are those of each page."""
    last = old.rpartition("/")[2]
    same = [candidate for candidate in words if candidate.rstrip("/").rpartition("/")[2] == last]
    if len(same) == 1:
        return Move(old, f"/{same[0]}")
    ranked = sorted(((share(wanted, its_words), page) for page, its_words in words.items()), reverse=True)
    (best, candidate), (second, _) = ranked[:2]
    # two that are equally near are none: a wrong redirect is worse than a task
    if not best or best == second:
        return Move(old, "/", placeholder("no page found; name one, or delete the line"))
    if best > _MIN_SIMILARITY:
        return Move(old, f"/{candidate}")
    return Move(old, f"/{candidate}", placeholder("this page has similar words; check that it is the right one"))


def _words(text: str) -> frozenset[str]:
    """The significant words of a text, without a plural s."""
    return frozenset(word.removesuffix("s") for word in _WORD.findall(text.lower()) if word not in _STOP_WORDS)


def moved_file(moves: Sequence[Move], listed: str) -> Files:
    """The file of the map, by its path in the project; `listed` is the name of the list that it was made from."""
    return {"redirects/moved.yaml": filled_in("moved.yaml", moves=moves, listed=listed)}
