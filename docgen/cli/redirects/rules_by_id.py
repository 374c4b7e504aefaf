"""The rules with an id."""

from collections.abc import Sequence

from docgen.errors import UsageError
from docgen.model.redirect import Redirect
from docgen.wording import did_you_mean


def find_rules(redirects: Sequence[Redirect], id_: str) -> tuple[Redirect, ...]:
    """The rules with an id, one per host; UsageError (exit code 2), with the closest id, where there is none."""
    rules = tuple(redirect for redirect in redirects if redirect.id == id_)
    if not rules:
        known = sorted({redirect.id for redirect in redirects})
        listed = f"expected one of {', '.join(known)}" if known else "no rule could be read"
        raise UsageError(f"rule {id_!r} not found; {did_you_mean(id_, known, listed)}")
    return rules
