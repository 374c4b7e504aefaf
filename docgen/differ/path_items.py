"""The operations of a path item, as a comparison needs them."""

from collections.abc import Iterator

from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import TEMPLATE, operation_nodes


class Operation(Node, frozen=True):
    """The node of an operation, or of the receiver of a webhook or callback, with its path item."""

    method: str
    path: str
    item: Node
    resolver: Resolver

    @property
    def name(self) -> str:
        """The method and the path."""
        return f"{self.method.upper()} {self.path}"

    @property
    def shared(self) -> list[Node]:
        """The parameters of the path item."""
        return self.item.items("parameters")


def operation_shape(name: str) -> str:
    """The name of an operation, or its path, without the names of path parameters, which no client sees."""
    return TEMPLATE.sub("{}", name)


def operations_of(resolver: Resolver, path: str, item: Node) -> Iterator[Operation]:
    """The operations of a path item, its `$ref` resolved."""
    item = resolver.resolve(item)
    for method, node in operation_nodes(item):
        yield Operation(node.value, node.pointer, method, path, item, resolver)
