"""Which changes are known and accepted: the acceptances of a project against a change."""

from collections.abc import Sequence

from docgen.model.accepted import Acceptance
from docgen.model.change import Change


def find_acceptance(change: Change, acceptances: Sequence[Acceptance]) -> Acceptance | None:
    """The acceptance that excuses a change, or None where the change counts.

    Each effect as bad as the change itself has to be excused, at each place of the change: accepting what it
    does to requests does not hide that it breaks responses too, nor does a selector hide the same edit made
    elsewhere.
    """
    candidates = matching_acceptances(change, acceptances)
    worst = {effect.id for effect in change.effects if effect.level == change.level} | {change.id}
    if all(worst <= {one.what for one in candidates if _is_for(one, selector)} for selector in _selectors(change)):
        return next(one for one in candidates if one.what == change.id)
    return None


def matching_acceptances(change: Change, acceptances: Sequence[Acceptance]) -> tuple[Acceptance, ...]:
    """The acceptances that name a change or an effect of it at one of its places; the rest are unused."""
    ids = {change.id, *(effect.id for effect in change.effects)}
    selectors = _selectors(change)
    return tuple(
        one for one in acceptances if one.what in ids and any(_is_for(one, selector) for selector in selectors)
    )


def _selectors(change: Change) -> tuple[str, ...]:
    return change.selectors or (change.selector,)


def _is_for(acceptance: Acceptance, selector: str) -> bool:
    return acceptance.at in (None, selector)
