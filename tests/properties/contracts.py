"""Contracts that nobody means well with, each made from a number: the same number, the same contract."""

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from properties.circles import PATTERNS, chain, circular, patterned

ITEM: dict[str, Any] = {"$ref": "#/components/schemas/Item"}
ERROR: dict[str, Any] = {"$ref": "#/components/schemas/Error"}
ENDLESS = "a" * 40 + "!"


def plain() -> dict[str, Any]:
    """A contract with a part of each kind, which passes."""
    failed = {"description": "No.", "content": {"application/json": {"schema": ERROR, "example": {"code": "gone"}}}}
    answer = {
        "description": "Made.",
        "headers": {"X-Left": {"description": "Left.", "schema": {"type": "integer", "minimum": 0}}},
        "content": {"application/json": {"schema": ITEM, "examples": {"one": {"value": {"id": "a", "size": 1}}}}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "2026-01-15", "description": "It *sells*."},
        "servers": [{"url": "https://{where}.shop.example/v1", "variables": {"where": {"default": "api"}}}],
        "tags": [{"name": "Items", "description": "What is sold."}],
        "security": [{"key": []}],
        "paths": {
            "/items/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "post": {
                    "summary": "Change an item",
                    "tags": ["Items"],
                    "operationId": "change",
                    "deprecated": True,
                    "parameters": [
                        {"name": "Shop-Version", "in": "header", "required": True, "schema": {"type": "string"}}
                    ],
                    "requestBody": {"required": True, "content": {"application/json": {"schema": ITEM}}},
                    "responses": {"200": answer, "404": failed, "429": failed},
                    "callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": {"200": {}}}}}},
                },
            }
        },
        "webhooks": {"item.made": {"post": {"requestBody": {"content": {"application/json": {"schema": ITEM}}}}}},
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "name": "Key", "in": "header"}},
            "schemas": {
                "Item": {
                    "type": "object",
                    "description": "It.",
                    "required": ["id"],
                    "properties": {
                        "id": {"type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[a-z]+$"},
                        "size": {"type": "integer", "minimum": 1, "maximum": 9, "default": 2},
                        "parts": {"type": "array", "minItems": 0, "items": ITEM},
                        "kind": {"enum": ["new", "old"], "example": "new"},
                        "more": {"allOf": [{"$ref": "#/components/schemas/Base"}], "additionalProperties": False},
                        "either": {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Base"}]},
                    },
                },
                "Base": {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}},
                "Error": {
                    "type": "object",
                    "required": ["code"],
                    "properties": {"code": {"type": "string", "enum": ["gone"]}, "message": {"type": "string"}},
                },
            },
        },
    }


def doubled(keyword: str, levels: int = 40) -> dict[str, Any]:
    """A reference to the last of the component schemas that `doubling` makes."""
    return {"$ref": f"#/components/schemas/{keyword}{levels}"}


def doubling(keyword: str, levels: int = 40) -> dict[str, Any]:
    """Component schemas of which each has the one before twice in it."""
    named: dict[str, Any] = {f"{keyword}0": {"type": "object", "properties": {"x": {"type": "string"}}}}
    for level in range(1, levels + 1):
        ref = {"$ref": f"#/components/schemas/{keyword}{level - 1}"}
        named[f"{keyword}{level}"] = _twice(keyword, ref)
    return named


def _twice(keyword: str, ref: dict[str, Any]) -> dict[str, Any]:
    if keyword == "properties":
        return {"type": "object", "required": ["a", "b"], "properties": {"a": {"allOf": [ref]}, "b": {"allOf": [ref]}}}
    if keyword == "items":
        return {"type": "array", "items": {"anyOf": [ref, ref]}}
    if keyword == "patternProperties":
        return {"type": "object", "patternProperties": {"^a": ref, "b$": ref}}
    if keyword == "if":
        return {"if": ref, "then": ref, "else": ref}
    return {keyword: [ref, ref]}


