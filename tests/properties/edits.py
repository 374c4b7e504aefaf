"""Single edits of a document that change what it says, each with the place that was edited."""

import copy
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import msgspec
from hypothesis import strategies as st

from docgen.positions.source import Pointer
from properties.places import Place, at, places
from properties.schemas import PATTERNS

Node = dict[str, Any]
Found = Iterator[tuple[str, tuple[str | int, ...], Callable[[Node], Any]]]


class Edit(msgspec.Struct, frozen=True):
    """An edit by its name: of what stands at `holder`, so that what stands at `pointer` differs."""

    name: str
    holder: Pointer
    pointer: Pointer
    apply: Callable[[Node], Any]
    merged: bool = False

    def of(self, document: Node) -> Node:
        """The document after the edit; the one that was given stays as it was."""
        edited = copy.deepcopy(document)
        self.apply(at(edited, self.holder))
        return edited


@st.composite
def edits(draw: st.DrawFn, document: Node, only: str = "") -> Edit:
    """An edit of a document, of all kinds alike; with `only`, of the places of one kind."""
    named: dict[str, list[Edit]] = {}
    for place in places(document):
        if only in ("", place.kind):
            for edit in of_place(place, document["openapi"]):
                named.setdefault(edit.name, []).append(edit)
    return draw(st.sampled_from(named[draw(st.sampled_from(sorted(named)))]))


def of_place(place: Place, version: str) -> Iterator[Edit]:
    """The edits that a place allows."""
    hooked = place.pointer[:1] == ("webhooks",) or "callbacks" in place.pointer
    if hooked and place.kind == "path item":
        return
    found = _schema(place.node, version) if place.kind == "schema" else _OTHERS[place.kind](place.node)
    for name, steps, apply in found:
        if hooked and name == "security changed":
            continue
        yield Edit(name, place.pointer, (*place.pointer, *steps), apply, place.merged)


def _document(node: Node) -> Found:
    for section in ("paths", "webhooks"):
        for name in node.get(section, {}):
            if len(node[section]) > 1:
                yield f"{section} removed", (section, name), lambda d, s=section, n=name: d[s].pop(n)
    if "/new" not in node["paths"]:
        yield "path added", ("paths", "/new"), lambda d: d["paths"].update({"/new": {"get": _operation_like()}})
    if "webhooks" in node:
        yield (
            "event added",
            ("webhooks", "item.new"),
            lambda d: d["webhooks"].update({"item.new": {"post": _operation_like()}}),
        )


def _operation_like() -> Node:
    return {"responses": {"200": {"description": "An answer"}}}


def _path_item(node: Node) -> Found:
    methods = [method for method in ("get", "post", "put") if method in node]
    if len(methods) > 1:
        yield "operation removed", (methods[0],), lambda item: item.pop(methods[0])
    yield "operation added", ("delete",), lambda item: item.update(delete=_operation_like())


def _operation(node: Node) -> Found:
    for required in (False, True):
        new = {"name": "extra", "in": "query", "required": required, "schema": {"type": "string"}}
        name = f"{'required' if required else 'optional'} parameter added"
        yield name, ("parameters",), lambda o, p=new: o.update(parameters=[*o.get("parameters", ()), p])
    for index, _ in enumerate(node.get("parameters", ())):
        yield "parameter removed", ("parameters", index), lambda o, i=index: o["parameters"].pop(i)
    yield "response added", ("responses", "299"), lambda o: o["responses"].update({"299": {"description": "More"}})
    if len(node["responses"]) > 1:
        status = next(iter(node["responses"]))
        yield "response removed", ("responses", status), lambda o: o["responses"].pop(status)
    if "requestBody" in node:
        yield "body removed", ("requestBody",), lambda o: o.pop("requestBody")
    else:
        body = {"content": {"application/json": {"schema": {"type": "string"}}}}
        yield "body added", ("requestBody",), lambda o: o.update(requestBody=body)
    if node.get("security") != [{"key": ["all"]}]:
        yield "security changed", ("security",), lambda o: o.update(security=[{"key": ["all"]}])
    yield "deprecated changed", ("deprecated",), lambda o: o.update(deprecated=not o.get("deprecated", False))


def _required(node: Node) -> Found:
    yield "required changed", ("required",), lambda p: p.update(required=not p.get("required", False))


def _parameter(node: Node) -> Found:
    if node["in"] != "path":
        yield from _required(node)


def _content(node: Node) -> Found:
    schema = {"type": "object"}
    if "text/csv" not in node:
        yield "media type added", ("text/csv",), lambda c: c.update({"text/csv": {"schema": schema}})
    if len(node) > 1:
        media = next(iter(node))
        yield "media type removed", (media,), lambda c: c.pop(media)


def _response(node: Node) -> Found:
    new = {"schema": {"type": "string"}}
    yield "header added", ("headers", "X-New"), lambda r: r.setdefault("headers", {}).update({"X-New": new})
    for name in node.get("headers", {}):
        yield "header removed", ("headers", name), lambda r, n=name: r["headers"].pop(n)


