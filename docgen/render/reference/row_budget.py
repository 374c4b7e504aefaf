"""How many rows of component schemas open in one body."""

from itertools import chain
from typing import Final

from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS

_MAX_COUNTED: Final = 1_000  # schemas that are visited to see whether one fits


class RowBudget:
    """The rows that are left for the schemas of a contract."""

    def __init__(self, resolver: Resolver, rows: int) -> None:
        self._resolver, self.rows = resolver, rows
        self._counted = 0

    def takes(self, node: Node) -> bool:
        """Whether the rows of a schema fit, which are no longer left then."""
        self._counted = 0
        cost = self._cost(node, ())
        if cost > self.rows or self._counted > _MAX_COUNTED:
            return False
        self.rows -= cost
        return True

    def _cost(self, node: Node, ancestors: tuple[int, ...]) -> int:
        """The rows of a schema without those of the component schemas in it."""
        self._counted += 1
        if not isinstance(node.value, dict) or id(node.value) in ancestors or self._counted > _MAX_COUNTED:
            return 0
        ancestors = (*ancestors, id(node.value))
        schema, cost = merged(self._resolver, node), 0
        for child in chain(schema.property_nodes().values(), *map(schema.listed, reversed(UNIONS))):
            if cost > self.rows:
                break
            cost += 1
            if not is_reference(child.value):
                cost += self._cost(child, ancestors)
        for element in (schema.child("items"), schema.child("additionalProperties")):
            if element and not is_reference(element.value):
                cost += self._cost(element, ancestors)
        return cost
