"""The template of a page, read as Markdown: a page and its twin are made of the same blocks.

Only docgen's own templates are read so, before any value is in them: a twin escapes its values itself.
"""

import re
from typing import Final

from jinja2.ext import Extension

_MARKS: Final = {
    "br": (" ", ""),
    "dd": ("", "\n"),
    "dl": ("", "\n"),
    "dt": ("- ", ": "),
    "h2": ("\n\n## ", "\n\n"),
    "h3": ("\n\n### ", "\n\n"),
    "li": ("- ", "\n"),
    "ol": ("", "\n"),
    "p": ("", "\n"),
    "summary": ("\n\n## ", "\n\n"),
    "table": ("", "\n"),
    "td": (" ", " |"),
    "th": (" ", " |"),
    "tr": ("|", "\n"),
    "ul": ("", "\n"),
}
"""What stands before and after the content of an element; any other element is its content alone."""
_INLINE: Final = ("b", "code", "span", "strong")
_REST: Final = r"(?:\"[^\"]*\"|[^\">])*>"
_TITLE: Final = re.compile(r"^# .*\n", re.M)  # a twin has its title and its address above
_LEFT_OUT: Final = re.compile(rf"<(?P<name>form|nav)\b{_REST}.*?</(?P=name)>\n?", re.S)
_LINK: Final = re.compile(r"<a [^>]*?href=\"(?P<to>\{\{.*?\}\}|[^\"]*)\"[^>]*>(?P<label>.*?)</a>", re.S)
_HEAD: Final = re.compile(r"<thead><tr>(?P<cells>.*?)</tr></thead>")
_CELL: Final = re.compile(r"<th>.*?</th>")
_LABEL: Final = re.compile(r"<b>(?P<words>[^<]*)\.</b>")
_FACT: Final = re.compile(rf"<tr><th{_REST}(?P<name>.*?)</th><td>(?P<value>.*?)</td></tr>\n?")
_CALLOUT: Final = re.compile(r"<div class=\"dg-action[^>]*>(?P<words>.*?)</div>", re.S)
_STRONG: Final = re.compile(r"</?strong>")
_FOLD: Final = re.compile(r"\n(?=(?:\{%[^%]*%\})? \S)")  # as in HTML: a line that begins with a space goes on
_TAG: Final = re.compile(rf"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)\b{_REST}(?P<line>\n?)")
_BREAK: Final = "\0"
"""A line ends here, even behind a tag of Jinja, which would take the line break of a template with it."""


class Marks(Extension):
    """Puts the marks of Markdown in the place of the HTML tags of a template."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        """The template of the twin."""
        text = _LEFT_OUT.sub("", _TITLE.sub("", _FOLD.sub("", source)))
        text = _CALLOUT.sub(_callout, _LINK.sub(_link, text))
        text = _HEAD.sub(_head, _FACT.sub(rf"- \g<name>: \g<value>{_BREAK}", text))
        text = _LABEL.sub(r"\g<words>:", text)
        return _TAG.sub(_mark, text).replace(f"%}}{_BREAK}", f"+%}}{_BREAK}").replace(_BREAK, "\n")


def _link(found: re.Match[str]) -> str:
    """A link within the page is its label alone: a twin has no anchors."""
    label, to = found["label"], found["to"]
    return label if to.startswith("#") else f"[{label}]({to})"


def _callout(found: re.Match[str]) -> str:
    """A paragraph of its own; what is strong elsewhere on a page is plain in its twin."""
    return f"<p>{_STRONG.sub('**', found['words'])}</p>{_BREAK}"


def _head(found: re.Match[str]) -> str:
    return f"|{found['cells']}{_BREAK}|{_CELL.sub(' --- |', found['cells'])}{_BREAK}"


def _mark(found: re.Match[str]) -> str:
    mark = _MARKS.get(found["name"], ("", ""))[bool(found["end"])].replace("\n", _BREAK)
    return mark + found["line"] if found["name"] in _INLINE else mark