_OTHERS: dict[str, Callable[[Node], Found]] = {
    "document": _document,
    "path item": _path_item,
    "operation": _operation,
    "parameter": _parameter,
    "body": _required,
    "content": _content,
    "response": _response,
    "header": _required,
}


def _schema(node: Node, version: str) -> Found:
    if "properties" in node:
        yield from _object(node)
    if "enum" in node:
        yield from _enum(node)
    for lower, upper in (("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems")):
        if _may_have(node, lower):
            yield from _bound(node, lower, -1)
            yield from _bound(node, upper, 1)
    if _type(node) == "string" and not node.keys() & {"enum", "const"}:
        yield from _text(node)
    if _type(node) and not node.keys() & {"enum", "const"}:
        yield "null changed", (), partial(_toggle_null, version=version)
        yield "type changed", (), partial(_other_type, version=version)


def _object(node: Node) -> Found:
    required = node.get("required", [])
    for name, inner in node["properties"].items():
        at_property = ("properties", name)
        if name not in required:
            yield "property required", at_property, lambda s, n=name: s.update(required=[*s.get("required", ()), n])
            if "$ref" not in inner:
                yield "property removed", at_property, lambda s, n=name: s["properties"].pop(n)
        else:
            yield "property optional", at_property, lambda s, n=name: _without(s, n)
            yield "required property removed", at_property, lambda s, n=name: (_without(s, n), s["properties"].pop(n))
    new = ("properties", "extra")
    yield "optional property added", new, lambda s: s["properties"].update(extra={"type": "string"})
    yield (
        "required property added",
        new,
        lambda s: (
            s["properties"].update(extra={"type": "string"}),
            s.update(required=[*s.get("required", ()), "extra"]),
        ),
    )
    if "additionalProperties" not in node:
        yield "closed", ("additionalProperties",), lambda s: s.update(additionalProperties=False)
    elif node["additionalProperties"] is False:
        yield "opened", ("additionalProperties",), lambda s: s.pop("additionalProperties")


def _without(schema: Node, name: str) -> None:
    schema["required"] = [each for each in schema["required"] if each != name]
    if not schema["required"]:
        del schema["required"]


def _enum(node: Node) -> Found:
    yield "enum value added", ("enum",), lambda s: s["enum"].append("violet")
    if len(node["enum"]) > 1:
        yield "enum value removed", ("enum",), lambda s: s["enum"].pop(0)
    yield "enum removed", ("enum",), lambda s: s.pop("enum")


def _may_have(node: Node, lower: str) -> bool:
    kinds = {"minLength": ("string",), "minimum": ("integer", "number"), "minItems": ("array",)}[lower]
    others = {"enum", "const", "pattern", "format", "multipleOf", "uniqueItems"}
    return _type(node) in kinds and not node.keys() & others


def _bound(node: Node, keyword: str, outward: int) -> Found:
    """A bound moves outward, inward or goes; where none is, one comes."""
    if keyword in node:
        loose = max(0, node[keyword] - 6) if keyword in ("minLength", "minItems") else node[keyword] + 6 * outward
        place = () if "exclusiveMinimum" in node else (keyword,)  # 3.0: the two make one bound
        yield f"{keyword} loosened", place, lambda s: s.update({keyword: loose})
        yield f"{keyword} tightened", place, lambda s: s.update({keyword: s[keyword] - outward})
        if keyword != "minimum" or "exclusiveMinimum" not in node:
            yield f"{keyword} removed", (keyword,), lambda s: s.pop(keyword)
    elif not node.keys() & {"exclusiveMinimum"}:
        yield f"{keyword} set", (keyword,), lambda s: s.update({keyword: 30 if outward > 0 else 1})


def _text(node: Node) -> Found:
    if "pattern" in node:
        others = [pattern for pattern in sorted(PATTERNS) if pattern != node["pattern"]]
        yield "pattern changed", ("pattern",), lambda s: s.update(pattern=others[0])
        yield "pattern removed", ("pattern",), lambda s: s.pop("pattern")
    elif not node.keys() & {"minLength", "maxLength", "format"}:
        yield "pattern set", ("pattern",), lambda s: s.update(pattern=sorted(PATTERNS)[0])
        yield "enum set", ("enum",), _to_enum


def _to_enum(schema: Node) -> None:
    schema.pop("nullable", None)
    schema.update(type="string", enum=["red", "green"])


def _type(node: Node) -> str | None:
    kind = node.get("type")
    return kind[0] if isinstance(kind, list) else kind


def _toggle_null(schema: Node, version: str) -> None:
    if version.startswith("3.0"):
        schema["nullable"] = not schema.get("nullable", False)
    else:
        schema["type"] = [schema["type"], "null"] if isinstance(schema["type"], str) else schema["type"][0]


def _other_type(schema: Node, version: str) -> None:
    """Another type that no value of the old one has; what spoke of the old type goes."""
    other = "boolean" if _type(schema) != "boolean" else "string"
    schema.clear()
    schema["type"] = other
