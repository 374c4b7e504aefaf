"""What the schemas of a contract say: fields, values, limits, and how each is declared."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Final, NamedTuple

from docgen.facts.knowledge.surface import Surface
from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.nodes import Node, is_number
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.openapi.walk import Steps, results, walk
from docgen.wording import json_text

_LARGEST: Final = 1e300  # a larger number is no float
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
        listed = (node.get("enum") for node in self.of_kind("schema"))
        lists = {tuple(map(json_text, values)) for values in listed if isinstance(values, list)}
        return Counter(chain.from_iterable(map(set, lists)))

    @cached_property
    def fields(self) -> Mapping[str, Sequence[tuple[Any, bool]]]:
        """The names of all properties and parameters, each with its schemas, and whether it is required there."""
        found: dict[str, list[tuple[Any, bool]]] = {}
        for node in self.of_kind("parameter"):
            if isinstance(node.get("name"), str):
                found.setdefault(node["name"], []).append((node.get("schema"), node.get("required") is True))
        for node in self.of_kind("schema"):
            required = node.get("required") or ()
            for name, child in Node(node, ()).members("properties").items():
                found.setdefault(str(name), []).append((child.value, name in required))
        return found

    def values_of_field(self, name: str) -> frozenset[str]:
        """The values of all fields and parameters of a name; empty where one of them may have any."""
        listed = [allowed_values(self.resolver, Node(schema, ())) for schema, _ in self.fields.get(name, ())]
        return frozenset().union(*(values or () for values in listed)) if all(listed) else frozenset()

    def declarations_of(self, name: str) -> Iterator[Declaration]:
        """How the fields and parameters of a name are declared."""
        for schema, is_required in self.fields.get(name, ()):
            types = walk(self.resolver, Node(schema, ()), None, _types, _NO_TYPES)
            yield Declaration(is_required, types)

    @cached_property
    def resolver(self) -> Resolver:
        """The contract with its references followed."""
        return Resolver(self.spec)

    @cached_property
    def limits(self) -> frozenset[float]:
        """The numbers of all constraints and defaults."""
        return frozenset().union(*map(_numbers, self.of_kind("schema")))


def _types(schema: Schema, _: None) -> Steps[None, frozenset[str] | None]:
    """The JSON types that a schema allows; None where it may allow any."""
    alternatives = yield from results(chain.from_iterable(map(schema.listed, UNIONS)), None)
    listed = schema.keywords.get("type")
    if None in alternatives or not (listed or alternatives):
        return None
    own = listed if isinstance(listed, list) else [listed]
    return frozenset(str(one) for one in own if one).union(("null",) if schema.nullable else (), *alternatives)


def _numbers(schema: Mapping[str, Any]) -> frozenset[float]:
    """The numbers of the constraints and the default of a schema."""
    found: Iterator[Any] = map(schema.get, (*_LIMITS, "default"))
    return frozenset(float(value) for value in found if is_number(value) and abs(value) < _LARGEST)
