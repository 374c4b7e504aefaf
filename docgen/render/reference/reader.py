"""Reads schemas as shapes: a schema that is on the way already, or too big for what is left, is named and linked."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal

from markupsafe import Markup

from docgen.openapi.inheritance import mapped_reference
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.render.escape import code, text
from docgen.render.reference.constraints import constraints, literal
from docgen.render.reference.shape import Field, Shape
from docgen.render.reference.types import formatted, plural, types_of
from docgen.render.versions import PartHistory

Direction = Literal["request", "response", "both"]
_DEEPEST: Final = 12
_MOST: Final = 600  # rows of one body, whatever its budget: what stands in place has no page of its own
_OPENED: Final = 1_500  # schemas of one body, whatever they have in them
_LOOKED_AT: Final = 1_000  # schemas that are counted to see whether one fits
_UNIONS: Final = (("oneOf", "One of"), ("anyOf", "Any of"))
_HIDDEN: Final = {"request": "readOnly", "response": "writeOnly", "both": ""}
_MARKS: Final = {"deprecated": "deprecated", "readOnly": "read-only", "writeOnly": "write-only"}
_NOTHING: Final = Shape(Markup("nothing: no value fits"))


class Reader:
    """The schemas of one contract for one page.

    `object_link` gives the link to where a component schema is shown, None where it is not; `history` what
    is known of a field of a component schema in other pins.
    """

    def __init__(
        self,
        resolver: Resolver,
        object_link: Callable[[str], Markup | None],
        history: Callable[[str, str], PartHistory] = lambda schema, field: PartHistory(),
    ) -> None:
        self._resolver, self._link, self._history = resolver, object_link, history
        self._left = self._rows = self._opened = self._counted = 0
        self._direction: Direction = "both"

    def read(
        self, node: Node, budget: int, direction: Direction = "both", anchor: Callable[..., Markup] | None = None
    ) -> Shape:
        """The shape of a schema; of the component schemas in it, those that fit into `budget` rows open in place.

        In a request what is read-only is left out, in a response what is write-only. `anchor` makes the ids of the
        fields that stand in the schema itself, from the names on the way to them.
        """
        self._left, self._rows, self._opened, self._direction = budget, 0, 0, direction
        return self._shape(node, (), anchor, root=anchor is not None)

    def _shape(
        self, node: Node, way: tuple[int, ...], anchor: Callable[..., Markup] | None = None, *, root: bool = False
    ) -> Shape:
        note = node.get("description")
        if is_reference(node.value) and self._resolver.refers(node.value):
            target = self._resolver.resolve(node)
            if target.value is None:
                where = code(str(node.value["$ref"]))
                return Shape(Markup("not in this contract: ") + where, str(note or ""))
            return self._named(target, way, str(note or ""), anchor, root=root)
        only = None if root else self._only(node)
        if only is not None:
            return self._named(only, way, str(note or ""), anchor, nullable=node.get("nullable") is True)
        return self._named(node, way, "", anchor, root=root)

    def _only(self, node: Node) -> Node | None:
        """The component that a schema is but for its description: `allOf` with one reference."""
        parts = node.items("allOf")
        others = set(node.value) - {"allOf", "description", "title", "nullable", "example", "type"} if parts else {""}
        if len(parts) == 1 and not others and is_reference(parts[0].value):
            target = self._resolver.resolve(parts[0])
            return target if target.value is not None else None
        return None

    def _named(
        self, node: Node, way: tuple[int, ...], note: str, anchor: Callable[..., Markup] | None, *,
        root: bool = False, nullable: bool = False,
    ) -> Shape:  # fmt: skip
        if node.value is True or node.value == {}:
            return Shape(Markup("anything"), note)
        if node.value is False:
            return _NOTHING
        if not isinstance(node.value, dict):
            return Shape(Markup("anything"), note)
        name = None if root else name_of(node)
        schema = merged(self._resolver, node)
        note = note or str(schema.keywords.get("description") or "")
        inner = self._inner(schema)
        link = (self._link(name) or text(name)) if name and inner else None
        # by identity: equal schemas at two places are two, and only one that holds itself must stop
        if id(node.value) in way or len(way) > _DEEPEST or (link and not self._opens(node)):
            return Shape(_or_null(link or text(name or "object"), null=nullable or schema.nullable), note)
        if self._rows > _MOST or self._opened > _OPENED:
            return Shape(Markup("object; its fields stand in the contract"), note)
        return self._open(schema, (*way, id(node.value)), note, link, anchor if name is None else None, null=nullable)

    def _opens(self, node: Node) -> bool:
        self._counted = 0
        cost = self._cost(node, ())
        if cost > self._left or self._counted > _LOOKED_AT:
            return False
        self._left -= cost
        return True

    def _cost(self, node: Node, way: tuple[int, ...]) -> int:
        """The rows of a schema without those of the component schemas in it."""
        self._counted += 1
        if not isinstance(node.value, dict) or id(node.value) in way or self._counted > _LOOKED_AT:
            return 0
        way = (*way, id(node.value))
        schema, cost = merged(self._resolver, node), 0
        children = [schema.property(field) for field in schema.properties]
        below = [child for child in (schema.child("items"), schema.child("additionalProperties")) if child]
        listed = [member for key, _ in _UNIONS for member in schema.listed(key)]
        for child in (*children, *listed):
            if cost > self._left:
                break
            cost += 1 + (0 if child is None or is_reference(child.value) else self._cost(child, way))
        return cost + sum(self._cost(child, way) for child in below if not is_reference(child.value))

    def _inner(self, schema: Schema) -> bool:
        """Whether a schema has anything to open."""
        if schema.properties or any(len(schema.listed(key)) > 1 for key, _ in _UNIONS):
            return True
        return any(child is not None for child in (schema.child("items"), schema.child("additionalProperties")))

    def _open(
        self, schema: Schema, way: tuple[int, ...], note: str, link: Markup | None,
        anchor: Callable[..., Markup] | None, *, null: bool,
    ) -> Shape:  # fmt: skip
        self._opened += 1
        of = schema.keywords
        held = self._held(schema, way)
        choices, choice = self._choices(schema, way)
        fields = tuple(self._fields(schema, way, anchor))
        types = types_of(of, has_fields=bool(schema.properties))
        kind = link or self._type(of, types, held, choices, is_map=not fields)
        limits = [*constraints(of), *self._others(schema, held, way, is_map=not fields and held is not None)]
        for member in schema.members:
            limits += constraints(merged(self._resolver, member).keywords)
        if held and not held.fields and not held.choices:
            limits += [Markup("each ") + limit for limit in held.limits]
        if held and not fields and not choices:
            fields, choices, choice = held.fields, held.choices, held.choice
        marks = tuple(word for key, word in _MARKS.items() if of.get(key) is True)
        null = null or schema.nullable
        if len(choices) == 1 and not fields:
            (one,) = choices
            fields, limits, choice, choices = one.fields, [*one.limits, *limits], one.choice, one.choices
        if not any(part.opens or part.note or part.limits for part in choices):
            choices = ()  # their types say it all
        return Shape(_or_null(kind, null=null), note, tuple(limits), marks, fields, choice, choices)

    def _type(
        self, of: Mapping[str, Any], types: tuple[str, ...], held: Shape | None, choices: tuple[Shape, ...], *,
        is_map: bool,
    ) -> Markup:  # fmt: skip
        if types == ("array",) and held:
            return Markup("array of ") + _plural(held.type)
        if types in (("object",), ()) and held and is_map and "items" not in of:
            return Markup("map of ") + _plural(held.type)
        if choices and types in ((), ("object",)):
            names = list(dict.fromkeys(choice.type for choice in choices))
            return Markup(" or ").join(names) if len(names) <= 4 else text(f"one of {len(choices)} alternatives")
        return text(" or ".join(types) or "anything") + text(formatted(of))

    def _held(self, schema: Schema, way: tuple[int, ...]) -> Shape | None:
        """What an array or a map holds."""
        child = schema.child("items") or schema.child("additionalProperties")
        if child is None or child.value is False or (child.value in (True, {}) and not schema.child("items")):
            return None
        return self._shape(child, way)

    def _fields(self, schema: Schema, way: tuple[int, ...], anchor: Callable[..., Markup] | None) -> Iterator[Field]:
        hidden = _HIDDEN[self._direction]
        owner = name_of(schema.node)
        for name in schema.properties:
            node = schema.property(name)
            if node is None or (hidden and self._is(node, hidden)):
                continue
            self._rows += 1
            below = (lambda *names, first=name: anchor(first, *names)) if anchor else None
            shape = self._shape(node, way, below)
            history = self._history(owner, name) if owner else PartHistory()
            yield Field(name, shape, name in schema.required, history, anchor(name) if anchor else Markup(""))

    def _is(self, node: Node, keyword: str) -> bool:
        return node.get(keyword) is True or self._resolver.resolve(node).get(keyword) is True

    def _choices(self, schema: Schema, way: tuple[int, ...]) -> tuple[tuple[Shape, ...], Markup]:
        for key, words in _UNIONS:
            places = [node for node in schema.listed(key) if not _only_requires(node)]
            if places:
                by = schema.keywords.get("discriminator")
                field = by.get("propertyName") if isinstance(by, Mapping) else None
                told = Markup(", told apart by ") + code(str(field)) if field else Markup("")
                return tuple(self._choice(node, by, way) for node in places), text(words) + told
        return (), Markup("")

    def _choice(self, node: Node, by: object, way: tuple[int, ...]) -> Shape:
        self._rows += 1
        shape = self._shape(node, way)
        mapping = by.get("mapping") if isinstance(by, Mapping) else None
        ref = node.get("$ref")
        values = [value for value, to in mapping.items() if ref and mapped_reference(to) == ref] if (
            isinstance(mapping, Mapping)
        ) else []  # fmt: skip
        if not values:
            return shape
        said = Markup("where it is ") + Markup(", ").join(code(str(value)) for value in values)
        return Shape(shape.type, shape.note, (said, *shape.limits), shape.marks, shape.fields, shape.choice,
                     shape.choices)  # fmt: skip

    def _others(self, schema: Schema, held: Shape | None, way: tuple[int, ...], *, is_map: bool) -> Iterator[Markup]:
        """What has words only with other schemas: other fields, patterns of their names, `not`, sets of `required`."""
        extra = schema.child("additionalProperties")
        if schema.properties and extra is not None and extra.value not in (True, False, {}):
            yield Markup("other fields: ") + self._shape(extra, way).type
        for pattern, node in schema.children("patternProperties").items():
            yield Markup("fields that match ") + code(pattern) + ": " + self._shape(node, way).type
        for key, _ in _UNIONS:
            needs = [node for node in schema.listed(key) if _only_requires(node)]
            if needs:
                sets = [Markup(" and ").join(code(str(n)) for n in node.get("required")) for node in needs]
                yield Markup("needs ") + Markup(", or ").join(sets)
        never = schema.child("not")
        if never is not None:
            yield Markup("not ") + self._never(never, way)

    def _never(self, node: Node, way: tuple[int, ...]) -> Markup:
        if _only_requires(node):
            return Markup("with ") + Markup(" and ").join(code(str(n)) for n in node.get("required"))
        shape = self._shape(node, way)
        said = Markup("; ").join(shape.limits)
        if shape.fields or shape.choices or (shape.type == "anything" and not said):
            return Markup("a value that fits ") + literal(node.value)
        return said if shape.type == "anything" or "const" in (node.value or {}) else Markup(": ").join(
            part for part in (shape.type, said) if part
        )  # fmt: skip


def name_of(node: Node) -> str | None:
    """The name of the component schema that stands at a place."""
    pointer = node.pointer
    return str(pointer[2]) if len(pointer) == 3 and pointer[:2] == ("components", "schemas") else None


def _only_requires(node: Node) -> bool:
    return isinstance(node.value, dict) and set(node.value) <= {"required", "type"} and bool(node.get("required"))


def _plural(kind: Markup) -> Markup:
    return text(plural(str(kind))) if kind.isalpha() else kind


def _or_null(kind: Markup, *, null: bool) -> Markup:
    return kind + " or null" if null else kind
