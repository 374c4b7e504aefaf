"""Edits of responses and headers under which a claim on them is false."""

import copy

import msgspec

from docgen.claims.contract import is_error
from docgen.openapi.allowed_values import field_values
from docgen.openapi.spec import Operation
from tests.prove.strength.edit import Carrier, Edit, Edits, Json, at, drop, put, rename, resolved
from tests.prove.strength.schemas import OTHER

Pointer = tuple[str | int, ...]


def of_response(carrier: Carrier) -> Edits:
    claim = carrier.claim and carrier.claim.response
    assert claim
    places = _responses(carrier, claim.operation, claim.status)
    assert places
    for place in dict.fromkeys((places[0], places[len(places) // 2], places[-1])):
        if claim.status != "every-error":
            yield carrier.edited(f"no {place}", lambda document, p=place: drop(document, p))
            yield carrier.edited(f"{place} renamed", lambda document, p=place: rename(document, p, "418"))
            for wider in (f"{str(claim.status)[0]}XX", "default"):
                label = f"{place} as {wider}"
                yield carrier.edited(label, lambda d, p=place, w=wider: rename(d, p, w), refuted=False)
        if claim.schema:
            yield from _bodies(carrier, place, claim.schema)
        if claim.error:
            yield from _codes(carrier, place)
    if claim.operation != "every-operation":
        found = carrier.contract.find(claim.operation) or ()
        yield carrier.edited("no operation", lambda document: drop(document, found))
        yield carrier.edited("another path", lambda document: rename(document, found[:-1], "/docgen"))
    if claim.cause:
        pages = tuple(msgspec.structs.replace(page, prose="Nothing.") for page in carrier.project.errors)
        yield Edit("a page without the cause", msgspec.structs.replace(carrier.project, errors=pages, editions={}))
        yield Edit("no page", msgspec.structs.replace(carrier.project, errors=(), editions={}))


def _responses(carrier: Carrier, operation: str, status: object) -> list[Pointer]:
    return [
        response.pointer
        for op in carrier.contract.operations
        if operation in ("every-operation", op.name)
        for key, response in carrier.contract.spec.responses(op)
        if (is_error(key) if status == "every-error" else key == str(status))
    ]


def _own(carrier: Carrier, place: Pointer, change: Json) -> Json:
    """A change of a response alone, not of the component that others share."""
    found = at(carrier.contract.spec.document, resolved(carrier.contract.spec.document, place))

    def changed(document: Json) -> None:
        own = copy.deepcopy(found)
        change(own)
        put(document, place, own)

    return changed


def _bodies(carrier: Carrier, place: Pointer, schema: str) -> Edits:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    bodies = {
        "another schema": {"type": "object"},
        "anyOf another": {"anyOf": [reference, {"type": "object"}]},
        "oneOf another": {"oneOf": [reference, {"type": "string"}]},
        "a list": {"type": "array", "items": reference},
        "a field": {"type": "object", "properties": {"error": reference}},
        "a reference to nothing": {"$ref": "#/components/schemas/DocgenNone"},
    }
    for label, body in bodies.items():
        yield carrier.edited(f"{label} at {place}", _own(carrier, place, lambda r, b=body: _set_schema(r, b)))
    media = {"text/plain": {"schema": {"type": "string"}}, "application/problem+json": {"schema": {"type": "object"}}}
    for name, other in media.items():
        yield carrier.edited(f"{name} at {place}", _own(carrier, place, lambda r, n=name, o=other: _add(r, n, o)))
    yield carrier.edited(f"no content at {place}", _own(carrier, place, lambda response: response.pop("content")))
    yield carrier.edited(f"no schema at {place}", _own(carrier, place, lambda response: _set_schema(response, None)))


def _set_schema(response: Json, schema: Json) -> None:
    for medium in response["content"].values():
        medium.pop("schema", None)
        if schema is not None:
            medium["schema"] = schema


def _add(response: Json, name: str, medium: Json) -> None:
    response["content"][name] = medium


def _codes(carrier: Carrier, place: Pointer) -> Edits:
    path = (carrier.project.config.code_field or "").split(".")
    spec = carrier.contract.spec

    def shown(response: Json, value: Json) -> None:
        for medium in response["content"].values():
            if list(spec.examples(medium)):
                medium.update({"examples": {"one": {"value": _nested(path, value)}}})
                medium.pop("example", None)

    def hidden(response: Json) -> None:
        for medium in response["content"].values():
            medium.pop("example", None)
            medium.pop("examples", None)

    yield carrier.edited(f"another code at {place}", _own(carrier, place, lambda r: shown(r, OTHER)))
    yield carrier.edited(f"no code at {place}", _own(carrier, place, lambda r: shown(r, None)))
    if not _has_one_code(carrier, place):  # which its type proves alone
        yield carrier.edited(f"no example at {place}", _own(carrier, place, hidden), refuted=False)

    def typed(response: Json) -> None:
        for medium in response["content"].values():
            field = _nested(["properties", path[-1]], {"const": OTHER})
            for name in reversed(path[:-1]):
                field = {"properties": {name: field}}
            medium["schema"] = {"allOf": [medium["schema"], field]}

    yield carrier.edited(f"another code by its type at {place}", _own(carrier, place, typed))


def _has_one_code(carrier: Carrier, place: Pointer) -> bool:
    contract = carrier.contract
    response = resolved(contract.spec.document, place)
    schemas = [medium.child("schema") for medium in contract.spec.node(response).members("content").values()]
    fields = [field_values(contract.resolver, schema) for schema in schemas]
    return all(len(one[carrier.project.config.code_field or ""].values or ()) == 1 for one in fields)


def _nested(path: list[str], value: Json) -> Json:
    for key in reversed(path):
        value = {key: value}
    return value


def of_header(carrier: Carrier) -> Edits:
    claim = carrier.claim and carrier.claim.header
    assert claim
    operations = carrier.contract.operations
    ends = [operations[0], operations[-1]]
    if claim.in_ == "every-response":
        yield from on_responses(carrier, claim.name, ends)
    elif claim.in_ == "every-request":
        yield from on_requests(carrier, claim.name, claim.required, ends)


def on_requests(carrier: Carrier, name: str, required: bool | None, operations: list[Operation]) -> Edits:
    for operation in operations:
        for label, parameter in _other_parameters(name, required).items():
            yield carrier.edited(
                f"{label} on {operation.name}", lambda d, o=operation, p=parameter: _replace_parameter(d, o, name, p)
            )
        if required is not None:
            override = {"name": name, "in": "header", "required": not required, "schema": {}}
            yield carrier.edited(
                f"overridden on {operation.name}",
                lambda d, o=operation, p=override: _override(d, o, p),
            )
    yield carrier.edited("another operation", lambda document: document["paths"].update(_OPERATION))
    yield carrier.edited("no operation", lambda document: document.update(paths={}), refuted=False)


_NOTHING: Json = {"$ref": "#/components/responses/DocgenNone"}
_OPERATION: Json = {"/docgen": {"get": {"responses": {"200": {"description": "Docgen."}}}}}


def _other_parameters(name: str, required: bool | None) -> dict[str, Json]:
    other = {"name": name, "in": "header", "required": not required, "schema": {}}
    found = {
        "no parameter": None,
        "another name": {**other, "name": OTHER, "required": bool(required)},
        "in the query": {**other, "in": "query", "required": bool(required)},
        "a reference to nothing": {"$ref": "#/components/parameters/DocgenNone"},
    }
    return found if required is None else {**found, "required inverted": other}


def _replace_parameter(document: Json, operation: Operation, name: str, parameter: Json) -> None:
    """The parameter of that name replaced on one operation, and given to the others of its path as it was."""
    item = at(document, operation.pointer[:-1])
    shared = item.pop("parameters", [])
    for method, node in item.items():
        if isinstance(node, dict) and "responses" in node:
            node["parameters"] = [*shared, *node.get("parameters", [])]
            if method == operation.pointer[-1]:
                kept = [one for one in node["parameters"] if _name(document, one) != name.casefold()]
                node["parameters"] = [*kept, *([parameter] if parameter else [])]


def _override(document: Json, operation: Operation, parameter: Json) -> None:
    item = at(document, operation.pointer[:-1])
    node = at(document, operation.pointer)
    own = [one for one in node.get("parameters", []) if _name(document, one) == parameter["name"].casefold()]
    item["parameters"] = [*item.get("parameters", []), *own]
    node["parameters"] = [one for one in node.get("parameters", []) if one not in own] + [parameter]


def _name(document: Json, parameter: Json) -> str:
    node = parameter
    if "$ref" in parameter:
        node = at(document, tuple(parameter["$ref"].removeprefix("#/").split("/")))
    return str(node["name"]).casefold() if node else ""


def on_responses(carrier: Carrier, name: str, operations: list[Operation]) -> Edits:
    for operation in operations:
        for _, response in carrier.contract.spec.responses(operation):
            place = response.pointer
            for label, header in {
                "no header": None,
                "a reference to nothing": {"$ref": "#/components/headers/No"},
            }.items():
                change = _own(carrier, place, lambda response, h=header: _set_header(response, name, h))
                yield carrier.edited(f"{label} at {place}", change)
            renamed = _own(carrier, place, lambda response: _rename_header(response, name))
            yield carrier.edited(f"another header at {place}", renamed)
            yield carrier.edited(f"{place} refers to nothing", lambda d, p=place: put(d, p, _NOTHING))
        added = (*operation.pointer, "responses", "418")
        yield carrier.edited(
            f"another response of {operation.name}", lambda d, p=added: put(d, p, {"description": "Docgen."})
        )
    yield carrier.edited("another operation", lambda document: document["paths"].update(_OPERATION))
    yield carrier.edited("no operation", lambda document: document.update(paths={}), refuted=False)


def _set_header(response: Json, name: str, header: Json) -> None:
    response["headers"] = {key: one for key, one in response["headers"].items() if key.casefold() != name.casefold()}
    if header:
        response["headers"][name] = header


def _rename_header(response: Json, name: str) -> None:
    response["headers"] = {
        OTHER if key.casefold() == name.casefold() else key: one for key, one in response["headers"].items()
    }
