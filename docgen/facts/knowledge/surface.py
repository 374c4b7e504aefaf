"""A contract whose parts are walked once, and what it says of HTTP and of fields: addresses, statuses, limits."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, product
from typing import Any, Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from docgen.claims.contract import Contract
from docgen.model.config import Config
from docgen.model.redirect import Redirect
from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.merging import Steps, results, walk
from docgen.openapi.nodes import JsonObject, Node, as_list, is_number
from docgen.openapi.schema import Schema
from docgen.openapi.spec import Operation, Spec
from docgen.openapi.structure import METHODS, objects_of
from docgen.wording import json_text

METHOD: Final = "|".join(method.upper() for method in METHODS)
"""The methods of OpenAPI, as a part of an expression."""
PLACEHOLDER: Final = re.compile(r"\{[^{}/]*\}|<[^<>/]*>|^:\w+|\$\{?\w+\}?|\.\.\.|…")
"""A parameter in a path as people write it: `{id}`, `<id>`, `:id`, `$ID`."""
_LARGEST: Final = 1e300  # a larger number is no float
_LIMITS: Final = (
    "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf",
    "maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties",
)  # fmt: skip
_NO_TYPES: Final[frozenset[str] | None] = frozenset()


class Route(NamedTuple):
    """What an address leads to: a rule, or operations (none for the part of a path above them)."""

    bound_to: str
    rule: Redirect | None = None
    operations: tuple[Operation, ...] = ()


class Declaration(NamedTuple):
    """How a field or parameter is declared: whether it is required, and its JSON types (None: any)."""

    is_required: bool
    types: frozenset[str] | None


def segments(path: str) -> tuple[str, ...]:
    """The segments of a path, with `{}` for every parameter, however it is written."""
    parts = path.strip("/").split("/")
    return tuple(PLACEHOLDER.sub("{}", part) for part in parts) if parts != [""] else ()


def split_url(url: str) -> SplitResult:
    """The parts of a URL; all empty where it is none."""
    try:
        return urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address
        return urlsplit("")


def status_of(operation: Operation, status: int) -> str:
    """The key of the response of an operation with a status; empty without one."""
    keys = (str(status), f"{status // 100}XX", "default")
    return next((key for key in keys if key in operation.responses), "")


class Surface(Contract):
    """What requests and answers of the contract of a pin (`id`) may have, each list computed once."""

    def __init__(self, id_: str, spec: Spec, config: Config) -> None:
        super().__init__(spec, config)
        self.id = id_

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """The names of all headers in lower case, each as it is written."""
        names = [*chain.from_iterable(map(self.spec.headers, self.operations))]
        for scheme in self.spec.security_schemes().values():
            if scheme.get("in") == "header":
                names.append(str(scheme.get("name")))
        return {name.casefold(): name for name in map(str, names)}

    @cached_property
    def routes(self) -> Mapping[tuple[str, ...], Sequence[Operation]]:
        """The operations by the segments of their paths, with and without the paths of the servers and a query."""
        routes: dict[tuple[str, ...], list[Operation]] = {}
        # people write paths with and without the base that a server adds
        bases = {"", *(server.path.rstrip("/") for server in self._servers)}
        for operation, base in product(self.operations, bases):
            # a path of a contract may have a query, to which a request adds others
            for path in {operation.path, operation.path.partition("?")[0]}:
                routes.setdefault(segments(base + path), []).append(operation)
        return routes

    def route(self, path: str, method: str = "") -> Route | None:
        """What has a path: operations, or the beginning of their paths; None where it is unknown."""
        whole = path.partition("?")[0]
        wanted = segments(whole.partition("#")[0])
        # a query is of the path where the contract has the method with it, and of the request otherwise
        written = [operation for operation in self.routes.get(segments(path), ()) if method in ("", operation.method)]
        # a path of a contract may have a `#`, which no request sends
        operations, alike = written or self.routes.get(segments(whole)) or self.routes.get(wanted) or [], []
        if not operations:
            # texts name the beginning of paths, too: `everything below /v1/images`
            alike = [known for known in self.routes if len(known) >= len(wanted) and all(map(_is_same, known, wanted))]
            operations = [*chain.from_iterable(self.routes[known] for known in alike if len(known) == len(wanted))]
        of_method = {operation.name: operation for operation in operations if method in ("", operation.method)}.values()
        if of_method:  # `/images/latest` is also an `/images/{id}`
            fewest = min(map(_parameters, of_method))
            operations = tuple(operation for operation in of_method if _parameters(operation) == fewest)
            return Route(f"contract {self.id}: operation", operations=operations)
        return Route(f"contract {self.id}: path") if alike and not method else None

    @cached_property
    def webhooks(self) -> tuple[JsonObject, ...]:
        """What the API sends: its webhooks, by method."""
        return tuple(self.spec.resolve(item.value) for item in self.spec.webhooks().values())

    @cached_property
    def _servers(self) -> tuple[SplitResult, ...]:
        """The URLs of all servers, those of paths and operations included."""
        listed = dict.fromkeys(str(server.get("url")) for server in objects_of(self.spec, "server"))
        return (*self.spec.servers(), *map(split_url, listed))

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of the servers."""
        return frozenset(server.netloc.lower() for server in self._servers if server.netloc)

    @cached_property
    def statuses(self) -> frozenset[str]:
        """The statuses of all responses as text, ranges and `default` included."""
        return frozenset(chain.from_iterable(operation.responses for operation in self.operations))

    def has_status(self, status: int) -> bool:
        """Whether a response of the contract can have a status."""
        exact, family = str(status), f"{status // 100}XX"
        return bool({exact, family, family.lower()} & self.statuses) or (status >= 400 and "default" in self.statuses)

    @cached_property
    def enum_sizes(self) -> frozenset[int]:
        """How many values the enums have."""
        return frozenset(map(len, self._enums))

    def limits_of(self, name: str) -> frozenset[float]:
        """The limits and the defaults of the fields and parameters of a name."""
        schemas = (self.spec.target(schema) for schema, _ in self.fields.get(name, ()))
        return frozenset().union(*map(_numbers, schemas))

    @cached_property
    def enums(self) -> Counter[str]:
        """In how many different enums each value is."""
        return Counter(chain.from_iterable(map(set, self._enums)))

    @cached_property
    def _enums(self) -> frozenset[tuple[str, ...]]:
        listed = (node.get("enum") for node in objects_of(self.spec, "schema"))
        return frozenset(tuple(map(json_text, values)) for values in listed if isinstance(values, list))

    @cached_property
    def fields(self) -> Mapping[str, Sequence[tuple[Node, bool]]]:
        """The names of all properties and parameters, each with its schemas, and whether it is required there."""
        fields: dict[str, list[tuple[Node, bool]]] = {}
        for part in objects_of(self.spec, "parameter"):
            name = part.get("name")
            if isinstance(name, str):
                fields.setdefault(name, []).append((part.child("schema"), part.is_required))
        for part in objects_of(self.spec, "schema"):
            required = part.get("required") or ()
            for name, schema in part.members("properties").items():
                fields.setdefault(str(name), []).append((schema, name in required))
        return fields

    def values_of_field(self, name: str) -> frozenset[str]:
        """The values of all fields and parameters of a name; empty where one of them may have any."""
        every: frozenset[str] = frozenset()
        for schema, _ in self.fields.get(name, ()):
            values = allowed_values(self.resolver, schema)
            if not values:
                return frozenset()
            every |= {*values}
        return every

    def declarations_of(self, name: str) -> Iterator[Declaration]:
        """How the fields and parameters of a name are declared."""
        for schema, is_required in self.fields.get(name, ()):
            types = walk(self.resolver, schema, None, _types, _NO_TYPES)
            yield Declaration(is_required, types)

    @cached_property
    def limits(self) -> frozenset[float]:
        """The numbers of all constraints and defaults."""
        return frozenset().union(*map(_numbers, objects_of(self.spec, "schema")))


def _parameters(operation: Operation) -> int:
    return operation.path.count("{")


def _is_same(known: str, wanted: str) -> bool:
    """Whether a segment may stand for one of a contract: the same, or any value where that has a parameter."""
    if known == wanted or "{}" not in known:
        return known == wanted
    first, *_, last = known.split("{}")
    is_between = wanted.startswith(first) and wanted.endswith(last) and len(wanted) > len(first) + len(last)
    return wanted == "{}" or is_between


def _types(schema: Schema, _: None) -> Steps[None, frozenset[str] | None]:
    """The JSON types that a schema allows; None where it may allow any."""
    alternatives = yield from results(schema.alternatives(), None)
    listed = schema.keywords.get("type")
    if None in alternatives or not (listed or alternatives):
        return None
    own = {*map(str, filter(None, as_list(listed) or [listed]))}
    if schema.nullable:
        own.add("null")
    return frozenset(own.union(*alternatives))


def _numbers(schema: Node) -> frozenset[float]:
    """The numbers of the constraints and the default of a schema."""
    numbers: Iterator[Any] = map(schema.get, (*_LIMITS, "default"))
    return frozenset(float(value) for value in numbers if is_number(value) and abs(value) < _LARGEST)
