"""The operations of a path item, as a comparison has them."""

from collections.abc import Iterator
from typing import Final

from docgen.openapi.nodes import Place
from docgen.openapi.resolver import Side
from docgen.openapi.spec import METHODS

_METHODS: Final = (*METHODS, "query")  # OpenAPI 3.2, section 4.9; it names all others in `additionalOperations`


class Operation:
    """An operation, or the receiver of a webhook or callback, in its path."""

    __slots__ = ("item", "method", "name", "path", "place", "shared", "side")

    def __init__(self, side: Side, method: str, path: str, place: Place, item: Place) -> None:
        self.side, self.method, self.path, self.place, self.item = side, method, path, place, item
        self.shared = item.items("parameters")
        self.name = f"{method.upper()} {path}"


def operations_of(side: Side, path: str, item: Place) -> Iterator[Operation]:
    """The operations of a path item, `$ref`s followed."""
    item = side.resolve(item)
    if not isinstance(item.node, dict):
        return
    methods = [method for method in _METHODS if method in item.node]
    found = {method: item.child(method) for method in methods} | item.members("additionalOperations")
    for method, place in found.items():
        if isinstance(place.node, dict):
            yield Operation(side, method, path, place, item)
