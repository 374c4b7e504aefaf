"""The schemas of a contract as JSON Schema: Draft 4 for OpenAPI 3.0, Draft 2020-12 for later versions.

What OpenAPI adds is written in keywords that any validator knows: `nullable`, `discriminator`, and properties that only
one direction has. A keyword whose value is not valid is left out: the document itself is reported for it.
"""

from collections.abc import Iterator
from itertools import chain, product
from typing import Any, Final, NamedTuple

from docgen.openapi.discriminators import (
    Alternative,
    alternatives,
    mapped_reference,
    selecting_property,
    selection,
)
from docgen.openapi.nodes import JsonObject, as_list, as_mapping, is_reference
from docgen.openapi.patterns import matchable
from docgen.openapi.pointers import pointer_of
from docgen.openapi.schema import UNIONS
from docgen.openapi.spec import Spec
from docgen.openapi.structure import kind_below
from docgen.openapi.validation.keywords import APPLICATORS_3_0, APPLICATORS_3_1, OPENAPI_3_0, OPENAPI_3_1
from docgen.positions.source import Pointer

JsonSchema = dict[str, Any] | bool
Used = dict[str, None]
"""What a schema refers to, by number or by reference, in order."""
DEFINITIONS: Final = "urn:docgen:contract"
"""The URI of the document that has the referenced schemas under `$defs`."""
_PREFIX: Final = f"{DEFINITIONS}#/$defs/"
_FORMATS: Final = frozenset(("date", "date-time", "email", "ipv4", "ipv6", "uuid", "regex"))  # others are vague
_UNEVALUATED: Final = frozenset(("unevaluatedItems", "unevaluatedProperties"))


class Converted(NamedTuple):
    """A schema as JSON Schema, with what it refers to."""

    schema: JsonSchema
    used: Used


