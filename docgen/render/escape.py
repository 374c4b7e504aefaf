"""Escapes text from a contract, which may be hostile, for Markdown and for HTML.

`text()` and `code()` give every ASCII punctuation character as `&#NN;`, so that no Markdown extension
sees a mark; `inline()` is `text()` with inline code; `prose()` is CommonMark with the HTML of an allow list, `brief()`
the same on one line; `fence()` is longer than any run of backticks inside.
"""

import re
import string
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from docgen.markdown.safe_html import plain_text, safe_html, tree
from docgen.wording import visible

ENTITIES: Final = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}
"""Every mark that Markdown or HTML could see, as a character reference: for `str.translate`."""
_OPEN: Final = {ord(mark): ENTITIES[ord(mark)] for mark in "{}`~"}
"""The marks that extensions of Markdown see even in a block of HTML: those of templates, attributes and fences."""
_SPACES: Final = re.compile(r"\s+")
_MARKED: Final = re.compile(r"[*_\[\]\n#<>&|\\]|https?:")
_LANGUAGE: Final = re.compile(r"[a-z0-9+-]*")
_BLANK: Final = re.compile(r"\n([ \t]*)\n")


# pages and operations repeat names and words
@lru_cache(maxsize=8192)
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


def description_html(raw: str) -> str:
    """The HTML of a description in a contract, without a character that is never shown, even as a reference."""
    return visible(safe_html(visible(raw)))


@lru_cache(maxsize=4096)
def plain(raw: str, code: str = "") -> str:
    """The words of a description on one line, not escaped, as titles and files for programs have them.

    The mark `code` is around what is code.
    """
    if "`" in raw or is_marked(raw):
        return plain_text(tree(description_html(raw)), code)
    return " ".join(raw.split())


def brief(raw: str) -> Markup:
    """A description of a contract on one line, within a paragraph or a link: its words, with inline code."""
    return inline(plain(raw, "`"))


def prose(raw: str) -> Markup:
    """A description of a contract as an HTML block: without images, or links other than to the web."""
    # small, as it opens no section of the page, and of a level that may follow its title
    html = description_html(raw).replace("<h5>", '<h5 aria-level="2">')
    return prose_block(html.translate(_OPEN))


def prose_block(html: str) -> Markup:
    """HTML that was rendered from CommonMark, as one block of Markdown: an empty line would end it."""
    return Markup(_BLANK.sub(r"\n\1&#10;", f'<div class="dg-prose">\n{html}</div>'))  # noqa: S704 - escaped by its renderer


# a contract says the same of the same parameter in every operation
@lru_cache(maxsize=4096)
def description(raw: str) -> Markup:
    """The description of a field: one paragraph where it is plain words, CommonMark as in `prose` where it is more."""
    if is_marked(raw):
        return prose(raw)
    return Markup("<p>") + inline(raw) + Markup("</p>")


def is_marked(raw: str) -> bool:
    """Whether a description may be more than a line of plain words with code in it."""
    return _MARKED.search(raw.strip()) is not None


def fence(raw: str, language: str, title: str = "") -> Markup:
    """A fenced block of Markdown around any text; characters that could end its title are removed."""
    body = visible(raw).strip("\n")
    runs = [len(run) for run in re.findall(r"`+", body)]
    marks = "`" * max([2, *runs]) + "`"
    name = language if _LANGUAGE.fullmatch(language) else ""
    label = f' title="{re.sub(r"[^A-Za-z0-9 ._/:(){}-]", "", title)}"' if title and name else ""
    return Markup(f"{marks}{name}{label}\n{body}\n{marks}")  # noqa: S704
