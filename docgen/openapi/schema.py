"""A schema as it validates: `allOf` merged, null taken out of its types, the dialects of 3.0 and 3.1 made one."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from docgen.openapi.nodes import ANNOTATIONS, Place
from docgen.openapi.references import is_reference
from docgen.openapi.resolver import Side
from docgen.positions.source import Pointer

_HANDLED: Final = frozenset(("allOf", "$ref", "properties", "required", "nullable", "$defs", "definitions"))
_MARKS: Final = {"exclusiveMaximum": "maximum", "exclusiveMinimum": "minimum"}
UNIONS: Final = ("anyOf", "oneOf")
"""Keywords of alternatives."""
_JOINED: Final = frozenset(("items", "additionalProperties"))


class View(msgspec.Struct, frozen=True):
    """What a schema demands: its keywords, its properties and required names, and whether null is allowed.

    `keywords` are those beside `properties`, `required`, `allOf` and `nullable`; `members` are parts of an
    `allOf` that cannot be merged; `listed_types` says that the types were listed by a union; `homes` are the
    pointers of the schemas that keywords come from, and `property_homes` those of properties, where it is another.
    """

    keywords: dict[str, Any]
    properties: Mapping[str, Any]
    required: frozenset[str]
    nullable: bool
    place: Place
    members: tuple[Place, ...] = ()
    listed_types: bool = False
    homes: Mapping[str, Pointer] = {}
    property_homes: Mapping[str, Pointer] = {}

    def child(self, key: str) -> Place | None:
        """The subschema under a keyword; None where there is none."""
        node = self.keywords.get(key)
        return Place(node, (*self.home(key), key)) if isinstance(node, dict | bool) else None

    def property(self, name: str) -> Place | None:
        """The schema of a property; None where there is none."""
        if name not in self.properties:
            return None
        home = self.property_homes.get(name)
        return Place(self.properties[name], home or (*self.place.pointer, "properties", name))

    def children(self, key: str) -> dict[str, Place]:
        """The subschemas of a mapping under a keyword."""
        return Place(self.keywords, self.home(key)).members(key)

    def listed(self, key: str) -> list[Place]:
        """The subschemas of a list under a keyword, with their indexes in the document."""
        found = Place(self.keywords, self.home(key)).items(key)
        if not found:
            return found
        places = {id(place.node): place for place in self.place.items(key)}
        return [places.get(id(place.node), place) for place in found]

    def child_pointer(self, *keys: str) -> Pointer:
        """The pointer of the first of some keywords that the schema has, or of the schema."""
        for key in keys:
            if key in self.keywords and (key in self.homes or self.place.get(key) is not None):
                marked = isinstance(self.place.get(key), bool) and key in _MARKS
                return (*self.home(key), _MARKS[key] if marked else key)
        return self.place.pointer

    def home(self, key: str) -> Pointer:
        """The pointer of the schema that a keyword comes from."""
        return self.homes.get(key, self.place.pointer)


def plain(place: Place) -> View:
    """A schema without its `allOf`, as it stands."""
    node = place.node
    if node is False:
        node = {"not": {}}
    if not isinstance(node, dict):
        return View({}, {}, frozenset(), False, place)
    keywords = {key: value for key, value in node.items() if key not in _HANDLED}
    required = node.get("required")
    nullable = node.get("nullable") is True
    return View(
        _one_dialect(keywords),
        properties if isinstance(properties := node.get("properties"), dict) else {},
        frozenset(name for name in required if isinstance(name, str)) if isinstance(required, list) else frozenset(),
        _without_null(keywords) or nullable,
        place,
    )


def _one_dialect(keywords: dict[str, Any]) -> dict[str, Any]:
    """The exclusive bounds of 3.0, which are marks beside the bound, as those of 3.1; changes `keywords`."""
    for exclusive, bound in _MARKS.items():
        if keywords.get(exclusive) is True and bound in keywords:
            keywords[exclusive] = keywords.pop(bound)
        elif isinstance(keywords.get(exclusive), bool):
            del keywords[exclusive]
    return keywords


def _without_null(keywords: dict[str, Any]) -> bool:
    """Take null out of the types, the values and the alternatives; whether it was there."""
    nullable = False
    types = keywords.get("type")
    if types == "null" or (isinstance(types, list) and "null" in types and len(types) > 1):
        nullable = types != "null"
        keywords["type"] = types if types == "null" else [name for name in types if name != "null"]
        listed = keywords.get("enum")
        nullable = nullable and not (isinstance(listed, list) and None not in listed)
    for key in UNIONS:
        members = keywords.get(key)
        if isinstance(members, list) and len(members) > 1 and any(is_null(member) for member in members):
            nullable = True
            keywords[key] = [member for member in members if not is_null(member)]
    values = keywords.get("enum")
    if isinstance(values, list) and None in values and len(values) > 1:
        keywords["enum"] = [value for value in values if value is not None]
        nullable = nullable or "type" not in keywords
    return nullable


def is_null(member: object) -> bool:
    """Whether a member of a union takes null alone."""
    return isinstance(member, dict) and (member.get("type") in ("null", ["null"]) or member.get("enum") == [None])


def merged(side: Side, place: Place) -> View:
    """A schema with its `allOf` and the keywords beside a `$ref` taken in; what cannot be merged stays in `members`.

    What it demands is taken in once, in the order of the document, though schemas hold each other in a circle.
    """
    known = side.views.get(id(place.node))
    if isinstance(known, View) and known.place.node is place.node:
        return known
    demanded = demands(side, place)
    view = plain(next(demanded))
    for part in demanded:
        side.taken_in.add(id(part.node))
        view = _both(side, view, plain(part))
    side.views[id(place.node)] = view
    return view


def demands(side: Side, place: Place, unions: tuple[str, ...] = ()) -> Iterator[Place]:
    """A schema and those that it demands of the same value, each once, in the order of the document.

    References of the others are followed; with `unions`, the alternatives under these keywords are among them.
    """
    waiting, taken = [place], set[int]()
    while waiting:
        part = waiting.pop()
        if id(part.node) not in taken:
            taken.add(id(part.node))
            yield part
            inner = [*parts_of(side, part), *(member for key in unions for member in part.items(key))]
            waiting += map(side.resolve, reversed(inner))


def parts_of(side: Side, place: Place) -> list[Place]:
    """The schemas that a schema demands beside its own keywords: those of its `allOf`, and what it refers to."""
    parts = side.parts_of_made(place.node) or place.items("allOf")
    if is_reference(place.node) and not side.refers(place.node):
        parts.append(Place({"$ref": place.node["$ref"]}, (*place.pointer, "$ref")))
    return parts


def _both(side: Side, left: View, right: View) -> View:
    """What a schema demands together with one that stands as it is."""
    keywords, homes = dict(left.keywords), dict(left.homes)
    rest: dict[str, Any] = {}
    for key, value in right.keywords.items():
        if key not in keywords:
            keywords[key] = value
            homes[key] = right.place.pointer
        elif key in ANNOTATIONS or key[:2] == "x-" or keywords[key] == value:
            continue
        elif key in _JOINED and isinstance(value, dict) and isinstance(keywords[key], dict):
            pair = Place(keywords[key], (*left.home(key), key)), Place(value, (*right.place.pointer, key))
            keywords[key] = side.together(*pair).node
        elif tighter := _TIGHTER.get(key):
            keywords[key] = tighter(keywords[key], value)
        else:
            rest[key] = value
    properties, where = dict(left.properties), dict(left.property_homes)
    for name in right.properties:
        before, after = left.property(name), right.property(name)
        place = _together(side, before, after)
        properties[name], where[name] = place.node, place.pointer
    demands = rest.keys() - {"discriminator"}  # which alone demands nothing
    members = (*left.members, *((Place(rest, right.place.pointer),) if demands else ()))
    typed = "type" in left.keywords, "type" in right.keywords
    nullable = (
        (left.nullable or not typed[0]) and (right.nullable or not typed[1]) and (left.nullable or right.nullable)
    )
    required = left.required | right.required
    nullable = nullable or (left.nullable and not typed[0])  # in 3.0, beside an `allOf` and without a type
    return View(keywords, properties, required, nullable, left.place, members, homes=homes, property_homes=where)


def _together(side: Side, left: Place | None, right: Place | None) -> Place:
    if left is None or right is None:
        return left or right or Place(None, ())
    return left if left.node == right.node else side.together(left, right)


def _smaller(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    return min(left, right) if _numbers(left, right) else left


def _larger(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    return max(left, right) if _numbers(left, right) else left


def _numbers(*values: object) -> bool:
    return all(isinstance(value, int | float) for value in values)


def _in_both(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(left, list) and isinstance(right, list):
        return [value for value in left if value in right]
    if isinstance(left, list) and right in left:
        return right
    return left


def _either(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    return left or right


_TIGHTER: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    **dict.fromkeys(("maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum", "maxContains"), _smaller),
    **dict.fromkeys(("minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum", "minContains"), _larger),
    "enum": _in_both,
    "type": _in_both,
    **dict.fromkeys(("deprecated", "readOnly", "writeOnly", "uniqueItems"), _either),
}
