"""A sample value for a schema, always the same for the same contract."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, Literal

from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.patterns import matches
from docgen.openapi.references import schema_at
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.render.reference.sample_names import (
    MOMENT,
    id_stem,
    is_placeholder,
    made_id,
    singular,
    snake,
    values_by_name,
)

Direction = Literal["request", "response"]
Names = tuple[str, str]
"""The name of the object and that of its field."""

NO_SAMPLE: Final = object()
"""No value could be made: the schema contains itself, or accepts none."""
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
_SHOWN: Final = re.compile(
    r"\b(?:for example|e\.g\.|examples?|such as)[,:]* (?:is )?[`\"'\u201c](?P<value>[^`\"'\u201d\n]{1,60})[`\"'\u201d]",
    re.IGNORECASE,
)
"""A value in a description: ``for example, `lb` ``."""
_EPOCH: Final = re.compile(r"\b(?:unix|epoch)\b", re.IGNORECASE)
_IDENTIFIES: Final = re.compile(r"(?:(?:the|an?) )?(?:unique )?id(?:entifier)?s? (?:of|for)\b", re.IGNORECASE)
_PARTS: Final = ("items", "oneOf", "anyOf", "additionalProperties")
_BOUNDS: Final = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf")
_MAX_DEPTH: Final = 6
_MAX_SIZE: Final = 5_000  # values in a sample, or characters of a text
_OPTIONAL_FIELDS: Final = 3  # fields of an object without required ones
_PYTHON_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "array": (list,), "object": (dict,),
}  # fmt: skip


def sample(resolver: Resolver, node: Node, direction: Direction, name: str = "") -> Any:  # noqa: ANN401 - any JSON
    """A value for a request or a response: the example of the contract where it has the right type.

    Else it is one for its format, or for its `name`: `limit`, or `customer.id`. A request has the required fields, and
    some others where there are none; a response has all, to a depth. Its size is limited, since schemas that refer to
    each other would have no end.
    """
    return _Sampler(resolver, direction).value(node, (), _names(name))


def _names(name: str) -> Names:
    owner, _, own = name.rpartition(".")
    return snake(owner), snake(own)


def _without(schema: Schema, key: str) -> dict[str, Any]:
    """The keywords of a schema without one union."""
    rest = {name: value for name, value in schema.keywords.items() if name not in (key, "discriminator", "example")}
    return {**rest, "properties": dict(schema.properties), "required": sorted(schema.required)}


def _declared(schema: Schema) -> Iterator[Any]:
    keywords = schema.keywords
    for key in ("const", "example"):
        if key in keywords:
            yield keywords[key]
    if isinstance(keywords.get("examples"), list):
        yield from keywords["examples"][:1]
    if "default" in keywords:
        yield keywords["default"]


def _fits(schema: Schema, value: object) -> bool:
    """Whether an example has the right type, value and length; objects are always built from their fields."""
    keywords = schema.keywords
    types = keywords.get("type")
    names = types if isinstance(types, list) else [types] if types else []
    if names and not any(_has_type(value, str(name)) for name in names):
        return False
    if isinstance(value, dict | list) and (schema.properties or any(key in keywords for key in _PARTS)):
        return False
    if isinstance(keywords.get("enum"), list) and value not in keywords["enum"]:
        return False
    return _fits_text(keywords, value) if isinstance(value, str) else _fits_number(keywords, value)


def _has_type(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _PYTHON_TYPES.get(kind, ()))


def _fits_text(keywords: Mapping[str, Any], value: str) -> bool:
    if not count(keywords, "minLength", 0) <= len(value) <= count(keywords, "maxLength", len(value)):
        return False
    pattern = keywords.get("pattern")
    return not isinstance(pattern, str) or matches(pattern, value) is not False


def _fits_number(keywords: Mapping[str, Any], value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    bounds = map(keywords.get, _BOUNDS)
    low, above, high, below, step = (bound if _has_type(bound, "number") else None for bound in bounds)
    is_low = (low is not None and value < low) or (above is not None and value <= above)
    is_high = (high is not None and value > high) or (below is not None and value >= below)
    try:
        return not (is_low or is_high or (step and value % step))
    except OverflowError:  # a number that is too large for a float
        return False


class _Sampler:
    """Makes one value for one direction."""

    def __init__(self, resolver: Resolver, direction: Direction) -> None:
        self._resolver, self._direction = resolver, direction
        self._budget = _MAX_SIZE

    def value(self, node: Node, ancestors: tuple[int, ...], names: Names) -> Any:  # noqa: ANN401
        """A value that a schema accepts, or NO_SAMPLE; `ancestors` are the schemas around it, `names` its place."""
        node = self._resolver.resolve(node)
        self._budget -= 1
        # compared by identity, as in the reader: a schema that contains itself ends the sample
        if id(node.value) in ancestors or len(ancestors) > _MAX_DEPTH or node.value is False or self._budget < 0:
            return NO_SAMPLE
        ancestors = (*ancestors, id(node.value))
        schema = merged(self._resolver, node)
        listed = schema.keywords.get("enum")
        values = listed if isinstance(listed, list) else []
        named = (value for value in self._named(schema.keywords, names) if value in values) if values else ()
        for declared in chain(_declared(schema), named, values[:1]):
            if _fits(schema, declared):
                return declared
        for key in ("oneOf", "anyOf"):
            for member in schema.listed(key):
                combined = self._resolver.all_of(Node(_without(schema, key), schema.node.pointer), member)
                value = self.value(combined, ancestors, names)
                if value is not NO_SAMPLE:
                    return value
        if any(map(schema.listed, ("oneOf", "anyOf"))):
            return NO_SAMPLE
        generated = self._generated(schema, ancestors, names)
        return None if generated is NO_SAMPLE and schema.nullable else generated

    def _generated(self, schema: Schema, ancestors: tuple[int, ...], names: Names) -> Any:  # noqa: ANN401
        keywords = schema.keywords
        types = keywords.get("type")
        kind = types[0] if isinstance(types, list) and types else types
        if kind == "object" or (kind is None and schema.properties):
            return self._object(schema, ancestors, snake(schema_at(schema.node.pointer) or "") or names[1])
        if kind == "array":
            return self._array(schema, ancestors, (names[0], singular(names[1])))
        if kind == "boolean":
            return True
        if kind in ("integer", "number"):
            named = (value for value in self._named(keywords, names) if _fits(schema, value))
            return next(named, None) or _number(keywords, whole=kind == "integer")
        if kind == "null":
            return None
        named = (value for value in self._named(keywords, names) if isinstance(value, str))
        if kind == "string" or "pattern" in keywords or "format" in keywords:
            return _text(keywords, named)
        return next(named, "example")

    def _named(self, keywords: Mapping[str, Any], names: Names) -> Iterator[Any]:
        """Values by what the schema says that it is, then by its name."""
        description = str(keywords.get("description") or "")
        if keywords.get("format") == "unix-time" or _EPOCH.search(description):
            yield MOMENT * 1000 if "millisecond" in description else MOMENT
        if _IDENTIFIES.match(description):
            yield made_id(id_stem(*names))
        if shown := _SHOWN.search(description):
            yield shown["value"]
        yield from values_by_name(self._resolver.spec, *names)

    def _object(self, schema: Schema, ancestors: tuple[int, ...], name: str) -> Any:  # noqa: ANN401
        hidden = "readOnly" if self._direction == "request" else "writeOnly"
        keys = list(schema.properties)
        least = count(schema.keywords, "minProperties", 0)
        required = [key for key in keys if key in schema.required]
        is_some = self._direction == "request" and (not required or len(required) < least)
        keys = keys if is_some or self._direction == "response" else required
        room = max(_OPTIONAL_FIELDS, least) if is_some else len(keys)
        fields: dict[str, Any] = {}
        vague: dict[str, Any] = {}
        for key in [*keys, *(key for key in sorted(schema.required) if key not in keys)]:
            node = schema.property(key) or Node({"type": "string"}, ())
            keywords = merged(self._resolver, node).keywords
            if key not in schema.required and (keywords.get(hidden) is True or len(fields) >= room):
                continue
            value = self.value(node, ancestors, (name, snake(key)))
            if value is NO_SAMPLE and key in schema.required:
                return NO_SAMPLE
            if is_some and key not in schema.required and is_placeholder(value):
                vague |= {key: value} if len(vague) < room else {}
            elif value is not NO_SAMPLE:
                fields[key] = value
        return fields if len(fields) >= max(least, 1) else fields | vague

    def _array(self, schema: Schema, ancestors: tuple[int, ...], names: Names) -> Any:  # noqa: ANN401
        least = count(schema.keywords, "minItems", 0)
        node = schema.child("items")
        item = self.value(node, ancestors, names) if node else "example"
        if item is NO_SAMPLE:
            return [] if not least else NO_SAMPLE
        if schema.keywords.get("maxItems") == 0:
            return []
        length = max(1, least)
        self._budget -= (length - 1) * _values(item)
        if self._budget < 0:
            return NO_SAMPLE if length > 1 else [item]
        if schema.keywords.get("uniqueItems") and length > 1:
            return _distinct(self._resolver, node, item, length)
        return [item] * length


def _values(value: object) -> int:
    """The number of values in a value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_values, inner))


