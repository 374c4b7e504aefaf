"""Reads schemas as shapes: a schema that is on the way already, or too big for what is left, is named and linked."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal

from markupsafe import Markup

from docgen.openapi.nodes import Place, Side, is_reference
from docgen.openapi.schema import View, merged
from docgen.render.escape import code, text
from docgen.render.reference.constraints import constraints, literal
from docgen.render.reference.shape import Field, Shape
from docgen.render.reference.types import formatted, plural, types_of
from docgen.render.versions import History

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
        side: Side,
        object_link: Callable[[str], Markup | None],
        history: Callable[[str, str], History] = lambda schema, field: History(),
    ) -> None:
        self._side, self._link, self._history = side, object_link, history
        self._left = self._rows = self._opened = self._counted = 0
        self._direction: Direction = "both"

    def read(
        self, place: Place, budget: int, direction: Direction = "both", anchor: Callable[..., Markup] | None = None
    ) -> Shape:
        """The shape of a schema; of the component schemas in it, those that fit into `budget` rows open in place.

        In a request what is read-only is left out, in a response what is write-only. `anchor` makes the ids of the
        fields that stand in the schema itself, from the names on the way to them.
        """
        self._left, self._rows, self._opened, self._direction = budget, 0, 0, direction
        return self._shape(place, (), anchor, root=anchor is not None)

    def _shape(
        self, place: Place, way: tuple[int, ...], anchor: Callable[..., Markup] | None = None, *, root: bool = False
    ) -> Shape:
        note = place.get("description")
        if is_reference(place.node) and self._side.refers(place.node):
            target = self._side.resolve(place)
            if target.node is None:
                where = code(str(place.node["$ref"]))
                return Shape(Markup("not in this contract: ") + where, str(note or ""))
            return self._named(target, way, str(note or ""), anchor, root=root)
        only = None if root else self._only(place)
        if only is not None:
            return self._named(only, way, str(note or ""), anchor, nullable=place.get("nullable") is True)
        return self._named(place, way, "", anchor, root=root)

    def _only(self, place: Place) -> Place | None:
        """The component that a schema is but for its description: `allOf` with one reference."""
        parts = place.items("allOf")
        others = set(place.node) - {"allOf", "description", "title", "nullable", "example", "type"} if parts else {""}
        if len(parts) == 1 and not others and is_reference(parts[0].node):
            target = self._side.resolve(parts[0])
            return target if target.node is not None else None
        return None

    def _named(
        self, place: Place, way: tuple[int, ...], note: str, anchor: Callable[..., Markup] | None, *,
        root: bool = False, nullable: bool = False,
    ) -> Shape:  # fmt: skip
        if place.node is True or place.node == {}:
            return Shape(Markup("anything"), note)
        if place.node is False:
            return _NOTHING
        if not isinstance(place.node, dict):
            return Shape(Markup("anything"), note)
        name = None if root else name_of(place)
        view = merged(self._side, place)
        note = note or str(view.keywords.get("description") or "")
        inner = self._inner(view)
        link = (self._link(name) or text(name)) if name and inner else None
        # by identity: equal schemas at two places are two, and only one that holds itself must stop
        if id(place.node) in way or len(way) > _DEEPEST or (link and not self._opens(place)):
            return Shape(_or_null(link or text(name or "object"), null=nullable or view.nullable), note)
        if self._rows > _MOST or self._opened > _OPENED:
            return Shape(Markup("object; its fields stand in the contract"), note)
        return self._open(view, (*way, id(place.node)), note, link, anchor if name is None else None, null=nullable)

    def _opens(self, place: Place) -> bool:
        self._counted = 0
        cost = self._cost(place, ())
        if cost > self._left or self._counted > _LOOKED_AT:
            return False
        self._left -= cost
        return True

    def _cost(self, place: Place, way: tuple[int, ...]) -> int:
        """The rows of a schema without those of the component schemas in it."""
        self._counted += 1
        if not isinstance(place.node, dict) or id(place.node) in way or self._counted > _LOOKED_AT:
            return 0
        way = (*way, id(place.node))
        view, cost = merged(self._side, place), 0
        children = [view.property(field) for field in view.properties]
        below = [child for child in (view.child("items"), view.child("additionalProperties")) if child]
        listed = [member for key, _ in _UNIONS for member in view.listed(key)]
        for child in (*children, *listed):
            if cost > self._left:
                break
            cost += 1 + (0 if child is None or is_reference(child.node) else self._cost(child, way))
        return cost + sum(self._cost(child, way) for child in below if not is_reference(child.node))

    def _inner(self, view: View) -> bool:
        """Whether a schema has anything to open."""
        if view.properties or any(len(view.listed(key)) > 1 for key, _ in _UNIONS):
            return True
        return any(child is not None for child in (view.child("items"), view.child("additionalProperties")))

    def _open(
        self, view: View, way: tuple[int, ...], note: str, link: Markup | None,
        anchor: Callable[..., Markup] | None, *, null: bool,
    ) -> Shape:  # fmt: skip
        self._opened += 1
        of = view.keywords
        held = self._held(view, way)
        choices, choice = self._choices(view, way)
        fields = tuple(self._fields(view, way, anchor))
        types = types_of(of, has_fields=bool(view.properties))
        kind = link or self._type(of, types, held, choices, is_map=not fields)
        limits = [*constraints(of), *self._others(view, held, way, is_map=not fields and held is not None)]
        for member in view.members:
            limits += constraints(merged(self._side, member).keywords)
        if held and not held.fields and not held.choices:
            limits += [Markup("each ") + limit for limit in held.limits]
        if held and not fields and not choices:
            fields, choices, choice = held.fields, held.choices, held.choice
        marks = tuple(word for key, word in _MARKS.items() if of.get(key) is True)
        null = null or view.nullable
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

    def _held(self, view: View, way: tuple[int, ...]) -> Shape | None:
        """What an array or a map holds."""
        child = view.child("items") or view.child("additionalProperties")
        if child is None or child.node is False or (child.node in (True, {}) and not view.child("items")):
            return None
        return self._shape(child, way)

    def _fields(self, view: View, way: tuple[int, ...], anchor: Callable[..., Markup] | None) -> Iterator[Field]:
        hidden = _HIDDEN[self._direction]
        owner = name_of(view.place)
        for name in view.properties:
            place = view.property(name)
            if place is None or (hidden and self._is(place, hidden)):
                continue
            self._rows += 1
            below = (lambda *names, first=name: anchor(first, *names)) if anchor else None
            shape = self._shape(place, way, below)
            history = self._history(owner, name) if owner else History()
            yield Field(name, shape, name in view.required, history, anchor(name) if anchor else Markup(""))

    def _is(self, place: Place, keyword: str) -> bool:
        return place.get(keyword) is True or self._side.resolve(place).get(keyword) is True

    def _choices(self, view: View, way: tuple[int, ...]) -> tuple[tuple[Shape, ...], Markup]:
        for key, words in _UNIONS:
            places = [place for place in view.listed(key) if not _only_requires(place)]
            if places:
                by = view.keywords.get("discriminator")
                field = by.get("propertyName") if isinstance(by, Mapping) else None
                told = Markup(", told apart by ") + code(str(field)) if field else Markup("")
                return tuple(self._choice(place, by, way) for place in places), text(words) + told
        return (), Markup("")

    def _choice(self, place: Place, by: object, way: tuple[int, ...]) -> Shape:
        self._rows += 1
        shape = self._shape(place, way)
        mapping = by.get("mapping") if isinstance(by, Mapping) else None
        ref = place.get("$ref")
        values = [value for value, to in mapping.items() if ref and to in (ref, str(ref).rpartition("/")[2])] if (
            isinstance(mapping, Mapping)
        ) else []  # fmt: skip
        if not values:
            return shape
        said = Markup("where it is ") + Markup(", ").join(code(str(value)) for value in values)
        return Shape(shape.type, shape.note, (said, *shape.limits), shape.marks, shape.fields, shape.choice,
                     shape.choices)  # fmt: skip

    def _others(self, view: View, held: Shape | None, way: tuple[int, ...], *, is_map: bool) -> Iterator[Markup]:
        """What has words only with other schemas: other fields, patterns of their names, `not`, sets of `required`."""
        extra = view.child("additionalProperties")
        if view.properties and extra is not None and extra.node not in (True, False, {}):
            yield Markup("other fields: ") + self._shape(extra, way).type
        for pattern, place in view.children("patternProperties").items():
            yield Markup("fields that match ") + code(pattern) + ": " + self._shape(place, way).type
        for key, _ in _UNIONS:
            needs = [place for place in view.listed(key) if _only_requires(place)]
            if needs:
                sets = [Markup(" and ").join(code(str(n)) for n in place.get("required")) for place in needs]
                yield Markup("needs ") + Markup(", or ").join(sets)
        never = view.child("not")
        if never is not None:
            yield Markup("not ") + self._never(never, way)

    def _never(self, place: Place, way: tuple[int, ...]) -> Markup:
        if _only_requires(place):
            return Markup("with ") + Markup(" and ").join(code(str(n)) for n in place.get("required"))
        shape = self._shape(place, way)
        said = Markup("; ").join(shape.limits)
        if shape.fields or shape.choices or (shape.type == "anything" and not said):
            return Markup("a value that fits ") + literal(place.node)
        return said if shape.type == "anything" or "const" in (place.node or {}) else Markup(": ").join(
            part for part in (shape.type, said) if part
        )  # fmt: skip


def name_of(place: Place) -> str | None:
    """The name of the component schema that stands at a place."""
    pointer = place.pointer
    return str(pointer[2]) if len(pointer) == 3 and pointer[:2] == ("components", "schemas") else None


def _only_requires(place: Place) -> bool:
    return isinstance(place.node, dict) and set(place.node) <= {"required", "type"} and bool(place.get("required"))


def _plural(kind: Markup) -> Markup:
    return text(plural(str(kind))) if kind.isalpha() else kind


def _or_null(kind: Markup, *, null: bool) -> Markup:
    return kind + " or null" if null else kind
