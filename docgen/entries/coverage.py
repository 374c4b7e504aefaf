"""Which entries cover a contract change, by the selectors under their `covers`."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate, chain
from typing import Any, Final, NamedTuple

from docgen.model.change import LEVELS, Change, Level
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.nodes import schema_name
from docgen.openapi.selectors import code_schemas, fields
from docgen.openapi.spec import Spec
from docgen.wording import json_text

PRESENTATION: Final = (
    "api-tag-added",
    "api-tag-removed",
    "api-operation-id-added",
    "api-base-path-moved-to-paths",
    "api-base-path-moved-to-servers",
)
"""Changes that only affect how the contract is presented."""


def owed(entries: Collection[Collection[str]], change: Change, naming: "Aliases") -> tuple[str, ...]:
    """The selectors of a change that entries still have to cover, given the selectors of each; none if it is covered.

    A change of several schemas or operations is owed to the customers of each. One entry can cover all of it by naming
    every operation and event that it affects, or the error code, event or header that it is about. A change without
    a selector owes the empty one.
    """
    whole = frozenset(naming.of_whole(change))
    missing = dict.fromkeys(change.named)
    for selectors in entries:
        if _has_all_affected(selectors, change) or not whole.isdisjoint(selectors):
            return ()
        for name in tuple(missing):
            if _covers(selectors, name, naming):
                del missing[name]
    return tuple(missing)


def _covers(selectors: Collection[str], selector: str, naming: "Aliases") -> bool:
    """Whether an entry covers a change at one of its selectors."""
    # a change of a schema is one of each field that has it
    names = _with_containing((selector, *naming.of_selector(selector)))
    return not names.isdisjoint(selectors)


def level_for(selectors: Collection[str], change: Change, naming: "Aliases") -> Level:
    """The level of a change for an entry with these selectors: the worst at those of the change that it names."""
    levels = [
        change.milder.get(selector, change.level) for selector in change.named if _covers(selectors, selector, naming)
    ]
    return min(levels, key=LEVELS.index, default=change.level)


def covering_slugs(
    entries: Mapping[str, Collection[str]], change: Change, names: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """The slugs of the entries for a change: those that name it, else what contains it, else all that it affects.

    `entries` are the selectors of each entry by its slug, `names` the aliases of the change for each slug.
    """
    for widened in (frozenset[str], _with_containing):
        # most entries share the aliases
        naming = {aliases: widened(filter(None, (*change.named, *aliases))) for aliases in set(names.values())}
        named = [slug for slug, selectors in entries.items() if not naming[names[slug]].isdisjoint(selectors)]
        if named:
            return named
    return [slug for slug, selectors in entries.items() if _has_all_affected(selectors, change)]


def changes_by_entry(
    project: Project, pin: Pin, entries: Iterable[Entry], changes: Iterable[Change]
) -> dict[str, list[Change]]:
    """The changes of a pin's contract that each of some of its entries explains, by the slug of the entry.

    If some entries name a change, others do not get it.
    """
    covers = {entry.slug: frozenset(entry.text.covers) for entry in entries}
    explained: dict[str, list[Change]] = {}
    names = aliases(project, pin)
    for change in changes:
        for slug in covering_slugs(covers, change, dict.fromkeys(covers, names.of(change))):
            explained.setdefault(slug, []).append(change)
    return explained


class Subjects(NamedTuple):
    """What some changes are about: the selectors that name or contain it, and the schemas that came or went with it."""

    selectors: frozenset[str]
    schemas: frozenset[str]

    def include(self, selector: str) -> bool:
        """Whether a selector is about one of the changes: a schema that came with one is so with all that it has."""
        return selector in self.selectors or not self.schemas.isdisjoint(containing(selector))


def subjects(changes: Iterable[Change], naming: "Aliases") -> Subjects:
    """What changes are about; the operations and events that they affect among it."""
    selectors: set[str] = set()
    schemas: set[str] = set()
    for change in changes:
        selectors.update(_with_containing((*change.named, *naming.of(change))), affected_selectors(change))
        schemas.update(change.schemas)
    return Subjects(frozenset(selectors), frozenset(schemas))


def _has_all_affected(selectors: Collection[str], change: Change) -> bool:
    affected = affected_selectors(change)
    return bool(affected) and set(affected).issubset(selectors)


def needs_entry(change: Change) -> bool:
    """Whether a change needs an entry: requests or responses can show it, unlike tags and unused components.

    The first use of a new schema is a change of its own.
    """
    unused = change.pointer.startswith("/components/") and not affected_selectors(change)
    return not unused and change.id not in PRESENTATION


def affected_selectors(change: Change) -> tuple[str, ...]:
    """The selectors of the operations and events that a change affects."""
    return (*change.operations, *map("event {}".format, change.events))


def _with_containing(names: Iterable[str]) -> frozenset[str]:
    """Some selectors, and those of the schemas and fields that contain what they name."""
    return frozenset(chain.from_iterable(map(containing, names)))


def containing(name: str) -> Iterable[str]:
    """A selector, and those of the schema and the fields that contain it; nothing for the empty one."""
    # a selector with a space, such as `event image.failed`, is not in a schema
    return filter(None, [name] if " " in name else accumulate(name.split("."), "{}.{}".format))


class Aliases(NamedTuple):
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
        fields = chain.from_iterable(map(self.of_selector, change.named))
        return tuple(dict.fromkeys((*self.of_whole(change), *fields)))

    def of_whole(self, change: Change) -> tuple[str, ...]:
        """The aliases that stand for all of a change: the error code or event of an enum value, its header."""
        return (*self._values(change), *self._headers(change))

    def of_selector(self, selector: str) -> tuple[str, ...]:
        """The other names of a part of a schema: those of the fields that the schema is."""
        component, dot, inner = selector.partition(".")
        return tuple(f"{field}{dot}{inner}" for field in self.fields.get(component, ()))

    def _values(self, change: Change) -> Iterator[str]:
        if "enum-value" not in change.id:
            return
        values = [json_text(value) for value in (change.before, change.after) if value is not None]
        if not self.codes.isdisjoint(change.named):
            yield from map("error {}".format, values)
        yield from map("event {}".format, filter(self.events.__contains__, values))

    def _headers(self, change: Change) -> Iterator[str]:
        pointer = change.place
        for end, step in enumerate(pointer[:-1], 1):
            if step == "headers":
                yield f"header {pointer[end]}"
            if step == "parameters":
                for spec in self.specs:
                    node = spec.resolve(spec.at(pointer[: end + 1]))
                    if node.get("in") == "header":
                        yield f"header {node.get('name')}"


def aliases(project: Project, pin: Pin) -> Aliases:
    """The aliases for the changes between the pin before and a pin."""
    before = project.before(pin)
    specs = tuple(filter(None, (pin.spec, before.spec if before else None)))
    codes: set[str] = set()
    events: set[str] = set()
    named: dict[str, tuple[str, ...]] = {}
    for spec in specs:
        codes.update(code_schemas(spec, project.config.error_codes))
        events.update(spec.events())
        for component, selectors in spec.cached(_fields_by_component).items():
            named[component] = tuple(dict.fromkeys((*named.get(component, ()), *selectors)))
    return Aliases(specs, frozenset(codes), frozenset(events), named)


def _fields_by_component(spec: Spec) -> dict[str, dict[str, None]]:
    """The selectors of the fields whose schema refers to a component, by the component."""
    # as a set, but in the order of the document
    selectors: dict[str, dict[str, None]] = {}
    for selector, node in fields(spec):
        for component in _components(node.value):
            selectors.setdefault(component, {})[selector] = None
    return selectors


def _components(schema: Any) -> Iterator[str]:  # noqa: ANN401 - true is a schema
    """The components that a schema refers to: as itself, as its items, and so on."""
    while isinstance(schema, dict):
        name = schema_name(schema.get("$ref"))
        if name is not None:
            yield name
        schema = schema.get("items")
