"""The acceptances of a project that apply to a change."""

from collections.abc import Sequence

from docgen.model.accepted import Acceptance
from docgen.model.change import Change


def find_acceptance(change: Change, acceptances: Sequence[Acceptance]) -> Acceptance | None:
    """The acceptance that excuses a change, or None if the change counts.

    Every effect as bad as the change itself must be accepted, at every selector of the change: accepting its effect
    on requests does not excuse that it breaks responses too, nor does one selector excuse the same edit elsewhere.
    """
    candidates = matching_acceptances(change, acceptances)
    worst = {effect.id for effect in change.effects if effect.level == change.level} | {change.id}
    if all(worst <= {one.what for one in candidates if _is_for(one, selector)} for selector in change.named):
        return next(one for one in candidates if one.what == change.id)
    return None


def matching_acceptances(change: Change, acceptances: Sequence[Acceptance]) -> tuple[Acceptance, ...]:
    """The acceptances that name a change or one of its effects, at one of its selectors or at any."""
    ids = {change.id, *(effect.id for effect in change.effects)}
    selectors = change.named
    return tuple(
        one for one in acceptances if one.what in ids and any(_is_for(one, selector) for selector in selectors)
    )


def _is_for(acceptance: Acceptance, selector: str) -> bool:
    return acceptance.at in (None, selector)
