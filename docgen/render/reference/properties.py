"""What a page says of a part of the contract by naming it: `{{ contract.Image.status.values }}`."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from docgen.entries.placeholders import Code, Value, unknown
from docgen.markdown import escape
from docgen.model.config import Config
from docgen.model.pin import Pin
from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.deprecated import Part, parameter_selector, parts
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.selectors import fields, find_fields
from docgen.openapi.spec import Operation, Spec
from docgen.render.escape import fence, plain
from docgen.render.page import scheme_words
from docgen.render.reference.operation import Shape, is_good, response_examples, schema_of
from docgen.render.reference.reader import SchemaReader
from docgen.render.reference.request import RequestBuilder
from docgen.render.reference.request_samples import curl
from docgen.render.reference.schema_words import constraints
from docgen.render.twins.page import unlinked
from docgen.wording import choice, json_text

_SENTENCE: Final = re.compile(r".+?(?<!\be\.g)(?<!\bi\.e)[.!?](?= )")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_NO_LIMITS: Final = ("enum", "const", "default")


class _Named(NamedTuple):
    """The part that a reference names, in the contract of a pin; `code` is how the text around it shows code."""

    pin: Pin
    config: Config
    resolver: Resolver
    part: Part
    code: Code

    @property
    def node(self) -> Node:
        """The part as the contract has it."""
        return self.resolver.spec.node(self.part.pointer)

    @property
    def schema(self) -> Node:
        """The schema of a parameter or a header, or the part itself."""
        if self.part.kind in ("parameter", "header"):
            return schema_of(self.node)
        return self.node

    @property
    def keywords(self) -> Mapping[str, Any]:
        """The keywords of its schema, those of an `allOf` too."""
        return merged(self.resolver, self.schema).keywords

    @property
    def shape(self) -> Shape:
        """The schema with its own fields; those of other components are in none of them."""
        return SchemaReader(self.resolver).read(self.schema, 0, root=True)

    @property
    def operation(self) -> Operation:
        """The operation that it is."""
        operation = self.resolver.spec.operation(self.part.selector)
        assert operation  # noqa: S101 - the part is of its contract
        return operation


Property = Callable[[_Named], Value | None]
"""What a part says of itself; None where the contract does not say it."""


def contract_reference(pin: Pin | None, config: Config, name: str, code: Code) -> Value:
    """What `{{ contract.NAME }}` stands for while a pin is current: NAME is a selector, a dot, and a property.

    A field of the contract wins over the property of its name. Raises WrongReferenceError.
    """
    if pin is None or pin.spec is None:
        raise unknown("contract", "", (), expected="one that can be read")
    # the name of a field may be that of a property: then it is the field
    selector, _, key = (name, "", "") if parts(pin.spec, name) else name.rpartition(".")
    part = next(iter(parts(pin.spec, selector)), None)
    if part is None:
        known = (known for known, _ in selectors_with_properties(pin.spec))
        expected = f"an operation, parameter, header, schema or field of {pin.id}"
        raise unknown("selector", selector or name, known, expected=expected)
    named, properties = _Named(pin, config, pin.spec.cached(Resolver), part, code), PROPERTIES[part.kind]
    value = properties[key](named) if key in properties else None
    if value is None:
        has = [known for known, show in properties.items() if show(named)]
        raise unknown("property", key, has, of=f" of `{selector}`")
    return value


def selectors_with_properties(spec: Spec) -> Iterator[tuple[str, Iterable[str]]]:
    """Every operation, parameter, schema and field by its selector, with its properties."""
    for operation in spec.operations():
        yield operation.name, PROPERTIES["operation"]
        for parameter in operation.parameters:
            yield parameter_selector(operation.name, parameter.name), PROPERTIES["parameter"]
    yield from ((name, PROPERTIES["schema"]) for name in spec.schemas())
    yield from ((name, PROPERTIES["field"]) for name, _ in fields(spec))


def _values(named: _Named) -> Value | None:
    schemas, listed = [named.schema], list[str]()
    if named.part.kind == "field":
        schemas = [*map(named.resolver.spec.node, find_fields(named.resolver.spec, named.part.selector))]
    for schema in schemas:
        items = merged(named.resolver, schema).child("items")
        values = allowed_values(named.resolver, schema) or (items and allowed_values(named.resolver, items))
        # what one alternative leaves open is open
        if not values:
            return None
        listed += values
    return Value(choice([named.code(value) for value in dict.fromkeys(listed)]))


def _type(named: _Named) -> Value:
    """The name of a schema that a field refers to, or what a schema itself is."""
    if named.part.kind == "schema":
        return Value(_words(named.shape.type, named.code))
    return Value(_words(SchemaReader(named.resolver).read(named.schema, 0).type, named.code))


def _limit(named: _Named) -> Value | None:
    limits = constraints({key: value for key, value in named.keywords.items() if key not in _NO_LIMITS})
    words = choice([_words(limit, named.code) for limit in limits], "and")
    return Value(words) if words else None


def _words(html: Markup, code: Code) -> str:
    """The words of a type or a limit as Markdown, or in code without its marks."""
    if code is str:
        return plain(str(html))
    return unlinked(html)


def _default(named: _Named) -> Value | None:
    if "default" in named.keywords:
        return Value(named.code(json_text(named.keywords["default"])))
    return None


def _required(named: _Named) -> Value:
    is_required = named.node.is_required
    if named.part.kind == "field":
        owner, name = named.part.selector.rsplit(".", 1)
        owners = (named._replace(part=part) for part in parts(named.resolver.spec, owner))
        fields = chain.from_iterable(part.shape.fields for part in owners)
        is_required = any(field.required and field.name == name for field in fields)
    return Value("required" if is_required else "optional")


def _fields(named: _Named) -> Value | None:
    rows = ["| Field | Type | Required | Description |", "|---|---|---|---|"]
    for field in named.shape.fields:
        words = plain(field.shape.description, "`")
        sentence = _SENTENCE.match(words)
        # Python-Markdown has no escape for it
        about = escape.cell_inline(sentence[0] if sentence else words).replace("\\<", "&lt;")
        kind, required = _PIPE.sub(r"\\|", unlinked(field.shape.type)), "yes" if field.required else "no"
        rows.append(f"| {escape.cell(field.name)} | {kind} | {required} | {about} |")
    if rows[2:]:
        return Value("", "\n".join(rows))
    return None


def _request(named: _Named) -> Value:
    request = RequestBuilder(named.config, named.pin).build(named.operation)
    return _sample(curl(request), "bash", named.part.selector, named.code)


def _response(named: _Named) -> Value | None:
    for example in response_examples(named.resolver.spec, named.operation):
        if is_good(example.title):
            return _sample(example.text, example.language, example.title, named.code)
    return None


def _sample(text: str, language: str, title: str, code: Code) -> Value:
    """A sample: in code as it is, and else a fence of its own."""
    if code is str:
        return Value(text)
    return Value("", fence(text, language, title))


def _authentication(named: _Named) -> Value:
    spec, alternatives = named.resolver.spec, []
    for requirement in spec.security(named.operation):
        schemes = [scheme_words(spec.security_schemes().get(name, {})) for name in requirement]
        alternatives.append(choice([_words(scheme, named.code) for scheme in schemes], "and") or "none")
    return Value(choice(alternatives) or "none")


_OF_VALUES: Final[Mapping[str, Property]] = {
    "values": _values,
    "type": _type,
    "limit": _limit,
    "default": _default,
    "required": _required,
    "fields": _fields,
}
PROPERTIES: Final[Mapping[str, Mapping[str, Property]]] = {
    **dict.fromkeys(("field", "parameter", "header"), _OF_VALUES),
    "schema": {key: value for key, value in _OF_VALUES.items() if key != "required"},
    "operation": {"request": _request, "response": _response, "authentication": _authentication},
    "event": {},
}
"""What each kind of part says of itself, by the last word of the reference."""
