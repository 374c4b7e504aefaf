"""Where a value stands in a YAML, JSON or TOML text: line and column from a pointer.

A mapping's key is the place of the value below it. What is not there stands at its nearest parent that is; so does
what stands behind a mistake in the text. Each text is read once, however often it is asked.
"""

from collections.abc import Iterable
from importlib import import_module
from types import ModuleType

from docgen.positions.source import Place, Pointer, Source

__all__ = ["extent", "locate", "locate_all"]


def locate(source: Source, pointer: Pointer) -> Place:
    """The line and column (both from 1) of the value under a pointer, or of its nearest existing parent."""
    place: Place = _reader(source).locate(source.text, pointer)
    return place


def locate_all(source: Source, pointers: Iterable[Pointer]) -> dict[Pointer, Place]:
    """The place of each value, as `locate` says it."""
    read = _reader(source).locate
    return {pointer: read(source.text, pointer) for pointer in pointers}


def extent(source: Source, pointer: Pointer) -> tuple[int, int] | None:
    """The first and the last line (from 1) of the value under a pointer, with its key; None where there is none."""
    lines: tuple[int, int] | None = _reader(source).extent(source.text, pointer)
    return lines


def _reader(source: Source) -> ModuleType:
    return import_module(f"docgen.positions.{source.format}")  # PyYAML is slow to import, and JSON needs none of it