def count(keywords: Mapping[str, Any], keyword: str, default: int) -> int:
    """The value of a keyword for a length, such as `minItems`; `default` without a valid one."""
    value: Any = keywords.get(keyword)
    return int(value) if _has_type(value, "number") and value >= 0 else default


def _distinct(resolver: Resolver, node: Node | None, item: object, count: int) -> Any:  # noqa: ANN401
    values = merged(resolver, node).keywords.get("enum") if node else None
    if isinstance(values, list) and len(values) >= count:
        return values[:count]
    if isinstance(item, str):
        return [f"{item}{n or ''}" for n in range(count)]
    return [item + n for n in range(count)] if isinstance(item, int) and not isinstance(item, bool) else NO_SAMPLE


def _number(keywords: Mapping[str, Any], *, whole: bool) -> Any:  # noqa: ANN401
    """1, or the nearest that can be tried to a bound."""
    step = keywords.get("multipleOf")
    step = step if _has_type(step, "number") and step else 1
    bounds = [keywords[key] for key in _BOUNDS if _has_type(keywords.get(key), "number")]
    try:
        near = [value for bound in bounds for value in (bound, bound + step, bound - step, bound + step / 2)]
        values = (int(value) if value == int(value) else value for value in (1, step, *near))
        rounded = (value for one in values for value in (one, (one // step + 1) * step))
        return next((one for one in rounded if _fits_number(keywords, one) and not (whole and one % 1)), NO_SAMPLE)
    except (ArithmeticError, ValueError):  # a number that is too large for a float
        return NO_SAMPLE


def _text(keywords: Mapping[str, Any], named: Iterable[str]) -> Any:  # noqa: ANN401
    formatted = [_FORMATS[keywords["format"]]] if keywords.get("format") in _FORMATS else []
    for guess in (*formatted, *named, *_GUESSES):
        if _fits_text(keywords, guess):
            return guess
    least, most = count(keywords, "minLength", 0), count(keywords, "maxLength", 64)
    if least > _MAX_SIZE:
        return NO_SAMPLE
    runs = (unit * length for length in range(max(least, 1), min(most, least + 64) + 1) for unit in "1aA0f")
    return next((run for run in runs if _fits_text(keywords, run)), NO_SAMPLE)
