"""The fields of a schema as a nested list: what the reference says of them in HTML, as Markdown."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from docgen.render.escape import is_marked
from docgen.render.reference.shape import Field, Shape
from docgen.render.twins import escape
from docgen.render.twins.prose import prose

_PART: Final = re.compile(r"<code>(?P<code>.*?)</code>|<a href=\"(?P<href>[^\"]*)\">(?P<label>.*?)</a>", re.S)
_INDENT: Final = "  "
Link = Callable[[str, str], Markup]
"""A link to an address as the page has it, with its label; the label alone where it leads nowhere else."""


def phrase(said: Markup, link: Link) -> Markup:
    """The words of a type or of a limit, in which nothing but text, code and links can be."""
    return Markup("").join(_spans(said, link)).strip() if "<a " in said else _unlinked(said)


@lru_cache(maxsize=4096)  # most types and limits stand in a contract many times
def _unlinked(said: Markup) -> Markup:
    return Markup("").join(_spans(said, lambda label, _: escape.text(label))).strip()


def _spans(said: Markup, link: Link) -> Iterator[Markup]:
    end = 0
    for found in _PART.finditer(said):
        yield escape.within(html.unescape(said[end : found.start()]), first=not end)
        if found["code"] is not None:
            yield escape.code(html.unescape(found["code"]))
        else:
            yield link(html.unescape(found["label"]), html.unescape(found["href"]))
        end = found.end()
    yield escape.within(html.unescape(said[end:]), first=not end)


def fields(listed: Sequence[Field], link: Link) -> Markup:
    """An item for each field, with what opens in it below."""
    return _joined(line for field in listed for line in _field(field, link))


def inside(shape: Shape, link: Link) -> Markup:
    """The fields and the alternatives of a schema, without the schema itself."""
    return _joined(_inside(shape, link))


def about(shape: Shape, link: Link) -> Markup:
    """The limits of a schema as one line; empty without any."""
    return Markup("; ").join(phrase(limit, link) for limit in shape.limits)


def _joined(lines: Iterable[str]) -> Markup:
    return Markup("\n".join(lines))  # noqa: S704 - every line is escaped


def _field(field: Field, link: Link) -> Iterator[str]:
    also = (*(["required"] if field.required else []), *([f"since {escape.text(field.since)}"] if field.since else []))
    yield from _item(f"{escape.code(field.name)}: ", field.shape, link, also)


def _item(name: str, shape: Shape, link: Link, also: Sequence[str] = ()) -> Iterator[str]:
    """A line with the type, the limits and a short description; a longer one stands below it."""
    limits = [phrase(limit, link) for limit in shape.limits]
    note = prose(shape.note) if is_marked(shape.note) else escape.words(shape.note)
    long = "\n" in note
    yield f"- {name}{'; '.join((phrase(shape.type, link), *also, *shape.marks, *limits))}{'' if long else _after(note)}"
    if long:
        yield from _indented(("", *note.split("\n"), ""))
    yield from _indented(_inside(shape, link))


def _after(note: str) -> str:
    return f". {note}" if note else ""


def _inside(shape: Shape, link: Link) -> Iterator[str]:
    for field in shape.fields:
        yield from _field(field, link)
    if shape.choices:
        yield f"- {phrase(shape.choice, link)}:" if shape.choice else "- One of:"
    for choice in shape.choices:
        yield from _indented(_item("", choice, link))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (_INDENT + line if line else "" for line in lines)
