"""How many rows a component schema takes where it opens in a body, and whether it needs any."""

from typing import Final

from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema

# schemas that are visited to see whether one fits
_MAX_COUNTED: Final = 1_000


def own_rows(resolver: Resolver, node: Node, most: int) -> int | None:
    """The rows of a schema without those of the component schemas in it; None where there are more than `most`."""
    rows = visited = 0
    waiting: list[tuple[Node, tuple[int, ...]]] = [(node, ())]
    while waiting:
        place, ancestors = waiting.pop()
        visited += 1
        # compared by identity, as in the reader: a schema that contains itself ends here
        if not isinstance(place.value, dict) or id(place.value) in ancestors:
            continue
        schema = merged(resolver, place)
        listed = [*schema.property_nodes().values(), *schema.alternatives()]
        rows += len(listed)
        if rows > most or visited > _MAX_COUNTED:
            return None
        elements = filter(None, (schema.child("items"), schema.child("additionalProperties")))
        inside = (*ancestors, id(place.value))
        waiting += [(child, inside) for child in (*listed, *elements) if not child.ref]
    return rows


def is_shown_in_place(resolver: Resolver, node: Node) -> bool:
    """Whether a schema is shown in full wherever it is used: no fields and no alternatives, nor in its elements.

    No page is about such a schema, and nothing links to it.
    """
    schema = merged(resolver, node)
    elements = [schema.child(key) for key in ("items", "additionalProperties")]
    inner = [merged(resolver, element) for element in elements if element and isinstance(element.value, dict)]
    return not any(_has_rows(one) or one.child("items") for one in inner) and not _has_rows(schema)


def _has_rows(schema: Schema) -> bool:
    has_several = any(len(schema.listed(key)) > 1 for key in UNIONS)
    return bool(schema.properties) or has_several
