"""The errors of a validator that a reader needs: those of the alternative that was meant, and no consequences."""

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_DEEPEST: Final = 50  # levels of alternatives


def nearest(error: "ValidationError") -> list["ValidationError"]:
    """The errors of the alternative that fits best: by its type, its enums and constants, then by errors of the value.

    A Reference Object is never meant where there is no `$ref`. An empty list for an error of another kind, and where
    several alternatives fit as badly.
    """
    context = getattr(error.kind, "context", ())
    # an alternative without errors fits: the error is another one
    if not all(context):
        return []
    branches = [branch for branch in context if not _is_reference(branch)]
    ranked = sorted(branches, key=lambda branch: (_distance(error, branch), len(branch)))
    # to name one of two that fit as badly would lead astray
    if len(ranked) > 1 and _distance(error, ranked[0]) == _distance(error, ranked[1]) > (0, 0, 0):
        return []
    return next(iter(ranked), [])


def without_consequences(errors: Iterable["ValidationError"]) -> list["ValidationError"]:
    """The errors but for others of a value that has another type than expected, or that lacks what sets it apart."""
    listed = [(name_of(error), tuple(error.instance_path), error) for error in errors]
    mistyped = {path for name, path, _ in listed if name == "Type"}
    lacking = {path for name, path, _ in listed if name == "Required"}
    causes = []
    for name, path, error in listed:
        is_consequence = path in mistyped or (name == "OneOfMultipleValid" and path in lacking)
        if name == "Type" or not is_consequence:
            causes.append(error)
    return causes


def name_of(error: "ValidationError") -> str:
    """The name that the library has for the kind of an error, such as `Required`."""
    return type(error.kind).__name__


def copied(errors: Iterable["ValidationError"]) -> int | None:
    """How many values of enums errors, and those of their alternatives, hold copies of; None where they are too deep.

    Alternatives of alternatives are as many levels as a contract has schemas, and to explain an error is a recursion.
    """
    level, count = list(errors), 0
    for _ in range(_DEEPEST):
        branches: list[list[ValidationError]] = []
        for error in level:
            count += len(getattr(error.kind, "options", ()))
            branches += getattr(error.kind, "context", ())
        level = [*chain.from_iterable(branches)]
    return None if level else count


def _is_reference(branch: list["ValidationError"]) -> bool:
    return any(name_of(error) == "Required" and getattr(error.kind, "property", "") == "$ref" for error in branch)


def _distance(error: "ValidationError", branch: list["ValidationError"]) -> tuple[int, int, int]:
    """Whether a value has another type, how many values by which an alternative is known differ, and other errors.

    The others are only those at the value itself.
    """
    levels = [(len(inner.instance_path) - len(error.instance_path), name_of(inner)) for inner in branch]
    differing = levels.count((1, "Constant")) + levels.count((1, "Enum"))
    return (0, "Type") in levels, differing, sum(level == 0 for level, _ in levels)
