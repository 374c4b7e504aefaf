"""A contract whose parts are walked once, and what it says of HTTP: operations, addresses, statuses, headers."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from docgen.model.config import Config
from docgen.openapi.spec import METHODS, Operation, Spec
from docgen.openapi.structure import Part, objects

PLACEHOLDER: Final = re.compile(r"\{[^{}/]*\}|<[^<>/]*>|^:\w+|\$\{?\w+\}?|\.\.\.|…")
"""A parameter in a path as people write it: `{id}`, `<id>`, `:id`, `$ID`."""


class Contract:
    """The contract of a pin, whose id it has."""

    def __init__(self, id_: str, spec: Spec, config: Config) -> None:
        self.id = id_
        self.spec = spec
        self._config = config

    @property
    def objects(self) -> tuple[Part, ...]:
        """Every object of the contract, and every map of objects."""
        return objects(self.spec)


def segments(path: str) -> tuple[str, ...]:
    """The segments of a path, with `{}` for every parameter, however it is written."""
    return tuple(PLACEHOLDER.sub("{}", part) for part in path.strip("/").split("/")) if path.strip("/") else ()


def split_url(url: str) -> SplitResult:
    """The parts of a URL; all empty where it is none."""
    try:
        return urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address
        return urlsplit("")


class Surface(Contract):
    """What requests and answers of one contract may have, each list computed once."""

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
        return tuple(self.spec.resolve(item.value) for item in self.spec.webhooks().values())

    @cached_property
    def methods(self) -> frozenset[str]:
        """The methods of all operations, and those by which events are sent, in capitals."""
        of_events = (method.upper() for item in self.webhooks for method in METHODS if method in item)
        return frozenset((*(one.method for one in self.operations), *of_events))

    @cached_property
    def _servers(self) -> tuple[SplitResult, ...]:
        """The URLs of all servers, those of paths and operations included."""
        listed = (node.get("url") for node, _, kind in self.objects if kind == "server")
        return (*self.spec.servers(), *map(split_url, dict.fromkeys(map(str, listed))))

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
        listed = (operation.node.get("responses") for operation in self.operations)
        return frozenset(str(status) for statuses in listed if isinstance(statuses, Mapping) for status in statuses)

    def has_status(self, status: int) -> bool:
        """Whether a response of the contract can have a status."""
        exact, family = str(status), f"{status // 100}XX"
        return bool({exact, family, family.lower()} & self.statuses) or (status >= 400 and "default" in self.statuses)
