"""Which changes are known and accepted: the ignores of a configuration against a change."""

from collections.abc import Sequence
from datetime import date

from docgen.model.change import Change
from docgen.model.config import Ignore


def ignored(change: Change, ignores: Sequence[Ignore], today: date) -> Ignore | None:
    """The ignore that excuses a change on a day, or None where it counts.

    Each effect as bad as the change itself has to be excused, at each place of the change: ignoring what it
    does to requests does not hide that it breaks responses too, nor does a selector hide the same edit made
    elsewhere. An ignore is in force up to and including its last day.
    """
    in_force = [ignore for ignore in matching(change, ignores) if not expired(ignore, today)]
    worst = {effect.id for effect in change.effects if effect.level == change.level} | {change.id}
    if all(worst <= {ignore.id for ignore in in_force if _is_at(ignore, place)} for place in _places(change)):
        return next(ignore for ignore in in_force if ignore.id == change.id)
    return None


def matching(change: Change, ignores: Sequence[Ignore]) -> tuple[Ignore, ...]:
    """The ignores that name a change or an effect of it at one of its places, in force or not; the rest are unused."""
    ids = {change.id, *(effect.id for effect in change.effects)}
    places = _places(change)
    return tuple(ignore for ignore in ignores if ignore.id in ids and any(_is_at(ignore, place) for place in places))


def _places(change: Change) -> tuple[str, ...]:
    return change.selectors or (change.selector,)


def _is_at(ignore: Ignore, place: str) -> bool:
    return ignore.selector in (None, place)


def expired(ignore: Ignore, today: date) -> bool:
    """Whether the last day of an ignore is over."""
    return ignore.expires < today
