"""The lifecycle of a part of the contract: deprecation, sunset and stability."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from docgen.openapi.lifecycle import day_of, sunset_of
from docgen.openapi.nodes import JsonObject

STABILITY_KEY: Final = "x-stability-level"
_STABILITY: Final = ("draft", "alpha", "beta", "stable")


class Event(NamedTuple):
    """What happened to a part in its lifecycle, with the values before and after."""

    name: str
    before: Any
    after: Any

    def told(self) -> JsonObject:
        """The sunsets that a sentence on an operation or a parameter tells."""
        if self.name == "reactivated":
            return {}
        if self.name == "sunset-deleted":
            return {"before": self.before}
        if self.name.startswith("sunset-date-changed"):
            return {"before": self.before, "after": self.after}
        return {"after": self.after}


def stability_events(old: JsonObject, new: JsonObject) -> Iterator[Event]:
    """Whether a part's stability was increased, decreased or became invalid; the default is stable."""
    before, after = old.get(STABILITY_KEY), new.get(STABILITY_KEY)
    if before == after:
        return
    known = (None, *_STABILITY)
    if before not in known or after not in known:
        texts = (level and str(level) for level in (before, after))  # what is no level may be anything
        yield Event("stability-invalid", *texts)
        return
    # without a level, a part is stable
    rank, new_rank = _STABILITY.index(before or "stable"), _STABILITY.index(after or "stable")
    if rank != new_rank:
        yield Event("stability-decreased" if new_rank < rank else "stability-increased", before, after)


def property_lifecycle(old: JsonObject, new: JsonObject) -> Iterator[Event]:
    """What happened to a property in its lifecycle."""
    yield from stability_events(old, new)
    yield from deprecation_events(old, new, old.get("deprecated") is True, new.get("deprecated") is True)


def deprecation_events(old: JsonObject, new: JsonObject, was_deprecated: bool, is_deprecated: bool) -> Iterator[Event]:
    """What happened to the deprecation and the sunset of a part: at most one event."""
    before, after = sunset_of(old), sunset_of(new)
    # what begins or ends with the deprecation is no event of its own
    if was_deprecated != is_deprecated:
        if was_deprecated:
            yield Event("reactivated", before, None)
        elif is_undated(after):
            yield Event("deprecated-sunset-invalid", None, after)
        else:
            yield Event("deprecated-with-sunset" if after else "deprecated", None, after)
    elif is_deprecated and before != after:
        yield Event(_sunset_event(before, after), before, after)


def _sunset_event(before: str | None, after: str | None) -> str:
    if not after:
        return "sunset-deleted"
    if is_undated(after):
        return "deprecated-sunset-invalid"
    day, earliest = day_of(after), day_of(before)
    if day and earliest and day < earliest:
        return "sunset-date-changed-too-small"
    return "sunset-date-changed"


def is_undated(sunset: str | None) -> bool:
    """Whether a sunset is not a date."""
    return bool(sunset) and day_of(sunset) is None
