"""The position of a value in a YAML, JSON or TOML text: line and column from a pointer.

The position of a mapping's value is that of its key. A value that is missing, or behind a syntax error, has the
position of its nearest existing parent. Each text is parsed once, however many pointers are located in it.
"""

from importlib import import_module
from types import ModuleType

from docgen.positions.source import Pointer, Position, Source


def locate(source: Source, pointer: Pointer) -> Position:
    """The line and column (both from 1) of the value under a pointer, or of its nearest existing parent."""
    position: Position = _reader(source).locate(_content(source), pointer)
    return position


def place(source: Source, pointer: Pointer) -> tuple[str, int, int]:
    """The path of the file that has a value, and the line and column there."""
    holder, inner = source.holder(pointer)
    return holder.path, *locate(holder, inner)


def location(source: Source, pointer: Pointer) -> str:
    """`path:line:col` of a value."""
    return ":".join(map(str, place(source, pointer)))


def extent(source: Source, pointer: Pointer) -> tuple[int, int] | None:
    """The first and the last line (from 1) of the value under a pointer, with its key; None where there is none."""
    lines: tuple[int, int] | None = _reader(source).extent(_content(source), pointer)
    return lines


def _content(source: Source) -> str | bytes:
    return source.data if source.format == "json" else source.text


def _reader(source: Source) -> ModuleType:
    return import_module(f"docgen.positions.{source.format}")  # PyYAML is slow to import, and JSON needs none of it
