"""The lifecycle of a part of the contract: deprecation, sunset and stability."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from docgen.openapi.lifecycle import day_of, sunset_of

STABILITY_KEY: Final = "x-stability-level"
Actions = Iterator[tuple[str, Any, Any]]
"""Actions, each with the values before and after."""
_STABILITY: Final = ("draft", "alpha", "beta", "stable")


def stability_actions(old: Mapping[str, Any], new: Mapping[str, Any]) -> Actions:
    """The actions on a part's stability: increased, decreased or invalid; the default is stable."""
    before, after = old.get(STABILITY_KEY), new.get(STABILITY_KEY)
    if before == after:
        return
    if any(level is not None and level not in _STABILITY for level in (before, after)):
        told = [None if level is None else str(level) for level in (before, after)]
        yield "stability-invalid", told[0], told[1]
        return
    ranks = [_STABILITY.index(level) if level else len(_STABILITY) - 1 for level in (before, after)]
    if ranks[0] != ranks[1]:
        yield "stability-decreased" if ranks[1] < ranks[0] else "stability-increased", before, after


def property_lifecycle(old: Mapping[str, Any], new: Mapping[str, Any]) -> Actions:
    """The actions on a property's lifecycle, with the values before and after."""
    yield from stability_actions(old, new)
    before, after = old.get("deprecated") is True, new.get("deprecated") is True
    sunset = sunset_of(new)
    if after and not before:
        if sunset and day_of(sunset) is None:
            yield "deprecated-sunset-invalid", None, sunset
        else:
            yield "deprecated-with-sunset" if sunset else "deprecated", None, sunset
    elif before and not after:
        yield "reactivated", sunset_of(old), None
    elif after and sunset_of(old) != sunset:
        yield from _sunset_actions(sunset_of(old), sunset)


def _sunset_actions(before: str | None, after: str | None) -> Actions:
    if after is None:
        yield "sunset-deleted", before, None
    elif day_of(after) is None:
        yield "deprecated-sunset-invalid", before, after
    else:
        yield "sunset-date-changed-too-small" if is_earlier(after, before) else "sunset-date-changed", before, after


def is_earlier(sunset: str | None, other: str | None) -> bool:
    """Whether a sunset is before another one; false if either is missing or not a date."""
    day, other_day = day_of(sunset), day_of(other)
    return bool(day and other_day and day < other_day)
