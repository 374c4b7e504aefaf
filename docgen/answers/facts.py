"""What is announced of the parts of an API, in sentences."""

from docgen import urls
from docgen.entries.roadmap import RoadmapItem
from docgen.model.claim import EnumClaim
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.upgrade.answer import Fact
from docgen.wording import choice, day, moment


def _page(project: Project, entry: Entry | None, otherwise: str = "") -> str:
    """The address of an entry's page, or of another page of the site."""
    return urls.absolute(project.site_url, urls.entry_url(entry) if entry else otherwise)


def redirect_fact(project: Project, rule: Redirect, end: Ending | None) -> Fact:
    """What becomes of an address that redirects."""
    url = _page(project, end.entry if end else None, urls.redirect_url(rule.id))
    if rule.text.removed:
        return Fact(state="ended", text=f"Ended on {day(rule.text.removed)}: the redirect was removed.", url=url)
    if rule.is_moved:
        return Fact(state="note", text="This page of the documentation has moved.")
    if rule.sunset is None:
        return Fact(state="deprecated", text="Old address: redirects, no end date announced.", url=url)
    return Fact(
        state="ends",
        text=f"Redirects until {moment(rule.sunset)}; then {rule.outcome}.",
        at=rule.sunset,
        then=f"Ended on {moment(rule.sunset)}: {rule.outcome}.",
        url=url,
        entry=_slug(end),
    )


def part_fact(project: Project, end: Ending, subject: str = "") -> Fact:
    """What becomes of a deprecated part of a contract; `subject` names it where it is part of a use."""
    what, whose = "Deprecated", "Its sunset"
    if subject:
        what, whose = f"`{subject}` is deprecated", f"The sunset of `{subject}`"
    url = _page(project, end.entry, urls.DEPRECATIONS)
    if end.ends is None:
        return Fact(state="deprecated", text=f"{what}; no end date announced.", url=url, instead=end.instead)
    return Fact(
        state="ends",
        text=f"{what}; ends on {day(end.day)}.",
        instead=end.instead,
        at=end.at,
        then=f"{whose} was {day(end.day)}.",
        url=url,
        entry=_slug(end),
    )


def pin_fact(project: Project, end: Ending) -> Fact:
    """What becomes of a date-pin."""
    text, then = f"Support of {end.name} ends on", f"Support of {end.name} ended on"
    if end.kind == "pin-retired":
        text, then = f"The API serves {end.name} until", f"The API stopped serving {end.name} on"
    return Fact(
        state="ends",
        text=f"{text} {day(end.day)}.",
        at=end.at,
        then=f"{then} {day(end.day)}.",
        instead=end.instead,
        url=_page(project, None, urls.pin_url(end.name)),
    )


def planned_fact(project: Project, item: RoadmapItem) -> Fact:
    """What is known of an event, a value or a field that is planned."""
    text = {
        "event": "Planned, not sent yet",
        "value": f"Reserved in `{item.at}`, not sent yet",
    }.get(item.kind, "Planned, not in the contract yet")
    due = f"; candidate for {item.due}" if item.due else ""
    return Fact(state="planned", text=_reasoned(f"{text}{due}.", item.because), url=_page(project, item.entry))


def never_fact(project: Project, entry: Entry, claim: EnumClaim, value: str) -> Fact:
    """What is known of a value that is never sent."""
    text = f"Never sent in `{claim.at}`: expect {choice([f'`{sent}`' for sent in claim.wire])}, not `{value}`."
    return Fact(state="never", text=text, url=_page(project, entry))


def absent_fact(project: Project, entry: Entry, because: str) -> Fact:
    """What is known of a field that is left out on purpose."""
    text = _reasoned("Deliberately not a field of the contract.", because)
    return Fact(state="never", text=text, url=_page(project, entry))


def _reasoned(sentence: str, because: str) -> str:
    return f"{sentence} {because}" if because else sentence


def action_fact(project: Project, entry: Entry) -> Fact:
    """What an entry asks of those whom it affects."""
    action, what = entry.text.action, entry.text.kind.capitalize()
    if action.level != "none":
        what = f"Action {action.words}"
    if entry.text.impact == "breaking":
        what += ", breaking"
    return Fact(state="act", text=f"{what}: {entry.text.title}.", url=_page(project, entry), entry=entry.slug)


def _slug(end: Ending | None) -> str | None:
    return end.entry.slug if end and end.entry else None
