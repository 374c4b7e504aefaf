"""Reads schemas as shapes: a schema that contains itself, or exceeds the budget, is named and linked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import filterfalse
from typing import Final, Literal

from markupsafe import Markup
from msgspec.structs import replace

from docgen import urls
from docgen.openapi.alternatives import alternative_names
from docgen.openapi.discriminators import mapped_reference
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node, validated
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.render.escape import code, text
from docgen.render.reference.operation import Field, Shape
from docgen.render.reference.row_budget import is_shown_in_place, own_rows
from docgen.render.reference.schema_words import (
    condition,
    constraints,
    only_requires,
    or_null,
    sets_of_required,
    type_in_words,
)
from docgen.render.versions import PartHistory

Direction = Literal["request", "response", "both"]
_MAX_DEPTH: Final = 12
# rows of one body, also of schemas without a name, which do not count against its budget
_MAX_ROWS: Final = 600
_LEAST_ROWS: Final = 60
# schemas of one body, also those without rows
_MAX_OPENED: Final = 1_500
_UNIONS: Final = {"oneOf": "One of", "anyOf": "Any of"}
_BESIDE_ALL_OF: Final = frozenset({"allOf", "description", "title", "nullable", "example", "type"})
_HIDDEN: Final = {"request": "readOnly", "response": "writeOnly", "both": ""}
# one for all: a contract has a hundred thousand schemas without alternatives
_NO_LABEL: Final = Markup("")
_MARKS: Final = {"deprecated": "deprecated", "readOnly": "read-only", "writeOnly": "write-only"}


class SchemaReader:
    """The schemas of one contract for one page.

    `object_link` gives the link to a component schema, None where no page shows it; `history` that of a field of a
    component schema.
    """

    def __init__(
        self,
        resolver: Resolver,
        object_link: Callable[[str], Markup | None] = lambda name: None,
        history: Callable[[str, str], PartHistory] = lambda schema, field: PartHistory(),
    ) -> None:
        self._resolver, self._link, self._history = resolver, object_link, history
        self._left = self._rows = self._max_rows = self._opened = 0
        self._direction: Direction = "both"
        # the schemas around the one that is read, by their identity
        self._around: list[int] = []
        self._known: dict[tuple[object, ...], tuple[object, Shape]] = {}

    def read(self, node: Node, budget: int, direction: Direction = "both", *, root: bool = False) -> Shape:
        """The shape of a schema, with the component schemas in it that fit into `budget` rows.

        A request has no read-only fields, a response no write-only ones. A `root` opens in any case: the page is its
        own.
        """
        # operations share components, and one that is read again has the same shape
        key = (self._identity(node), budget, direction, root)
        if key in self._known:
            return self._known[key][1]
        self._left, self._direction = budget, direction
        self._rows = self._opened = 0
        self._max_rows = max(_LEAST_ROWS, min(_MAX_ROWS, 5 * budget))
        shape = self._shape(node, root=root)
        # an id is one node's while it lives
        self._known[key] = node.value, shape
        return shape

    def _identity(self, node: Node) -> object:
        """A key for all that `read` sees of a node: what it refers to, or itself."""
        if self._resolver.refers(node.value):
            return node.ref, node.description
        return id(node.value), node.schema_name

    def _shape(self, node: Node, *, root: bool = False) -> Shape:
        """The shape of a node; a description beside a reference is about this use of what it refers to."""
        target, description, nullable = node, node.description, False
        if self._resolver.refers(node.value):
            target = self._resolver.resolve(node)
            if target.value is None:
                return Shape(Markup("not in this contract: ") + code(node.ref), description)
        elif (component := self._single_reference(node)) and not root:
            target, nullable = component, node.get("nullable") is True
        if target.value is False:
            return Shape(Markup("no valid value"))
        if not isinstance(target.value, dict) or not target.value:
            return Shape(Markup("anything"), description)
        name = None if root else target.schema_name
        schema, link = merged(self._resolver, target), None
        nullable = nullable or schema.nullable
        description = description or str(schema.keywords.get("description") or "")
        if name and not is_shown_in_place(self._resolver, target):
            link = self._link(name) or text(name)
        # compared by identity: an equal schema elsewhere is another one, and only one that contains itself must end
        around = self._around
        if id(target.value) in around or len(around) > _MAX_DEPTH or (link and not self._opens(target)):
            return Shape(or_null(link or text(name or "object"), nullable=nullable), description)
        is_over = self._rows > self._max_rows or self._opened > _MAX_OPENED
        if is_over and not is_shown_in_place(self._resolver, target):
            return Shape(Markup("object"), description, (Markup("see the contract for its fields"),))
        around.append(id(target.value))
        shape = self._open(schema, link)
        around.pop()
        return replace(shape, type=or_null(shape.type, nullable=nullable), description=description or shape.description)

    def _single_reference(self, node: Node) -> Node | None:
        """The component of a schema that only adds a description to it: `allOf` with one reference."""
        members = node.items("allOf")
        if len(members) == 1 and set(node.value) <= _BESIDE_ALL_OF and members[0].ref:
            target = self._resolver.resolve(members[0])
            return target if target.value is not None else None
        return None

    def _opens(self, node: Node) -> bool:
        """Whether a component opens in place: one that fits, and what a body consists of, as long as any may."""
        rows = own_rows(self._resolver, node, self._left)
        if rows is None:
            return self._rows == 0 and self._left > 0
        self._left -= rows
        return True

    def _open(self, schema: Schema, link: Markup | None) -> Shape:
        """The shape of a schema with all that is in it, without its own description."""
        self._opened += 1
        keywords = schema.keywords
        element = self._element(schema)
        # before alternatives, of which a great many may exceed the budget
        fields = tuple(self._fields(schema))
        alternatives, label = self._alternatives(schema)
        limits = [*constraints(keywords), *self._other_limits(schema)]
        for member in schema.members:
            limits += constraints(merged(self._resolver, member).keywords)
        if element and not element.summary:
            limits += [Markup("each ") + limit for limit in element.limits]
        marks = tuple(word for key, word in _MARKS.items() if keywords.get(key) is True)
        kind = link or type_in_words(
            keywords,
            element.type if element else None,
            [member.type for member in alternatives],
            is_object=bool(schema.properties),
            has_fields=bool(fields),
        )
        shape = Shape(kind, "", _once(limits), marks, fields, label, alternatives)
        if element and not fields and not alternatives:
            shape = _with_content_of(element, shape)
        if len(shape.alternatives) == 1 and not shape.fields:
            (only,) = shape.alternatives
            limits = [*only.limits, *shape.limits]
            shape = replace(_with_content_of(only, shape), description=only.description, limits=_once(limits))
        if not any(member.summary or member.description or member.limits for member in shape.alternatives):
            # their types say it all
            return replace(shape, alternatives=())
        return shape

    def _element(self, schema: Schema) -> Shape | None:
        """The schema of the elements of an array or a map."""
        child = schema.child("items") or schema.child("additionalProperties")
        if child is None or child.value is False or (child.value in (True, {}) and not schema.child("items")):
            return None
        return self._shape(child)

    def _fields(self, schema: Schema) -> Iterator[Field]:
        hidden = _HIDDEN[self._direction]
        owner = schema.node.schema_name
        listed = list(schema.property_nodes().items())
        # what a caller must send comes first
        if self._direction == "request":
            listed.sort(key=lambda item: item[0] not in schema.required)
        for name, node in listed:
            if hidden and any(part.get(hidden) is True for part in (node, self._resolver.resolve(node))):
                continue
            self._rows += 1
            shape = self._shape(node)
            history = self._history(owner, name) if owner else PartHistory()
            is_required, id_ = name in schema.required, urls.field_id(name, schema.properties)
            yield Field(name, shape, is_required, history, id_, is_required and self._direction == "request")

    def _alternatives(self, schema: Schema) -> tuple[tuple[Shape, ...], Markup]:
        for key, words in _UNIONS.items():
            members = list(filterfalse(only_requires, schema.listed(key)))
            if members:
                discriminator, label = Node(schema.keywords.get("discriminator"), ()), text(words)
                if field := discriminator.get("propertyName"):
                    label += Markup(", distinguished by ") + code(str(field))
                return tuple(self._listed(members, discriminator)), label
        return (), _NO_LABEL

    def _listed(self, members: Sequence[Node], discriminator: Node) -> Iterator[Shape]:
        """The alternatives, each with an id by a name that no other has, or its number where it has none."""
        named = zip(members, alternative_names(self._resolver, members), strict=True)
        for number, (node, names) in enumerate(named, 1):
            shape = self._alternative(node, discriminator)
            id_, *_ = (*names.own, *names.fields, str(number))
            # the type of a component is its name
            name = "" if node.ref else "".join(names.own[:1])
            yield replace(shape, name=name, id=f"({urls.name_id(id_)})")

    def _alternative(self, node: Node, discriminator: Node) -> Shape:
        self._rows += 1
        shape, ref = self._shape(node), node.ref
        mapping = discriminator.members("mapping").items()
        values = [code(value) for value, target in mapping if ref and mapped_reference(target.value) == ref]
        if not values:
            return shape
        return replace(shape, limits=(Markup("if it is ") + Markup(", ").join(values), *shape.limits))

    def _other_limits(self, schema: Schema) -> Iterator[Markup]:
        """The limits that need other schemas: additional fields, patterns of names, `not`, sets of `required`."""
        extra = schema.child("additionalProperties")
        # a caller cannot add any there
        if extra and extra.value is False and self._direction != "response":
            yield Markup("additional fields are rejected")
        elif schema.properties and extra and extra.value not in (True, False, {}):
            yield Markup("other fields: ") + self._shape(extra).type
        for pattern, node in schema.children("patternProperties").items():
            yield Markup("fields that match ") + code(pattern) + ": " + self._shape(node).type
        for key in _UNIONS:
            if needs := sets_of_required(schema.listed(key)):
                yield Markup("requires ") + needs
        if negated := schema.child("not"):
            yield from self._negations(negated)

    def _negations(self, node: Node) -> Iterator[Markup]:
        # what matches none of several schemas is not the first, and not the second
        excluded = node.items("anyOf") if validated(node.mapping) == {"anyOf"} else [node]
        if fields := sets_of_required(excluded):
            yield Markup("not with ") + fields
        for part in filterfalse(only_requires, excluded):
            yield self._negation(part)

    def _negation(self, node: Node) -> Markup:
        shape = self._shape(node)
        says_all = shape.type == "anything" or "const" in node.mapping
        parts = ("" if says_all else shape.type, Markup("; ").join(shape.limits))
        words = Markup(": ").join(filter(None, parts))
        return Markup("not ") + words if words and not shape.summary else condition("not")


def _once(limits: Iterable[Markup]) -> tuple[Markup, ...]:
    return tuple(dict.fromkeys(limits))


def _with_content_of(inner: Shape, outer: Shape) -> Shape:
    return replace(
        outer, fields=inner.fields, alternatives=inner.alternatives, alternatives_label=inner.alternatives_label
    )
