"""The level of an effect: one rule of variance, and the exemptions from it in the rows of the catalogue.

A change that narrows what a client may send, or widens what it may receive, breaks the client.
"""

from functools import cache

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.catalogue.action import Exemption
from docgen.differ.catalogue.exemptions import UNSENT
from docgen.model.change import Level


def matches(pattern: str, id: str) -> bool:  # noqa: A002 - what it is called everywhere
    """Whether an id matches a pattern with at most one `*`, which matches any text."""
    head, star, tail = pattern.partition("*")
    if not star:
        return id == pattern
    return len(id) >= len(head) + len(tail) and id.startswith(head) and id.endswith(tail)


def exemption(id: str, action: str) -> Exemption | None:  # noqa: A002 - what it is called everywhere
    """The exemption that applies to an id of an action: the first that matches, or None."""
    of_row = CATALOGUE[action].exemptions
    # those for unsent properties come first: UNSENT would match their ids as well
    of_unsent = (found for found in of_row if found.unsent)
    candidates = (*of_unsent, *UNSENT, *of_row)
    return next((found for found in candidates if any(matches(pattern, id) for pattern in found.ids)), None)


@cache
def strict_level(id: str, action: str, polarity: str) -> Level:  # noqa: A002 - what it is called everywhere
    """The level of an effect under the policy `strict`."""
    exempt = exemption(id, action)
    if exempt:
        return exempt.level
    breaks = {"request": ("narrower", "both"), "response": ("wider", "both")}
    return "breaking" if CATALOGUE[action].variance in breaks.get(polarity, ()) else "info"
