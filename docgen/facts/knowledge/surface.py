"""A contract whose parts are walked once, and what it says of HTTP: operations, addresses, statuses, headers."""

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from docgen.model.config import Config
from docgen.openapi.spec import METHODS, Operation, Spec
from docgen.openapi.structure import Part, objects

METHOD: Final = "|".join(method.upper() for method in METHODS)
"""The methods of OpenAPI, as a part of an expression."""
PLACEHOLDER: Final = re.compile(r"\{[^{}/]*\}|<[^<>/]*>|^:\w+|\$\{?\w+\}?|\.\.\.|…")
"""A parameter in a path as people write it: `{id}`, `<id>`, `:id`, `$ID`."""


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


def responses_of(operation: Operation) -> Mapping[str, object]:
    """The responses of an operation by their status."""
    listed = operation.node.get("responses")
    return {str(key): one for key, one in listed.items()} if isinstance(listed, Mapping) else {}


def status_of(operation: Operation, status: int) -> str:
    """The key of the response of an operation with a status; empty without one."""
    known = responses_of(operation)
    return next((key for key in (str(status), f"{status // 100}XX", "default") if key in known), "")


class Surface:
    """What requests and answers of the contract of a pin (`id`) may have, each list computed once."""

    def __init__(self, id_: str, spec: Spec, config: Config) -> None:
        self.id = id_
        self.spec = spec
        self._config = config

    @property
    def objects(self) -> tuple[Part, ...]:
        """Every object of the contract, and every map of objects."""
        return objects(self.spec)

    def of_kind(self, kind: str) -> list[Mapping[str, Any]]:
        """Every object of a kind."""
        return [node for node, _, known in self.objects if known == kind]

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """The names of all headers in lower case, each as it is written."""
        listed = chain.from_iterable(map(self.spec.headers, self.operations))
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
            for base in {"", *self.bases}:
                path = segments(base + operation.path)
                found[path] = (*found.get(path, ()), operation)
        return found

    @cached_property
    def webhooks(self) -> tuple[Mapping[str, Any], ...]:
        """What the API sends: its webhooks, by method."""
        return tuple(self.spec.resolve(item.value) for item in self.spec.webhooks().values())

    @cached_property
    def _servers(self) -> tuple[SplitResult, ...]:
        """The URLs of all servers, those of paths and operations included."""
        listed = dict.fromkeys(str(server.get("url")) for server in self.of_kind("server"))
        return (*self.spec.servers(), *map(split_url, listed))

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """The paths of the servers, without a trailing slash."""
        return tuple(dict.fromkeys(server.path.rstrip("/") for server in self._servers)) or ("",)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of the servers."""
        return frozenset(server.netloc.lower() for server in self._servers if server.netloc)

    @cached_property
    def statuses(self) -> frozenset[str]:
        """The statuses of all responses as text, ranges and `default` included."""
        return frozenset(chain.from_iterable(map(responses_of, self.operations)))

    def has_status(self, status: int) -> bool:
        """Whether a response of the contract can have a status."""
        exact, family = str(status), f"{status // 100}XX"
        return bool({exact, family, family.lower()} & self.statuses) or (status >= 400 and "default" in self.statuses)
