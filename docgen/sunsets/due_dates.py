"""The due dates of a project: what stops to work, or asks a customer to act, at a time that it names.

What is only looked at again on a day (an attestation, an ignore) ends nothing: `docgen check --calendar` has it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.sunsets.due import Due, Kind
from docgen.sunsets.operations import operations
from docgen.sunsets.redirects import redirects


def due_dates(project: Project) -> tuple[Due, ...]:
    """All of them, the first first; an entry's own date that is the end of what it announces is told once."""
    ends = [*redirects(project), *operations(project), *_pins(project)]
    # a redirect that ends on the day of its entry's notice is one date, not two
    told = {(due.entry.slug, due.day) for due in ends if due.entry}
    dates = [due for due in _entries(project) if due.entry and (due.entry.slug, due.day) not in told]
    return tuple(sorted([*ends, *dates], key=lambda due: (due.at, due.id)))


def _pins(project: Project) -> Iterator[Due]:
    for index, pin in enumerate(project.pins):
        advice = _move_on(pin, project.pins[index + 1 :])
        if pin.text.deprecated:
            yield _of_pin(pin, "pin-deprecated", pin.text.deprecated, "support of", "it is still answered", advice)
        if pin.text.retired:
            yield _of_pin(pin, "pin-retired", pin.text.retired, "every answer to", "it is not answered", advice)


def _of_pin(pin: Pin, kind: Kind, day: date, what: str, then: str, advice: tuple[str, str]) -> Due:
    return Due(
        kind=kind,
        id=f"{kind}/{pin.id}",
        at=_midnight(day),
        what=f"{what} {pin.id} ({pin.text.label})",
        path=pin.source.path,
        advice=advice,
        then=then,
    )


def _move_on(pin: Pin, following: tuple[Pin, ...]) -> tuple[str, str]:
    if not following:
        return "there is no later pin to go to: open one", "docgen new pin DATE"
    return "tell customers what to do", f"docgen upgrade {pin.id} {following[-1].id} --format markdown"


def _entries(project: Project) -> Iterator[Due]:
    """The notices that run out, and the days by which customers must have acted."""
    for entry in project.visible_entries():
        untils = {claim.notice.until: claim.full_id(entry.slug) for claim in entry.text.claims if claim.notice}
        for until, key in untils.items():
            yield _of_entry(entry, "notice", key, _midnight(until))
        by = entry.text.action.by
        if by and entry.text.action.level != "none" and by not in untils:
            yield _of_entry(entry, "action", entry.slug, _midnight(by + timedelta(days=1)), last=by)


def _of_entry(entry: Entry, kind: Kind, key: str, at: int, last: date | None = None) -> Due:
    said = "the notice of" if kind == "notice" else "the time to act on"
    return Due(
        kind=kind,
        id=f"{kind}/{key}",
        at=at,
        what=f"{said} `{entry.text.title}`",
        path=entry.source.path,
        last=last,
        entry=entry,
        advice=("to give more time, change the date and say so", f"docgen correct {entry.slug} --note TEXT"),
    )


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
