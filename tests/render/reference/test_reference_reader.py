"""What a reader is told of a schema: the cases of schemas.yaml, and that nothing explodes."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from docgen.render.reference.operation import Shape
from docgen.render.reference.reader import SchemaReader
from docgen.render.reference.row_budget import own_rows
from docgen.render.twins.page import unlinked
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("schemas.yaml").read_text(encoding="utf-8"))


def reader(components: dict[str, Any]) -> SchemaReader:
    document = {"openapi": "3.1.0", "paths": {}, "components": {"schemas": components}}
    spec = Spec(Source("openapi.json", ""), document)
    return SchemaReader(Resolver(spec), lambda name: Markup("<a>[{}]</a>").format(name))


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def rows(shape: Shape) -> int:
    return sum(1 + rows(inner) for inner in (*(field.shape for field in shape.fields), *shape.alternatives))


def described(shape: Shape) -> list[str]:
    lines = [plain(shape.type), *map(plain, shape.limits)]
    for field in shape.fields:
        marks = ["required"] * field.required + list(field.shape.marks)
        lines.append(", ".join([f"{field.name}: {plain(field.shape.type)}", *marks]))
    if shape.alternatives:
        listed = "; ".join(" ".join([plain(one.type), *map(plain, one.limits)]) for one in shape.alternatives)
        lines.append(f"{plain(shape.alternatives_label)}: {listed}")
    return lines


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_schema_is_told(case: dict[str, Any]) -> None:
    node = Node(case["schema"], ("paths", "x"))
    assert described(reader(case.get("components", {})).read(node, case.get("budget", 0))) == case["told"]


@pytest.mark.parametrize(
    ("schema", "most", "expected"),
    [
        ({"properties": {"a": {}, "b": {}}}, 2, 2),
        ({"properties": {"a": {}, "b": {}}}, 1, None),
        ({"properties": {"a": {"properties": {"b": {}}}}}, 9, 2),
        ({"properties": {"a": {"$ref": "#/components/schemas/Wide"}}}, 9, 1),
        ({"oneOf": [{"properties": {"a": {}}}, {"$ref": "#/components/schemas/Wide"}]}, 9, 3),
        ({"type": "array", "items": {"properties": {"a": {}, "b": {}}}}, 9, 2),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Wide"}}, 9, 0),
        ({"additionalProperties": {"properties": {"a": {}}}}, 9, 1),
        (True, 9, 0),
        ({"properties": {str(name): {} for name in range(1_000)}}, 2_000, None),
    ],
)
def test_the_rows_of_a_schema_are_its_own(schema: object, most: int, expected: int | None) -> None:
    wide = {"properties": {"c": {}, "d": {}}}
    document = {"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"Wide": wide}}}
    assert own_rows(Resolver(Spec(Source("openapi.json", ""), document)), Node(schema, ()), most) == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([{"$ref": "#/components/schemas/Card"}, {"title": "By bank"}], ["(Card)", "(By~20bank)"]),
        ([{"required": ["kind"], "properties": {"kind": {"const": name}}} for name in ("a", "b")], ["(a)", "(b)"]),
        (
            [{"required": ["kind", name], "properties": {"kind": {}, name: {}}} for name in ("iban", "number")],
            ["(iban)", "(number)"],
        ),
        ([{"properties": {"kind": {"const": "a"}}}, {"required": ["b"], "properties": {"b": {}}}], ["(1)", "(b)"]),
        (
            [{"title": "Pay", "required": ["to"], "properties": {"to": {"enum": [name]}}} for name in ("x", "y")],
            ["(x)", "(y)"],
        ),
    ],
)
def test_an_alternative_is_addressed_by_what_only_it_has(members: list[dict[str, Any]], expected: list[str]) -> None:
    card = {"Card": {"required": ["number"], "properties": {"number": {"type": "string"}}}}
    told = [{"description": "So.", **member} for member in members]
    alternatives = reader(card).read(Node({"oneOf": told}, ()), 20).alternatives
    assert [one.id for one in alternatives] == expected


def test_an_alternative_without_a_component_is_named_by_what_only_it_has() -> None:
    kinds = [{"required": ["kind"], "properties": {"kind": {"const": kind}}, "description": "So."} for kind in "xy"]
    titled = {**kinds[0], "title": "Bank transfer"}
    card = {"Card": {"required": ["number"], "properties": {"number": {"type": "string"}}}}
    listed = [*kinds, {"$ref": "#/components/schemas/Card"}, {"type": "string", "minLength": 1}]
    for members, expected in ((listed, ["x", "y", "", ""]), ([titled, kinds[1]], ["Bank transfer", "y"])):
        shape = reader(card).read(Node({"oneOf": members}, ()), 20)
        assert [one.name for one in shape.alternatives] == expected


def test_a_great_many_alternatives_leave_the_fields_beside_them_as_they_are() -> None:
    event = {"properties": {name: {"type": "string"} for name in "abcdefgh"}, "description": "So."}
    whole = {"properties": {"id": {"type": "string"}}, "oneOf": [event] * 100}
    shape = reader({}).read(Node(whole, ()), 9)
    assert [field.shape.type for field in shape.fields] == ["string"]
    assert {field.shape.type for one in shape.alternatives for field in one.fields} == {"string"}


def test_the_direction_decides_what_is_left_out() -> None:
    schema = {"properties": {"id": {"readOnly": True}, "secret": {"writeOnly": True}, "name": {}}}
    names = {
        direction: [field.name for field in reader({}).read(Node(schema, ()), 0, direction).fields]  # type: ignore[arg-type]
        for direction in ("request", "response", "both")
    }
    assert names == {"request": ["secret", "name"], "response": ["id", "name"], "both": ["id", "secret", "name"]}


def test_only_a_caller_is_told_that_no_field_can_be_added() -> None:
    schema = {"properties": {"a": {}}, "additionalProperties": False}
    limits = {
        direction: reader({}).read(Node(schema, ()), 0, direction).limits for direction in ("request", "response")
    }  # type: ignore[arg-type]
    assert limits == {"request": ("additional fields are rejected",), "response": ()}


def test_of_a_long_list_of_values_the_rest_is_folded_and_a_twin_has_the_first() -> None:
    (limit,) = reader({}).read(Node({"enum": [f"v{number}" for number in range(63)]}, ()), 0).limits
    shown, _, rest = limit.partition(' <details class="dg-inner"><summary>and 3 more</summary>')
    assert (shown.count("<code>"), rest) == (60, "<code>v60</code>, <code>v61</code>, <code>v62</code></details>")
    assert unlinked(limit).endswith("`v58`, `v59` and 3 more")


def test_a_request_shows_first_what_must_be_sent() -> None:
    schema = {"properties": {"a": {}, "b": {}, "c": {}}, "required": ["c", "b"]}
    orders = {
        direction: "".join(field.name for field in reader({}).read(Node(schema, ()), 0, direction).fields)  # type: ignore[arg-type]
        for direction in ("request", "response")
    }
    assert orders == {"request": "bca", "response": "abc"}


def test_the_description_and_the_limits_of_an_alternative_to_null_are_those_of_the_field() -> None:
    member = {"type": "number", "minimum": 0, "maximum": 2, "description": "How warm."}
    shape = reader({}).read(Node({"anyOf": [member, {"type": "null"}], "minimum": 0, "maximum": 2}, ()), 0)
    assert (shape.description, shape.limits) == ("How warm.", ("0 to 2",))


def test_schemas_that_hold_each_other_widely_stay_within_the_budget() -> None:
    names = [f"N{number}" for number in range(40)]
    fields = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
    components = {name: {"type": "object", "properties": fields} for name in names}
    shape = reader(components).read(Node({"$ref": "#/components/schemas/N0"}, ()), 200)
    assert 40 <= rows(shape) <= 200


def test_fields_have_ids_of_their_own_in_dots_and_alternatives_too() -> None:
    card = {"type": "object", "title": "Card", "properties": {"a": {}}}
    dotted = {"type": "object", "properties": {"a": {}, "a.b": {}, "c.d": {}, '("x"': {}}}
    fields = reader({}).read(Node(dotted, ()), 9).fields
    assert [field.id for field in fields] == ["a", "a~2eb", "c.d", "~28~22x~22"]
    shape = reader({}).read(Node({"oneOf": [card, card, {**card, "title": "a b."}]}, ()), 9)
    assert [one.id for one in shape.alternatives] == ["(1)", "(2)", "(a~20b~2e)"]


def test_hostile_words_of_a_schema_stay_words() -> None:
    bad = "</code><img src=x onerror=alert(1)>"
    schema = {"type": bad, "format": bad, "enum": [bad], "default": bad, "pattern": bad, "properties": {bad: {}}}
    shape = reader({}).read(Node(schema, ()), 0)
    assert "<img" not in shape.type + "".join(shape.limits)


COMPONENT = {"type": "object", "properties": {"id": {"readOnly": True}, "name": {}}}
READS: list[tuple[Node, int, Any]] = [
    (Node({"$ref": "#/components/schemas/One"}, ("paths", "a")), 9, "both"),
    (Node({"$ref": "#/components/schemas/One"}, ("paths", "b")), 9, "request"),
    (Node({"$ref": "#/components/schemas/One"}, ("paths", "b")), 0, "request"),
    (Node({"$ref": "#/components/schemas/None"}, ("paths", "b")), 9, "both"),
    (Node({"$ref": "#/components/schemas/Neither"}, ("paths", "b")), 9, "both"),
    (Node({"$ref": "#/components/schemas/One", "description": "Beside it"}, ("paths", "b")), 9, "both"),
    (Node(COMPONENT, ("paths", "c")), 9, "both"),
    (Node(COMPONENT, ("components", "schemas", "One")), 9, "both"),
]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_what_is_read_again_is_what_a_reader_reads_first(version: str) -> None:
    spec = Spec(Source("openapi.json", ""), {"openapi": version, "components": {"schemas": {"One": COMPONENT}}})

    def made() -> SchemaReader:
        return SchemaReader(Resolver(spec), lambda name: Markup("<a>[{}]</a>").format(name))

    one = made()
    first = [one.read(*arguments) for arguments in READS]
    assert first == [one.read(*arguments) for arguments in READS] == [made().read(*arguments) for arguments in READS]
