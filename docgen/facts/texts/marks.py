"""The facts that the front matter of a page lists under `unchecked`."""

from typing import Any

import msgspec

from docgen.markdown.front_matter import mapping, split
from docgen.model.fact import Unchecked
from docgen.positions.source import Source


def head_of(page: Source) -> Source:
    """The front matter of a page; the line break stands for the first `---`, so that its lines are the file's."""
    return Source(page.path, f"\n{split(page.text).yaml}")


def marks_of(markdown: str) -> tuple[Unchecked, ...]:
    """The facts that the front matter of a page lists under `unchecked`; what is not such a mark is left out."""
    return tuple(mark for mark in listed_marks(markdown) if mark)


def listed_marks(markdown: str) -> tuple[Unchecked | None, ...]:
    """Each item under `unchecked` of a front matter; None for one that is no mark."""
    listed = mapping(split(markdown).yaml).get("unchecked")
    return tuple(map(_mark, listed if isinstance(listed, list) else () if listed is None else (listed,)))


def _mark(item: Any) -> Unchecked | None:  # noqa: ANN401 - any YAML
    try:
        return msgspec.convert(item, Unchecked)
    except msgspec.ValidationError:
        return None
