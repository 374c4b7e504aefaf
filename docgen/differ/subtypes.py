"""The schemas that inherit from one with a discriminator: which came and went, and which both contracts have."""

from docgen.differ.edits import Step
from docgen.differ.pairs import Graph, Pair
from docgen.openapi.references import schema_reference


def compare_subtypes(graph: Graph, pair: Pair) -> None:
    """Note the subtypes of a schema that came and went, and lead to those that both sides have."""
    old, new = (
        resolver.subtypes[str(place.pointer[2])] for resolver, place in ((graph.old, pair.old), (graph.new, pair.new))
    )
    for name in old:
        if name in new:
            graph.lead_to(pair, schema_reference(name), Step(), graph.compare_schema)
    gone, come = [name for name in old if name not in new], [name for name in new if name not in old]
    for name in list(gone):
        other = next((found for found in come if _same(graph, name, found)), None)
        if other is not None:
            gone.remove(name)
            come.remove(other)
    for verb, names in (("removed", gone), ("added", come)):
        for name in names:
            pair.note(f"one-of-{verb}", ("components", "schemas", name), (pair.selector,), name=name)


def _same(graph: Graph, old: str, new: str) -> bool:
    before, after = graph.old.root.child("components", "schemas"), graph.new.root.child("components", "schemas")
    return graph.equivalent(before.child(old), after.child(new))
