"""The rules with an id."""

from collections.abc import Sequence
from difflib import get_close_matches

from docgen.errors import UsageError
from docgen.model.redirect import Redirect


def find_rules(redirects: Sequence[Redirect], id_: str) -> tuple[Redirect, ...]:
    """The rules with an id, one per host; UsageError (exit code 2), with the closest id, where there is none."""
    rules = tuple(redirect for redirect in redirects if redirect.id == id_)
    if not rules:
        known = sorted({redirect.id for redirect in redirects})
        near = get_close_matches(id_, known, 1)
        listed = f"expected one of {', '.join(known)}" if known else "no rule could be read"
        raise UsageError(f"rule {id_!r} not found; " + (f"did you mean {near[0]!r}?" if near else listed))
    return rules
