"""The examples of a contract, each with the schema that it illustrates; with the defaults and patterns of schemas."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import Any, Final

import msgspec

from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.caching import once
from docgen.openapi.discriminators import alternatives, selecting_property
from docgen.openapi.merging import Alternatives, demands, merged
from docgen.openapi.nodes import JsonObject, Node, as_list, as_mapping, children
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation, Spec
from docgen.openapi.structure import Part, objects
from docgen.positions.source import Pointer
from docgen.wording import json_text

_CARRIERS: Final = ("mediaType", "parameter", "header")
_DELIMITERS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}
_LISTS: Final = ("array", ["array"], ["array", "null"])
_CONDITIONS: Final = frozenset(("not", "if", "propertyNames"))  # what they describe need not be sent


class Example(msgspec.Struct, frozen=True):
    """A value that the spec shows, with its pointer, and the schema that it must fit."""

    schema: Node
    value: object
    pointer: Pointer


class Survey(msgspec.Struct, frozen=True):
    """The examples and the defaults with their schemas, and the patterns with their places, in their order."""

    examples: list[Example]
    defaults: list[Example]
    patterns: list[tuple[Pointer, str]]


class ResponseExample(msgspec.Struct, frozen=True):
    """A body that an operation answers with under a status."""

    value: object
    operation: Operation
    status: str


ExamplesByCode = Mapping[str, Sequence[ResponseExample]]
"""The examples of responses with an error code, by the code."""


def examples(spec: Spec) -> Sequence[Example]:
    """Every example of media types, parameters, headers and schemas, in the order of the document."""
    return survey(spec).examples


@once
def survey(spec: Spec) -> Survey:
    """The values and patterns of a contract, found in one walk."""
    shown = Survey([], [], [])
    for part in objects(spec):
        if part.kind == "schema":
            shown.examples.extend(_of_schema(part))
            shown.defaults.extend(_default(part))
            shown.patterns.extend(_patterns(part))
        elif part.kind in _CARRIERS:
            shown.examples.extend(_of_carrier(spec, part))
    return shown


def _of_carrier(spec: Spec, part: Part) -> Iterator[Example]:
    schema = part.child("schema")
    if not isinstance(schema.value, dict):
        return
    for place, value in spec.examples(part.value, unread=True):
        if isinstance(value, str) and _is_encoded(part):
            continue
        shown = value if part.kind == "mediaType" else _items(spec, part.value, value)
        yield Example(schema, shown, (*part.pointer, *place))


def _is_encoded(part: Part) -> bool:
    """Whether text is an example as it is sent, in XML for one: its schema describes what it encodes.

    "Use a string value to contain the example" where JSON is not natural (OpenAPI 3.0.4 and 3.1.1, section 4.7.19.1).
    """
    name = str(part.pointer[-1]).partition(";")[0].strip().lower()
    is_named = part.kind == "mediaType" and part.pointer[-2] == "content"
    return is_named and not name.endswith(("/json", "+json", "/plain", "*"))


def _items(spec: Spec, carrier: JsonObject, value: object) -> object:
    """The list that a text is, where a parameter or header takes a list: its example may be written as it is sent.

    "In the correct format as specified in the parameter encoding" (OpenAPI 3.1, section 4.8.12.2).
    """
    schema = spec.resolve(carrier["schema"])
    if not isinstance(value, str) or schema.get("type") not in _LISTS:
        return value
    items = spec.resolve(schema.get("items"))
    are_texts, options = items.get("type") == "string", items.get("enum", ())
    listed = value.split(_DELIMITERS.get(str(carrier.get("style")), ","))
    return [item if are_texts or item in options else _scalar(item) for item in listed]


def _scalar(text: str) -> object:
    """The number or truth value that a text is, or else the text."""
    try:
        return msgspec.json.decode(text, type=int | float | bool | None)
    except msgspec.DecodeError:
        return text


def _of_schema(part: Part) -> Iterator[Example]:
    if part.pointer[-1] in _CONDITIONS and part.pointer[-2] != "properties":
        return
    if "example" in part.value:
        yield _shown(part, part.child("example"))
    for shown in part.items("examples"):
        yield _shown(part, shown)


def _shown(schema: Node, shown: Node) -> Example:
    return Example(schema, shown.value, shown.pointer)


def _default(part: Part) -> Iterator[Example]:
    # a null that the schema allows needs no type
    if "default" in part.value and (part.get("default") is not None or part.get("nullable") is not True):
        yield _shown(part, part.child("default"))


def _patterns(part: Part) -> Iterator[tuple[Pointer, str]]:
    pattern = part.child("pattern")
    if isinstance(pattern.value, str):
        yield pattern.pointer, pattern.value
    for name, node in part.members("patternProperties").items():
        yield node.pointer, name


def occurrences(
    resolver: Resolver, example: Example, targets: Container[int], *, whole: bool = False
) -> Iterator[tuple[object, Pointer]]:
    """Each value inside an example that one of the target schemas describes, which are known by their identity.

    With `whole`, only those that it describes alone: not as a part of an `allOf` with other fields.
    """

    def below(schemas: list[Node], value: object, pointer: Pointer) -> Iterator[tuple[object, Pointer]]:
        """Those in a value, by each part of its schemas: a schema merged with others is no longer the same object."""
        alternatives = partial(_alternatives, resolver, value)
        parts = list(demands(resolver, [*map(resolver.resolve, schemas)], alternatives))
        describing = _alone(resolver, schemas, alternatives) if whole else parts
        if any(id(part.value) in targets for part in describing):
            yield value, pointer
        for key, child in children(value):
            inner = [*filter(None, (_schema_below(part, key) for part in parts))]
            if inner:
                yield from below(inner, child, (*pointer, key))

    return below([example.schema], example.value, example.pointer)


def _alternatives(resolver: Resolver, value: object, part: Node) -> list[Node]:
    """The members of the unions of a schema that describe a value: those whose required and listed values it has.

    All of them where it has those of none.
    """
    members = [*part.items("anyOf"), *part.items("oneOf")]
    if not isinstance(value, Mapping):
        return members
    name, fitting = selecting_property(part.mapping), list[Node]()
    selecting: Iterable[tuple[str, ...]] = repeat(())
    if name in value:
        listed = alternatives(part.mapping, [member.value for member in members])
        selecting = (values for _, values in listed)
    # a mapping may select more than the members, and what has no values any value selects
    for member, values in zip(members, selecting, strict=False):
        if (not values or json_text(value[name]) in values) and _fits(resolver, member, value):
            fitting.append(member)
    return fitting or members


def _fits(resolver: Resolver, member: Node, value: JsonObject) -> bool:
    """Whether an object has what a schema requires of both sides, and the values that it lists."""
    schema = merged(resolver, member)
    type_ = schema.keywords.get("type", "object")
    if "object" not in (as_list(type_) or [type_]):
        return False
    for name, node in schema.property_nodes().items():
        if name not in value:
            marks = merged(resolver, node).keywords
            if name in schema.required and not (marks.get("readOnly") or marks.get("writeOnly")):
                return False
        elif value[name] is not None:
            listed = allowed_values(resolver, node)
            if listed is not None and json_text(value[name]) not in listed:
                return False
    return True


def _alone(resolver: Resolver, schemas: list[Node], alternatives: Alternatives) -> Iterator[Node]:
    """Schemas and their alternatives, each once; an `allOf` of one schema says the same as that."""
    waiting, taken = [*schemas], set[int]()
    while waiting:
        part = resolver.resolve(waiting.pop())
        if id(part.value) in taken:
            continue
        taken.add(id(part.value))
        yield part
        waiting += alternatives(part)
        demanded = part.items("allOf")
        if len(demanded) == 1 and not part.get("properties"):
            waiting += demanded


def _schema_below(part: Node, key: str | int) -> Node | None:
    if isinstance(key, int):
        prefix = part.items("prefixItems")
        inner = prefix[key] if key < len(prefix) else part.child("items")
    else:
        inner = part.child("additionalProperties")
        if key in as_mapping(part.get("properties")):
            inner = part.child("properties", key)
    return inner if isinstance(inner.value, dict) else None


def response_examples(spec: Spec) -> Iterator[ResponseExample]:
    """Every example of every response body, those behind a `$ref` too, once an operation."""
    for operation in spec.operations():
        for status, response in spec.responses(operation):
            for media in response.members("content").values():
                for _, value in spec.examples(media.value):
                    yield ResponseExample(value, operation, status)


def examples_by_code(spec: Spec, code_field: str | None) -> ExamplesByCode:
    """The examples of answers with an error code, which is under `code_field` (dotted), by that; none without it."""
    examples: dict[str, list[ResponseExample]] = defaultdict(list)
    for example in response_examples(spec) if code_field else ():
        code = field(example.value, code_field or "")
        # 4xx, 5xx and default
        if code is not None and example.status[:1] in "45d":
            examples[json_text(code)].append(example)
    return examples


def statuses_by_code(specs: Iterable[Spec], code_field: str | None) -> Mapping[str, set[int]]:
    """The statuses of the examples of each error code, which is under `code_field` (dotted); none without that."""
    statuses: defaultdict[str, set[int]] = defaultdict(set)
    for spec in specs:
        for code, shown in examples_by_code(spec, code_field).items():
            statuses[code].update(int(example.status) for example in shown if example.status.isdigit())
    return statuses


def field(value: Any, path: str) -> Any:  # noqa: ANN401 - a field of JSON can be anything
    """The field of a value under a dotted path such as `error.code`, or None; the value where the path is empty."""
    for key in filter(None, path.split(".")):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def envelope(spec: Spec, code_field: str | None, code: str) -> JsonObject | None:
    """The first example whose field under `code_field` (dotted) is the code, or None where the contract shows none."""
    if code_field is None:
        return None
    for example in examples(spec):
        shown = field(example.value, code_field)
        if shown is not None and json_text(shown) == code and isinstance(example.value, Mapping):
            return example.value
    return None
