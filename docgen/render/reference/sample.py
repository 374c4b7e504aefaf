"""A value that a schema takes, made from the contract alone: the same for the same contract."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.patterns import matches
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema

Direction = Literal["request", "response"]

NONE: Final = object()
"""No value could be made: a schema that holds itself, or that takes none."""
_FORMATS: Final = {
    "date-time": "2026-01-31T12:00:00Z",
    "date": "2026-01-31",
    "time": "12:00:00Z",
    "duration": "P1D",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uri-reference": "/example",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "email": "user@example.com",
    "idn-email": "user@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "ZXhhbXBsZQ==",
}
_GUESSES: Final = (
    "string", "example", "abc", "ABC", "a1", "A", "a", "1", "12", "123", "1234", "123456", "0", "1.0", "1.0.0",
    "#aabbcc", "2026-01-31", "2026-01", "12:00", "12:00:00", "2026-01-31T12:00:00Z", "en", "en-US", "US", "USD", "USA",
    "+14155550100", "https://example.com/", "user@example.com", "example.com", "123e4567-e89b-12d3-a456-426614174000",
    "/example", "0123456789abcdef0123456789abcdef01234567", "example/example", "@example", "true",
)  # fmt: skip
_PARTS: Final = ("items", "oneOf", "anyOf", "additionalProperties")
_BOUNDS: Final = ("multipleOf", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_DEEPEST: Final = 6
_MOST: Final = 5_000  # values that one is made of, or characters
_FEW: Final = 3  # fields of an object none of which is required
_FITS: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "array": (list,), "object": (dict,),
}  # fmt: skip


def sample(resolver: Resolver, node: Node, direction: Direction) -> Any:  # noqa: ANN401 - any JSON
    """A value for a request or an answer: what the contract gives as an example where it has the right type.

    A request has the required fields, and some others where there are none; an answer has all down to a depth. No value
    is made of more than a few thousand others: those of schemas that hold each other have no end.
    """
    return _Maker(resolver, direction).value(node, ())


def _without(schema: Schema, key: str) -> dict[str, Any]:
    """What a schema demands beside its alternatives."""
    rest = {name: value for name, value in schema.keywords.items() if name not in (key, "discriminator", "example")}
    return {**rest, "properties": dict(schema.properties), "required": sorted(schema.required)}


def _given(schema: Schema) -> Iterator[Any]:
    of = schema.keywords
    for key in ("const", "example"):
        if key in of:
            yield of[key]
    if isinstance(of.get("examples"), list):
        yield from of["examples"][:1]
    if "default" in of:
        yield of["default"]
    if isinstance(of.get("enum"), list):
        yield from of["enum"][:1]


def _fits(schema: Schema, value: object) -> bool:
    """Whether an example can be right: its type, its value and its length; objects are made of their own fields."""
    of = schema.keywords
    kinds = of.get("type")
    names = kinds if isinstance(kinds, list) else [kinds] if kinds else []
    if names and not any(_is(value, str(name)) for name in names):
        return False
    if isinstance(value, dict | list) and (schema.properties or any(key in of for key in _PARTS)):
        return False
    if isinstance(of.get("enum"), list) and value not in of["enum"]:
        return False
    return not isinstance(value, str) or _fits_text(of, value)


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _FITS.get(kind, ()))


def _fits_text(of: Mapping[str, Any], value: str) -> bool:
    if not count(of, "minLength", 0) <= len(value) <= count(of, "maxLength", len(value)):
        return False
    pattern = of.get("pattern")
    return not isinstance(pattern, str) or matches(pattern, value) is not False


class _Maker:
    """Makes one value for one direction."""

    def __init__(self, resolver: Resolver, direction: Direction) -> None:
        self._resolver, self._direction = resolver, direction
        self._left = _MOST

    def value(self, node: Node, way: tuple[int, ...]) -> Any:  # noqa: ANN401
        """A value that a schema takes, or NONE; `way` are the schemas that it stands in."""
        node = self._resolver.resolve(node)
        self._left -= 1
        # by identity, as in the reader: a schema that holds itself ends the sample
        if id(node.value) in way or len(way) > _DEEPEST or node.value is False or self._left < 0:
            return NONE
        way = (*way, id(node.value))
        schema = merged(self._resolver, node)
        for given in _given(schema):
            if _fits(schema, given):
                return given
        for key in ("oneOf", "anyOf"):
            for member in schema.listed(key):
                both = self._resolver.all_of(Node(_without(schema, key), schema.node.pointer), member)
                value = self.value(both, way)
                if value is not NONE:
                    return value
        if any(schema.listed(key) for key in ("oneOf", "anyOf")):
            return NONE
        made = self._made(schema, way)
        return None if made is NONE and schema.nullable else made

    def _made(self, schema: Schema, way: tuple[int, ...]) -> Any:  # noqa: ANN401
        of = schema.keywords
        kinds = of.get("type")
        kind = kinds[0] if isinstance(kinds, list) and kinds else kinds
        if kind == "object" or (kind is None and schema.properties):
            return self._object(schema, way)
        if kind == "array":
            return self._array(schema, way)
        if kind == "boolean":
            return True
        if kind in ("integer", "number"):
            return _number(of, whole=kind == "integer")
        if kind == "null":
            return None
        return _text(of) if kind == "string" or "pattern" in of or "format" in of else "example"

    def _object(self, schema: Schema, way: tuple[int, ...]) -> Any:  # noqa: ANN401
        hidden = "readOnly" if self._direction == "request" else "writeOnly"
        names = list(schema.properties)
        least = count(schema.keywords, "minProperties", 0)
        wanted = [name for name in names if name in schema.required]
        if self._direction == "response" or not wanted or len(wanted) < least:
            wanted = names if self._direction == "response" else names[: max(_FEW, least)]
        found: dict[str, Any] = {}
        for name in [*wanted, *(name for name in sorted(schema.required) if name not in wanted)]:
            node = schema.property(name) or Node({"type": "string"}, ())
            if (
                merged(self._resolver, self._resolver.resolve(node)).keywords.get(hidden) is True
                and name not in schema.required
            ):
                continue
            value = self.value(node, way)
            if value is not NONE:
                found[name] = value
            elif name in schema.required:
                return NONE
        return found

    def _array(self, schema: Schema, way: tuple[int, ...]) -> Any:  # noqa: ANN401
        least = count(schema.keywords, "minItems", 0)
        node = schema.child("items")
        item = self.value(node, way) if node else "example"
        if item is NONE:
            return [] if not least else NONE
        if schema.keywords.get("maxItems") == 0:
            return []
        length = max(1, least)
        self._left -= (length - 1) * _values(item)
        if self._left < 0:
            return NONE if length > 1 else [item]
        if schema.keywords.get("uniqueItems") and length > 1:
            return _distinct(self._resolver, node, item, length)
        return [item] * length


def _values(value: object) -> int:
    """How many values a value is made of."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_values, inner))