DOUBLED = ("allOf", "anyOf", "oneOf", "properties", "items", "patternProperties", "if")
LONG = "x" * 300
TEXTS = (
    "", " ", LONG, "y" * 254, "\u00e9" * 100, "\U0001f600" * 60, "../../x", "a/b", "a\0b", "a\nb", "\ud800", "con",
    "{{ pin.current }}", "\"'<&>", "%2f", "~" * 130, "[" * 3000, "*a " * 1000, "2026-02-30", "9999-12-31", "http://[",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -5, 3, 1.5, 1e308, 1e-300, 10**18, 10**400, [], {}, [None], [1, "a"], {"a": 1}, {"a": None},
    [[]], [{}], {"": {}}, {"$ref": "#/nowhere"}, {"$ref": "#"}, {"$ref": 3}, ITEM, [ITEM, ITEM], {"key": 3},
    {"$schema": "https://json-schema.org/draft/2020-12/schema"}, {"$ref": "#/components"}, *TEXTS,
)  # fmt: skip
SCHEMAS: tuple[dict[str, Any], ...] = (
    {"type": "string", "pattern": "(a+)+$", "example": ENDLESS},
    {"type": "string", "pattern": "(a+)+$", "default": ENDLESS, "enum": [ENDLESS]},
    {"type": "string", "pattern": "^(?=a)(a+)+\\1$", "example": ENDLESS},
    {"type": "string", "pattern": "((a{1,1000}){1,1000}){1,1000}", "example": "a"},
    {"type": "string", "pattern": "(?:" * 500 + "a" + ")*" * 500, "example": "a"},
    {"patternProperties": {"^(a+)+$": {}}, "additionalProperties": False, "example": {ENDLESS: 1}},
    {"patternProperties": {"^(a+)+$": {}}, "unevaluatedProperties": False, "example": {ENDLESS: 1}},
    {"propertyNames": {"pattern": "^(a+)+$"}, "example": {ENDLESS: 1}},
    {"$schema": "https://json-schema.org/draft/2020-12/schema", "pattern": "(a+)+$", "example": ENDLESS},
    {"type": "string", "minLength": {"a": 1}, "maxLength": []},
    {"type": "string", "minLength": 10**18},
    {"type": "array", "minItems": 10**18, "items": {"type": "string"}},
    {"type": "array", "minItems": 10**7, "uniqueItems": True, "items": {"type": "integer"}},
    {"type": "number", "multipleOf": 1e-300, "minimum": 1e308, "example": 1e300},
    {"type": "integer", "multipleOf": 0.1, "minimum": 10**400, "example": 10**400},
    {"type": "string", "enum": [f"v{n}" for n in range(2000)]},
    {"allOf": [ITEM, ITEM], "example": {}},
    {"anyOf": [{"type": "array", "items": ITEM}, {"type": "array", "items": ITEM}], "example": [[[[[[[[]]]]]]]]},
    {"oneOf": [ITEM] * 300, "discriminator": {"propertyName": "k", "mapping": {f"a{n}": "Item" for n in range(300)}}},
    {"dependentRequired": {"a": 3}, "dependentSchemas": {"a": 3}, "required": "id", "properties": []},
    *(doubled(keyword) for keyword in DOUBLED),
    *({"allOf": [doubled(keyword)], "example": {"a": {"a": {}, "b": {}}}} for keyword in DOUBLED),
)


def hostile(number: int) -> dict[str, Any]:
    """The contract of a number: a plain one with up to four of its parts replaced, renamed, repeated or taken out."""
    drawn = random.Random(number)  # noqa: S311 - it need not be secret
    document = json.loads(json.dumps(plain()))
    if drawn.random() < 0.3:
        document["openapi"] = "3.0.3"
    if drawn.random() < 0.3:
        document["components"]["schemas"] |= doubling(drawn.choice(DOUBLED))
    laid = drawn.choice(("", "", "circles", "circles", "chain", "patterns", "circles patterns"))
    if "circles" in laid:
        _merge(document["components"]["schemas"], circular(drawn))
    if "chain" in laid:
        document["components"]["schemas"] |= chain(drawn)
    if "patterns" in laid:
        _lay_patterns(document, drawn)
    for _ in range(drawn.randint(0, 1) if laid else drawn.randint(1, 4)):
        _spoil(document, drawn)
    return document


def _merge(schemas: dict[str, Any], others: dict[str, Any]) -> None:
    """Other schemas, beside what those of the same name demand."""
    for name, schema in others.items():
        schemas[name] = {**schemas.get(name, {}), **schema}


def _lay_patterns(document: dict[str, Any], drawn: random.Random) -> None:
    """Patterns in a component, a parameter, a header and a media type, with examples beside them."""
    document["components"]["schemas"]["Patterned"] = {"type": "string", "pattern": drawn.choice(PATTERNS)}
    operation = document["paths"]["/items/{id}"]["post"]
    listed = {"name": "filter", "in": "query", "schema": patterned(drawn), "example": "ABCDEF01"}
    operation["parameters"].append(listed)
    operation["responses"]["200"]["headers"]["X-Id"] = {"schema": patterned(drawn), "example": "ABCDEF01"}
    content = operation["responses"]["429"]["content"] = {"application/json": {"schema": patterned(drawn)}}
    content["application/json"]["examples"] = {"one": {"value": {"a": 1}}}


def _spoil(document: dict[str, Any], drawn: random.Random) -> None:
    holder, key = drawn.choice(list(_places(document)))
    how = drawn.random()
    value = holder[key]
    if how < 0.45:
        holder[key] = deepcopy(drawn.choice(VALUES))
    elif how < 0.7 or not isinstance(value, dict):
        schemas = document.get("components", {})
        schemas = schemas.get("schemas") if isinstance(schemas, dict) else None
        schema = deepcopy(drawn.choice(SCHEMAS))
        if isinstance(schemas, dict) and drawn.random() < 0.5:
            schemas["Item"] = schema
        else:
            holder[key] = schema
    elif how < 0.85 and isinstance(holder, dict):
        holder[drawn.choice(TEXTS)] = deepcopy(value)
    elif how < 0.93:
        value[drawn.choice(("pattern", "items", "allOf", "x-sunset", "examples", "$ref"))] = deepcopy(
            drawn.choice(VALUES)
        )
    elif isinstance(holder, dict):
        del holder[key]


def _places(node: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - nodes of JSON
    for key, child in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(child, dict | list):
            yield from _places(child)
