"""What operations and events depend on, as selectors; and the parts that a customer names beside them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain
from typing import Final

import msgspec

from docgen.differ.path_items import operation_shape
from docgen.entries.coverage import containing
from docgen.model.change import Change
from docgen.openapi.caching import once
from docgen.openapi.carriers import Closure, carriers, parts_by_use, schema_names
from docgen.openapi.nodes import as_list, as_mapping, schema_at
from docgen.openapi.selectors import find_all
from docgen.openapi.spec import Operation, Spec
from docgen.openapi.structure import objects_of
from docgen.positions.source import Pointer
from docgen.wording import json_text


def dependencies(spec: Spec, use: str) -> frozenset[str]:
    """The selectors of what is used, and of the parameters, headers, schemes and schemas that it depends on.

    An event is named `event x`, a schema `schema X` and a field `field X.y`; any other name is that of an operation,
    whose path parameters may have other names than in the contract.
    """
    parts, alike = parts_by_use(spec), _by_shape(spec).get(operation_shape(use), ())
    # of two paths that differ in the name of a parameter alone, the one that is meant
    meant = [known for known in alike if known.name == use] or alike
    selectors = {use, *(operation.name for operation in meant)}
    selectors |= schema_names(frozenset[Pointer]().union(*(parts.get(name, ()) for name in selectors)))
    kind, _, name = use.partition(" ")
    if kind in ("schema", "field"):
        selectors.add(name)
        for pointer in find_all(spec, name):
            selectors |= schema_names(spec.cached(Closure).parts(spec.at(pointer)))
            # a field that a schema inherits is that of the one that has it
            if kind == "field":
                selectors.add(f"{schema_at(pointer[:3])}.{pointer[-1]}")
    for operation in meant:
        selectors.update(map("header {}".format, spec.headers(operation)))
        selectors.update(f"parameter {parameter.name}" for parameter in operation.parameters)
        selectors.update(map("security {}".format, chain.from_iterable(spec.security(operation))))
    return frozenset(selectors)


@once
def _by_shape(spec: Spec) -> Mapping[str, list[Operation]]:
    """The operations without the names of their path parameters."""
    operations = defaultdict[str, list[Operation]](list)
    for operation in spec.operations():
        operations[operation_shape(operation.name)].append(operation)
    return operations


def holders_of(spec: Spec, kind: str, name: str) -> Iterator[str]:
    """The operations and events with a schema that lists a value, or has a field of an inline schema: none names it."""
    for part in unnamed_parts(spec).get(("value" if kind == "error" else kind, name), ()):
        yield from carriers(spec, part)


@once
def unnamed_parts(spec: Spec) -> Mapping[tuple[str, str], Set[Pointer]]:
    """Where each value is listed, and each field of an inline schema is: the first three tokens of their pointers."""
    parts = defaultdict[tuple[str, str], set[Pointer]](set)
    for part in objects_of(spec, "schema"):
        names = [("value", value) for value in enum_texts(part.value.get("enum"))]
        # those of a component schema are named with it
        if part.pointer[1] != "schemas":
            names += (("field", str(field)) for field in as_mapping(part.value.get("properties")))
        for name in names:
            parts[name].add(part.pointer[:3])
    return parts


def enum_texts(values: object) -> list[str]:
    """The texts and the numbers of an enum as customers write them."""
    return [json_text(value) for value in as_list(values) if isinstance(value, str | int)]


def reach(covers: Iterable[str], selectors: Set[str]) -> bool:
    """Whether one of some selectors is among `selectors`, or a field of a schema that is; or affects everybody."""
    return any(selects_everybody(cover) or not selectors.isdisjoint(containing(cover)) for cover in covers)


def selects_everybody(selector: str) -> bool:
    """Whether a selector affects all consumers: a server, or an error code, whose operations no contract lists."""
    return selector.startswith(("error ", "server "))


_CALLED: Final[Mapping[str, str]] = {"error": "value", "field": "property"}
"""What a change calls a part, where that is not its kind."""


class NamedPart(msgspec.Struct, frozen=True):
    """A part such as `schema Booking` or `value paid`.

    `selectors` are its own, and those of the schemas that it holds; `users` are the operations, and the
    events as `event x`, that have the part.
    """

    kind: str
    name: str
    selectors: frozenset[str]
    users: tuple[str, ...]

    def is_affected_by(self, change: Change) -> bool:
        """Whether a change is of the part, of what it holds, or of all of what it is in; or takes it from a user."""
        names_it = f"`{self.name}`" in change.text or f".{self.name}`" in change.text
        if names_it and _CALLED.get(self.kind, self.kind) in f"{change.id} {change.text}":
            return True
        is_in_schema = self.name in self.selectors and reach([self.name], {*change.named})
        if is_in_schema or reach(change.named, self.selectors):
            return True
        # an operation that is gone takes its parts with it
        is_taken = names_it or change.id.startswith(("api-removed", "api-path-removed"))
        return is_taken and not set(self.users).isdisjoint(change.named)
