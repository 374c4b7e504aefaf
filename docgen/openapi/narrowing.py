"""A schema narrowed to the values that some of its fields always have, as a schema of its own."""

from collections.abc import Container, Mapping
from typing import Any, Final, NamedTuple

from docgen.openapi.allowed_values import Alternatives, field_values
from docgen.openapi.discriminators import mapped_reference, mapping_of, options, selecting_property
from docgen.openapi.merging import Steps, walk
from docgen.openapi.nodes import JsonObject, Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.wording import json_text

Path = tuple[str, ...]
_OF_OTHER_VALUES: Final = (*UNIONS, "enum", "const", "default", "example", "examples", "nullable")


def narrowed(resolver: Resolver, node: Node, values: Mapping[Path, str], alternatives: Alternatives) -> Node:
    """The schema that a node has, but for the fields at some paths, which have one value each.

    The members of a union are those that count and allow the values, and a single one takes the place of the union.
    What is not on the way to a field stays as it is, with references into the same contract.
    """
    visit = _Narrowing(resolver, values, alternatives).of
    return Node(walk(resolver, node, _Place((), frozenset()), visit, dict[str, Any]()), resolver.resolve(node).pointer)


class _Place(NamedTuple):
    """A path of the value, and the schemas whose places a single member has taken there."""

    path: Path
    taken: frozenset[int]


class _Narrowing:
    def __init__(self, resolver: Resolver, values: Mapping[Path, str], alternatives: Alternatives) -> None:
        self._resolver, self._values, self._alternatives = resolver, values, alternatives

    def of(self, schema: Schema, place: _Place) -> Steps[_Place, dict[str, Any]]:
        """The schema at a place of the value."""
        path, taken = place
        below = self._below(path)
        written = _plain(schema)
        if path in self._values:
            return _without(written, _OF_OTHER_VALUES) | {"enum": _listed(schema, self._values[path])}
        for keyword in UNIONS:
            members = [
                member
                for member in self._alternatives(schema, keyword)
                if self._identity(member) not in taken and self._allows(schema, member, below)
            ]
            # the union goes away: what is left of it is said by the schema itself
            if len(members) == 1:
                rest = _without(written, (keyword, "discriminator", "nullable"))
                both = self._resolver.all_of(Node(rest, schema.node.pointer), members[0])
                single = yield both, _Place(path, taken | {self._identity(members[0])})
                return {**single, "nullable": True} if schema.nullable else single
            if len(members) < len(schema.listed(keyword)):
                # a discriminator that told all members apart says nothing of those that are left
                del written[keyword]
                written.pop("discriminator", None)
                if members:
                    written["anyOf" if "anyOf" not in written else keyword] = [member.value for member in members]
        properties = {}
        for name in dict.fromkeys(rest[0] for rest in below):
            inner = schema.property(name) or Node({}, schema.node.pointer)
            properties[name] = yield inner, _Place((*path, name), frozenset())
        return {**written, "properties": {**schema.properties, **properties}} if properties else written

    def _below(self, path: Path) -> dict[Path, str]:
        """The values of the fields below a path, by the rest of their own."""
        depth = len(path)
        return {other[depth:]: value for other, value in self._values.items() if other[:depth] == path != other}

    def _identity(self, node: Node) -> int:
        return id(self._resolver.resolve(node).value)

    def _allows(self, union: Schema, member: Node, below: Mapping[Path, str]) -> bool:
        """Whether a member of a union allows the values, by its own fields and by the union's discriminator."""
        mapping = mapping_of(union.keywords.get("discriminator"))
        value = below.get((str(selecting_property(union.keywords)),))
        if value in mapping:
            return bool(mapped_reference(mapping[value]) == member.ref)
        fields = {".".join(path): value for path, value in below.items()}
        known = {name: field_values(self._resolver, member, self._alternatives, only=name).get(name) for name in fields}
        return all(not field or field.values is None or fields[name] in field.values for name, field in known.items())


def _without(schema: JsonObject, keywords: Container[str]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in keywords}


def _listed(schema: Schema, value: str) -> list[Any]:
    """What a field always is: the value of the schema that is written so, else all that the text may be."""
    values = schema.keywords.get("enum") or [schema.keywords.get("const")]
    return [option for option in values if json_text(option) == value][:1] or options(value)


def _plain(schema: Schema) -> dict[str, Any]:
    """A merged schema as it is written in a contract."""
    names = [name for name in schema.properties if name in schema.required]
    others = {
        "nullable": schema.nullable,
        "properties": dict(schema.properties),
        "required": [*names, *sorted(schema.required.difference(names))],
        "allOf": [member.value for member in schema.members],
    }
    return {**schema.keywords, **{keyword: value for keyword, value in others.items() if value}}
