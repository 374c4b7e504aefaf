"""What is announced of the parts of an API, in sentences."""

from docgen import urls
from docgen.entries.roadmap import RoadmapItem
from docgen.model.claim import EnumClaim
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.upgrade.answer import Fact
from docgen.wording import choice, day, moment


def entry_page(project: Project, entry: Entry | None) -> str | None:
    """The address of an entry's page."""
    return urls.absolute(project.config.site_url, urls.entry_url(entry)) if entry else None


def redirect_fact(project: Project, rule: Redirect, end: Ending | None) -> Fact:
    """What becomes of an address that redirects."""
    page = entry_page(project, end.entry if end else None)
    url = page or urls.absolute(project.config.site_url, urls.redirect_url(rule.id))
    if rule.text.removed:
        return Fact(state="ended", text=f"Ended on {day(rule.text.removed)}: the redirect was removed.", url=url)
    if rule.is_moved:
        return Fact(state="note", text="This page of the documentation has moved.")
    if rule.sunset is None:
        return Fact(state="deprecated", text="Old address: redirects, no end date announced.", url=url)
    then = end.then if end else "the API's own response"
    text = f"Redirects until {moment(rule.sunset)}; then {then}."
    gone = f"Ended on {moment(rule.sunset)}: {then}."
    return Fact(state="ends", text=text, at=rule.sunset, then=gone, url=url, entry=_slug(end))


def part_fact(project: Project, end: Ending, subject: str = "") -> Fact:
    """What becomes of a deprecated part of a contract; `subject` names it where it is part of a use."""
    what, whose = ("Deprecated", "Its sunset")
    if subject:
        what, whose = f"`{subject}` is deprecated", f"The sunset of `{subject}`"
    url = entry_page(project, end.entry) or urls.absolute(project.config.site_url, urls.DEPRECATIONS)
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
    if end.kind == "pin-retired":
        text, then = f"The API serves {end.name} until", f"The API stopped serving {end.name} on"
    else:
        text, then = f"Support of {end.name} ends on", f"Support of {end.name} ended on"
    return Fact(
        state="ends",
        text=f"{text} {day(end.day)}.",
        at=end.at,
        then=f"{then} {day(end.day)}.",
        instead=end.instead,
        url=urls.absolute(project.config.site_url, urls.pin_url(end.name)),
    )


def planned_pin_fact(pin: Pin) -> Fact:
    """What is known of a date-pin that is not released yet."""
    return Fact(state="planned", text=f"Announced for {day(pin.text.released)}.")


def planned_fact(project: Project, item: RoadmapItem) -> Fact:
    """What is known of an event, a value or a field that is planned."""
    text = {
        "event": "Planned, not sent yet",
        "value": f"Reserved in `{item.at}`, not sent yet",
    }.get(item.kind, "Planned, not in the contract yet")
    due = f"; candidate for {item.due}" if item.due else ""
    because = f" {item.because}" if item.because else ""
    return Fact(state="planned", text=f"{text}{due}.{because}", url=entry_page(project, item.entry))


def never_fact(project: Project, entry: Entry, claim: EnumClaim, value: str) -> Fact:
    """What is known of a value that is never sent."""
    return Fact(
        state="never",
        text=f"Never sent in `{claim.at}`: expect {choice([f'`{one}`' for one in claim.wire])}, not `{value}`.",
        url=entry_page(project, entry),
    )


def absent_fact(project: Project, entry: Entry, because: str) -> Fact:
    """What is known of a field that is left out on purpose."""
    reason = f" {because}" if because else ""
    return Fact(
        state="never", text=f"Deliberately not a field of the contract.{reason}", url=entry_page(project, entry)
    )


def removed_fact(current: Pin, last: Pin) -> Fact:
    """What is known of a part that only an earlier contract has."""
    return Fact(state="removed", text=f"Not in {current.id}; {last.id} is the last API version with it.")


def action_fact(project: Project, entry: Entry) -> Fact:
    """What an entry asks of those whom it affects."""
    action, passed = entry.text.action, ""
    if action.by:
        passed = f" by {day(action.by)}"
    what = f"Action {action.level}{passed}" if action.level != "none" else entry.text.kind.capitalize()
    breaking = ", breaking" if entry.text.impact == "breaking" else ""
    text = f"{what}{breaking}: {entry.text.title}."
    return Fact(state="act", text=text, url=entry_page(project, entry), entry=entry.slug)


def _slug(end: Ending | None) -> str | None:
    return end.entry.slug if end and end.entry else None
