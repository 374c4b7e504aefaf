"""A schema narrowed to the values that some of its fields always have, as a schema of its own."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from docgen.openapi.field_values import field_values
from docgen.openapi.inheritance import mapped_reference
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.wording import json_text

Path = tuple[str, ...]
Alternatives = Callable[[Schema, str], list[Node]]
"""The members of a union that count."""
_OF_ANOTHER_VALUE: Final = frozenset((*UNIONS, "enum", "const", "default", "example", "examples", "nullable"))


def narrowed(resolver: Resolver, node: Node, values: Mapping[Path, str], alternatives: Alternatives) -> Node:
    """The schema that a node has, but for the fields at some paths, which have one value each.

    The members of a union are those that count and allow the values, and a single one takes the place of the union.
    What is not on the way to a field stays as it is, with references into the same contract.
    """
    return Node(_Narrowing(resolver, values, alternatives).of(node, ()), resolver.resolve(node).pointer)


class _Narrowing:
    def __init__(self, resolver: Resolver, values: Mapping[Path, str], alternatives: Alternatives) -> None:
        self._resolver, self._values, self._alternatives = resolver, values, alternatives

    def of(self, node: Node, path: Path) -> Any:  # noqa: ANN401 - true is a schema
        """The schema at a path of the value."""
        below = self._below(path)
        if path and not below and path not in self._values:
            return node.value
        schema = merged(self._resolver, self._resolver.resolve(node))
        found = _plain(schema)
        for keyword in UNIONS:
            members = self._members(schema, keyword, path)
            if len(members) == 1 and path not in self._values:
                rest = Node(_without(found, (keyword, "discriminator", "nullable")), schema.node.pointer)
                one = self.of(self._resolver.all_of(rest, members[0]), path)
                return {**one, "nullable": True} if schema.nullable else one
            if members:
                found |= {keyword: [member.value for member in members], **_selecting(schema, members)}
        if path in self._values:
            return {**_without(found, _OF_ANOTHER_VALUE), "enum": [_value(schema, self._values[path])]}
        properties = {
            name: self.of(schema.property(name) or Node({}, schema.node.pointer), (*path, name))
            for name in dict.fromkeys(one[0] for one in below)
        }
        return {**found, "properties": {**schema.properties, **properties}} if properties else found

    def _below(self, path: Path) -> dict[Path, str]:
        """The values below a path, by the paths from there."""
        length = len(path)
        return {one[length:]: value for one, value in self._values.items() if one[:length] == path and one[length:]}

    def _members(self, schema: Schema, keyword: str, path: Path) -> list[Node]:
        members = self._alternatives(schema, keyword)
        return [member for member in members if self._allows(schema, member, self._below(path))] or members

    def _allows(self, union: Schema, member: Node, below: Mapping[Path, str]) -> bool:
        """Whether a member of a union allows the values, by its own fields and by the union's discriminator."""
        discriminator = union.keywords.get("discriminator")
        selects: Mapping[str, Any] = discriminator if isinstance(discriminator, Mapping) else {}
        mapping, selecting = selects.get("mapping"), (str(selects.get("propertyName")),)
        if isinstance(mapping, Mapping) and below.get(selecting) in mapping:
            return bool(mapped_reference(mapping[below[selecting]]) == member.get("$ref"))
        for path, value in below.items():
            name = ".".join(path)
            field = field_values(self._resolver, member, self._alternatives, only=name).get(name)
            if field and field.values is not None and value not in field.values:
                return False
        return True


def _plain(schema: Schema) -> dict[str, Any]:
    """A merged schema as it is written in a contract."""
    names = [name for name in schema.properties if name in schema.required]
    required = [*names, *sorted(schema.required.difference(names))]
    return {
        **schema.keywords,
        **({"nullable": True} if schema.nullable else {}),
        **({"properties": dict(schema.properties)} if schema.properties else {}),
        **({"required": required} if required else {}),
        **({"allOf": [member.value for member in schema.members]} if schema.members else {}),
    }


def _without(schema: Mapping[str, Any], keywords: Collection[str]) -> dict[str, Any]:
    return {keyword: value for keyword, value in schema.items() if keyword not in keywords}


def _selecting(schema: Schema, members: list[Node]) -> dict[str, Any]:
    """The discriminator of a union without what selects members that it no longer has."""
    discriminator = schema.keywords.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, Mapping) else None
    if not isinstance(discriminator, Mapping) or not isinstance(mapping, Mapping):
        return {}
    refs = [member.get("$ref") for member in members]
    kept = {value: target for value, target in mapping.items() if mapped_reference(target) in refs}
    return {"discriminator": {**discriminator, "mapping": kept}}


def _value(schema: Schema, text: str) -> Any:  # noqa: ANN401 - any JSON
    """The value that a schema lists as a text."""
    listed = schema.keywords.get("enum")
    return next((value for value in listed if json_text(value) == text), text) if isinstance(listed, list) else text
