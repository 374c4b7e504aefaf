"""Rules of one host whose targets overlap: the first one decides, as in the oracle."""

from collections.abc import Sequence

from docgen.model.redirect import Redirect


def overlaps(one: Redirect, other: Redirect) -> bool:
    """Whether some target is covered by both rules."""
    return one.path == other.path or _is_below(one, other) or _is_below(other, one)


def earlier_yielding(redirects: Sequence[Redirect], redirect: Redirect) -> tuple[Redirect, ...]:
    """The earlier rules that overlap with this one and may leave a request to the upstream.

    What they cover is theirs: this rule must not answer it, even where they pass it to the upstream.
    """
    earlier = redirects[: redirects.index(redirect)]
    return tuple(rule for rule in earlier if overlaps(rule, redirect) and leaves_to_upstream(rule))


def earlier_yielding_or_shorter(redirects: Sequence[Redirect], redirect: Redirect) -> tuple[Redirect, ...]:
    """The earlier rules whose targets this one must not match where a server tries the longest path first.

    They are those that yield, and those with a shorter path, which such a server would try after this one.
    """
    yielding = earlier_yielding(redirects, redirect)
    earlier = redirects[: redirects.index(redirect)]
    return tuple(rule for rule in earlier if rule in yielding or _is_below(redirect, rule))


def first_covering(redirects: Sequence[Redirect], path: str, *, below: bool = False) -> Redirect:
    """The first rule that covers a path, or, with `below`, all paths below one that ends with a slash.

    The path must be that of one of the rules: StopIteration otherwise.
    """
    return next(rule for rule in redirects if _covers(rule, path, below))


def is_shadowed(redirects: Sequence[Redirect], redirect: Redirect) -> bool:
    """Whether an earlier rule covers all that this one does."""
    earlier = redirects[: redirects.index(redirect)]
    return any(
        _is_below(redirect, rule) or (rule.path == redirect.path and rule.match in {"prefix", redirect.match})
        for rule in earlier
    )


def leaves_to_upstream(redirect: Redirect) -> bool:
    """Whether a request that the rule covers may pass through to the upstream."""
    # with an answer after the sunset the edge answers at any time
    return bool(redirect.excluded) or (redirect.sunset is not None and redirect.gone is None)


def _covers(rule: Redirect, path: str, below: bool) -> bool:
    if rule.match == "exact":
        return not below and path in (rule.path, f"{rule.path}/")
    return f"{path}/".startswith(f"{rule.path}/")


def _is_below(one: Redirect, other: Redirect) -> bool:
    return other.match == "prefix" and one.path.startswith(other.path + "/")
