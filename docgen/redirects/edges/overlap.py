"""Rules of one host whose targets overlap: the first one decides, as in the oracle."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from docgen.model.redirect import Redirect
from docgen.redirects.paths import covers_all, overlaps

Earlier = Mapping[str, tuple[Redirect, ...]]
"""The id of a rule -> the rules before it that overlap with it, in their order."""


def earlier_rules(redirects: Sequence[Redirect]) -> Earlier:
    """The rules before each rule of a host that overlap with it; linear in the rules that have no placeholder."""
    found: dict[str, tuple[Redirect, ...]] = {}
    at: defaultdict[str, list[int]] = defaultdict(list)  # path -> the rules at it, by index
    below: defaultdict[str, list[int]] = defaultdict(list)
    templates: list[int] = []
    for index, redirect in enumerate(redirects):
        above = list(_above(redirect.path))
        near = chain(at[redirect.path], below[redirect.path], templates, *(at[path] for path in above))
        candidates = range(index) if "{" in redirect.path else sorted(near)
        found[redirect.id] = tuple(redirects[one] for one in candidates if overlaps(redirects[one], redirect))
        if "{" in redirect.path:
            templates.append(index)
            continue
        at[redirect.path].append(index)
        for path in above:
            below[path].append(index)
    return found


def yielding(earlier: Earlier, redirect: Redirect) -> tuple[Redirect, ...]:
    """The earlier rules that overlap with this one and may leave a request to the upstream.

    What they cover is theirs: this rule must not answer it, even where they pass it to the upstream.
    """
    return tuple(rule for rule in earlier[redirect.id] if leaves_to_upstream(rule))


def yielding_or_shorter(earlier: Earlier, redirect: Redirect) -> tuple[Redirect, ...]:
    """The earlier rules whose targets this one must not match where a server tries the longest path first.

    They are those that yield, and those with a shorter literal start, which such a server would try after this one.
    """
    length = len(literal_start(redirect))
    return tuple(rule for rule in earlier[redirect.id] if leaves_to_upstream(rule) or len(literal_start(rule)) < length)


def literal_start(redirect: Redirect) -> str:
    """The path up to its first placeholder."""
    return redirect.path.partition("{")[0]


def without_shadowed(redirects: Sequence[Redirect]) -> tuple[Redirect, ...]:
    """The rules but for those of which one earlier rule covers all that they do: they never apply."""
    earlier = earlier_rules(redirects)
    return tuple(rule for rule in redirects if not any(covers_all(one, rule) for one in earlier[rule.id]))


def leaves_to_upstream(redirect: Redirect) -> bool:
    """Whether a request that the rule covers may pass through to the upstream."""
    # with an answer after the sunset the edge answers at any time
    return bool(redirect.excluded) or (redirect.sunset is not None and redirect.gone is None)


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path
