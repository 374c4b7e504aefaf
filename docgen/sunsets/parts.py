"""The endings of what contracts mark as deprecated, and of what entries announce so."""

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from docgen.entries.endings import Announcements, deprecations
from docgen.model.ending import Ending
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import midnight
from docgen.openapi.deprecated import Part, deprecated_parts, parts
from docgen.positions.source import Source


def part_endings(project: Project) -> Iterator[Ending]:
    """Every deprecated part of the pins that are not retired, the current one first; once if pins share its date.

    Then the sunsets that published entries claim of parts for which the contract has no date.
    """
    announcements, seen = Announcements(project), set[tuple[str, date | None]]()
    for end in (*_of_contracts(project, announcements), *_of_claims(project, announcements)):
        if (end.name, end.sunset) not in seen:
            seen.add((end.name, end.sunset))
            yield end


def _of_contracts(project: Project, announcements: Announcements) -> Iterator[Ending]:
    first = _first_pins(project)
    marks: dict[tuple[str, date | None], tuple[Pin, Part]] = {}
    # the date is that of the current contract where that has it: only there is something left to do afterwards
    for pin in sorted(project.pins, key=lambda pin: (pin is project.current, pin.text.released), reverse=True):
        is_retired = pin.text.retired is not None and pin.text.retired <= project.now.date()
        for part in deprecated_parts(pin.spec) if pin.spec and not is_retired else ():
            marks.setdefault((part.selector, part.sunset), (pin, part))
    for pin, part in marks.values():
        end = _of_part(pin, part, announcements.of(part.selector, part.sunset))
        left = _left(end) if part.sunset and pin is project.current else ("", "")
        yield msgspec.structs.replace(end, left=left, since_pin=first.get(part.selector, pin.id))


def _first_pins(project: Project) -> Mapping[str, str]:
    """The first pin whose contract marks each part."""
    first: dict[str, str] = {}
    for pin in project.visible_pins():
        for part in deprecated_parts(pin.spec) if pin.spec else ():
            first.setdefault(part.selector, pin.id)
    return first


def _of_part(pin: Pin, part: Part, announced: Ending | None) -> Ending:
    """The end of a part that a contract marks; where only its announcement has a date, that is where it is written."""
    assert pin.spec  # noqa: S101 - it has the part
    day, source, pointer = part.sunset, pin.spec.source, part.pointer
    if announced and not day:
        day, source, pointer = announced.sunset, announced.source, announced.pointer
    since = announced.since if announced else None
    return msgspec.structs.replace(_ending(part, day, source, announced), pointer=pointer, pin=pin.id, since=since)


def _of_claims(project: Project, announcements: Announcements) -> Iterator[Ending]:
    specs = project.specs()
    for entry in project.visible_entries():
        for announced in deprecations(project, entry):
            spec = specs.get(entry.pin)
            found = parts(spec, announced.name) if spec else ()
            if announced.sunset and found:
                by = announcements.of(announced.name, announced.sunset)
                yield _ending(found[0], announced.sunset, entry.source, by)


def _ending(part: Part, day: date | None, source: Source, announced: Ending | None) -> Ending:
    return Ending(
        kind=part.kind,
        name=part.selector,
        id=f"{part.kind}/{part.selector}/{day}",
        source=source,
        what=_described(part),
        ends=midnight(day) if day else None,
        instead=announced.instead if announced else "",
        entry=announced.entry if announced else None,
        advice=("check whether the API's own contract still has it", "docgen spec pull URL"),
    )


def _described(part: Part) -> str:
    """The kind and the name; a selector such as `header Api-Key` says its kind itself."""
    operation, _, parameter = part.selector.partition(" parameter ")
    if parameter:
        return f"the parameter `{parameter}` of `{operation}`"
    return f"the {part.kind} `{part.selector.removeprefix(f'{part.kind} ')}`"


def _left(end: Ending) -> tuple[str, str]:
    return (
        f"the sunset of `{end.name}` was {end.day}, and the contract still has it",
        "docgen spec pull URL, once the API has removed it; or announce a later sunset",
    )
