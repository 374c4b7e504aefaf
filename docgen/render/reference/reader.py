"""Reads schemas as shapes: a schema that contains itself, or exceeds the budget, is named and linked."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal

from markupsafe import Markup
from msgspec.structs import replace

from docgen.openapi.discriminators import mapped_reference
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference, schema_at
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.render.escape import code, text
from docgen.render.reference.constraints import constraints, literal
from docgen.render.reference.operation import Field, Shape
from docgen.render.reference.types import formatted, plural, types_of
from docgen.render.versions import PartHistory

Direction = Literal["request", "response", "both"]
Anchor = Callable[..., Markup]
"""The id of a field, from its name and those of the fields that it is in."""
_MAX_DEPTH: Final = 12
_MAX_ROWS: Final = 600  # rows of one body, also of schemas without a name, which do not count against its budget
_LEAST_ROWS: Final = 60
_MAX_OPENED: Final = 1_500  # schemas of one body, also those without rows
_MAX_COUNTED: Final = 1_000  # schemas that are visited to see whether one fits
_MAX_NAMED: Final = 4  # alternatives whose types are named in a line
_UNIONS: Final = (("oneOf", "One of"), ("anyOf", "Any of"))
_BESIDE_ALL_OF: Final = frozenset({"allOf", "description", "title", "nullable", "example", "type"})
_HIDDEN: Final = {"request": "readOnly", "response": "writeOnly", "both": ""}
_MARKS: Final = {"deprecated": "deprecated", "readOnly": "read-only", "writeOnly": "write-only"}
_NO_VALUE: Final = Shape(Markup("no valid value"))


class SchemaReader:
    """The schemas of one contract for one page.

    `object_link` gives the link to a component schema, None where no page shows it; `history` that of a field of a
    component schema.
    """

    def __init__(
        self,
        resolver: Resolver,
        object_link: Callable[[str], Markup | None],
        history: Callable[[str, str], PartHistory] = lambda schema, field: PartHistory(),
    ) -> None:
        self._resolver, self._link, self._history = resolver, object_link, history
        self._budget = self._rows = self._max_rows = self._opened = self._counted = 0
        self._direction: Direction = "both"
        self._known: dict[tuple[object, ...], tuple[object, Shape]] = {}

    def read(self, node: Node, budget: int, direction: Direction = "both", anchor: Anchor | None = None) -> Shape:
        """The shape of a schema, with the component schemas in it that fit into `budget` rows.

        A request has no read-only fields, a response no write-only ones. `anchor` makes the ids of the fields that are
        in the schema itself, not in a component that it refers to.
        """
        if anchor is not None:
            return self._read(node, budget, direction, anchor)
        # operations share components, and one that is read again has the same shape
        key = (self._identity(node), budget, direction)
        if key not in self._known:
            self._known[key] = node.value, self._read(node, budget, direction)  # an id is one node's while it lives
        return self._known[key][1]

    def _identity(self, node: Node) -> object:
        """A key for all that `read` sees of a node: what it refers to, or itself."""
        if is_reference(node.value) and self._resolver.refers(node.value):
            return str(node.value["$ref"]), str(node.get("description") or "")
        return id(node.value), schema_at(node.pointer)

    def _read(self, node: Node, budget: int, direction: Direction, anchor: Anchor | None = None) -> Shape:
        self._budget, self._rows, self._opened, self._direction = budget, 0, 0, direction
        self._max_rows = max(_LEAST_ROWS, min(_MAX_ROWS, 5 * budget))
        return self._shape(node, (), anchor, root=anchor is not None)

    def _shape(
        self, node: Node, ancestors: tuple[int, ...], anchor: Anchor | None = None, *, root: bool = False
    ) -> Shape:
        description = node.get("description")
        if is_reference(node.value) and self._resolver.refers(node.value):
            target = self._resolver.resolve(node)
            if target.value is None:
                reference = code(str(node.value["$ref"]))
                return Shape(Markup("not in this contract: ") + reference, str(description or ""))
            return self._component(target, ancestors, str(description or ""), anchor, root=root)
        component = None if root else self._single_reference(node)
        if component is not None:
            return self._component(
                component, ancestors, str(description or ""), anchor, nullable=node.get("nullable") is True
            )
        return self._component(node, ancestors, "", anchor, root=root)

    def _single_reference(self, node: Node) -> Node | None:
        """The component of a schema that only adds a description to it: `allOf` with one reference."""
        members = node.items("allOf")
        if len(members) == 1 and set(node.value) <= _BESIDE_ALL_OF and is_reference(members[0].value):
            target = self._resolver.resolve(members[0])
            return target if target.value is not None else None
        return None

    def _component(
        self,
        node: Node,
        ancestors: tuple[int, ...],
        description: str,
        anchor: Anchor | None,
        *,
        root: bool = False,
        nullable: bool = False,
    ) -> Shape:
        if node.value is False:
            return _NO_VALUE
        if not isinstance(node.value, dict) or not node.value:
            return Shape(Markup("anything"), description)
        name = None if root else schema_at(node.pointer)
        schema = merged(self._resolver, node)
        description = description or str(schema.keywords.get("description") or "")
        has_content = self._has_content(schema)
        link = (self._link(name) or text(name)) if name and has_content else None
        # compared by identity: an equal schema elsewhere is another one, and only one that contains itself must end
        if id(node.value) in ancestors or len(ancestors) > _MAX_DEPTH or (link and not self._opens(node)):
            return Shape(_or_null(link or text(name or "object"), nullable=nullable or schema.nullable), description)
        if self._rows > self._max_rows or self._opened > _MAX_OPENED:
            return Shape(Markup("object; see the contract for its fields"), description)
        return self._open(
            schema, (*ancestors, id(node.value)), description, link, anchor if name is None else None, nullable=nullable
        )

    def _opens(self, node: Node) -> bool:
        """Whether a component opens in place: one that fits, and what a body consists of, as long as any may."""
        return self._fits(node) or (self._rows == 0 and self._budget > 0)

    def _fits(self, node: Node) -> bool:
        self._counted = 0
        cost = self._cost(node, ())
        if cost > self._budget or self._counted > _MAX_COUNTED:
            return False
        self._budget -= cost
        return True

    def _cost(self, node: Node, ancestors: tuple[int, ...]) -> int:
        """The rows of a schema without those of the component schemas in it."""
        self._counted += 1
        if not isinstance(node.value, dict) or id(node.value) in ancestors or self._counted > _MAX_COUNTED:
            return 0
        ancestors = (*ancestors, id(node.value))
        schema, cost = merged(self._resolver, node), 0
        children = schema.property_nodes().values()
        nested = [child for child in (schema.child("items"), schema.child("additionalProperties")) if child]
        listed = [member for key, _ in _UNIONS for member in schema.listed(key)]
        for child in (*children, *listed):
            if cost > self._budget:
                break
            cost += 1 + (0 if is_reference(child.value) else self._cost(child, ancestors))
        return cost + sum(self._cost(child, ancestors) for child in nested if not is_reference(child.value))

    def _has_content(self, schema: Schema) -> bool:
        """Whether a schema has fields, elements or several alternatives."""
        if schema.properties or any(len(schema.listed(key)) > 1 for key, _ in _UNIONS):
            return True
        return any(child is not None for child in (schema.child("items"), schema.child("additionalProperties")))

    def _open(
        self,
        schema: Schema,
        ancestors: tuple[int, ...],
        description: str,
        link: Markup | None,
        anchor: Anchor | None,
        *,
        nullable: bool,
    ) -> Shape:
        self._opened += 1
        keywords = schema.keywords
        element = self._element(schema, ancestors)
        alternatives, label = self._alternatives(schema, ancestors)
        fields = tuple(self._fields(schema, ancestors, anchor))
        types = types_of(keywords, has_fields=bool(schema.properties))
        kind = link or self._type(keywords, types, element, alternatives, is_map=not fields)
        limits = [*constraints(keywords), *self._other_limits(schema, ancestors)]
        for member in schema.members:
            limits += constraints(merged(self._resolver, member).keywords)
        if element and not element.fields and not element.alternatives:
            limits += [Markup("each ") + limit for limit in element.limits]
        if element and not fields and not alternatives:
            fields, alternatives, label = element.fields, element.alternatives, element.alternatives_label
        marks = tuple(word for key, word in _MARKS.items() if keywords.get(key) is True)
        nullable = nullable or schema.nullable
        if len(alternatives) == 1 and not fields:
            (one,) = alternatives
            fields, label, alternatives = one.fields, one.alternatives_label, one.alternatives
            limits, description = [*one.limits, *limits], description or one.description
        if not any(member.summary or member.description or member.limits for member in alternatives):
            alternatives = ()  # their types say it all
        type_ = _or_null(kind, nullable=nullable)
        return Shape(type_, description, tuple(dict.fromkeys(limits)), marks, fields, label, alternatives)

    def _type(
        self,
        keywords: Mapping[str, Any],
        types: tuple[str, ...],
        element: Shape | None,
        alternatives: tuple[Shape, ...],
        *,
        is_map: bool,
    ) -> Markup:
        if types == ("array",) and element:
            return Markup("array of ") + _plural(element.type)
        if types in (("object",), ()) and element and is_map and "items" not in keywords:
            return Markup("map of ") + _plural(element.type)
        if alternatives and types in ((), ("object",)):
            names = list(dict.fromkeys(member.type for member in alternatives))
            return (
                Markup(" or ").join(names)
                if len(names) <= _MAX_NAMED
                else text(f"one of {len(alternatives)} alternatives")
            )
        return text(" or ".join(types) or "anything") + text(formatted(keywords))

    def _element(self, schema: Schema, ancestors: tuple[int, ...]) -> Shape | None:
        """The schema of the elements of an array or a map."""
        child = schema.child("items") or schema.child("additionalProperties")
        if child is None or child.value is False or (child.value in (True, {}) and not schema.child("items")):
            return None
        return self._shape(child, ancestors)

    def _fields(self, schema: Schema, ancestors: tuple[int, ...], anchor: Anchor | None) -> Iterator[Field]:
        hidden = _HIDDEN[self._direction]
        owner = schema_at(schema.node.pointer)
        listed = list(schema.property_nodes().items())
        if self._direction == "request":  # what a caller must send comes first
            listed.sort(key=lambda item: item[0] not in schema.required)
        for name, node in listed:
            if hidden and self._has_keyword(node, hidden):
                continue
            self._rows += 1
            nested = (lambda *names, first=name: anchor(first, *names)) if anchor else None
            shape = self._shape(node, ancestors, nested)
            history = self._history(owner, name) if owner else PartHistory()
            yield Field(name, shape, name in schema.required, history, anchor(name) if anchor else Markup(""))

    def _has_keyword(self, node: Node, keyword: str) -> bool:
        return node.get(keyword) is True or self._resolver.resolve(node).get(keyword) is True

    def _alternatives(self, schema: Schema, ancestors: tuple[int, ...]) -> tuple[tuple[Shape, ...], Markup]:
        for key, words in _UNIONS:
            members = [node for node in schema.listed(key) if not _only_requires(node)]
            if members:
                discriminator = schema.keywords.get("discriminator")
                field = discriminator.get("propertyName") if isinstance(discriminator, Mapping) else None
                label = Markup(", distinguished by ") + code(str(field)) if field else Markup("")
                return tuple(self._alternative(node, discriminator, ancestors) for node in members), text(words) + label
        return (), Markup("")

    def _alternative(self, node: Node, discriminator: object, ancestors: tuple[int, ...]) -> Shape:
        self._rows += 1
        shape = self._shape(node, ancestors)
        mapping = discriminator.get("mapping") if isinstance(discriminator, Mapping) else None
        ref = node.get("$ref")
        pairs = mapping.items() if ref and isinstance(mapping, Mapping) else ()
        values = [value for value, target in pairs if mapped_reference(target) == ref]
        if not values:
            return shape
        words = Markup("if it is ") + Markup(", ").join(code(str(value)) for value in values)
        return replace(shape, limits=(words, *shape.limits))

    def _other_limits(self, schema: Schema, ancestors: tuple[int, ...]) -> Iterator[Markup]:
        """The limits that need other schemas: additional fields, patterns of names, `not`, sets of `required`."""
        extra = schema.child("additionalProperties")
        if (
            extra is not None and extra.value is False and self._direction != "response"
        ):  # a caller cannot add any there
            yield Markup("no additional fields")
        elif schema.properties and extra is not None and extra.value not in (True, False, {}):
            yield Markup("other fields: ") + self._shape(extra, ancestors).type
        for pattern, node in schema.children("patternProperties").items():
            yield Markup("fields that match ") + code(pattern) + ": " + self._shape(node, ancestors).type
        for key, _ in _UNIONS:
            needs = [node for node in schema.listed(key) if _only_requires(node)]
            if needs:
                yield Markup("requires ") + Markup(", or ").join(map(_required, needs))
        negated = schema.child("not")
        if negated is not None:
            yield Markup("not ") + self._negation(negated, ancestors)

    def _negation(self, node: Node, ancestors: tuple[int, ...]) -> Markup:
        if _only_requires(node):
            return Markup("with ") + _required(node)
        shape = self._shape(node, ancestors)
        words = Markup("; ").join(shape.limits)
        if shape.fields or shape.alternatives or (shape.type == "anything" and not words):
            return Markup("a value that matches ") + literal(node.value)
        return (
            words
            if shape.type == "anything" or "const" in (node.value or {})
            else Markup(": ").join(filter(None, (shape.type, words)))
        )


def _required(node: Node) -> Markup:
    return Markup(" and ").join(code(str(name)) for name in node.get("required"))


def _only_requires(node: Node) -> bool:
    return isinstance(node.value, dict) and set(node.value) <= {"required", "type"} and bool(node.get("required"))


def _plural(kind: Markup) -> Markup:
    return text(plural(str(kind))) if kind.isalpha() else kind


def _or_null(kind: Markup, *, nullable: bool) -> Markup:
    return kind + " or null" if nullable else kind
