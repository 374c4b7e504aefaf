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
    for selector in change.named:
        accepted = {acceptance.what for acceptance in candidates if acceptance.at in (None, selector)}
        if not worst <= accepted:
            return None
    return next(acceptance for acceptance in candidates if acceptance.what == change.id)


def matching_acceptances(change: Change, acceptances: Sequence[Acceptance]) -> tuple[Acceptance, ...]:
    """The acceptances that name a change or one of its effects, at one of its selectors or at any."""
    ids = {change.id, *(effect.id for effect in change.effects)}
    places = (None, *change.named)
    return tuple(acceptance for acceptance in acceptances if acceptance.what in ids and acceptance.at in places)
