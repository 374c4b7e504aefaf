"""Schemas as a vendor writes them, in the dialect of OpenAPI 3.0 or 3.1.

They are kept satisfiable where they stand alone: bounds in order, enums without other bounds, and references to
later components never required, so that an instance of each can be built.
"""

from typing import Any, Final

import msgspec
from hypothesis import strategies as st

Schema = dict[str, Any]

FIELDS: Final = ("id", "name", "kind", "size", "tags", "owner")
PATTERNS: Final = {"^[a-z]+$": ("abc", "ABC"), "^[a-z0-9]+$": ("abc1", "A-1"), "^[0-9]{3}$": ("123", "12")}
COLOURS: Final = ("red", "green", "blue", "grey")
FORMATS: Final = ("date-time", "uuid", "email")


class Dialect(msgspec.Struct, frozen=True):
    """What a schema may use: the version's keywords, components by name, combinators."""

    version: str
    earlier: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    combinators: bool = True

    @property
    def lists_types(self) -> bool:
        """Whether `type` may be a list, and bounds are JSON Schema's."""
        return self.version.startswith("3.1")


def reference(name: str) -> Schema:
    """A reference to a component schema."""
    return {"$ref": f"#/components/schemas/{name}"}


@st.composite
def schemas(draw: st.DrawFn, dialect: Dialect, depth: int = 2) -> Schema:
    """Any schema that can stand in a property, an item, a body."""
    leaves = [strings(dialect), numbers(dialect), st.just({"type": "boolean"})]
    nested = [objects(dialect, depth), arrays(dialect, depth)] if depth else []
    references = [st.sampled_from(dialect.earlier).map(reference)] if dialect.earlier else []
    combined = [unions(dialect), merged(dialect)] if depth and dialect.combinators else []
    return draw(st.one_of(*leaves, *nested, *references, *combined))


@st.composite
def strings(draw: st.DrawFn, dialect: Dialect) -> Schema:
    """Text: bare, bounded, patterned, with a format, or one of a few values."""
    kind = draw(st.sampled_from(["bare", "bounded", "pattern", "format", "enum", "const"]))
    schema: Schema = {"type": "string"}
    if kind == "enum" or (kind == "const" and not dialect.lists_types):
        return schema | {"enum": draw(st.lists(st.sampled_from(COLOURS), min_size=1, unique=True))}
    if kind == "const":
        return schema | {"const": draw(st.sampled_from(["red", "green"]))}
    if kind == "bounded":
        schema |= draw(bounds("minLength", "maxLength", 1, 3))
    if kind == "pattern":
        schema["pattern"] = draw(st.sampled_from(sorted(PATTERNS)))
    if kind == "format":
        schema["format"] = draw(st.sampled_from(FORMATS))
    return draw(nullable(dialect, schema))


@st.composite
def numbers(draw: st.DrawFn, dialect: Dialect) -> Schema:
    """A number or integer, with bounds or without."""
    schema: Schema = {"type": draw(st.sampled_from(["integer", "number"]))}
    schema |= draw(bounds("minimum", "maximum", -5, 10))
    if draw(st.integers(0, 3)) == 0:
        if not dialect.lists_types and "minimum" in schema:
            schema["exclusiveMinimum"] = True
        if dialect.lists_types and "minimum" not in schema:
            schema["exclusiveMinimum"] = draw(st.integers(-9, -6))
    if draw(st.integers(0, 5)) == 0:
        schema["multipleOf"] = draw(st.sampled_from([2, 3, 6]))
    return draw(nullable(dialect, schema))


@st.composite
def bounds(draw: st.DrawFn, lower: str, upper: str, least: int, most: int) -> Schema:
    """A lower bound, an upper one at a distance, both or none."""
    low, high = draw(st.integers(least, most)), draw(st.integers(most + 2, most + 6))
    kept = draw(st.sampled_from([(), (lower,), (upper,), (lower, upper)]))
    return {name: value for name, value in ((lower, low), (upper, high)) if name in kept}


@st.composite
def nullable(draw: st.DrawFn, dialect: Dialect, schema: Schema) -> Schema:
    """The same schema, or one that takes null too, as the dialect says it."""
    if draw(st.integers(0, 3)):
        return schema
    return schema | ({"type": [schema["type"], "null"]} if dialect.lists_types else {"nullable": True})


@st.composite
def objects(draw: st.DrawFn, dialect: Dialect, depth: int = 2) -> Schema:
    """An object: some properties required, some references that lead back, open, closed or typed beyond them."""
    names = draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True))
    properties: dict[str, Schema] = {name: draw(schemas(dialect, depth - 1)) for name in names}
    required = draw(st.lists(st.sampled_from(names), unique=True))
    if dialect.later and draw(st.booleans()):
        properties["parent"] = reference(draw(st.sampled_from(dialect.later)))
    schema: Schema = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    beyond = draw(st.sampled_from(["open", "open", "closed", "typed"]))
    if beyond != "open":
        schema["additionalProperties"] = False if beyond == "closed" else {"type": "string"}
    return schema


@st.composite
def arrays(draw: st.DrawFn, dialect: Dialect, depth: int = 2) -> Schema:
    """An array with items, bounded or not."""
    items = draw(schemas(dialect, depth - 1))
    unique = {"uniqueItems": True} if draw(st.integers(0, 5)) == 0 else {}
    return {"type": "array", "items": items} | draw(bounds("minItems", "maxItems", 1, 2)) | unique


@st.composite
def unions(draw: st.DrawFn, dialect: Dialect) -> Schema:
    """One of some schemas that no value can mistake for each other."""
    keyword = draw(st.sampled_from(["oneOf", "anyOf"]))
    plain = Dialect(dialect.version, combinators=False)
    members = [strings(plain), numbers(plain), objects(plain, 1)]
    chosen = draw(st.lists(st.sampled_from([0, 1, 2]), min_size=2, unique=True))
    return {keyword: [_never_null(draw(members[index])) for index in chosen]}


def _never_null(schema: Schema) -> Schema:
    """Null in two members of a oneOf is accepted by none: it is taken out."""
    kinds = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    return {key: value for key, value in schema.items() if key != "nullable"} | {"type": kinds}


@st.composite
def merged(draw: st.DrawFn, dialect: Dialect) -> Schema:
    """All of a component or an object, and an object with other properties."""
    plain = Dialect(dialect.version, combinators=False)
    first = draw(objects(plain, 1))
    second = draw(objects(plain, 1))
    for member in (first, second):
        member.pop("additionalProperties", None)
    second["properties"] = {f"{name}_2": value for name, value in second["properties"].items()}
    if "required" in second:
        second["required"] = [f"{name}_2" for name in second["required"]]
    return {"allOf": [first, second]}
