"""What an entry says ends: redirects that it claims, parts that it announces as deprecated, and removed ones."""

from collections.abc import Iterator, Sequence
from datetime import date

from docgen.model.claim import DeprecationClaim, RedirectClaim
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.redirect import Redirect, Rule, midnight
from docgen.model.statuses import status_line
from docgen.openapi.deprecated import owner, parts
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer


def announced_endings(project: Project, entry: Entry) -> tuple[Ending, ...]:
    """What an entry says ends: its redirects that end in an error, then deprecations, then removals; each once."""
    redirects = (ending for ending in closing_redirects(project, entry) if ending.rule)
    found: dict[tuple[str, date | None], Ending] = {}
    for ending in (*redirects, *deprecations(project, entry), *_removals(entry)):
        found.setdefault((ending.name, ending.sunset), ending)
    return tuple(found.values())


def breaking_days(project: Project, entry: Entry) -> tuple[date, ...]:
    """The days on which what the entry announces stops working, in order; empty where nothing ends."""
    every = (*closing_redirects(project, entry), *deprecations(project, entry))
    return tuple(sorted({ending.day for ending in every if ending.ends is not None}))


def breaks_on(project: Project, entry: Entry) -> date | None:
    """The first day on which something that the entry announces stops working; None where nothing ends."""
    return next(iter(breaking_days(project, entry)), None)


def closing_redirects(project: Project, entry: Entry) -> Iterator[Ending]:
    """The redirects that the entry claims and that end in 404 or 410; after `upstream`, the rule breaks nothing."""
    for claim in entry.text.claims:
        if claim.redirect:
            yield from _closing(project, entry, claim.redirect)


def _closing(project: Project, entry: Entry, claim: RedirectClaim) -> Iterator[Ending]:
    """By the rule, which may be extended; by the claim where no rule has the id, which is a finding of its own."""
    rules = [rule for rule in project.redirects if rule.id == claim.rule]
    for rule in rules:
        if rule.sunset is not None and rule.gone:
            yield redirect_ending(rule, (entry,))
    if not rules and claim.sunset and isinstance(claim.after, int):
        ends, then = midnight(claim.sunset), status_line(claim.after)
        yield Ending(kind="redirect", name=claim.rule, source=entry.source, ends=ends, then=then, entry=entry)


def redirect_ending(rule: Redirect, claiming: tuple[Entry, ...]) -> Ending:
    """The end of a redirect, which `claiming` claim; one without a sunset ends when it is removed."""
    removed = rule.text.removed
    return Ending(
        kind="redirect",
        name=rule.path,
        id=rule_ending_id(rule),
        source=rule.source,
        pointer=(*rule.pointer, "sunset"),
        what=f"https://{rule.host}{rule.path}{'/...' if rule.match == 'prefix' else ''} to {rule.to}",
        since=rule.text.since,
        ends=midnight(removed) if removed and rule.sunset is None else rule.sunset,
        then=rule.outcome,
        instead=rule.text.successor or rule.to,
        entry=next(iter(claiming), None),
        rule=rule,
        claiming=claiming,
    )


def rule_ending_id(rule: Rule) -> str:
    """The id of the ending of a rule: the rule's own, followed by the host for all hosts of the rule but its first."""
    kind, is_first = "redirect" if isinstance(rule, Redirect) else "headers", rule.host == rule.text.hosts[0]
    return f"{kind}/{rule.id}" + ("" if is_first else f"/{rule.host}")


def deprecations(project: Project, entry: Entry) -> Iterator[Ending]:
    """The deprecations that an entry claims, then those that it covers, if it is `deprecated` or `removed`.

    The date is that of the contract, or else the claimed one.
    """
    spec = _spec(project, entry)
    claimed = list(_claimed(spec, entry))
    yield from claimed
    named = {ending.name for ending in claimed}
    for index, selector in enumerate(entry.text.covers if spec and entry.text.is_about_ends else ()):
        if spec and selector not in named and any(part.is_deprecated for part in parts(spec, selector)):
            yield _deprecation(spec, entry, selector, ("covers", index))


class Announcements:
    """The published announcements of deprecated parts: by a claim, else by what an entry covers."""

    def __init__(self, project: Project) -> None:
        self._found: dict[str, list[Ending]] = {}
        entries = project.visible_entries()
        claimed = [ending for entry in entries for ending in _claimed(_spec(project, entry), entry)]
        for ending in (*claimed, *_covered(entries)):
            self._found.setdefault(ending.name, []).append(ending)

    def of(self, selector: str, sunset: date | None) -> Ending | None:
        """The announcement of a part with its sunset.

        What an entry covers may be the operation of a parameter, or the part of another contract.
        """
        of_owner = (one for one in self._found.get(owner(selector), []) if not one.claim)
        for one in (*self._found.get(selector, []), *of_owner):
            if one.claim is None or one.claim.sunset in (None, sunset or one.sunset):
                return one
        return None


def _covered(entries: Sequence[Entry]) -> Iterator[Ending]:
    for entry in entries:
        for index, selector in enumerate(entry.text.covers if entry.text.is_about_ends else ()):
            yield _deprecation(None, entry, selector, ("covers", index))


def _claimed(spec: Spec | None, entry: Entry) -> Iterator[Ending]:
    for index, claim in enumerate(entry.text.claims):
        if claim.deprecation:
            pointer = ("claims", index, "deprecation")
            yield _deprecation(spec, entry, claim.deprecation.of, pointer, claim.deprecation)


def _deprecation(
    spec: Spec | None, entry: Entry, selector: str, pointer: Pointer, claim: DeprecationClaim | None = None
) -> Ending:
    found = parts(spec, selector) if spec else ()
    day = min((part.sunset for part in found if part.sunset), default=claim.sunset if claim else None)
    return Ending(
        kind=found[0].kind if found else "part",
        name=selector,
        source=entry.source,
        pointer=pointer,
        since=(claim.since if claim else None) or entry.text.published,
        ends=midnight(day) if day else None,
        instead=(claim.successor if claim else None) or "",
        entry=entry,
        claim=claim,
    )


def _removals(entry: Entry) -> Iterator[Ending]:
    for claim in entry.text.claims:
        for selector in claim.removal.of if claim.removal else ():
            ends = midnight(entry.text.effective)
            yield Ending(kind="part", name=selector, source=entry.source, ends=ends, entry=entry)


def _spec(project: Project, entry: Entry) -> Spec | None:
    return next((pin.spec for pin in project.pins if pin.id == entry.pin), None)