class JsonSchemas:
    """The schemas of one contract, converted one by one, and at last those that they refer to."""

    _ONE_WAY: tuple[str, ...] = ("readOnly", "writeOnly")

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self.is_draft_4 = str(spec.document.get("openapi")).startswith("3.0")
        self._plain = OPENAPI_3_0 if self.is_draft_4 else OPENAPI_3_1
        self._applicators = APPLICATORS_3_0 if self.is_draft_4 else APPLICATORS_3_1
        self._numbers: dict[str, int] = {}
        self._used: Used = {}
        self._unevaluated: list[dict[str, Any]] = []
        self._has_unknown_names = False

    def converted(self, node: object) -> Converted:
        """The JSON Schema of a schema, with what it refers to; of anything else, one that takes any value."""
        self._used = {}
        return Converted(self._schema(node), self._used)

    def _schema(self, node: object) -> JsonSchema:
        if self.is_draft_4 and isinstance(node, bool):
            node = {} if node else {"not": {}}
        if isinstance(node, bool):
            return node
        # OpenAPI 3.0 ignores what is beside a reference
        if self.is_draft_4 and is_reference(node):
            return self._reference(as_mapping(node)["$ref"])
        converted = self._converted(as_mapping(node))
        if not _UNEVALUATED.isdisjoint(converted):
            self._unevaluated.append(converted)
        return converted

    def definitions(self) -> dict[str, Converted]:
        """The schemas that those converted so far refer to, and those that these refer to, by number."""
        schemas: list[Converted] = []
        while waiting := [*self._numbers][len(schemas) :]:
            schemas += [self.converted(self._target(ref)) for ref in waiting]
        self._leave_out_unevaluated()
        return {str(number): schema for number, schema in enumerate(schemas)}

    def _leave_out_unevaluated(self) -> None:
        if not self._has_unknown_names:
            return
        for schema, keyword in product(self._unevaluated, _UNEVALUATED):
            schema.pop(keyword, None)

    def _target(self, ref: str) -> object:
        node = self._spec.at(pointer_of(ref))
        # a circle of nothing but references has no schema in it
        if is_reference(node) and not self._spec.resolve(node):
            return {}
        return node

    def pointer(self, number: str) -> Pointer:
        """Where the contract has a definition."""
        return pointer_of([*self._numbers][int(number)])

    def _reference(self, ref: str) -> dict[str, Any]:
        number = str(self._numbers.setdefault(ref, len(self._numbers)))
        self._used[number] = None
        return {"$ref": f"{_PREFIX}{number}"}

    def _converted(self, node: JsonObject) -> dict[str, Any]:
        converted = self._reference(node["$ref"]) if is_reference(node) else {}
        selects = selecting_property(node) is not None
        for keyword, value in node.items():
            if keyword in self._plain:
                if self._plain[keyword](value):
                    converted[keyword] = value
            elif keyword in self._applicators and not (selects and keyword in UNIONS):
                inner = self._inner(keyword, value)
                if inner is not None:
                    converted[keyword] = inner
        if selects and (selections := self._selections(node)):
            converted["allOf"] = [*converted.get("allOf", ()), *selections]
        self._adapt(converted, node)
        required = dict.fromkeys(converted.pop("required", ()))
        if names := [name for name in required if not self._is_one_way(node, name)]:
            converted["required"] = names
        self._leave_out_unmatchable(converted, node)
        return converted

    def _is_one_way(self, node: JsonObject, name: str) -> bool:
        """Whether only requests, or only responses, have a property: an example may be of the others."""
        schema = as_mapping(as_mapping(node.get("properties")).get(name))
        marks = (*map(schema.get, self._ONE_WAY), *map(self._spec.resolve(schema).get, self._ONE_WAY))
        return any(mark is True for mark in marks)

    def _inner(self, keyword: str, value: Any) -> Any:  # noqa: ANN401 - any JSON
        """The schemas under a keyword, converted; None for what they cannot be."""
        match kind_below("schema", keyword), value:
            case "{schema}", dict():
                return {name: self._schema(inner) for name, inner in value.items()}
            case "[schema]", [_, *_]:
                return [self._schema(inner) for inner in value]
            case "schema", bool() if keyword == "additionalProperties":  # Draft 4 has this one here alone
                return value
            case "schema", dict() | bool():
                return self._schema(value)
        return None

    def _selections(self, node: JsonObject) -> list[JsonSchema]:
        """For each union of a schema with a discriminator, the alternatives with the values that select each."""
        name = str(selecting_property(node))
        unions: list[JsonSchema] = []
        for members in filter(None, (as_list(node.get(key)) for key in UNIONS)):
            listed = [*alternatives(node, members)]
            selected = [self._selected(name, *alternative) for alternative in listed]
            unions.append({"anyOf": [*selected, *self._otherwise(node, listed)]})
        return unions

    def _selected(self, name: str, member: object, values: tuple[str, ...]) -> JsonSchema:
        selected = self._schema(member)
        # a union that selects by the same property does so by itself
        if not values or selecting_property(self._spec.resolve(member)) == name:
            return selected
        return {**selection(name, values), "allOf": [selected]}

    def _otherwise(self, node: JsonObject, members: list[Alternative]) -> Iterator[JsonSchema]:
        """The alternative for a value that selects none (OpenAPI 3.2, section 4.25)."""
        target = mapped_reference(node["discriminator"].get("defaultMapping"))
        if isinstance(target, str) and target.startswith("#/") and not self.is_draft_4:
            known = chain.from_iterable(values for _, values in members)
            yield {"not": selection(str(selecting_property(node)), known), "allOf": [self._reference(target)]}

    def _leave_out_unmatchable(self, converted: dict[str, Any], node: JsonObject) -> None:
        """Leave out patterns that no linear-time engine can match, and what depends on the names that they match."""
        if "pattern" in converted and not matchable(converted["pattern"]):
            del converted["pattern"]
        named = converted.get("patternProperties", {})
        unmatchable = [pattern for pattern in named if not matchable(pattern)]
        for pattern in unmatchable:
            del named[pattern]
        if unmatchable:
            converted.pop("additionalProperties", None)
        if unmatchable or "$dynamicRef" in node:
            self._has_unknown_names = True

    def _adapt(self, converted: dict[str, Any], node: JsonObject) -> None:
        """Adapt the keywords that OpenAPI reads in its own way, or that a validator takes in another form."""
        if self.is_draft_4 and node.get("nullable") is True and "type" in converted:
            converted["type"] = [converted["type"], "null"]
        for bound in ("maximum", "minimum"):
            # Draft 4 demands it beside the flag, and OpenAPI 3.0 does not
            if self.is_draft_4 and bound not in converted:
                converted.pop(f"exclusive{bound.title()}", None)
        if converted.get("format") not in _FORMATS:
            converted.pop("format", None)


def definition_of(ref: str) -> str:
    """The number of the definition that a converted schema refers to."""
    return ref.removeprefix(_PREFIX)
