"""Differences in annotations: descriptions, titles, examples and extensions, which break no client."""

from collections import deque
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from typing import Any, Final

from docgen.differ.edits import Pair, verb_of
from docgen.differ.keys import NAMES, VALUES, bare_key, is_annotation
from docgen.differ.values import shorten
from docgen.openapi.spec import Spec
from docgen.openapi.structure import METHODS
from docgen.positions.source import Pointer

_PATH_DEPTH: Final = 3  # `paths`, the path, the method
_Difference = tuple[Pointer, Any, Any]
"""The pointer of an annotation, and its values on both sides."""


def compare_annotations(old: Spec, new: Spec) -> Iterator[Pair]:
    """A pair for each annotation that differs between two documents, at the same pointer in both."""
    events = {key: name for name, key in (*old.event_keys().items(), *new.event_keys().items())}
    for pointer, before, after in _differences(old.document, new.document, (), names=False):
        selector = _selector(pointer, events)
        pair = Pair(old.node(()), new.node(()), f"`{selector or 'the document'}`", selector)
        action, keyword = f"annotation-{verb_of(before, after)}", str(pointer[-1])
        key = (repr(before), repr(after))
        pair.note(action, pointer, key, name=keyword, before=shorten(before), after=shorten(after))
        yield pair


def _differences(old: Any, new: Any, pointer: Pointer, names: bool) -> Iterator[_Difference]:  # noqa: ANN401 - any JSON
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            child = (*pointer, key)
            if not names and is_annotation(key):
                if old.get(key) != new.get(key):
                    yield child, old.get(key), new.get(key)
            # what one side alone has is told by the comparison itself, with all that is in it
            elif key in old and key in new and (names or key not in VALUES):
                yield from _differences(old[key], new[key], child, not names and key in NAMES)
    elif isinstance(old, list) and isinstance(new, list):
        for before, index in _counterparts(old, new):
            yield from _differences(before, new[index], (*pointer, index), names=False)


def _counterparts(old: list[Any], new: list[Any]) -> Iterator[tuple[Any, int]]:
    """The items of two lists that differ in annotations alone; then the remaining ones in order, if as many remain."""
    candidates: dict[str, deque[int]] = {}
    for index, item in enumerate(new):
        candidates.setdefault(bare_key(item), deque()).append(index)
    unmatched: list[Any] = []
    for item in old:
        indices = candidates.get(bare_key(item))
        if indices:
            yield item, indices.popleft()
        else:
            unmatched.append(item)
    remaining = sorted(chain.from_iterable(candidates.values()))
    if len(unmatched) == len(remaining):
        yield from zip(unmatched, remaining, strict=True)


def _selector(pointer: Pointer, events: Mapping[str, str]) -> str:
    """The selector of the part of the contract that contains a pointer; empty for the document itself."""
    keys = [str(key) for key in pointer]
    if keys[:1] == ["paths"] and len(keys) > _PATH_DEPTH and keys[2] in METHODS:
        return f"{keys[2].upper()} {keys[1]}"
    if keys[:1] in (["webhooks"], ["x-webhooks"]) and len(keys) > 1:
        return f"event {events.get(keys[1], keys[1])}"
    if keys[:2] == ["components", "schemas"] and len(keys) > _PATH_DEPTH:
        fields = [key for before, key in pairwise(keys[3:]) if before == "properties"]
        return ".".join((keys[2], *fields))
    return ""
