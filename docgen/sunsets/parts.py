"""The end dates of what contracts mark as deprecated, and of what entries announce so."""

from collections.abc import Iterator
from datetime import date

from docgen.entries.deprecations import announced_by, announcements
from docgen.model.project import Project
from docgen.model.redirect import midnight
from docgen.openapi.deprecated import Kind, deprecated_parts, parts
from docgen.sunsets.end_date import EndDate


def part_end_dates(project: Project) -> Iterator[EndDate]:
    """The sunset of every deprecated part of the pins that are not retired; once if several pins share it.

    Then the sunsets that published entries claim of parts for which the contract has no date.
    """
    seen: set[tuple[str, date]] = set()
    for kind, selector, day, path in (*_of_contracts(project), *_of_claims(project)):
        if (selector, day) not in seen:
            seen.add((selector, day))
            yield _end_date(project, kind, selector, day, path)


def _of_contracts(project: Project) -> Iterator[tuple[Kind, str, date, str]]:
    for pin in project.pins:
        retired = pin.text.retired is not None and pin.text.retired <= project.now.date()
        for part in deprecated_parts(pin.spec) if pin.spec and not retired else ():
            if part.sunset and pin.spec:
                yield part.kind, part.selector, part.sunset, pin.spec.source.path


def _of_claims(project: Project) -> Iterator[tuple[Kind, str, date, str]]:
    specs = {pin.id: pin.spec for pin in project.pins}
    for entry in project.visible_entries():
        for announced in announcements(project, entry):
            spec = specs[entry.pin]
            found = parts(spec, announced.selector) if spec else ()
            if announced.sunset and found:
                yield found[0].kind, announced.selector, announced.sunset, entry.source.path


def _end_date(project: Project, kind: Kind, selector: str, day: date, path: str) -> EndDate:
    announced = announced_by(project, selector, day)
    return EndDate(
        kind=kind,
        id=f"{kind}/{selector}/{day}",
        at=midnight(day),
        what=f"the {kind} `{selector}`",
        path=path,
        entry=announced.entry if announced else None,
        advice=("check whether the API's own contract still has it", "docgen spec pull URL"),
    )
