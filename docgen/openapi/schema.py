"""A schema as it validates: null taken out of its types, the dialects of 3.0 and 3.1 made one."""

from collections.abc import Container, Iterator, Mapping
from typing import Any, Final

import msgspec

from docgen.openapi.nodes import JsonObject, NamedNodes, Node, as_list, as_mapping
from docgen.positions.source import Pointer

_HANDLED: Final = frozenset(("allOf", "$ref", "properties", "required", "nullable", "$defs", "definitions"))
_MARKS: Final = {"exclusiveMaximum": "maximum", "exclusiveMinimum": "minimum"}
UNIONS: Final = ("anyOf", "oneOf")
"""Keywords of alternatives."""
APPLIED_LISTS: Final = ("allOf", *UNIONS)
"""Keywords with a list of schemas for the same value."""
APPLIED: Final = ("not", "if", "then", "else")
"""Keywords with one schema for the same value."""


class Schema(msgspec.Struct, frozen=True):
    """What a schema demands: its keywords, its properties and required names, and whether null is allowed.

    `keywords` are those beside `properties`, `required`, `allOf` and `nullable`; `members` are parts of an
    `allOf` that cannot be merged; `listed_types` says that the types were listed by a union; `declarations` are
    the pointers of the schemas that keywords come from, and `property_declarations` those of properties, where it is
    another.
    """

    keywords: dict[str, Any]
    properties: JsonObject
    required: frozenset[str]
    nullable: bool
    node: Node
    members: tuple[Node, ...] = ()
    listed_types: bool = False
    declarations: Mapping[str, Pointer] = {}
    property_declarations: Mapping[str, Pointer] = {}

    def child(self, key: str) -> Node | None:
        """The subschema under a keyword; None where there is none."""
        node = self.keywords.get(key)
        return Node(node, (*self.declared_at(key), key)) if isinstance(node, dict | bool) else None

    def property(self, name: str) -> Node | None:
        """The schema of a property; None where there is none."""
        if name not in self.properties:
            return None
        declared_at = self.property_declarations.get(name)
        return Node(self.properties[name], declared_at or (*self.node.pointer, "properties", name))

    def property_nodes(self) -> NamedNodes:
        """The schemas of all properties, by name."""
        return {name: node for name in self.properties if (node := self.property(name))}

    def children(self, key: str) -> NamedNodes:
        """The subschemas of a mapping under a keyword."""
        return Node(self.keywords, self.declared_at(key)).members(key)

    def listed(self, key: str) -> list[Node]:
        """The subschemas of a list under a keyword, with their indexes in the document."""
        if key not in self.keywords:
            return []
        members = Node(self.keywords, self.declared_at(key)).items(key)
        # null was taken out of the list, and the others keep their indexes in the document
        places = {id(node.value): node for node in self.node.items(key)}
        return [places.get(id(node.value), node) for node in members]

    def alternatives(self) -> list[Node]:
        """The members of its unions, with their indexes in the document."""
        return [*self.listed("anyOf"), *self.listed("oneOf")]

    def child_pointer(self, *keys: str) -> Pointer:
        """The pointer of the first of some keywords that the schema has, or of the schema."""
        for key in keys:
            if key in self.keywords and (key in self.declarations or self.node.get(key) is not None):
                is_mark = isinstance(self.node.get(key), bool) and key in _MARKS
                return (*self.declared_at(key), _MARKS[key] if is_mark else key)
        return self.node.pointer

    def rewritten(self, without: Container[str], keywords: JsonObject) -> "Schema":
        """The schema without some keywords, and with others."""
        rest = {key: value for key, value in self.keywords.items() if key not in without}
        return msgspec.structs.replace(self, keywords={**rest, **keywords})

    def declared_at(self, key: str) -> Pointer:
        """The pointer of the schema that a keyword comes from."""
        return self.declarations.get(key, self.node.pointer)


def applied(schema: JsonObject) -> Iterator[Any]:
    """The schemas inside of one that apply to the same value."""
    for key in APPLIED_LISTS:
        yield from as_list(schema.get(key))
    for key in APPLIED:
        if key in schema:
            yield schema[key]
    yield from as_mapping(schema.get("dependentSchemas")).values()


def normalized(place: Node) -> Schema:
    """A schema in the one dialect, without its `allOf`."""
    node = place.value
    # what takes nothing becomes a schema with a keyword, as any other that is compared
    if node is False:
        node = {"not": {}}
    if not isinstance(node, dict):
        return Schema({}, {}, frozenset(), False, place)
    keywords = {key: value for key, value in node.items() if key not in _HANDLED}
    takes_null = _take_out_null(keywords)
    return Schema(
        one_dialect(keywords),
        as_mapping(node.get("properties")),
        frozenset(name for name in as_list(node.get("required")) if isinstance(name, str)),
        takes_null or node.get("nullable") is True,
        place,
    )


def one_dialect(keywords: dict[str, Any]) -> dict[str, Any]:
    """Keywords with the exclusive bounds of 3.0, which are marks beside the bound, as those of 3.1; changes them."""
    for exclusive, bound in _MARKS.items():
        if keywords.get(exclusive) is True and bound in keywords:
            keywords[exclusive] = keywords.pop(bound)
        elif isinstance(keywords.get(exclusive), bool):
            del keywords[exclusive]
    return keywords


def _take_out_null(keywords: dict[str, Any]) -> bool:
    """Take null out of the types, the values and the alternatives; whether it was there."""
    nullable = False
    types, values = as_list(keywords.get("type")), keywords.get("enum")
    # what is no name is no type, and no set takes it
    names = [name for name in types if isinstance(name, str)]
    names = [name for name in names if name != "null"] or names
    if names != types:
        keywords["type"] = names
        # what an enum does not list is not allowed
        nullable = "null" in types and (not isinstance(values, list) or None in values)
    for key in UNIONS:
        # a nullable schema has no union for null
        members = as_list(keywords.get(key))
        others = [member for member in members if not is_null(member)]
        if len(others) < len(members) > 1:
            nullable = True
            keywords[key] = others
    if isinstance(values, list) and None in values and len(values) > 1:
        keywords["enum"] = [value for value in values if value is not None]
        nullable = nullable or "type" not in keywords
    return nullable


def listed_values(keywords: JsonObject) -> list[Any] | None:
    """The only values that keywords take, by `const` or `enum`; None if they take others."""
    values = [keywords["const"]] if "const" in keywords else keywords.get("enum")
    return values if isinstance(values, list) else None


def is_null(member: object) -> bool:
    """Whether a member of a union takes null alone."""
    return isinstance(member, dict) and (
        member.get("type") in ("null", ["null"])
        or member.get("enum") == [None]
        or ("const" in member and member["const"] is None)
    )
