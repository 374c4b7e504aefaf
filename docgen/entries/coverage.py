"""Which entries cover a contract change, by the selectors under their `covers`."""

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

_PRESENTATION: Final = frozenset({"api-tag-added", "api-tag-removed", "api-operation-id-added"})
"""Changes that only affect how the contract is presented."""


def covers(selectors: Collection[str], change: Change, names: Collection[str] = ()) -> bool:
    """Whether the selectors of an entry cover a change.

    One names the change (`names` are its aliases), or a schema or field that contains it; or together they name
    every operation and event that it affects.
    """
    affected = affected_selectors(change)
    return names_change(selectors, change, names) or (bool(affected) and all(name in selectors for name in affected))


def names_change(selectors: Collection[str], change: Change, names: Collection[str] = ()) -> bool:
    """Whether one of the selectors names a change, or a schema or field that contains it."""
    return any(_is_selected(name, selectors) for name in (*_selectors(change), *names))


def covering_slugs(
    entries: Mapping[str, Collection[str]], change: Change, names: Mapping[str, Collection[str]]
) -> list[str]:
    """The slugs of the entries for a change: those that name it, else those that cover it by all that it affects.

    `entries` are the selectors of each entry by its slug, `names` the aliases of the change for each slug.
    """
    named = [slug for slug, selectors in entries.items() if names_change(selectors, change, names[slug])]
    return named or [slug for slug, selectors in entries.items() if covers(selectors, change, names[slug])]


def concerns(selector: str, change: Change, names: Collection[str] = ()) -> bool:
    """Whether a single selector is about a change: it names or contains it, or is an operation or event it affects."""
    return selector in affected_selectors(change) or names_change((selector,), change, names)


def needs_entry(change: Change) -> bool:
    """Whether a change needs an entry: requests or responses can show it, unlike tags and unused components.

    The first use of a new schema is a change of its own.
    """
    unused = change.pointer.startswith("/components/") and not affected_selectors(change)
    return not unused and change.id not in _PRESENTATION


def affected_selectors(change: Change) -> tuple[str, ...]:
    """The selectors of the operations and events that a change affects."""
    return (*change.operations, *(f"event {event}" for event in change.events))


def _selectors(change: Change) -> tuple[str, ...]:
    """The selectors of all sites of a change: one of them is enough, since it is one root cause."""
    return (change.selector, *change.selectors)


def _is_selected(name: str, selectors: Collection[str]) -> bool:
    """Whether a selector is a name, or the schema or field that contains it."""
    if not name or name in selectors:
        return bool(name)
    end = len(name) if " " in name else name.find(".")  # a selector with a space, such as `event x`, is not in a schema
    while 0 < end < len(name):  # each prefix that ends before a dot
        if name[:end] in selectors:
            return True
        end = name.find(".", end + 1)
    return False


class Aliases(msgspec.Struct, frozen=True):
    """The names other than selectors that an entry may use for the changes of a pin's contract.

    From this contract and the one before: `codes` are the selectors of schemas that list error codes, `events` the
    names of events, `fields` the selectors of the fields whose schema is a component, by the component.
    """

    specs: tuple[Spec, ...]
    codes: frozenset[str]
    events: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]

    def of(self, change: Change) -> tuple[str, ...]:
        """The aliases of a change: the error code or event of an enum value, its header, the fields of its schema."""
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


def aliases(project: Project, pin: Pin) -> Aliases:
    """The aliases for the changes between the pin before and a pin."""
    before = next((before.spec for before, after in project.successions() if after.id == pin.id), None)
    specs = tuple(spec for spec in (pin.spec, before) if spec)
    fields_by_component: dict[str, dict[str, None]] = {}
    for spec in specs:
        for selector, pointer in fields(spec):
            for component in _components(spec.at(pointer)):
                fields_by_component.setdefault(component, {})[selector] = None
    return Aliases(
        specs,
        frozenset(selector for spec in specs for selector in code_schemas(spec, project.config.error_codes)),
        frozenset(event for spec in specs for event in spec.events()),
        {component: tuple(selectors) for component, selectors in fields_by_component.items()},
    )


def _components(schema: Any) -> Iterator[str]:  # noqa: ANN401 - true is a schema
    """The components that a schema refers to: as itself, as its items, and so on."""
    while isinstance(schema, Mapping):
        name = schema_name(schema.get("$ref"))
        if name is not None:
            yield name
        schema = schema.get("items")
