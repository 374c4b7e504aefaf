"""The same contract written otherwise: other key order, other text, references inlined, parts made components."""

import copy
import json
from typing import Any

import yaml
from hypothesis import strategies as st

from docgen.load.spec import parse_spec
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from properties.places import places

Document = dict[str, Any]

_SETS = ("required", "enum", "type", "oneOf", "anyOf", "tags", "parameters")
_SECTIONS = {"parameter": "parameters", "body": "requestBodies", "response": "responses", "header": "headers"}


def spec(document: Document) -> Spec:
    """A document as the differ takes it, read from JSON."""
    return read("contract.json", json.dumps(document))


def read(path: str, text: str) -> Spec:
    """A text as the differ takes it."""
    found, refusals = parse_spec(path, text.encode())
    assert found is not None, refusals
    return found


def as_yaml(document: Document) -> Spec:
    """A document as the differ takes it, read from YAML."""
    return read("contract.yaml", yaml.safe_dump(document, sort_keys=False))


def sharing(*documents: Document) -> list[Spec]:
    """Documents as a program may have them: what they write alike at the same place is one object."""
    known: dict[tuple[Any, ...], Any] = {}

    def shared(node: Any, *pointer: str | int) -> Any:  # noqa: ANN401 - a node of JSON can be anything
        if isinstance(node, dict):
            node = {key: shared(inner, *pointer, key) for key, inner in node.items()}
        elif isinstance(node, list):
            node = [shared(inner, *pointer, index) for index, inner in enumerate(node)]
        return known.setdefault((pointer, json.dumps(node)), node)

    return [Spec(Source("contract.json", ""), shared(document)) for document in documents]


@st.composite
def reordered(draw: st.DrawFn, document: Document) -> Document:
    """The same document: keys, and lists whose order says nothing, in another order."""
    random = draw(st.randoms(use_true_random=False))

    def walk(node: Any) -> Any:  # noqa: ANN401 - a node of JSON can be anything
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        items = [(key, walk(value)) for key, value in node.items()]
        random.shuffle(items)
        for key, value in items:
            if key in _SETS and isinstance(value, list):
                random.shuffle(value)
        return dict(items)

    return walk(document)  # type: ignore[no-any-return] # a mapping stays one


def inlined(document: Document) -> Document:
    """The same document: every use of a component schema is a copy of it, where that ends; components stay."""
    result = copy.deepcopy(document)
    schemas = result["components"]["schemas"]

    def walk(node: Any, inside: tuple[str, ...]) -> Any:  # noqa: ANN401 - a node of JSON can be anything
        if isinstance(node, list):
            return [walk(item, inside) for item in node]
        if not isinstance(node, dict):
            return node
        name = str(node.get("$ref", "")).rpartition("/")[2]
        if name in schemas and name not in inside:
            return walk(copy.deepcopy(schemas[name]), (*inside, name))
        return {key: walk(value, inside) for key, value in node.items()}

    for section in ("paths", "webhooks"):
        if section in result:
            result[section] = walk(result[section], ())
    return result


@st.composite
def extracted(draw: st.DrawFn, document: Document) -> Document:
    """The same document: one schema, parameter, body, response or header of it is a new component now."""
    result = copy.deepcopy(document)
    found = [place for place in places(result) if place.kind in ("schema", *_SECTIONS) and "$ref" not in place.node]
    movable = [place for place in found if place.pointer[:2] != ("components", "schemas") or len(place.pointer) > 3]
    if not movable:
        return result
    place = draw(st.sampled_from(movable))
    section = "schemas" if place.kind == "schema" else _SECTIONS[place.kind]
    moved = dict(place.node)
    place.node.clear()
    place.node["$ref"] = f"#/components/{section}/Moved"
    result["components"].setdefault(section, {})["Moved"] = moved
    return result
