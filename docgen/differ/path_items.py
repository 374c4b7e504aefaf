"""The operations of a path item, as a comparison needs them."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import operation_nodes

_TEMPLATE: Final = re.compile(r"\{[^{}]*\}")


class Operation:
    """An operation in its path item, or the receiver of a webhook or callback."""

    __slots__ = ("item", "method", "name", "node", "path", "resolver", "shared")

    def __init__(self, resolver: Resolver, method: str, path: str, node: Node, item: Node) -> None:
        self.resolver, self.method, self.path, self.node, self.item = resolver, method, path, node, item
        self.shared = item.items("parameters")
        self.name = f"{method.upper()} {path}"


def operation_shape(name: str) -> str:
    """The name of an operation, or its path, without the names of path parameters, which no client sees."""
    return _TEMPLATE.sub("{}", name)


def operations_of(resolver: Resolver, path: str, item: Node) -> Iterator[Operation]:
    """The operations of a path item, its `$ref` resolved."""
    item = resolver.resolve(item)
    for method, node in operation_nodes(item):
        yield Operation(resolver, method, path, node, item)
