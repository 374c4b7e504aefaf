"""Two contracts -> what changed, one entry a root cause."""

from datetime import datetime

from docgen.differ.document import compare
from docgen.differ.policy import policy_of
from docgen.differ.roots import changes
from docgen.model.change import Change, Policy
from docgen.model.spec import Spec

__all__ = ["diff"]


def diff(
    base: Spec,
    revision: Spec,
    *,
    policy: str | Policy = "strict",
    now: datetime | None = None,
    annotations: bool = False,
) -> tuple[Change, ...]:
    """What changed from `base` to `revision`, breaking first.

    With `now`, sunset dates are judged, else only reported; with `annotations`, changes of descriptions,
    examples and extensions are listed too. An unknown policy raises UsageError.
    """
    chosen = policy_of(policy)
    if base.document == revision.document:
        return ()
    return changes(compare(base, revision, annotations), chosen, now.date() if now else None)
