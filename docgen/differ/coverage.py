"""Which entries speak of a change, by the selectors under their `covers`."""

from collections.abc import Collection, Iterator

from docgen.model.change import Change
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.spec import Spec, steps
from docgen.selectors import code_schemas


def covering(project: Project, pin: Pin, change: Change) -> tuple[Entry, ...]:
    """The entries of a pin that cover a change of its contract."""
    names = also_named(project, pin, change)
    return tuple(entry for entry in project.entries_of(pin) if covers(entry.text.covers, change, names))


def covers(selectors: Collection[str], change: Change, names: Collection[str] = ()) -> bool:
    """Whether the selectors of an entry cover a change.

    One names it (`names` are further names, see `also_named`), or the schema or field that it is a part of;
    or together they name every operation and event that it reaches.
    """
    reached = reach(change)
    return any(_is_of(name, selectors) for name in (change.selector, *names)) or (
        bool(reached) and all(name in selectors for name in reached)
    )


def concerns(selector: str, change: Change, names: Collection[str] = ()) -> bool:
    """Whether a single selector speaks of a change at all: it names it, holds it, or is reached by it."""
    return selector in reach(change) or any(_is_of(name, (selector,)) for name in (change.selector, *names))


def reach(change: Change) -> tuple[str, ...]:
    """The selectors of the operations and events that a change reaches."""
    return (*change.operations, *(f"event {event}" for event in change.events))


def _is_of(name: str, selectors: Collection[str]) -> bool:
    return bool(name) and (name in selectors or any(name.startswith(f"{selector}.") for selector in selectors))


def also_named(project: Project, pin: Pin, change: Change) -> tuple[str, ...]:
    """Other selectors of a change: the error code or the event whose enum value it is, the header that it is in."""
    specs = [spec for spec in (pin.spec, _before(project, pin)) if spec]
    return tuple(name for spec in specs for name in _names(project, spec, change))


def _before(project: Project, pin: Pin) -> Spec | None:
    return next((before.spec for before, after in project.successions() if after.id == pin.id), None)


def _names(project: Project, spec: Spec, change: Change) -> Iterator[str]:
    if "enum-value" in change.id:
        values = [str(value) for value in (change.before, change.after) if value is not None]
        is_code = change.selector in code_schemas(spec, project.config)
        yield from (f"error {value}" for value in values if is_code)
        yield from (f"event {value}" for value in values if value in spec.events())
    pointer = steps(change.pointer)
    for end, step in enumerate(pointer):
        following = pointer[end + 1 : end + 2]
        if step == "headers" and following:
            yield f"header {following[0]}"
        if step == "parameters" and following:
            parameter = spec.resolve(spec.at(pointer[: end + 2]))
            if parameter.get("in") == "header":
                yield f"header {parameter.get('name')}"
