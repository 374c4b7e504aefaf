"""Escapes text from a contract, which may be hostile, for Markdown and for HTML.

`text()` and `code()` give every ASCII punctuation character as `&#NN;`, so that no Markdown extension
sees a mark; `inline()` is `text()` with inline code; `prose()` is CommonMark with HTML off; `fence()` is
longer than any run of backticks inside.
"""

import re
import string
from functools import cache, lru_cache
from typing import Final

from markdown_it.token import Token
from markupsafe import Markup

from docgen.markdown.commonmark import parser
from docgen.wording import visible

ENTITIES: Final = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}
"""Every mark that Markdown or HTML could see, as a character reference: for `str.translate`."""
_BRACES: Final = str.maketrans({mark: ENTITIES[ord(mark)] for mark in "{}"})
_SPACES: Final = re.compile(r"\s+")
_MARKED: Final = re.compile(r"[*_\[\]\n#<>|\\]|https?:")
_LANGUAGE: Final = re.compile(r"[a-z0-9+-]*")
_LINK: Final = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


@lru_cache(maxsize=8192)  # pages and operations repeat names and words
def text(raw: str) -> Markup:
    """One line of plain text that means nothing to Markdown, to HTML or to an attribute."""
    return _line(raw).strip()


def _line(raw: str) -> Markup:
    return Markup(_SPACES.sub(" ", visible(raw)).translate(ENTITIES))  # noqa: S704 - this is the escape


@lru_cache(maxsize=8192)
def code(raw: str) -> Markup:
    """Inline code, as HTML: backticks could be closed from within."""
    return Markup(f"<code>{text(raw)}</code>")  # noqa: S704 - text() escapes


def inline(raw: str) -> Markup:
    """One line of plain text with inline code between backticks, as people write in YAML and in descriptions."""
    parts = raw.split("`")
    if len(parts) % 2 == 0:
        return text(raw)
    return Markup("").join(code(part) if index % 2 else _line(part) for index, part in enumerate(parts)).strip()


def prose(raw: str) -> Markup:
    """CommonMark from a contract as an HTML block: without HTML, images, or links other than to the web."""
    commonmark = _parser()
    tokens = commonmark.parse(visible(raw))
    for token in tokens:
        _restrict(token)
    return prose_block(commonmark.renderer.render(tokens, commonmark.options, {}).translate(_BRACES))


def prose_block(html: str) -> Markup:
    """HTML that was rendered from CommonMark, as one block of Markdown: an empty line would end it."""
    return Markup('<div class="dg-prose">\n' + html.replace("\n\n", "\n&#10;") + "</div>")  # noqa: S704 - escaped by its renderer


_parser = cache(parser)


@lru_cache(maxsize=4096)  # a contract says the same of the same parameter in every operation
def description(raw: str) -> Markup:
    """The description of a field: one paragraph where it is plain words, CommonMark as in `prose` where it is more."""
    if is_marked(raw):
        return prose(raw)
    return Markup("<p>") + inline(raw) + Markup("</p>")


def is_marked(raw: str) -> bool:
    """Whether a description may be more than a line of plain words with code in it."""
    return _MARKED.search(raw.strip()) is not None


def _restrict(token: Token) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = "h5"
    token.attrs.pop("style", None)  # the alignment of a column: the docs host's policy forbids the attribute
    ends: list[str] = []
    for child in token.children or ():
        if child.type == "link_open":
            ends.append("a" if _LINK.match(str(child.attrs.get("href", ""))) else "span")
            child.tag, child.attrs = ends[-1], child.attrs if ends[-1] == "a" else {}
        elif child.type == "link_close":
            child.tag = ends.pop()


def fence(raw: str, language: str = "", title: str = "") -> Markup:
    """A fenced block of Markdown around any text; characters that could end its title are removed."""
    body = visible(raw).strip("\n")
    runs = [len(run) for run in re.findall(r"`+", body)]
    marks = "`" * max([2, *runs]) + "`"
    name = language if _LANGUAGE.fullmatch(language) else ""
    label = f' title="{re.sub(r"[^A-Za-z0-9 ._/:(){}-]", "", title)}"' if title and name else ""
    return Markup(f"{marks}{name}{label}\n{body}\n{marks}")  # noqa: S704
