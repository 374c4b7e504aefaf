"""What the schemas of a contract say: fields, values, limits, and how each is declared."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any, Final, NamedTuple

from docgen.facts.knowledge.surface import Surface
from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.openapi.walk import Steps, results, walk
from docgen.wording import json_text

_LARGEST: Final = 1e300
_LIMITS: Final = (
    "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf",
    "maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties",
)  # fmt: skip
_NO_TYPES: Final[frozenset[str] | None] = frozenset()


class Declaration(NamedTuple):
    """How a field or parameter is declared: whether it is required, and its JSON types (None: any)."""

    is_required: bool
    types: frozenset[str] | None


class Schemas(Surface):
    """What the bodies and parameters of one contract may have, each list computed once."""

    @cached_property
    def enum_sizes(self) -> frozenset[int]:
        """How many values the enums have."""
        listed = (schema.get("enum") for _, schema in self._named_schemas())
        return frozenset(len(values) for values in listed if isinstance(values, list))

    def limits_of(self, name: str) -> frozenset[float]:
        """The limits and the defaults of the fields and parameters of a name."""
        return frozenset().union(*(_numbers(schema) for known, schema in self._named_schemas() if known == name))

    def _named_schemas(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Each schema with the name of its field, parameter or component."""
        for node, pointer, kind in self.objects:
            if kind == "schema":
                yield str(pointer[-1]), self.spec.resolve(node)
            elif kind == "parameter" and isinstance(node.get("schema"), Mapping):
                yield str(node.get("name")), self.spec.resolve(node["schema"])

    @cached_property
    def enums(self) -> Counter[str]:
        """In how many different enums each value is."""
        nodes = (node for node, _, kind in self.objects if kind == "schema")
        lists = {tuple(map(json_text, node["enum"])) for node in nodes if isinstance(node.get("enum"), list)}
        return Counter(chain.from_iterable(map(set, lists)))

    @cached_property
    def fields(self) -> Mapping[str, tuple[tuple[Any, bool], ...]]:
        """The names of all properties and parameters, each with its schemas, and whether it is required there."""
        found: dict[str, list[tuple[Any, bool]]] = {}
        for name, schema, is_required in self._declared():
            found.setdefault(name, []).append((schema, is_required))
        return {name: tuple(listed) for name, listed in found.items()}

    def values_of_field(self, name: str) -> frozenset[str]:
        """The values of all fields and parameters of a name; empty where one of them may have any."""
        listed = [allowed_values(self.resolver, Node(schema, ())) for schema, _ in self.fields.get(name, ())]
        return frozenset().union(*(values or () for values in listed)) if all(listed) else frozenset()

    def declarations_of(self, name: str) -> Iterator[Declaration]:
        """How the fields and parameters of a name are declared."""
        for schema, is_required in self.fields.get(name, ()):
            types = walk(self.resolver, Node(schema, ()), None, _types, _NO_TYPES)
            yield Declaration(is_required, types)

    def _declared(self) -> Iterator[tuple[str, Any, bool]]:
        for node, _, kind in self.objects:
            if kind == "parameter" and isinstance(node.get("name"), str):
                yield node["name"], node.get("schema"), node.get("required") is True
            if kind == "schema" and isinstance(node.get("properties"), Mapping):
                required = node.get("required") or ()
                for name, child in node["properties"].items():
                    yield str(name), child, name in required

    @cached_property
    def resolver(self) -> Resolver:
        """The contract with its references followed."""
        return Resolver(self.spec)

    @cached_property
    def limits(self) -> frozenset[float]:
        """The numbers of all constraints and defaults."""
        nodes = (node for node, _, kind in self.objects if kind == "schema")
        return frozenset().union(*map(_numbers, nodes))


def _types(schema: Schema, _: None) -> Steps[None, frozenset[str] | None]:
    """The JSON types that a schema allows; None where it may allow any."""
    alternatives = yield from results([one for keyword in UNIONS for one in schema.listed(keyword)], None)
    listed = schema.keywords.get("type")
    if None in alternatives or not (listed or alternatives):
        return None
    own = listed if isinstance(listed, list) else [listed]
    return frozenset(str(one) for one in own if one).union(("null",) if schema.nullable else (), *alternatives)


def _numbers(schema: Mapping[str, Any]) -> frozenset[float]:
    """The numbers of the constraints and the default of a schema."""
    found = map(schema.get, (*_LIMITS, "default"))
    return frozenset(
        float(value)
        for value in found
        # a larger number is no float
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST
    )
