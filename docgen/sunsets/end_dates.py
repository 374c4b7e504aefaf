"""The end dates of a project: when something stops working, or when customers must have acted.

The review dates of attestations and ignores end nothing: `docgen check --calendar` reports them.
"""

from collections.abc import Iterator
from datetime import date

from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import midnight
from docgen.sunsets.end_date import EndDate, Kind
from docgen.sunsets.parts import part_end_dates
from docgen.sunsets.redirects import redirect_end_dates
from docgen.sunsets.urgency import urgency


def end_dates(project: Project) -> tuple[EndDate, ...]:
    """All end dates of a project in order of time, each announced end once; at one time, the most urgent first."""
    ends = [*redirect_end_dates(project), *part_end_dates(project), *_pins(project)]
    # a redirect or a part that ends on the day of its entry's notice is one date, not two
    announced = {(end.entry.slug, end.day) for end in ends if end.entry}
    entry_dates = [end for end in _entries(project) if end.entry and (end.entry.slug, end.day) not in announced]
    return tuple(sorted([*ends, *entry_dates], key=lambda end: (end.at, urgency(project, end), end.id)))


def _pins(project: Project) -> Iterator[EndDate]:
    for index, pin in enumerate(project.pins):
        advice = _pin_advice(pin, project.pins[index + 1 :])
        if pin.text.deprecated:
            yield _pin_end_date(
                pin, "pin-deprecated", pin.text.deprecated, "support of", "it is still answered", advice
            )
        if pin.text.retired:
            yield _pin_end_date(pin, "pin-retired", pin.text.retired, "availability of", "it is not answered", advice)


def _pin_end_date(pin: Pin, kind: Kind, day: date, what: str, then: str, advice: tuple[str, str]) -> EndDate:
    return EndDate(
        kind=kind,
        id=f"{kind}/{pin.id}",
        at=midnight(day),
        what=f"{what} {pin.id} ({pin.text.label})",
        path=pin.source.path,
        advice=advice,
        then=then,
    )


def _pin_advice(pin: Pin, following: tuple[Pin, ...]) -> tuple[str, str]:
    if not following:
        return "no later pin to upgrade to; add one", "docgen new pin DATE"
    return "send customers the upgrade steps", f"docgen upgrade {pin.id} {following[-1].id} --format markdown"


def _entries(project: Project) -> Iterator[EndDate]:
    """The ends of notices, and the days by which customers must have acted."""
    for entry in project.visible_entries():
        notice_ends = {claim.notice.until: claim.full_id(entry.slug) for claim in entry.text.claims if claim.notice}
        for until, key in notice_ends.items():
            yield _entry_end_date(entry, "notice", key, midnight(until))
        by = entry.text.action.by
        if by and entry.text.action.level != "none" and by not in notice_ends:
            # customers may act until the end of the last day, which is no date after 9999-12-31
            yield _entry_end_date(entry, "action", entry.slug, midnight(by) + 86_400, last_day=by)


def _entry_end_date(entry: Entry, kind: Kind, key: str, at: int, last_day: date | None = None) -> EndDate:
    subject = "the notice of" if kind == "notice" else "the time to act on"
    return EndDate(
        kind=kind,
        id=f"{kind}/{key}",
        at=at,
        what=f"{subject} “{entry.text.title}”",
        path=entry.source.path,
        last_day=last_day,
        entry=entry,
        advice=("to give more time, change the date and announce it", f"docgen correct {entry.slug} --note TEXT"),
    )
