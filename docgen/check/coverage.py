"""Each change and each event of a contract is in the changelog, with its impact; what the changelog covers changed."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from docgen.check.contract_change import selectors_text, subject_of
from docgen.check.rule import Findings, Proofs, error_rule, found, refutations
from docgen.claims import KINDS
from docgen.differ.ids import known_change_ids
from docgen.entries.coverage import Aliases, aliases, changes_by_entry, level_for, needs_entry, owed, subjects
from docgen.entries.endings import announced_parts, breaks_on, closing_redirects
from docgen.model.change import LEVELS, Change, Changes, Level
from docgen.model.entry import Entry, Impact
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project


@error_rule
def undocumented_change(project: Project, changes: Changes) -> Findings:
    """A contract differs from the previous pin's, and no entry of its pin covers the change."""
    for before, pin in project.successions():
        names = aliases(project, pin)
        entries = [frozenset(entry.text.covers) for entry in project.entries_of(pin)]
        for change in filter(needs_entry, changes.between.get(pin.id, ())):
            if left := owed(entries, change, names):
                message = f"no entry of {pin.id} covers {subject_of(change, left)} since {before.id}: {change.text}"
                hint = f"docgen new entry --from-diff, or add {selectors_text(left)} to the `covers` of an entry"
                message += f" ({change.id}, {change.level})"
                yield found(pin.contract.source, change.place, message, hint)


@error_rule
def claim_without_change(project: Project, changes: Changes) -> Findings:
    """An entry covers something that did not change in the contract."""
    for before, pin in project.successions():
        between = changes.between.get(pin.id)
        if between is None:
            continue
        shown = subjects((*between, *changes.accepted), aliases(project, pin))
        for entry in project.entries_of(pin):
            # what an entry itself claims to be absent, or only planned, is in no contract
            absent = {*chain.from_iterable(KINDS[claim.kind].not_there(claim.promise) for claim in entry.text.claims)}
            for index, selector in enumerate(entry.text.covers):
                if not shown.include(selector) and selector not in absent:
                    message = f"the entry covers `{selector}`, which is the same in {before.id} and {pin.id}"
                    hint = "remove it, or add an `attested` claim for a change that the contract does not show"
                    yield found(entry.source, ("covers", index), message, hint)


@error_rule
def undocumented_event(id_: str, project: Project, proofs: Proofs) -> Findings:
    """No entry of a pin names a webhook event of its contract: customers cannot know that it fires."""
    yield from refutations(id_, proofs)
    known: tuple[str, ...] = ()
    for pin in project.pins:
        yield from _events_without_entry(project, pin, known)
        known = pin.contract.events()


def _events_without_entry(project: Project, pin: Pin, known: tuple[str, ...]) -> Findings:
    named = {*known}
    for entry in project.entries_of(pin):
        named |= {selector.removeprefix("event ") for selector in entry.text.covers if selector.startswith("event ")}
        # such a claim names all events, and is proved or refuted
        if any(claim.events and claim.events.exactly is not None for claim in entry.text.claims):
            return
    for event in pin.contract.events():
        if event not in named:
            message = f"no entry of {pin.id} names the event `{event}` of the spec"
            hint = f"add `event {event}` to the `covers` of an entry"
            yield found(pin.contract.source, pin.contract.event_pointer(event), message, hint)


@error_rule
def impact_mismatch(project: Project, changes: Changes) -> Findings:
    """An entry has another impact than what it announces: a customer would plan for the wrong one."""
    closing: dict[str, str] = {}
    for entry in project.entries:
        for end in closing_redirects(project, entry):
            name = end.rule.id if end.rule else end.name
            closing[entry.slug] = f"the redirect `{name}` ends in {end.then.partition(' ')[0]} on {end.day}"
        if entry.slug in closing and entry.text.impact != "breaking":
            yield _mismatch(entry, closing[entry.slug], "breaking")
    for _, entry, explained, names in _explained(project, changes):
        levels: dict[Level, Change] = {}
        # an entry may name a part of a change, and the parts can have different levels
        for change in explained:
            levels.setdefault(level_for(frozenset(entry.text.covers), change, names), change)
        expected: Impact = "breaking" if "breaking" in levels else "non-breaking"
        allowed = {expected, "breaking"} if "warning" in levels else {expected}
        if levels and entry.slug not in closing and entry.text.impact not in allowed:
            worst = levels[min(levels, key=LEVELS.index)]
            yield _mismatch(entry, f"the entry covers a {expected} change: {worst.text} ({worst.id})", expected)


@error_rule
def breaking_entry_under_current_date(project: Project, changes: Changes) -> Findings:
    """An entry breaks customers of a pin in force, and no redirect, sunset or acceptance is there for them."""
    ways = {
        accepted.at
        for accepted in project.accepted.entries
        if accepted.what in known_change_ids() and not accepted.is_expired(project.today)
    }
    ways.update(name for name, end in announced_parts(project).items() if end.ends is not None)
    explanations = [*_explained(project, changes)]
    first: dict[int, date] = {}
    for _, entry, explained, _ in explanations:
        for change in explained:
            first[id(change)] = min(first.get(id(change), date.max), entry.text.published)
    for pin, entry, explained, _ in explanations:
        text = entry.text
        breaks = text.impact == "breaking" or any(claim.removal for claim in text.claims)
        # what is published with a pin comes with a new date
        is_in_force = text.published > pin.text.released
        # a removal that breaks nobody may come with a change of any level
        came_with_pin = bool(explained)
        if text.impact == "breaking":
            # what an earlier entry explains already is not what this one is about
            own = (change for change in explained if first[id(change)] == text.published)
            came_with_pin = any(change.level == "breaking" for change in own)
        is_warned = _is_redirected(project, entry) or breaks_on(project, entry) or ways.intersection(text.covers)
        if breaks and is_in_force and not (came_with_pin or is_warned):
            message = f"the entry breaks customers of {pin.id}, in force since {pin.text.released}, without a sunset"
            hint = "docgen new pin DATE, and move the entry there; or claim a redirect or a deprecation that ends later"
            yield found(entry.source, ("impact",), message, hint)


def _is_redirected(project: Project, entry: Entry) -> bool:
    """Whether an entry claims a redirect that ends after it, or one for ever to another address of the API."""
    for redirect in project.redirects:
        if redirect.id in entry.text.claimed_rules:
            is_later = redirect.sunset_day is not None and redirect.sunset_day > entry.text.published
            is_for_ever = redirect.sunset_day is None and redirect.target.hostname in project.config.hosts
            if is_later or is_for_ever:
                return True
    return False


def _explained(project: Project, changes: Changes) -> Iterator[tuple[Pin, Entry, Sequence[Change], Aliases]]:
    """Each entry with its pin, the changes since the pin before that it explains, and their other names."""
    for pin in project.pins:
        entries, names = project.entries_of(pin), aliases(project, pin)
        explained = changes_by_entry(project, pin, entries, changes.between.get(pin.id, ()))
        for entry in entries:
            yield pin, entry, explained.get(entry.slug, ()), names


def _mismatch(entry: Entry, reason: str, expected: str) -> Finding:
    message = f"the impact is `{entry.text.impact}`, but {reason}"
    return found(entry.source, ("impact",), message, f"write `impact: {expected}`")