def count(of: Mapping[str, Any], keyword: str, other: int) -> int:
    """What a keyword says of a length, such as `minItems`; `other` where it says none."""
    value = of.get(keyword)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else other


def _distinct(resolver: Resolver, node: Node | None, item: object, count: int) -> Any:  # noqa: ANN401
    values = merged(resolver, resolver.resolve(node)).keywords.get("enum") if node else None
    if isinstance(values, list) and len(values) >= count:
        return values[:count]
    if isinstance(item, str):
        return [f"{item}{n or ''}" for n in range(count)]
    return [item + n for n in range(count)] if isinstance(item, int) and not isinstance(item, bool) else NONE


def _number(of: Mapping[str, Any], *, whole: bool) -> Any:  # noqa: ANN401
    bounds = {key: value for key in _BOUNDS if _is(value := of.get(key), "number")}
    try:
        return _bounded(bounds, whole=whole)
    except (ArithmeticError, ValueError):  # a number that is too large to count with
        return NONE


def _bounded(of: Mapping[str, Any], *, whole: bool) -> Any:  # noqa: ANN401
    step = of.get("multipleOf") or 1
    low, above = of.get("minimum"), of.get("exclusiveMinimum")
    high, below = of.get("maximum"), of.get("exclusiveMaximum")
    least = low if low is not None else above + (step if whole else step / 2) if above is not None else None
    value = 1 if least is None or least <= 1 else least
    for bound in (high, below):
        if bound is not None and (value > bound or (value == bound and bound == below)):
            value = least if least is not None and least < bound else bound - (step if bound == below else 0)
    if of.get("multipleOf") and value % step:
        value = (value // step + 1) * step
    return int(value) if whole else value


def _text(of: Mapping[str, Any]) -> Any:  # noqa: ANN401
    guesses = (_FORMATS[of["format"]], *_GUESSES) if of.get("format") in _FORMATS else _GUESSES
    for guess in guesses:
        if _fits_text(of, guess):
            return guess
    least, most = count(of, "minLength", 0), count(of, "maxLength", 64)
    if least > _MOST:
        return NONE
    runs = (unit * length for length in range(max(least, 1), min(most, least + 64) + 1) for unit in "1aA0f")
    return next((run for run in runs if _fits_text(of, run)), NONE)
