"""What a contract says: its names and values, statuses, dates and numbers, and its addresses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

from docgen.facts.figures.dates import find_dates
from docgen.facts.figures.numbers import Quantity, find_quantities
from docgen.facts.knowledge.schemas import Schemas
from docgen.facts.knowledge.surface import Surface
from docgen.model.config import Config
from docgen.openapi import selectors
from docgen.openapi.lifecycle import day_of, sunset_of
from docgen.openapi.spec import Spec
from docgen.wording import json_text

_CODE: Final = re.compile(r"`+([^`\n]+)`+")
_VALUES: Final = ("enum", "const", "default", "example", "examples", "x-enum")
_SHOWN: Final = ("default", "example", "examples")
_NAMED: Final = {
    "parameter": "name",
    "tag": "name",
    "operation": "operationId",
    "securityScheme": "name",
    "discriminator": "propertyName",
    "schema": "title",
}
_MAPS: Final = {
    "{schema}": "schema or field",
    "{header}": "header",
    "{mediaType}": "media type",
    "{securityScheme}": "security scheme",
    "{parameter}": "parameter",
    "{response}": "response",
    "{requestBody}": "request body",
    "{example}": "example",
    "{callback}": "callback",
    "{link}": "link",
    "{mapped}": "value",
    "{serverVariable}": "server variable",
    "responses": "status",
}
_SEVERAL: Final = re.compile(r"[A-Za-z0-9](?:[_.-][A-Za-z0-9]|(?<=[a-z0-9])[A-Z])")
KEYWORDS: Final = frozenset(
    """oneOf anyOf allOf not if then else enum const items prefixItems properties required additionalProperties
    patternProperties unevaluatedProperties propertyNames format pattern nullable readOnly writeOnly deprecated default
    discriminator any maximum minimum exclusiveMaximum exclusiveMinimum multipleOf maxLength minLength maxItems minItems
    uniqueItems maxProperties minProperties $ref $defs""".split()  # noqa: SIM905 - a list is 40 lines
)
"""Keywords of OpenAPI and JSON Schema that a text about a contract names."""
TYPES: Final = frozenset(("string", "integer", "number", "boolean", "object", "array", "null", "true", "false"))
"""The types and literals of JSON Schema, which any contract may name."""


class Vocabulary(Surface, Schemas):
    """What one contract says, each list computed once."""

    def what(self, name: str) -> str:
        """What a name or value is in the contract, in a word or two; empty where the contract does not have it."""
        return self.names.get(name, "")

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every name and value of the contract, with what it is."""
        found: dict[str, str] = {}
        for name, what in self._names():
            found.setdefault(name, what)
        return found

    def _names(self) -> Iterator[tuple[str, str]]:
        yield from ((event, "event") for event in self.spec.events())
        yield from ((part, "part of an event") for event in self.spec.events() for part in event.split("."))
        yield from ((code, "error code") for code in self.error_codes)
        yield from ((name, "schema") for name in self.spec.schemas())
        # what a name is, before where it is shown
        yield from sorted(self._structure, key=lambda one: one[1] in _SHOWN)
        yield from ((word, "description") for text in self._descriptions for word in _words(text))
        for operation in self.operations:
            yield from ((part, "path") for part in operation.path.split("/") if part)

    @cached_property
    def _structure(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._walk())

    def _walk(self) -> Iterator[tuple[str, str]]:
        for node, pointer, kind in self.objects:
            if kind in _MAPS:
                what = "field" if pointer[-1:] == ("properties",) else _MAPS[kind]
                for name in node:
                    yield str(name), what
            elif kind in _NAMED and isinstance(node.get(_NAMED[kind]), str):
                yield node[_NAMED[kind]], kind
            if kind == "operation":
                tags = node.get("tags")
                yield from ((tag, "tag") for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
            if kind == "flow" and isinstance(node.get("scopes"), Mapping):
                for scope in node["scopes"]:
                    yield scope, "scope"
            if kind in ("schema", "parameter", "header", "mediaType", "example", "serverVariable"):
                yield from self._values(node)

    @staticmethod
    def _values(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for key in (*_VALUES, "value", "format", "pattern"):
            if key in node:
                for text in _scalars(node[key]):
                    yield text, "value" if key == "enum" else key

    @cached_property
    def media_types(self) -> frozenset[str]:
        """The media types of all bodies."""
        return frozenset(name for name, what in self.names.items() if what == "media type")

    @cached_property
    def _descriptions(self) -> tuple[str, ...]:
        """Every description and summary; the contract's own words count as it does."""
        return tuple(
            node[key]
            for node, _, _ in self.objects
            for key in ("description", "summary")
            if isinstance(node.get(key), str)
        )

    @cached_property
    def error_codes(self) -> tuple[str, ...]:
        """The error codes."""
        return selectors.error_codes(self.spec, self._config.error_codes)

    def has(self, name: str) -> bool:
        """Whether a name is a field, a parameter, an event, a code or a value: no word of a description."""
        return name in self.fields or name in self._enums or name in self.spec.events() or name in self.error_codes

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """Each value, event and error code of several words by what is left without letter case and separators.

        One word in another letter case is rather a word of the text: a button, a class, a constant. And an SDK, a
        table and another product write the names of fields in a style of their own.
        """
        listed = (*self._enums, *self.spec.events(), *self.error_codes)
        return {folded(name): name for name in listed if _SEVERAL.search(name) and name not in self.fields}

    def near(self, length: int, by: int = 1) -> Iterator[str]:
        """The names about as long as a text."""
        for nearby in range(length - by, length + by + 1):
            yield from self._by_length.get(nearby, ())

    @cached_property
    def _by_length(self) -> Mapping[int, tuple[str, ...]]:
        found: dict[int, list[str]] = {}
        for name, what in self.names.items():
            if what != "description":
                found.setdefault(len(name), []).append(name)
        return {length: tuple(names) for length, names in found.items()}

    @cached_property
    def _sentences(self) -> tuple[str, ...]:
        """The descriptions, and the sentences among the examples, such as `More than 600 requests in a minute.`."""
        examples = (name for name, what in self._structure if what in ("example", "examples", "value"))
        return (*self._descriptions, *(text for text in examples if text.count(" ") >= 2 and text.endswith(".")))

    @cached_property
    def quantities(self) -> frozenset[Quantity]:
        """The numbers with a unit in all sentences."""
        return frozenset(found.quantity for text in self._sentences for found in find_quantities(text))

    @cached_property
    def sunsets(self) -> frozenset[date]:
        """The end dates of deprecated parts."""
        days = (day_of(sunset_of(node)) for node, _, _ in self.objects)
        return frozenset(filter(None, days))

    @cached_property
    def dates(self) -> frozenset[date]:
        """The dates in descriptions and among the values."""
        texts = (
            *self._descriptions,
            *(name for name, what in self._structure if what not in ("field", "schema or field")),
        )
        return self.sunsets | {found.day for text in texts for found in find_dates(text) if found.day}


def folded(name: str) -> str:
    """A name without letter case and separators: the same of `created_at`, `createdAt` and `Created-At`."""
    return re.sub(r"[\W_]", "", name).casefold()


def vocabulary(id_: str, spec: Spec, config: Config) -> Vocabulary:
    """What the contract of a pin says; the same one on every day that texts are checked for."""
    return spec.cached(_known).setdefault((id_, config.error_codes), Vocabulary(id_, spec, config))


def _known(_: Spec) -> dict[tuple[str, selectors.Codes], Vocabulary]:
    return {}


def _scalars(value: object) -> Iterator[str]:
    if isinstance(value, str):  # as most are
        yield value
    elif isinstance(value, dict):
        yield from map(str, value)
        for child in value.values():
            yield from _scalars(child)
    elif isinstance(value, list):
        for child in value:
            yield from _scalars(child)
    else:
        yield json_text(value)


def _words(text: str) -> Iterable[str]:
    """The code in a description, whole and by its words."""
    for match in _CODE.finditer(text):
        yield match[1]
        yield from re.findall(r"[\w$@][\w$.-]*", match[1])
