"""The comparison of the subtypes of a schema: those that inherit from it and its discriminator."""

from docgen.differ.edits import Step
from docgen.differ.graph import Graph
from docgen.differ.pairs import Pair
from docgen.openapi.references import schema_reference


def compare_subtypes(graph: Graph, pair: Pair) -> None:
    """Note the subtypes that were added and removed, and add edges to those that both sides have."""
    old, new = (
        resolver.subtypes[str(node.pointer[2])] for resolver, node in ((graph.old, pair.old), (graph.new, pair.new))
    )
    for name in old:
        if name in new:
            graph.add_reference_edge(pair, schema_reference(name), Step(), graph.compare_schema)
    removed, added = [name for name in old if name not in new], [name for name in new if name not in old]
    for name in list(removed):
        other = next((found for found in added if _are_equivalent(graph, name, found)), None)
        if other is not None:
            removed.remove(name)
            added.remove(other)
    for verb, names in (("removed", removed), ("added", added)):
        for name in names:
            pair.note(f"one-of-{verb}", ("components", "schemas", name), (pair.selector,), name=name)


def _are_equivalent(graph: Graph, old: str, new: str) -> bool:
    before, after = graph.old.root.child("components", "schemas"), graph.new.root.child("components", "schemas")
    return graph.are_equivalent(before.child(old), after.child(new))
