"""Where many values stand in one text, found in a single pass over it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

import yaml

Place = tuple[int, int]
"""Line and column, both from 1."""

_START: Final = (1, 1)


def places(text: str, pointers: Iterable[str]) -> dict[str, Place]:
    """The place of each JSON pointer (RFC 6901), or of its nearest existing parent.

    A mapping's key is the place of the value below it. What stands behind a mistake in the text is (1, 1).
    """
    wanted = {pointer: _keys(pointer) for pointer in pointers}
    found: dict[tuple[str, ...], Place] = {}
    prefixes = {keys[:depth] for keys in wanted.values() for depth in range(len(keys) + 1)}
    with suppress(yaml.YAMLError):  # what was read so far is found
        _walk(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), prefixes, found)
    return {pointer: _nearest(found, keys) for pointer, keys in wanted.items()}


def _keys(pointer: str) -> tuple[str, ...]:
    return tuple(key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:])


def _nearest(found: dict[tuple[str, ...], Place], keys: tuple[str, ...]) -> Place:
    depths = range(len(keys), 0, -1)
    return next((found[keys[:depth]] for depth in depths if keys[:depth] in found), _START)


def _walk(events: Iterator[Any], wanted: set[tuple[str, ...]], found: dict[tuple[str, ...], Place]) -> None:
    """Note the place of each wanted value: of its key in a mapping, of itself in a sequence."""
    frames: list[_Frame] = []
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            frames.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        path = frames[-1].next(event) if frames else ()
        if path is not None and path in wanted:
            found.setdefault(path, (frames and frames[-1].key_place) or _place(event))
        if isinstance(event, yaml.CollectionStartEvent):
            below = path if path is not None and path in wanted else None
            frames.append(_Frame(below, isinstance(event, yaml.MappingStartEvent)))


def _place(event: Any) -> Place:  # noqa: ANN401 - PyYAML's events have no types
    return event.start_mark.line + 1, event.start_mark.column + 1


class _Frame:
    """A collection that is open: where it stands (None where nothing below it is wanted), and what comes next in it."""

    def __init__(self, path: tuple[str, ...] | None, mapping: bool) -> None:
        self.path = path
        self.mapping = mapping
        self.key: str | None = None
        self.key_place: Place | None = None
        self.index = -1

    def next(self, event: Any) -> tuple[str, ...] | None:  # noqa: ANN401 - PyYAML's events have no types
        """The path of the value that an event starts; None for a key, or for what is not wanted."""
        if not self.mapping:
            self.index += 1
            return None if self.path is None else (*self.path, str(self.index))
        if self.key is None:
            self.key = getattr(event, "value", "")
            self.key_place = _place(event)
            return None
        key, self.key = self.key, None
        return None if self.path is None else (*self.path, key)
