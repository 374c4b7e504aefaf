"""The errors of a validator that a reader needs: those of the alternative that was meant, and no consequences."""

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_DEEPEST: Final = 50  # levels of alternatives


def nearest(error: "ValidationError") -> list["ValidationError"]:
    """The errors of the alternative that fits best: by its type, its enums and constants, then by errors of the value.

    A Reference Object is never meant where there is no `$ref`. An empty list for an error of another kind, and where
    several alternatives fit as badly.
    """
    context = getattr(error.kind, "context", ())
    branches = [branch for branch in context if all(context) and not _is_reference(branch)]  # empty is one that fits
    ranked = sorted(branches, key=lambda branch: (_distance(error, branch), len(branch)))
    if len(ranked) > 1 and _distance(error, ranked[0]) == _distance(error, ranked[1]) > (0, 0, 0):
        return []
    return ranked[0] if ranked else []


def without_consequences(errors: Iterable["ValidationError"]) -> list["ValidationError"]:
    """The errors but for others of a value that has another type than expected, or that lacks what sets it apart."""
    found = [(type(error.kind).__name__, tuple(error.instance_path), error) for error in errors]
    mistyped = {path for kind, path, _ in found if kind == "Type"}
    lacking = {path for kind, path, _ in found if kind == "Required"}
    return [
        error
        for kind, path, error in found
        if kind == "Type" or path not in (mistyped | lacking if kind == "OneOfMultipleValid" else mistyped)
    ]


def copied(errors: Iterable["ValidationError"]) -> int | None:
    """How many values of enums errors, and those of their alternatives, hold copies of; None where they are too deep.

    Alternatives of alternatives are as many levels as a contract has schemas, and to explain an error is a recursion.
    """
    level, count = list(errors), 0
    for _ in range(_DEEPEST):
        kinds = [error.kind for error in level]
        count += sum(len(getattr(kind, "options", ())) for kind in kinds)
        branches = chain.from_iterable(getattr(kind, "context", ()) for kind in kinds)
        level = list(chain.from_iterable(branches))
    return None if level else count


def _is_reference(branch: list["ValidationError"]) -> bool:
    kinds: list[Any] = [error.kind for error in branch]
    return any(type(kind).__name__ == "Required" and kind.property == "$ref" for kind in kinds)


def _distance(error: "ValidationError", branch: list["ValidationError"]) -> tuple[int, int, int]:
    """Whether a value has another type, how many values by which an alternative is known differ, and other errors.

    The others are only those at the value itself.
    """
    depth = len(error.instance_path)
    at_value = [type(inner.kind).__name__ for inner in branch if len(inner.instance_path) == depth]
    below = [type(inner.kind).__name__ for inner in branch if len(inner.instance_path) == depth + 1]
    return "Type" in at_value, sum(name in ("Constant", "Enum") for name in below), len(at_value)
