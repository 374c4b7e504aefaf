"""What a contract says: its names and values, statuses, dates and numbers, and its addresses."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from docgen.facts.figures.dates import find_dates
from docgen.facts.figures.numbers import Quantity, find_quantities
from docgen.model.config import Config
from docgen.openapi import selectors
from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.lifecycle import day_of, sunset_of
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation, Spec
from docgen.openapi.structure import parts
from docgen.wording import json_text

_LARGEST: Final = 1e300
_CODE: Final = re.compile(r"`+([^`\n]+)`+")
_NULL_UNLESS: Final = re.compile(r"\bnull (?:unless|until|before)\b[^.;`]*`([^`\n]+)`(?! or\b|,)", re.IGNORECASE)
PLACEHOLDER: Final = re.compile(r"\{[^{}/]*\}|<[^<>/]*>|^:\w+|\$\{?\w+\}?|\.\.\.|…")
"""A parameter in a path as people write it: `{id}`, `<id>`, `:id`, `$ID`."""
_WORD: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_VALUES: Final = ("enum", "const", "default", "example", "examples", "x-enum")
_NAMED: Final = {
    "parameter": "name",
    "tag": "name",
    "operation": "operationId",
    "securityScheme": "name",
    "discriminator": "propertyName",
    "schema": "title",
}
_LIMITS: Final = (
    "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf",
    "maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties",
)  # fmt: skip
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
KEYWORDS: Final = frozenset(
    """oneOf anyOf allOf not if then else enum const items prefixItems properties required additionalProperties
    patternProperties unevaluatedProperties propertyNames format pattern nullable readOnly writeOnly deprecated default
    discriminator any maximum minimum exclusiveMaximum exclusiveMinimum multipleOf maxLength minLength maxItems minItems
    uniqueItems maxProperties minProperties $ref $defs""".split()  # noqa: SIM905 - a list is 40 lines
)
"""Keywords of OpenAPI and JSON Schema that a text about a contract names."""
TYPES: Final = frozenset(("string", "integer", "number", "boolean", "object", "array", "null", "true", "false"))
"""The types and literals of JSON Schema, which any contract may name."""


def segments(path: str) -> tuple[str, ...]:
    """The segments of a path, with `{}` for every parameter, however it is written."""
    return tuple(PLACEHOLDER.sub("{}", part) for part in path.strip("/").split("/")) if path.strip("/") else ()


def split_url(url: str) -> SplitResult:
    """The parts of a URL; all empty where it is none."""
    try:
        return urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address
        return urlsplit("")


def ends_of(name: str) -> tuple[str, str] | None:
    """The first and the last word of a name of several, in any case: those of `created_at` and of `createdAt`."""
    words = _WORD.findall(name)
    return (words[0].lower(), words[-1].lower()) if len(words) > 1 else None


class Declaration(NamedTuple):
    """How a field or parameter is declared: whether it is required, and its JSON types (None: any)."""

    is_required: bool
    types: frozenset[str] | None


class Vocabulary:
    """What one contract says, each list computed once; `id` is the pin that has it."""

    def __init__(self, id_: str, spec: Spec, config: Config) -> None:
        self.id = id_
        self.spec = spec
        self._config = config

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
        yield from ((code, "error code") for code in selectors.error_codes(self.spec, self._config.error_codes))
        yield from ((name, "schema") for name in self.spec.schemas())
        yield from self._structure
        yield from ((word, "description") for text in self._descriptions for word in _words(text))
        for operation in self.operations:
            yield from ((part, "path") for part in operation.path.split("/") if part)

    @cached_property
    def _structure(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._walk())

    def _walk(self) -> Iterator[tuple[str, str]]:
        for node, pointer, kind in parts(self.spec.document):
            if not isinstance(node, Mapping):
                continue
            if kind in _MAPS:
                what = "field" if pointer[-1:] == ("properties",) else _MAPS[kind]
                yield from ((str(name), what) for name in node)
            elif kind in _NAMED and isinstance(node.get(_NAMED[kind]), str):
                yield node[_NAMED[kind]], kind
            if kind == "operation":
                tags = node.get("tags")
                yield from ((tag, "tag") for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
            if kind == "flow" and isinstance(node.get("scopes"), Mapping):
                yield from ((scope, "scope") for scope in node["scopes"])
            if kind in ("schema", "parameter", "header", "mediaType", "example", "serverVariable"):
                yield from self._values(node)

    @staticmethod
    def _values(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for key in (*_VALUES, "value", "format", "pattern"):
            if key in node:
                yield from ((text, "value" if key == "enum" else key) for text in _scalars(node[key]))

    @cached_property
    def _descriptions(self) -> tuple[str, ...]:
        """Every description and summary; the contract's own words count as it does."""
        return tuple(
            node[key]
            for node, _, _ in parts(self.spec.document)
            if isinstance(node, Mapping)
            for key in ("description", "summary")
            if isinstance(node.get(key), str)
        )

    def enums_with(self, value: str) -> int:
        """How many different enums list a value."""
        return self._enums.get(value, 0)

    @cached_property
    def error_codes(self) -> tuple[str, ...]:
        """The error codes."""
        return selectors.error_codes(self.spec, self._config.error_codes)

    @cached_property
    def enum_sizes(self) -> Mapping[str, frozenset[int]]:
        """How many values the enums of each field, parameter and schema have."""
        found: dict[str, frozenset[int]] = {}
        for name, schema in self._named_schemas():
            listed = schema.get("enum")
            if isinstance(listed, list):
                found[name] = found.get(name, frozenset()) | {len(listed)}
        return found

    def limits_of(self, name: str) -> frozenset[float]:
        """The limits and the defaults of the fields and parameters of a name."""
        return frozenset().union(*(_numbers(schema) for known, schema in self._named_schemas() if known == name))

    def properties_of(self, name: str) -> Iterator[str]:
        """The names of the fields inside of those of a name."""
        for known, schema in self._named_schemas():
            if known == name and isinstance(schema.get("properties"), Mapping):
                yield from map(str, schema["properties"])

    def _named_schemas(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Each schema with the name of its field, parameter or component."""
        for node, pointer, kind in parts(self.spec.document):
            if isinstance(node, Mapping) and kind == "schema":
                yield str(pointer[-1]), self.spec.resolve(node)
            elif isinstance(node, Mapping) and kind == "parameter" and isinstance(node.get("schema"), Mapping):
                yield str(node.get("name")), self.spec.resolve(node["schema"])

    @cached_property
    def _enums(self) -> Mapping[str, int]:
        nodes = (node for node, _, kind in parts(self.spec.document) if kind == "schema" and isinstance(node, Mapping))
        lists = {tuple(map(json_text, node["enum"])) for node in nodes if isinstance(node.get("enum"), list)}
        return Counter(value for values in lists for value in set(values))

    def values_of(self, schema: str) -> tuple[str, ...]:
        """The values of the enum of a component schema."""
        listed = self.spec.resolve(self.spec.schemas().get(schema)).get("enum")
        return tuple(map(json_text, listed)) if isinstance(listed, list) else ()

    def has_field(self, selector: str) -> bool:
        """Whether a path of fields that begins at a schema, such as `Image.size.width`, is in the contract."""
        return selector in self._selectors or selectors.find_field(self.spec, selector) is not None

    def has_inside(self, schema: str, field: str) -> bool:
        """Whether a component schema has a field, at any depth; one that may have any has it."""
        inside = [selector for selector in self._selectors if selector.startswith(f"{schema}.")]
        return not inside or any(selector.rsplit(".", 1)[-1] == field for selector in inside)

    @cached_property
    def schemas_by_word(self) -> Mapping[str, str]:
        """The component schemas by their names in lower case, without what is between words."""
        return {re.sub(r"[\W_]", "", name).casefold(): name for name in self.spec.schemas()}

    @cached_property
    def _selectors(self) -> frozenset[str]:
        return frozenset(selectors.names(self.spec, self._config.error_codes))

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of all properties and parameters."""
        return frozenset(name for name, what in self._structure if what in ("field", "parameter"))

    @cached_property
    def declarations(self) -> Mapping[str, tuple[Declaration, ...]]:
        """How each field and parameter is declared, wherever it is."""
        found: dict[str, list[Declaration]] = {}
        for name, schema, is_required in self._declared():
            found.setdefault(name, []).append(Declaration(is_required, self._types(schema)))
        return {name: tuple(dict.fromkeys(listed)) for name, listed in found.items()}

    def _declared(self) -> Iterator[tuple[str, Any, bool]]:
        for node, _, kind in parts(self.spec.document):
            if kind == "parameter" and isinstance(node, Mapping) and isinstance(node.get("name"), str):
                yield node["name"], node.get("schema"), node.get("required") is True
            if kind == "schema" and isinstance(node, Mapping) and isinstance(node.get("properties"), Mapping):
                required = node.get("required") or ()
                yield from ((str(name), child, name in required) for name, child in node["properties"].items())

    def _types(self, schema: Any) -> frozenset[str] | None:  # noqa: ANN401 - a node of JSON can be anything
        """The JSON types that a schema allows; None where it may allow any."""
        node = self.spec.resolve(schema)
        members = [one for key in ("anyOf", "oneOf") for one in node.get(key) or ()]
        if "type" not in node and not members:
            return None
        listed = node.get("type", ())
        found = frozenset([listed] if isinstance(listed, str) else map(str, listed))
        of_members = [self._types(one) for one in members]
        nullable = frozenset(("null",)) if node.get("nullable") is True else frozenset[str]()
        return None if None in of_members else found.union(nullable, *filter(None, of_members))

    def called(self, what: str) -> frozenset[str]:
        """The names of all error codes, or of all parameters and fields (those of a request are called so, too)."""
        return frozenset(self.error_codes) if what == "error code" else self.fields

    def has(self, name: str) -> bool:
        """Whether a name is a field, a parameter, an event or a value of an enum: no word of a description."""
        return name in self.fields or name in self._enums or name in self.spec.events()

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """The names of all headers in lower case, each as it is written."""
        listed = (name for operation in self.operations for name in self.spec.headers(operation))
        schemes = (one.get("name") for one in self.spec.security_schemes().values() if one.get("in") == "header")
        return {str(name).casefold(): str(name) for name in (*listed, *schemes)}

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """All operations."""
        return self.spec.operations()

    @cached_property
    def routes(self) -> Mapping[tuple[str, ...], tuple[Operation, ...]]:
        """The operations by the segments of their paths, with and without the paths of the servers."""
        found: dict[tuple[str, ...], tuple[Operation, ...]] = {}
        for operation in self.operations:
            for path in {operation.path, *(base + operation.path for base in self.bases)}:
                found[segments(path)] = (*found.get(segments(path), ()), operation)
        return found

    @cached_property
    def webhooks(self) -> tuple[Mapping[str, Any], ...]:
        """What the API sends: its webhooks, by method."""
        return tuple(self.spec.resolve(item) for item in (self.spec.document.get("webhooks") or {}).values())

    @cached_property
    def _servers(self) -> tuple[SplitResult, ...]:
        """The URLs of all servers, those of paths and operations included."""
        listed = (
            node.get("url")
            for node, _, kind in parts(self.spec.document)
            if kind == "server" and isinstance(node, Mapping)
        )
        return (*self.spec.servers(), *(split_url(url) for url in dict.fromkeys(map(str, listed))))

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """The paths of the servers, without a trailing slash."""
        return tuple(dict.fromkeys(server.path.rstrip("/") for server in self._servers)) or ("",)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of the servers."""
        return frozenset(server.netloc.lower() for server in self._servers if server.netloc)

    @cached_property
    def origins(self) -> frozenset[tuple[str, str]]:
        """The schemes of the servers, each with its host."""
        return frozenset((server.scheme, server.netloc.lower()) for server in self._servers if server.netloc)

    @cached_property
    def resolver(self) -> Resolver:
        """The contract with its references followed."""
        return Resolver(self.spec)

    @cached_property
    def field_values(self) -> Mapping[str, frozenset[str]]:
        """The values that enums list for the fields of a name, in any schema."""
        found: dict[str, frozenset[str]] = {}
        for node, pointer, kind in parts(self.spec.document):
            if kind == "{schema}" and pointer[-1:] == ("properties",) and isinstance(node, Mapping):
                for name in node:
                    values = allowed_values(self.resolver, Node(node[name], (*pointer, name)))
                    found[name] = found.get(name, frozenset()) | frozenset(values or ())
        return found

    @cached_property
    def null_unless(self) -> frozenset[tuple[str, str]]:
        """The fields whose descriptions say that they are null unless something has a value, with that value."""
        return frozenset(
            (str(name), state[1])
            for node, pointer, kind in parts(self.spec.document)
            if kind == "{schema}" and pointer[-1:] == ("properties",) and isinstance(node, Mapping)
            for name, schema in node.items()
            if isinstance(schema, Mapping) and (state := _NULL_UNLESS.search(str(schema.get("description"))))
        )

    @cached_property
    def statuses(self) -> frozenset[str]:
        """The statuses of all responses as text, ranges and `default` included."""
        listed = (operation.node.get("responses") for operation in self.operations)
        return frozenset(str(status) for statuses in listed if isinstance(statuses, Mapping) for status in statuses)

    def has_status(self, status: int) -> bool:
        """Whether a response of the contract can have a status."""
        exact, family = str(status), f"{status // 100}XX"
        return bool({exact, family, family.lower()} & self.statuses) or (status >= 400 and "default" in self.statuses)

    @cached_property
    def limits(self) -> frozenset[float]:
        """The numbers of all constraints and defaults."""
        nodes = (node for node, _, kind in parts(self.spec.document) if kind == "schema" and isinstance(node, Mapping))
        return frozenset().union(*map(_numbers, nodes))

    def near(self, length: int) -> Iterator[str]:
        """The names about as long as a text."""
        for nearby in range(length - 1, length + 2):
            yield from self._by_length.get(nearby, ())

    @cached_property
    def ends(self) -> frozenset[tuple[str, str]]:
        """The first and last words of the fields, parameters and schemas that have several."""
        return frozenset(ends for name in (*self.fields, *self.spec.schemas()) if (ends := ends_of(name)))

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
    def texts_with_quantities(self) -> tuple[str, ...]:
        """The sentences that have a number with a unit."""
        return tuple(text for text in self._sentences if any(True for _ in find_quantities(text)))

    @cached_property
    def quantities(self) -> frozenset[Quantity]:
        """The numbers with a unit in all sentences."""
        return frozenset(found.quantity for text in self._sentences for found in find_quantities(text))

    @cached_property
    def sunsets(self) -> frozenset[date]:
        """The end dates of deprecated parts."""
        days = (day_of(sunset_of(node)) for node, _, _ in parts(self.spec.document) if isinstance(node, Mapping))
        return frozenset(day for day in days if day)

    @cached_property
    def dates(self) -> frozenset[date]:
        """The dates in descriptions and among the values."""
        texts = (
            *self._descriptions,
            *(name for name, what in self._structure if what not in ("field", "schema or field")),
        )
        return self.sunsets | {found.day for text in texts for found in find_dates(text) if found.day}


def _numbers(schema: Mapping[str, Any]) -> frozenset[float]:
    """The numbers of the constraints and the default of a schema."""
    found = (schema.get(key) for key in (*_LIMITS, "default"))
    return frozenset(
        float(value)
        for value in found
        # a larger number is no float
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST
    )


def _scalars(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (str(key) for key in value)
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
