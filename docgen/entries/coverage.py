"""Whether an entry speaks of a change, by the selectors under their `covers`."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import msgspec

from docgen.model.change import Change
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.pointers import parse_pointer
from docgen.openapi.references import schema_name
from docgen.openapi.selectors import code_schemas, fields
from docgen.openapi.spec import Spec
from docgen.wording import json_text

_ORDER: Final = frozenset({"api-tag-added", "api-tag-removed", "api-operation-id-added"})
"""Changes that order the contract for its readers."""


def covers(selectors: Collection[str], change: Change, names: Collection[str] = ()) -> bool:
    """Whether the selectors of an entry cover a change.

    One names it (`names` are further names, see Naming), or the schema or field that it is a part of;
    or together they name every operation and event that it reaches.
    """
    reached = reach(change)
    return tells(selectors, change, names) or (bool(reached) and all(name in selectors for name in reached))


def tells(selectors: Collection[str], change: Change, names: Collection[str] = ()) -> bool:
    """Whether one of the selectors names a change, or the schema or field that it is a part of."""
    return any(_is_of(name, selectors) for name in (*_selectors(change), *names))


def slugs_telling(
    entries: Mapping[str, Collection[str]], change: Change, names: Mapping[str, Collection[str]]
) -> list[str]:
    """The slugs of the entries that tell a change: those that name it, or else those that have all that it reaches.

    `entries` are the selectors of each by its slug, `names` the further names of the change in the contract of each.
    """
    named = [slug for slug, selectors in entries.items() if tells(selectors, change, names[slug])]
    return named or [slug for slug, selectors in entries.items() if covers(selectors, change, names[slug])]


def concerns(selector: str, change: Change, names: Collection[str] = ()) -> bool:
    """Whether a single selector speaks of a change at all: it names it, holds it, or is reached by it."""
    return selector in reach(change) or tells((selector,), change, names)


def needs_entry(change: Change) -> bool:
    """Whether a request or a response can show a change: not tags, nor a component that nothing uses.

    A schema that is new is used by what is new as well, which is a change of its own.
    """
    unused = change.pointer.startswith("/components/") and not reach(change)
    return not unused and change.id not in _ORDER


def reach(change: Change) -> tuple[str, ...]:
    """The selectors of the operations and events that a change reaches."""
    return (*change.operations, *(f"event {event}" for event in change.events))


def _selectors(change: Change) -> tuple[str, ...]:
    """The selectors of all sites of a change: one of them is enough, since it is one root cause."""
    return (change.selector, *change.selectors)


def _is_of(name: str, selectors: Collection[str]) -> bool:
    """Whether a selector is the name, or that of the schema or field which holds it."""
    if not name or name in selectors:
        return bool(name)
    end = len(name) if " " in name else name.find(".")  # what has a space is of no schema
    while 0 < end < len(name):
        if name[:end] in selectors:
            return True
        end = name.find(".", end + 1)
    return False


class Naming(msgspec.Struct, frozen=True):
    """What else a writer may call the changes of a pin's contract than by their selectors.

    `codes` are the selectors of the schemas of error codes, `events` the names of events, `fields` those
    that have a component as their schema, by its name; from the contract and from the one before.
    """

    specs: tuple[Spec, ...]
    codes: frozenset[str]
    events: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]

    def of(self, change: Change) -> tuple[str, ...]:
        """The error code or the event whose enum value it is, the header that it is in, the fields of its schema."""
        return tuple(dict.fromkeys((*self._values(change), *self._headers(change), *self._fields(change))))

    def _values(self, change: Change) -> Iterator[str]:
        if "enum-value" in change.id:
            values = [json_text(value) for value in (change.before, change.after) if value is not None]
            yield from (f"error {value}" for value in values if self.codes & {*_selectors(change)})
            yield from (f"event {value}" for value in values if value in self.events)

    def _headers(self, change: Change) -> Iterator[str]:
        pointer = parse_pointer(change.pointer)
        for end, step in enumerate(pointer[:-1], 1):
            if step == "headers":
                yield f"header {pointer[end]}"
            if step == "parameters":
                found = [spec.resolve(spec.at(pointer[: end + 1])) for spec in self.specs]
                yield from (f"header {node.get('name')}" for node in found if node.get("in") == "header")

    def _fields(self, change: Change) -> Iterator[str]:
        for selector in _selectors(change):
            component, dot, inner = selector.partition(".")
            yield from (f"{field}{dot}{inner}" for field in self.fields.get(component, ()))


def naming(project: Project, pin: Pin) -> Naming:
    """The names in the contract of a pin and of the one before it."""
    before = next((before.spec for before, after in project.successions() if after.id == pin.id), None)
    specs = tuple(spec for spec in (pin.spec, before) if spec)
    referring: dict[str, dict[str, None]] = {}
    for spec in specs:
        for selector, pointer in fields(spec):
            for component in _components(spec.at(pointer)):
                referring.setdefault(component, {})[selector] = None
    return Naming(
        specs,
        frozenset(selector for spec in specs for selector in code_schemas(spec, project.config.error_codes)),
        frozenset(event for spec in specs for event in spec.events()),
        {component: tuple(selectors) for component, selectors in referring.items()},
    )


def _components(schema: Any) -> Iterator[str]:  # noqa: ANN401 - true is a schema
    """The component that a schema is, or that its items are."""
    while isinstance(schema, Mapping):
        name = schema_name(schema.get("$ref"))
        if name is not None:
            yield name
        schema = schema.get("items")
