"""Of the alternatives of a union that a value does not match, the one that was meant."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError


def nearest(error: "ValidationError") -> list["ValidationError"]:
    """The errors of the alternative that fits best: its own constants fit, and few errors are at the value itself.

    A Reference Object is never meant where there is no `$ref`. An empty list for an error of another kind, and where
    several alternatives fit as badly.
    """
    branches = [branch for branch in getattr(error.kind, "context", ()) if branch and not _is_reference(branch)]
    ranked = sorted(branches, key=lambda branch: (_distance(error, branch), len(branch)))
    if len(ranked) > 1 and _distance(error, ranked[0]) == _distance(error, ranked[1]) > (0, 0):
        return []
    return ranked[0] if ranked else []


def _is_reference(branch: list["ValidationError"]) -> bool:
    kinds: list[Any] = [error.kind for error in branch]
    return any(type(kind).__name__ == "Required" and kind.property == "$ref" for kind in kinds)


def _distance(error: "ValidationError", branch: list["ValidationError"]) -> tuple[int, int]:
    """How many constants of an alternative the value does not have, and how many errors are at the value itself."""
    depth = len(error.instance_path)
    constants = sum(_is_constant(inner.kind) and len(inner.instance_path) == depth + 1 for inner in branch)
    return constants, sum(len(inner.instance_path) == depth for inner in branch)


def _is_constant(kind: Any) -> bool:  # noqa: ANN401 - the library's kinds share no type
    name = type(kind).__name__
    return name == "Constant" or (name == "Enum" and len(kind.options) == 1)
