"""Schemas that only wrap another: an `allOf` or a union of one member, or one with null beside it."""

import msgspec

from docgen.differ.graph import Graph
from docgen.differ.keys import is_annotation
from docgen.openapi.nodes import Node, validated
from docgen.openapi.schema import APPLIED_LISTS, UNIONS, is_null


class Bare(msgspec.Struct, frozen=True):
    """A schema without its wrappers, and whether one of them allows null."""

    node: Node
    nullable: bool = False


def bare_pair(graph: Graph, old: Node, new: Node) -> tuple[Bare, Bare]:
    """Two schemas without their wrappers.

    A union of one member is one only where the other schema is no union: there, members are compared.
    """
    if all(node.mapping.keys().isdisjoint(APPLIED_LISTS) for node in (old, new)):
        return Bare(old), Bare(new)
    before, after = _bare(old), _bare(new)
    lone, new_lone = _lone_member(before.node), _lone_member(after.node)
    if lone and (not _is_union(after.node) or _are_one(graph, lone, after.node)):
        before = _bare(lone, before.nullable)
    if new_lone and (not _is_union(before.node) or _are_one(graph, before.node, new_lone)):
        after = _bare(new_lone, after.nullable)
    return before, after


def _bare(node: Node, nullable: bool = False) -> Bare:
    while kind := _only_keyword(node):
        members = node.items(kind)
        says_nothing = _is_annotation if kind == "allOf" else is_null
        rest = [member for member in members if not says_nothing(member.value)]
        # a union of one member says nothing of null: it is looked at beside the other schema
        if len(rest) != 1 or (kind != "allOf" and len(members) == 1):
            break
        nullable = nullable or kind != "allOf" or node.value.get("nullable") is True
        node = rest[0]
    return Bare(node, nullable)


def _only_keyword(node: Node) -> str:
    """`allOf`, `anyOf` or `oneOf` if a schema demands nothing else; otherwise empty."""
    keys = validated(node.mapping) - {"nullable"}
    return next((kind for kind in APPLIED_LISTS if keys == {kind}), "")


def _lone_member(node: Node) -> Node | None:
    kind = _only_keyword(node)
    members = node.items(kind) if kind in UNIONS else []
    return members[0] if len(members) == 1 else None


def _is_union(node: Node) -> bool:
    return not node.mapping.keys().isdisjoint(UNIONS)


def _are_one(graph: Graph, old: Node, new: Node) -> bool:
    """Whether two schemas are one component, whose own union is no counterpart of the wrapper."""
    return graph.common_name(*graph.resolved(old, new)) is not None


def _is_annotation(member: object) -> bool:
    return isinstance(member, dict) and bool(member) and all(map(is_annotation, member))
