"""The endings of what contracts mark as deprecated, and of what entries announce so."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from docgen.entries.endings import Announcements, deprecations
from docgen.model.ending import Ending
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import midnight
from docgen.openapi.deprecated import PARAMETER, Part, deprecated_parts, parts
from docgen.positions.source import Pointer, Source


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
    first: dict[str, str] = {}
    """The first pin whose contract marks a part."""
    for pin, part in _marked(project.visible_pins()):
        first.setdefault(part.selector, pin.id)
    # the date is that of the current contract where that has it: only there is something left to do afterwards
    newest = sorted(project.pins, key=lambda pin: (pin is project.current, pin.text.released), reverse=True)
    answered = (pin for pin in newest if not pin.text.is_retired(project.today))
    marks: dict[tuple[str, date | None], tuple[Pin, Part]] = {}
    for pin, part in _marked(answered):
        marks.setdefault((part.selector, part.sunset), (pin, part))
    for pin, part in marks.values():
        announced = announcements.of(part.selector, part.sunset)
        end = _ending(part, part.sunset, pin.contract.source, announced, part.pointer)
        # where only its announcement has a date, that is where it is written
        if announced and not part.sunset:
            end = _ending(part, announced.sunset, announced.source, announced, announced.pointer)
        left = ("", "")
        if part.sunset and pin is project.current:
            left = (
                f"the sunset of `{end.name}` was {end.day}, and the contract still has it",
                "docgen spec pull URL, once the API has removed it; or announce a later sunset",
            )
        since, since_pin = announced and announced.since, first.get(part.selector, pin.id)
        # the end of a part is not when it was deprecated
        if end.entry and end.entry.text.kind == "removed":
            since = None
        yield msgspec.structs.replace(end, pin=pin.id, since=since, since_pin=since_pin, left=left)


def _marked(pins: Iterable[Pin]) -> Iterator[tuple[Pin, Part]]:
    """The parts that the contracts of some pins mark as deprecated."""
    for pin in pins:
        for part in deprecated_parts(pin.contract):
            yield pin, part


def _of_claims(project: Project, announcements: Announcements) -> Iterator[Ending]:
    specs = project.specs()
    for entry in project.visible_entries():
        if entry.pin not in specs:
            continue
        for announced in deprecations(project, entry):
            marked = parts(specs[entry.pin], announced.name)
            if announced.sunset and marked:
                by = announcements.of(announced.name, announced.sunset)
                yield _ending(marked[0], announced.sunset, entry.source, by)


def _ending(part: Part, day: date | None, source: Source, announced: Ending | None, pointer: Pointer = ()) -> Ending:
    return Ending(
        kind=part.kind,
        name=part.selector,
        id=f"{part.kind}/{part.selector}/{day}",
        source=source,
        pointer=pointer,
        what=_described(part),
        ends=midnight(day) if day else None,
        instead=announced.instead if announced else "",
        entry=announced.entry if announced else None,
        advice=("check whether the API's own contract still has it", "docgen spec pull URL"),
    )


def _described(part: Part) -> str:
    """The kind and the name; a selector such as `header Api-Key` says its kind itself."""
    operation, _, parameter = part.selector.partition(PARAMETER)
    if parameter:
        return f"the parameter `{parameter}` of `{operation}`"
    return f"the {part.kind} `{part.selector.removeprefix(f'{part.kind} ')}`"
