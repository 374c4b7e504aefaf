"""Component schemas that came or went, and those that differ where nothing leads to them."""

from typing import Any

import msgspec

from docgen.differ.bare import bare, differs, ordered
from docgen.differ.comparison import Comparison
from docgen.differ.pairs import Pair
from docgen.differ.schema import compare_schema_pair
from docgen.openapi.nodes import Place


def compare_components(comparison: Comparison) -> None:
    """Compare what the operations did not lead to; a schema that was met with a counterpart did not come or go."""
    old, new = (side.root.child("components").members("schemas") for side in (comparison.old, comparison.new))
    met_old, met_new = comparison.graph.matched()
    for name, place in old.items():
        if name not in new:
            if id(place.node) not in met_old:
                _note(comparison, "api-schema-removed", name, place)
        elif place.node != new[name].node and id(place.node) not in met_old and id(new[name].node) not in met_new:
            _compare(comparison, name, place, new[name])
    for name, place in new.items():
        if name not in old and id(place.node) not in met_new:
            _note(comparison, "api-schema-added", name, place)
    comparison.graph.run()


def _compare(comparison: Comparison, name: str, old: Place, new: Place) -> None:
    """A schema that nothing leads to is one change; where a contract has no operations, its schemas are what it is."""
    if not comparison.calls:
        comparison.graph.pair(old, new, compare_schema_pair, name, name)
    elif differs(old.node, new.node) and not _reordered(old.node, new.node) and not _rewritten(comparison, old, new):
        _note(comparison, "api-schema-changed", name, new)


def _reordered(old: Any, new: Any) -> bool:  # noqa: ANN401 - a node of JSON can be anything
    """Whether two schemas differ in the order of the members of unions alone; then they are of the same length."""
    lengths = {len(msgspec.json.encode(node)) for node in (old, new)}
    return len(lengths) == 1 and ordered(bare(old)) == ordered(bare(new))


def _rewritten(comparison: Comparison, old: Place, new: Place) -> bool:
    """Whether two schemas differ in references or in their dialect alone, and are the same with those followed."""
    dialects = comparison.old.ignores_siblings != comparison.new.ignores_siblings
    may_be = dialects or not differs(old.node, new.node, references=False)
    return may_be and comparison.graph.equivalent(old, new)


def _note(comparison: Comparison, action: str, name: str, place: Place) -> None:
    pair = Pair(place, place, name, name)
    pair.note(action, place.pointer, name=name)
    comparison.roots.append(pair)
