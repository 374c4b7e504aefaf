"""Edits of a schema under which a claim on its values or its fields is false."""

import copy

from docgen.openapi.merging import merged
from tests.prove.strength.edit import Carrier, Edit, Edits, Json, at, drop, put, rename

OTHER = "docgen-other"


def of_enum(carrier: Carrier) -> Edits:
    claim = carrier.claim and carrier.claim.enum
    assert claim
    place = carrier.pointer(claim.at)
    schema = at(carrier.contract.spec.document, place)
    values = schema["enum"]

    def replaced(label: str, new: Json, *, refuted: bool = True) -> Edit:
        return carrier.edited(label, lambda document: put(document, place, new), refuted=refuted)

    for index, value in enumerate(values):
        yield replaced(f"without {value}", {**schema, "enum": [*values[:index], *values[index + 1 :]]})
        yield replaced(f"{value} renamed", {**schema, "enum": [*values[:index], OTHER, *values[index + 1 :]]})
    for value in (OTHER, *claim.never):
        yield replaced(f"{value} added", {**schema, "enum": [*values, value]})
        yield replaced(f"{value} by anyOf", {"anyOf": [schema, {"const": value}]})
        yield replaced(f"{value} by oneOf in allOf", {"allOf": [{"oneOf": [schema, {"enum": [value]}]}]})
    yield replaced("narrowed to one", {"const": values[0]})
    yield replaced("null by nullable", {**schema, "nullable": True})
    yield replaced("null by type", {"type": ["string", "null"], "enum": [*values, None]})
    yield replaced("null by anyOf", {"anyOf": [schema, {"type": "null"}]})
    yield replaced("any text", {"type": "string"}, refuted=False)
    yield replaced("any text by anyOf", {"anyOf": [schema, {"type": "string"}]}, refuted=False)
    yield replaced("anything", True, refuted=False)
    yield from _gone(carrier, claim.at)
    yield from _shown(carrier, claim.at, (*claim.reserved, *claim.never))


def _shown(carrier: Carrier, selector: str, values: tuple[str, ...]) -> Edits:
    contract = carrier.contract
    schema = merged(contract.resolver, contract.spec.node(contract.find(selector) or ()))
    for value in values:
        for _, place in contract.values_in_examples([schema.node]):
            yield carrier.edited(f"{value} shown at {place}", lambda document, p=place, v=value: put(document, p, v))


def of_fields(carrier: Carrier) -> Edits:
    claim = carrier.claim and carrier.claim.fields
    assert claim
    place = carrier.pointer(claim.at)
    schema = at(carrier.contract.spec.document, place)
    properties, required = schema["properties"], schema.get("required", [])

    def replaced(label: str, **keywords: Json) -> Edit:
        return carrier.edited(label, lambda document: put(document, place, {**schema, **keywords}))

    def without(names: dict[str, Json], name: str) -> dict[str, Json]:
        return {key: value for key, value in names.items() if key != name}

    for name in {*(claim.exactly or ()), *claim.required}:
        yield replaced(f"without {name}", properties=without(properties, name))
        yield replaced(f"{name} renamed", properties={**without(properties, name), OTHER: properties[name]})
        yield replaced(f"{name} forbidden", properties={**properties, name: False})
    for name in claim.required:
        less = [one for one in required if one != name]
        yield replaced(f"{name} optional", required=less)
        branches = [{"required": [name]}, {"properties": {OTHER: {}}}]
        yield replaced(f"{name} required in one alternative", required=less, anyOf=branches)
    for name in (*((OTHER,) if claim.exactly is not None else ()), *claim.absent):
        field = {"properties": {name: {"type": "string"}}}
        yield replaced(f"{name} added", properties={**properties, name: {"type": "string"}})
        yield replaced(f"{name} by allOf", allOf=[field])
        yield replaced(f"{name} by oneOf", oneOf=[field, {"type": "object"}])
        yield replaced(f"{name} by anyOf in allOf", allOf=[{"anyOf": [{}, {"allOf": [field]}]}])
        yield replaced(f"{name} by then", **{"if": {}, "then": field})
        yield replaced(f"{name} by dependentSchemas", dependentSchemas={"id": field})
        yield replaced(f"{name} by pattern", patternProperties={f"^{name}$": {}})
        yield from _field_shown(carrier, claim.at, name)
    if claim.exactly is not None:
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            for value in (True, {}, {"type": "string"}):
                yield replaced(f"{keyword} {value}", **{keyword: value})
    if claim.exactly is not None or claim.required:
        yield replaced("no object", type="string")
        yield carrier.edited("text by anyOf", lambda d: put(d, place, {"anyOf": [schema, {"type": "string"}]}))
    yield from _gone(carrier, claim.at)


def _gone(carrier: Carrier, selector: str) -> Edits:
    found = carrier.contract.find(selector) or ()
    yield carrier.edited("removed", lambda document: drop(document, found))
    yield carrier.edited("renamed", lambda document: rename(document, found, OTHER))
    if carrier.pointer(selector) != found:
        yield carrier.edited("a reference to nothing", lambda d: drop(d, carrier.pointer(selector)), refuted=False)


def _field_shown(carrier: Carrier, selector: str, name: str) -> Edits:
    contract = carrier.contract
    schema = merged(contract.resolver, contract.spec.node(contract.find(selector) or ()))
    for value, place in contract.values_in_examples([schema.node], whole=True):
        shown = {**copy.deepcopy(value), name: "x"} if isinstance(value, dict) else value
        yield carrier.edited(f"{name} shown at {place}", lambda document, p=place, v=shown: put(document, p, v))
