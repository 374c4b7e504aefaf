"""Whole OpenAPI documents, 3.0 and 3.1: components that refer to each other, operations, webhooks, callbacks."""

from typing import Any, Final

from hypothesis import strategies as st

from properties.schemas import Dialect, Schema, objects, reference, schemas, strings

Document = dict[str, Any]

VERSIONS: Final = ("3.0.3", "3.1.0")
COMPONENTS: Final = ("Item", "Order", "Owner")
PATHS: Final = ("/items", "/items/{id}", "/orders")
METHODS: Final = ("get", "post", "put")
EVENTS: Final = ("item.made", "item.gone")
PLACES: Final = ("query", "header", "cookie")
MEDIA: Final = ("application/json", "application/xml")


@st.composite
def documents(draw: st.DrawFn, version: str | None = None, events: bool = True) -> Document:
    """A valid document in which most of what OpenAPI has can appear."""
    version = version or draw(st.sampled_from(VERSIONS))
    names = COMPONENTS[: draw(st.integers(1, 3))]
    dialect = Dialect(version, earlier=names)
    document: Document = {
        "openapi": version,
        "info": {"title": "Shop", "version": "1"},
        "paths": {path: draw(path_item(path, dialect)) for path in draw(_some(PATHS))},
        "components": {
            "schemas": {name: draw(component(version, names, index)) for index, name in enumerate(names)},
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
    }
    if draw(st.booleans()):
        document["security"] = [{"key": []}]
    if events and dialect.lists_types and draw(st.booleans()):
        document["webhooks"] = {name: {"post": draw(operation("post", dialect))} for name in draw(_some(EVENTS))}
    return document


@st.composite
def component(draw: st.DrawFn, version: str, names: tuple[str, ...], index: int) -> Schema:
    """A component schema: it refers to those before it freely, to itself and later ones in optional properties."""
    dialect = Dialect(version, earlier=names[:index], later=names[index:])
    if index and draw(st.integers(0, 4)) == 0:
        return {"allOf": [reference(names[0]), draw(objects(Dialect(version), 1))]}
    return draw(st.one_of(objects(dialect), objects(dialect), strings(dialect)))


@st.composite
def path_item(draw: st.DrawFn, path: str, dialect: Dialect) -> dict[str, Any]:
    """One to three operations; a parameter of the path stands at the path."""
    item: dict[str, Any] = {method: draw(operation(method, dialect)) for method in draw(_some(METHODS))}
    if "{id}" in path:
        item["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": draw(strings(dialect))}]
    if draw(st.integers(0, 4)) == 0:
        hook = {"{$request.body#/url}": {"post": draw(operation("post", dialect))}}
        item[next(iter(item))].setdefault("callbacks", {"done": hook}) if "parameters" not in item else None
    return item


@st.composite
def operation(draw: st.DrawFn, method: str, dialect: Dialect) -> dict[str, Any]:
    """An operation with parameters, perhaps a body, at least one answer."""
    found: dict[str, Any] = {"responses": {status: draw(response(dialect)) for status in draw(_statuses())}}
    parameters = draw(
        st.lists(st.tuples(st.sampled_from(("page", "q", "X-Trace")), st.sampled_from(PLACES)), max_size=2)
    )
    if parameters:
        found["parameters"] = [draw(parameter(name, place, dialect)) for name, place in sorted(set(parameters))]
    if method != "get" and draw(st.booleans()):
        found["requestBody"] = {"content": draw(content(dialect))} | draw(_flag("required"))
    if draw(st.integers(0, 3)) == 0:
        found["security"] = draw(st.sampled_from([[], [{"token": []}], [{"key": []}, {"token": []}]]))
    return found | draw(_flag("deprecated"))


@st.composite
def parameter(draw: st.DrawFn, name: str, place: str, dialect: Dialect) -> dict[str, Any]:
    """A parameter outside the path."""
    return {"name": name, "in": place, "schema": draw(schemas(dialect, 0))} | draw(_flag("required"))


@st.composite
def response(draw: st.DrawFn, dialect: Dialect) -> dict[str, Any]:
    """An answer, with headers and content or without."""
    found: dict[str, Any] = {"description": "An answer"}
    if draw(st.booleans()):
        found["content"] = draw(content(dialect))
    if draw(st.integers(0, 2)) == 0:
        found["headers"] = {"X-Rate": {"schema": draw(strings(dialect))} | draw(_flag("required"))}
    return found


@st.composite
def content(draw: st.DrawFn, dialect: Dialect) -> dict[str, Any]:
    """One or two media types."""
    return {media: {"schema": draw(schemas(dialect))} for media in draw(_some(MEDIA))}


def _some(names: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)


def _statuses() -> st.SearchStrategy[list[str]]:
    return st.sampled_from([["200"], ["200", "404"], ["201", "default"], ["200", "201"], ["204", "4XX"]])


def _flag(name: str) -> st.SearchStrategy[dict[str, bool]]:
    return st.sampled_from([{}, {}, {name: True}])
