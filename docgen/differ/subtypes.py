"""The subtypes of a schema with a discriminator: alternatives wherever that schema is referred to."""

from typing import TYPE_CHECKING

from docgen.differ.edits import NO_STEP, Pair
from docgen.openapi.nodes import schema_reference

if TYPE_CHECKING:
    from docgen.differ.graph import Graph  # which imports this module


def compare_subtypes(graph: "Graph", pair: Pair) -> None:
    """Note the subtypes that were added and removed, and add edges to those that both sides have."""
    old, new = graph.old.subtypes[str(pair.old.pointer[2])], graph.new.subtypes[str(pair.new.pointer[2])]
    for name in old:
        if name in new:
            graph.add_reference_edge(pair, schema_reference(name), NO_STEP, graph.compare_schema)
    removed, added = [name for name in old if name not in new], [name for name in new if name not in old]
    for name in list(removed):
        before = graph.old.schema(name)
        # a subtype under another name is the same alternative
        renamed = next((other for other in added if graph.are_equivalent(before, graph.new.schema(other))), None)
        if renamed is not None:
            removed.remove(name)
            added.remove(renamed)
    for verb, names in (("removed", removed), ("added", added)):
        for name in names:
            pair.note(f"one-of-{verb}", ("components", "schemas", name), (pair.selector,), name=name)
