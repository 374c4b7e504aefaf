"""Which schemas an operation or event reaches, and in which direction: by references alone, apart from the differ."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from docgen.model.change import Change
from docgen.openapi.nodes import schema_reference
from docgen.openapi.pointers import pointer_of, value_at
from docgen.openapi.spec import Spec
from docgen.openapi.structure import METHODS

Json = dict[str, Any]
Directed = dict[str, set[str]]
"""The pointers of components, by the direction of the data: `request` or `response`."""


def untrue_headlines(base: Spec, revision: Spec, changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """The changes whose worst effect does not reach what the headline names, in its direction, with its id."""
    sides = [reached(side) for side in (base, revision)]
    schemas = {name for side in (base, revision) for name in side.document.get("components", {}).get("schemas", {})}
    for change in changes:
        effect = next(effect for effect in change.effects if effect.id == change.id)
        users = {_shape(user) for user in (*effect.operations, *(f"event {event}" for event in effect.events))}
        schema = _schema(change.selector, schemas)
        if " " not in change.selector and schema and users and effect.polarity != "none":
            ref = schema_reference(schema)
            true = any(ref in side.get(user, {}).get(effect.polarity, ()) for side in sides for user in users)
        else:
            selector = _shape(change.selector)
            true = selector in users or not any(selector in side for side in sides)
        if not true or change.selector in change.milder:
            yield change.text, effect.id


def _shape(operation: str) -> str:
    """The name of an operation without the names of its path parameters, which may change."""
    return re.sub(r"\{[^{}]*\}", "{}", operation)


def _schema(selector: str, schemas: set[str]) -> str:
    """The schema that a selector names; the names of schemas may have dots, so the longest is meant."""
    ends = [end for end, letter in enumerate(selector) if letter == "."] + [len(selector)]
    return max((selector[:end] for end in ends if selector[:end] in schemas), key=len, default="")


def reached(spec: Spec) -> dict[str, Directed]:
    """The components that each operation (`GET /a`) and event (`event b`) reaches, by the direction."""
    document: Any = spec.document
    found: dict[str, Directed] = {}
    for path, item in (document.get("paths") or {}).items():
        for method, operation in _operations(document, item):
            directed = _directed(document, item, operation)
            found[_shape(f"{method.upper()} {path}")] = directed
            for name, callback in (operation.get("callbacks") or {}).items():
                for inner in (_resolved(document, callback) or {}).values():
                    for _, called in _operations(document, inner):
                        swapped = _swapped(_directed(document, inner, called))
                        for key in (f"event {name}", _shape(f"{method.upper()} {path}")):
                            _add(found.setdefault(key, {}), swapped)
    for name, item in (document.get("webhooks") or document.get("x-webhooks") or {}).items():
        for _, operation in _operations(document, item):
            _add(found.setdefault(f"event {name}", {}), _swapped(_directed(document, item, operation)))
    return found


def _add(into: Directed, more: Directed) -> None:
    for direction, names in more.items():
        into.setdefault(direction, set()).update(names)


def _swapped(directed: Directed) -> Directed:
    return {"request": directed["response"], "response": directed["request"]}


def _operations(document: Json, item: Any) -> Iterator[tuple[str, Json]]:  # noqa: ANN401 - a node of JSON
    resolved = _resolved(document, item) or {}
    for method, node in resolved.items():
        if method in METHODS and isinstance(node, dict):
            yield method, node


def _resolved(document: Json, node: Any) -> Any:  # noqa: ANN401 - a node of JSON
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        node = value_at(document, pointer_of(node["$ref"]))
    return node


def _directed(document: Json, item: Any, operation: Json) -> Directed:  # noqa: ANN401 - a node of JSON
    sent = [_resolved(document, item).get("parameters"), operation.get("parameters"), operation.get("requestBody")]
    return {"request": _closure(document, sent), "response": _closure(document, operation.get("responses"))}


def _closure(document: Json, node: Any) -> set[str]:  # noqa: ANN401 - a node of JSON
    """The references in a node and in all that they lead to; those that inherit from a schema count with it."""
    heirs: dict[str, list[str]] = {}
    for name, schema in ((document.get("components") or {}).get("schemas") or {}).items():
        for part in schema.get("allOf") or () if isinstance(schema, dict) else ():
            if isinstance(part, dict) and "$ref" in part:
                heirs.setdefault(part["$ref"], []).append(f"#/components/schemas/{name}")
    found: set[str] = set()
    waiting = [*_references(node)]
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            found.add(ref)
            waiting += [*_references(value_at(document, pointer_of(ref))), *heirs.get(ref, ())]
    return found


def _references(node: Any) -> Iterator[str]:  # noqa: ANN401 - a node of JSON
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("$ref"), str) and one["$ref"].startswith("#/"):
                yield one["$ref"]
            mapping = (
                one.get("discriminator", {}).get("mapping") if isinstance(one.get("discriminator"), dict) else None
            )
            if isinstance(mapping, dict):
                yield from (ref for ref in mapping.values() if isinstance(ref, str) and ref.startswith("#/"))
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
