"""The edits that a member of a union, or a part of an `allOf`, was added or removed."""

from collections.abc import Sequence

from docgen.differ.likeness import Sided, are_disjoint, demanded
from docgen.differ.walk import Walk
from docgen.differ.without_annotations import schema_key
from docgen.openapi.nodes import Node
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import is_reference


def note_members(walk: Walk, action: str, nodes: Sequence[Node], others: Sequence[Sided] = ()) -> None:
    """Note that members were added or removed together, by one decision; `others` are those that added ones join."""
    if action == "any-of-added" and others and any(_is_disjoint(walk, node, others) for node in nodes):
        action = "any-of-added-disjoint"
    decision = walk.graph.introduced_or_dropped(nodes[0]) if len(nodes) == 1 else ""
    pointer = nodes[0].pointer if len(nodes) == 1 else nodes[0].pointer[:-1]
    key = tuple(schema_key(node.value) for node in nodes)
    name, *others_named = map(member_name, nodes)
    walk.note(action, pointer, key, name=name, others=tuple(others_named), decision=decision)


def _is_disjoint(walk: Walk, node: Node, others: Sequence[Sided]) -> bool:
    added = demanded((walk.graph.new, node))
    return all(are_disjoint(added, demanded(other)) for other in others)


def member_name(node: Node) -> str:
    """The name of a member for a reader: of its component, its title, or its number."""
    if is_reference(node.value):
        return str(pointer_of(node.value["$ref"])[-1])
    title = node.get("title")
    if isinstance(title, str):
        return title
    last = node.pointer[-1] if node.pointer else 0
    return f"no. {last + 1}" if isinstance(last, int) else str(last)
