"""The end dates of what contracts mark as deprecated, and of what entries announce so."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from docgen.entries.deprecations import announced_by, announcements
from docgen.model.project import Project
from docgen.model.redirect import midnight
from docgen.openapi.deprecated import Kind, deprecated_parts, parts
from docgen.positions.source import Pointer, Source
from docgen.sunsets.end_date import EndDate


def part_end_dates(project: Project) -> Iterator[EndDate]:
    """The sunset of every deprecated part of the pins that are not retired; once if several pins share it.

    Then the sunsets that published entries claim of parts for which the contract has no date.
    """
    seen: set[tuple[str, date]] = set()
    for end in (*_of_contracts(project), *_of_claims(project)):
        if (end.selector, end.day) not in seen:
            seen.add((end.selector, end.day))
            yield _end_date(project, end)


class _End(NamedTuple):
    """A part that ends on a day; `at` is where the current contract still has it."""

    kind: Kind
    selector: str
    day: date
    path: str
    at: tuple[Source, Pointer] | None = None


def _of_contracts(project: Project) -> Iterator[_End]:
    # the date is that of the current contract where that has it: only there is something left to do afterwards
    current = project.current.id if project.current else None
    for pin in sorted(project.pins, key=lambda pin: pin.id != current):
        retired = pin.text.retired is not None and pin.text.retired <= project.now.date()
        for part in deprecated_parts(pin.spec) if pin.spec and not retired else ():
            if part.sunset and pin.spec:
                at = (pin.spec.source, part.pointer) if pin.id == current else None
                yield _End(part.kind, part.selector, part.sunset, pin.spec.source.path, at)


def _of_claims(project: Project) -> Iterator[_End]:
    specs = {pin.id: pin.spec for pin in project.pins}
    for entry in project.visible_entries():
        for announced in announcements(project, entry):
            spec = specs[entry.pin]
            found = parts(spec, announced.selector) if spec else ()
            if announced.sunset and found:
                yield _End(found[0].kind, announced.selector, announced.sunset, entry.source.path)


def _described(end: _End) -> str:
    """The kind and the name; a selector such as `header Api-Key` says its kind itself."""
    operation, _, parameter = end.selector.partition(" parameter ")
    if parameter:
        return f"the parameter `{parameter}` of `{operation}`"
    return f"the {end.kind} `{end.selector.removeprefix(f'{end.kind} ')}`"


def _end_date(project: Project, end: _End) -> EndDate:
    announced = announced_by(project, end.selector, end.day)
    left = (
        f"the sunset of `{end.selector}` was {end.day}, and the contract still has it",
        "docgen spec pull URL, once the API has removed it; or announce a later sunset",
    )
    return EndDate(
        kind=end.kind,
        id=f"{end.kind}/{end.selector}/{end.day}",
        at=midnight(end.day),
        what=_described(end),
        path=end.path,
        entry=announced.entry if announced else None,
        selector=end.selector,
        advice=("check whether the API's own contract still has it", "docgen spec pull URL"),
        position=end.at,
        left=left if end.at else ("", ""),
    )
