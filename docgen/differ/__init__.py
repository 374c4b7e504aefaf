"""The differ: the changes between two contracts, one for each root cause."""

from datetime import date, datetime

from docgen.differ.document import compare
from docgen.differ.policy import parse_policy
from docgen.differ.root_causes import changes
from docgen.model.change import Change, Policy
from docgen.openapi.spec import Spec

__all__ = ["diff"]


def diff(
    base: Spec,
    revision: Spec,
    *,
    policy: str | Policy = "strict",
    now: date | str | None = None,
    annotations: bool = False,
) -> tuple[Change, ...]:
    """The changes from `base` to `revision`, breaking ones first.

    With `now` (a date or a time, or RFC 3339 text of one), the ids of removals depend on whether the sunset has passed;
    with `annotations`, changes of descriptions, examples and extensions are listed too. An unknown policy raises
    UsageError.
    """
    chosen = parse_policy(policy)
    if base.document == revision.document:
        return ()
    return changes(compare(base, revision, annotations), chosen, _day(now))


def _day(now: date | str | None) -> date | None:
    if isinstance(now, str):
        now = datetime.fromisoformat(now)
    # a datetime is a date, too, and does not compare with one
    return now.date() if isinstance(now, datetime) else now
