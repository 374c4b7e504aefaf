"""A schema without what no validator reads: descriptions, examples, extensions."""

from typing import Any, Final

from docgen.differ.edits import digest
from docgen.openapi.nodes import ANNOTATIONS
from docgen.openapi.references import is_reference

_NAMES: Final = frozenset(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"))
"""Keywords under which stand names of the API's own, which may be called `title` too."""
_VALUES: Final = frozenset(("enum", "const", "default", "required", "dependentRequired", "type"))
_UNORDERED: Final = frozenset(("enum", "required", "type"))
_UNIONS: Final = frozenset(("allOf", "anyOf", "oneOf"))
_JUDGED: Final = frozenset(("x-sunset", "x-stability-level", "x-extensible-enum"))
"""Extensions that the differ reads."""


def strip_annotations(node: Any, names: bool = False) -> Any:  # noqa: ANN401 - a node of JSON can be anything
    """A schema without its annotations, its keys in order; with `names`, its keys are names and all stay."""
    if isinstance(node, dict):
        return {
            key: _value(key, node[key])
            if not names and key in _VALUES
            else strip_annotations(node[key], not names and key in _NAMES)
            for key in sorted(node)
            if names or not is_annotation(key)
        }
    return [strip_annotations(item) for item in node] if isinstance(node, list) else node


def _value(key: str, value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A value as it stands; lists that have no order in one."""
    return sorted(value, key=repr) if key in _UNORDERED and isinstance(value, list) else value


def differs(old: Any, new: Any, names: bool = False, *, references: bool = True) -> bool:  # noqa: ANN401 - any JSON
    """Whether two schemas differ, their references not followed, in anything but annotations.

    Without `references`, what one side has for a reference of the other counts as the same.
    """
    if old == new:
        return False
    if not references and (is_reference(old) or is_reference(new)):
        return False
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in {**old, **new} if names or not is_annotation(key)]
        if not all(key in old and key in new for key in keys):
            return True
        return any(_part_differs(key, old[key], new[key], names, references) for key in keys)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return any(differs(*pair, references=references) for pair in zip(old, new, strict=True))
    return True


def _part_differs(key: str, old: Any, new: Any, names: bool, references: bool) -> bool:  # noqa: ANN401 - any JSON
    if not names and key in _VALUES:
        return bool(_value(key, old) != _value(key, new))
    return differs(old, new, not names and key in _NAMES, references=references)


def is_annotation(key: str) -> bool:
    """Whether a keyword is one that no validator reads, nor the differ."""
    return key in ANNOTATIONS or (key[:2] == "x-" and key not in _JUDGED)


def sort_unions(node: Any) -> Any:  # noqa: ANN401 - a node of JSON can be anything
    """A bare schema with the members of its unions in one order, whatever order they were written in."""
    if isinstance(node, dict):
        parts = {key: sort_unions(value) for key, value in node.items()}
        return {
            key: sorted(value, key=repr) if key in _UNIONS and isinstance(value, list) else value
            for key, value in parts.items()
        }
    return [sort_unions(item) for item in node] if isinstance(node, list) else node


def schema_key(node: Any) -> str:  # noqa: ANN401 - a node of JSON can be anything
    """The key that schemas have which say the same, in whatever order."""
    return digest(sort_unions(strip_annotations(node)))
