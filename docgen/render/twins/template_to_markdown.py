"""The template of a page, read as Markdown: a page and its twin are made of the same blocks.

Only docgen's own templates are read so, before any value is in them; a twin escapes its values itself. No library does
this: those that make Markdown of HTML read a whole page, in which values cannot be told from marks any more.
"""

import re
from collections.abc import Callable
from typing import Final

from jinja2.ext import Extension

Found = re.Match[str]

_END: Final = "\0"
"""The end of a line, even behind a tag of Jinja, which takes the line break that a template has there."""
_REST: Final = r"(?:\"[^\"]*\"|[^\">])*>"
_MARKS: Final = {
    "br": (" ", ""),
    **dict.fromkeys(("dd", "dl", "ol", "p", "table", "ul"), ("", _END)),
    "dt": ("- ", ": "),
    "h2": (f"{_END}{_END}## ", f"{_END}{_END}"),
    "h3": (f"{_END}{_END}### ", f"{_END}{_END}"),
    "h4": (f"{_END}{_END}#### ", f"{_END}{_END}"),
    "li": ("- ", _END),
    "summary": (f"{_END}{_END}## ", f"{_END}{_END}"),
    "td": (" ", " |"),
    "th": (" ", " |"),
    "tr": ("|", _END),
}
"""The marks before and after the content of an element; of any other element only the content stays."""
_INLINE: Final = frozenset({"b", "code", "span", "strong"})


def _head(head: Found) -> str:
    """The names of the columns, and the line below them."""
    return f"|{head[1]}{_END}|{re.sub('<th>(?:(?!<th>).)*?</th>', ' --- |', head[1])}{_END}"


def _element(tag: Found) -> str:
    end, name, line = tag.groups()
    mark = _MARKS.get(name, ("", ""))[bool(end)]
    return mark + line if name in _INLINE else mark


_RULES: Final[tuple[tuple[str, str | Callable[[Found], str]], ...]] = (
    # a line that begins with a space goes on, as in HTML
    (r"\n(?=(?:\{%[^%]*%\})? \S)", ""),
    # a twin has its title and its address above
    (r"(?m)^# .*\n", ""),
    (rf"(?s)<(form|nav)\b{_REST}.*?</\1>\n?", ""),
    (r"(?s)<a [^>]*?href=\"#[^>]*>(.*?)</a>", r"\1"),  # a twin has no anchors
    (r"(?s)<a [^>]*?href=\"(\{\{.*?\}\}|[^\"]*)\"[^>]*>(.*?)</a>", r"[\2](\1)"),
    (r"(<div class=\"dg-action[^>]*>)<strong>(.*?)</strong>", r"\1**\2**"),  # what is strong elsewhere is plain
    (r"(?s)<div class=\"dg-action[^>]*>(.*?)</div>", rf"<p>\1</p>{_END}"),
    (rf"<tr><th{_REST}(.*?)</th><td>(.*?)</td></tr>\n?", rf"- \1: \2{_END}"),
    (r"<thead><tr>(.*?)</tr></thead>", _head),
    (r"<b>([^<]*)\.</b>", r"\1:"),
    (rf"<(/?)([a-z][a-z0-9]*)\b{_REST}(\n?)", _element),
    (rf"%\}}{_END}", f"+%}}{_END}"),
)
"""Patterns of a template and their replacements in a twin, in order: later ones rely on earlier ones."""


class Marks(Extension):
    """Replaces the HTML tags of a template by marks of Markdown."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template of the twin, from that of the page."""
        for pattern, mark in _RULES:
            source = re.sub(pattern, mark, source)
        return source.replace(_END, "\n")
