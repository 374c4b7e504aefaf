"""When what an entry announces stops working: from its claims, the rules and the contract, never typed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from docgen.entries.deprecations import announcements
from docgen.model.claim import RedirectClaim
from docgen.model.entry import Entry
from docgen.model.project import Project


class ClosingRedirect(NamedTuple):
    """A redirect that ends in an error: from `day` on, its addresses respond with `status`, 404 or 410."""

    rule: str
    status: int
    day: date


def breaking_days(project: Project, entry: Entry) -> tuple[date, ...]:
    """The days on which what the entry announces stops working, in order; empty where nothing ends."""
    redirects = {closing.day for closing in closing_redirects(project, entry)}
    parts = {announced.sunset for announced in announcements(project, entry) if announced.sunset}
    return tuple(sorted(redirects | parts))


def breaks_on(project: Project, entry: Entry) -> date | None:
    """The first day on which something that the entry announces stops working; None where nothing ends."""
    return next(iter(breaking_days(project, entry)), None)


def closing_redirects(project: Project, entry: Entry) -> Iterator[ClosingRedirect]:
    """The redirects that the entry claims and that end in 404 or 410; after `upstream`, the rule breaks nothing."""
    for claim in entry.text.claims:
        if claim.redirect:
            yield from _closing(project, claim.redirect)


def _closing(project: Project, claim: RedirectClaim) -> Iterator[ClosingRedirect]:
    """By the rule, which may be extended; by the claim where no rule has the id, which is a finding of its own."""
    rules = [rule for rule in project.redirects if rule.id == claim.rule]
    for rule in rules:
        if rule.sunset is not None and rule.gone:
            yield ClosingRedirect(rule.id, rule.gone.status, _day(rule.sunset))
    if not rules and claim.sunset and isinstance(claim.after, int):
        yield ClosingRedirect(claim.rule, claim.after, claim.sunset)


def _day(epoch: int) -> date:
    return datetime.fromtimestamp(epoch, UTC).date()
