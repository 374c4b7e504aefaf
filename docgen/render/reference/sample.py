"""A sample value for a schema, always the same for the same contract."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any, Final, Literal

from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node, as_list, children
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.openapi.spec import Spec
from docgen.render.reference.sample_fits import MAX_SIZE, count, fits, number, text
from docgen.render.reference.sample_fits import NO_SAMPLE as NO_SAMPLE
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

_SHOWN: Final = re.compile(
    r"\b(?:for example|e\.g\.|examples?|such as)[,:]* (?:is )?[`\"'\u201c](?P<value>[^`\"'\u201d\n]{1,60})[`\"'\u201d]",
    re.IGNORECASE,
)
"""A value in a description: ``for example, `lb` ``."""
_EPOCH: Final = re.compile(r"\b(?:unix|epoch)\b", re.IGNORECASE)
_IDENTIFIES: Final = re.compile(r"(?:(?:the|an?) )?(?:unique )?id(?:entifier)?s? (?:of|for)\b", re.IGNORECASE)
_UNIONS: Final = ("oneOf", "anyOf")
_MAX_DEPTH: Final = 6
# fields of an object without required ones
_OPTIONAL_FIELDS: Final = 3


def sample(spec: Spec, node: Node, direction: Direction, name: str = "", about: str = "") -> Any:  # noqa: ANN401 - any JSON
    """A value for a request or a response: the example of the contract where it has the right type.

    Else it is one for its format, or for its `name`: `limit`, or `customer.id`. A request has the required fields, and
    some others where there are none: first those that `about`, the text of its operation, names. A response has all,
    to a depth. Its size is limited, since schemas that refer to each other would have no end.
    """
    owner, _, own = name.rpartition(".")
    return _Sampler(spec.cached(Resolver), direction, about).value(node, (snake(owner), snake(own)))


def _without(schema: Schema, key: str) -> dict[str, Any]:
    """The keywords of a schema without one union."""
    rest = {name: value for name, value in schema.keywords.items() if name not in (key, "discriminator", "example")}
    return {**rest, "properties": dict(schema.properties), "required": sorted(schema.required)}


def _phrase(text: str) -> str:
    """The words of a text or of a name, in the singular and with spaces around."""
    return f" {' '.join(map(singular, re.findall('[a-z0-9]+', snake(text))))} "


def _declared(keywords: Mapping[str, Any]) -> Iterator[Any]:
    yield from (keywords[key] for key in ("const", "example") if key in keywords)
    yield from as_list(keywords.get("examples"))[:1]
    if "default" in keywords:
        yield keywords["default"]


class _Sampler:
    """Makes one value for one direction."""

    def __init__(self, resolver: Resolver, direction: Direction, about: str) -> None:
        self._resolver, self._direction, self._about = resolver, direction, _phrase(about)
        self._budget = MAX_SIZE
        # the schemas around the one of which a value is made, by their identity
        self._around: list[int] = []

    def value(self, node: Node, names: Names) -> Any:  # noqa: ANN401
        """A value that a schema accepts, or NO_SAMPLE; `names` are its place."""
        node = self._resolver.resolve(node)
        self._budget -= 1
        # compared by identity, as in the reader: a schema that contains itself ends the sample
        around = self._around
        if id(node.value) in around or len(around) > _MAX_DEPTH or node.value is False or self._budget < 0:
            return NO_SAMPLE
        around.append(id(node.value))
        value = self._made(merged(self._resolver, node), names)
        around.pop()
        return value

    def _made(self, schema: Schema, names: Names) -> Any:  # noqa: ANN401
        for declared in chain(_declared(schema.keywords), self._listed(schema.keywords, names)):
            if fits(schema, declared):
                return declared
        for key in _UNIONS:
            for member in schema.listed(key):
                combined = self._resolver.all_of(Node(_without(schema, key), schema.node.pointer), member)
                value = self.value(combined, names)
                if value is not NO_SAMPLE:
                    return value
        # none of the alternatives has a sample, so what is beside them would not fit
        if schema.alternatives():
            return NO_SAMPLE
        generated = self._generated(schema, names)
        if generated is NO_SAMPLE and schema.nullable:
            return None
        return generated

    def _listed(self, keywords: Mapping[str, Any], names: Names) -> Iterator[Any]:
        """The values of an enum that go with the name, then its first one."""
        values = as_list(keywords.get("enum"))
        if values:
            yield from filter(values.__contains__, self._named(keywords, names))
            yield values[0]

    def _generated(self, schema: Schema, names: Names) -> Any:  # noqa: ANN401
        keywords = schema.keywords
        kind = keywords.get("type")
        if isinstance(kind, list) and kind:
            kind = kind[0]
        if kind == "object" or (kind is None and schema.properties):
            return self._object(schema, snake(schema.node.schema_name or "") or names[1])
        if kind == "array":
            return self._array(schema, (names[0], singular(names[1])))
        if kind == "boolean":
            return True
        if kind == "null":
            return None
        named = self._named(keywords, names)
        if kind in ("integer", "number"):
            fitting = filter(partial(fits, schema), named)
            return next(fitting, None) or number(keywords, whole=kind == "integer")
        texts = (value for value in named if isinstance(value, str))
        if kind == "string" or "pattern" in keywords or "format" in keywords:
            return text(keywords, texts)
        return next(texts, "example")

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

    def _object(self, schema: Schema, name: str) -> Any:  # noqa: ANN401
        """An object with the fields that its direction asks for; a value that says nothing only where there is room."""
        least, hidden = count(schema.keywords, "minProperties", 0), "writeOnly"
        keys, is_some = list(schema.properties), False
        if self._direction == "request":
            required, hidden = [key for key in keys if key in schema.required], "readOnly"
            is_some = not required or len(required) < least
            keys = sorted(keys, key=partial(self._rank, schema)) if is_some else required
        room = max(_OPTIONAL_FIELDS, least) if is_some else len(keys)
        fields: dict[str, Any] = {}
        vague: dict[str, Any] = {}
        for key in (*keys, *sorted(schema.required.difference(keys))):
            node, is_required = schema.property(key) or Node({"type": "string"}, ()), key in schema.required
            is_hidden = merged(self._resolver, node).keywords.get(hidden) is True
            if not is_required and (is_hidden or len(fields) >= room):
                continue
            value = self.value(node, (name, snake(key)))
            if value is NO_SAMPLE:
                if not is_required:
                    continue
                # authors write it beside a reference, too, where 3.0 ignores it
                if node.get("nullable") is not True:
                    return NO_SAMPLE
                value = None
            if is_some and not is_required and is_placeholder(value) and not self._is_named(key):
                if len(vague) < room:
                    vague[key] = value
            else:
                fields[key] = value
        if len(fields) >= max(least, 1) and not (is_some and all(map(is_placeholder, fields.values()))):
            return fields
        return fields | vague

    def _rank(self, schema: Schema, key: str) -> tuple[bool, bool, bool]:
        """A sort key for fields that are not required: those last that a client is least likely to send."""
        field = merged(self._resolver, schema.property(key) or Node({}, ()))
        keywords = field.keywords
        is_dispensable = field.nullable or "default" in keywords or keywords.get("deprecated") is True
        has_parts = bool(field.properties) or keywords.get("type") in ("array", "object")
        return not self._is_named(key), is_dispensable, has_parts

    def _is_named(self, key: str) -> bool:
        """Whether the text about the request has the words of a name."""
        return _phrase(key) in self._about

    def _array(self, schema: Schema, names: Names) -> Any:  # noqa: ANN401
        least = count(schema.keywords, "minItems", 0)
        node = schema.child("items")
        item = self.value(node, names) if node else "example"
        if item is NO_SAMPLE:
            return NO_SAMPLE if least else []
        if schema.keywords.get("maxItems") == 0:
            return []
        length = max(1, least)
        self._budget -= (length - 1) * _values(item)
        if self._budget < 0:
            return NO_SAMPLE if length > 1 else [item]
        if schema.keywords.get("uniqueItems") and length > 1:
            return self._distinct(node, item, length)
        return [item] * length

    def _distinct(self, node: Node | None, item: object, length: int) -> Any:  # noqa: ANN401
        values = as_list(merged(self._resolver, node).keywords.get("enum")) if node else []
        if len(values) >= length:
            return values[:length]
        if isinstance(item, str):
            return [item, *(f"{item}{index}" for index in range(1, length))]
        if isinstance(item, int) and not isinstance(item, bool):
            return list(range(item, item + length))
        return NO_SAMPLE


def _values(value: object) -> int:
    """The number of values in a value."""
    return 1 + sum(_values(inner) for _, inner in children(value))
