"""The rules that an argument names."""

from collections.abc import Sequence

from docgen.errors import UsageError
from docgen.model.redirect import Redirect
from docgen.wording import did_you_mean


def rules_named(redirects: Sequence[Redirect], id_: str) -> tuple[Redirect, ...]:
    """The rules of an id, one a host; UsageError (exit code 2), with the nearest id that there is, for none."""
    rules = tuple(redirect for redirect in redirects if redirect.id == id_)
    if not rules:
        known = sorted({redirect.id for redirect in redirects})
        listed = f"expected one of {', '.join(known)}" if known else "there is none that can be read"
        raise UsageError(f"rule {id_!r} not found; {did_you_mean(id_, known, listed)}")
    return rules
