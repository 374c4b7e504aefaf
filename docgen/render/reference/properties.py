"""What a page says of a part of the contract by naming it: `{{ contract.Image.status.values }}`."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from docgen.openapi.selectors import fields
from docgen.openapi.spec import Operation, Spec
from docgen.render.escape import fence, plain
from docgen.render.page import scheme_words
from docgen.render.reference.code import curl
from docgen.render.reference.constraints import constraints
from docgen.render.reference.operation import Shape, is_good, response_examples
from docgen.render.reference.reader import SchemaReader
from docgen.render.reference.request import RequestBuilder, schema_of
from docgen.render.twins.page import unlinked
from docgen.wording import choice, json_text

_SENTENCE: Final = re.compile(r".+?(?<!\be\.g)(?<!\bi\.e)[.!?](?= )")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_NO_LIMITS: Final = ("enum", "const", "default")


class _Named(NamedTuple):
    """The part that a reference names, in the contract of a pin."""

    pin: Pin
    config: Config
    resolver: Resolver
    part: Part

    @property
    def node(self) -> Node:
        """The part as the contract has it."""
        return self.resolver.spec.node(self.part.pointer)

    @property
    def schema(self) -> Node:
        """The schema of a parameter or a header, or the part itself."""
        if self.part.kind in ("parameter", "header"):
            return Node(schema_of(self.node.mapping) or {}, (*self.part.pointer, "schema"))
        return self.node

    @property
    def keywords(self) -> Mapping[str, Any]:
        """The keywords of its schema, those of an `allOf` too."""
        return merged(self.resolver, self.schema).keywords

    @property
    def operation(self) -> Operation:
        """The operation that it is."""
        return next(one for one in self.resolver.spec.operations() if one.name == self.part.selector)


Property = Callable[[_Named, Code], Value | None]
"""What a part says of itself; None where the contract does not say it."""


def contract_reference(pin: Pin | None, config: Config, name: str, code: Code) -> Value:
    """What `{{ contract.NAME }}` stands for while a pin is current: NAME is a selector, a dot, and a property.

    A field of the contract wins over the property of its name. Raises WrongReferenceError.
    """
    if pin is None or pin.spec is None:
        raise unknown("contract", "", (), expected="one that can be read")
    selector, _, key = (name, "", "") if parts(pin.spec, name) else name.rpartition(".")
    found = parts(pin.spec, selector)
    if not found:
        known = (name for name, _ in selectors_with_properties(pin.spec))
        expected = f"an operation, parameter, header, schema or field of {pin.id}"
        raise unknown("selector", selector or name, known, expected=expected)
    named, properties = _Named(pin, config, Resolver(pin.spec), found[0]), PROPERTIES[found[0].kind]
    value = properties[key](named, code) if key in properties else None
    if value is None:
        has = [key for key, show in properties.items() if show(named, code)]
        raise unknown("property", key, has, of=f" of `{selector}`")
    return value


def selectors_with_properties(spec: Spec) -> Iterator[tuple[str, Iterable[str]]]:
    """Every operation, parameter, schema and field by its selector, with its properties."""
    for operation in spec.operations():
        yield operation.name, PROPERTIES["operation"]
        for parameter in operation.parameters:
            yield parameter_selector(operation.name, str(parameter.get("name"))), PROPERTIES["parameter"]
    yield from ((name, PROPERTIES["schema"]) for name in spec.schemas())
    yield from ((name, PROPERTIES["field"]) for name, _ in fields(spec))


def _values(named: _Named, code: Code) -> Value | None:
    items = merged(named.resolver, named.schema).child("items")
    listed = allowed_values(named.resolver, named.schema) or (items and allowed_values(named.resolver, items))
    return Value(choice([code(one) for one in listed])) if listed else None


def _type(named: _Named, code: Code) -> Value:
    """The name of a schema that a field refers to, or what a schema itself is."""
    is_schema = named.part.kind == "schema"
    shape = _shape(named) if is_schema else SchemaReader(named.resolver, lambda name: None).read(named.schema, 0)
    return Value(_words(shape.type, code))


def _shape(named: _Named) -> Shape:
    """The schema with its own fields; those of other components are in none of them."""
    return SchemaReader(named.resolver, lambda name: None).read(named.schema, 0, anchor=lambda *names: Markup())


def _limit(named: _Named, code: Code) -> Value | None:
    limits = constraints({key: value for key, value in named.keywords.items() if key not in _NO_LIMITS})
    return Value(choice([_words(one, code) for one in limits], "and")) if limits else None


def _words(html: Markup, code: Code) -> str:
    """The words of a type or a limit as Markdown, or in code without its marks."""
    return plain(str(html)) if code is str else unlinked(html)


def _default(named: _Named, code: Code) -> Value | None:
    return Value(code(json_text(named.keywords["default"]))) if "default" in named.keywords else None


def _required(named: _Named, _: Code) -> Value:
    return Value("required" if _is_required(named) else "optional")


def _is_required(named: _Named) -> bool:
    if named.part.kind != "field":
        return named.node.get("required") is True
    owner, _, name = named.part.selector.rpartition(".")
    shapes = [_shape(named._replace(part=part)) for part in parts(named.resolver.spec, owner)]
    return any(field.required for shape in shapes for field in shape.fields if field.name == name)


def _fields(named: _Named, _: Code) -> Value | None:
    rows = ["| Field | Type | Required | Description |", "|---|---|---|---|"]
    for field in _shape(named).fields:
        words = plain(field.shape.description, "`")
        sentence = _SENTENCE.match(words)
        # Python-Markdown has no escape for it
        about = escape.cell_inline(sentence[0] if sentence else words).replace("\\<", "&lt;")
        kind, required = _PIPE.sub(r"\\|", unlinked(field.shape.type)), "yes" if field.required else "no"
        rows.append(f"| {escape.cell(field.name)} | {kind} | {required} | {about} |")
    return Value("", "\n".join(rows)) if rows[2:] else None


def _request(named: _Named, code: Code) -> Value:
    pin, config = named.pin, named.config
    builder = RequestBuilder(named.resolver, config.api, tuple(config.hosts), pin.id, pin.text.versioning)
    return _sample(curl(builder.build(named.operation)), "bash", named.part.selector, code)


def _response(named: _Named, code: Code) -> Value | None:
    for example in response_examples(named.resolver, named.operation):
        if is_good(example.title):
            return _sample(example.text, example.language, example.title, code)
    return None


def _sample(text: str, language: str, title: str, code: Code) -> Value:
    """A sample: in code as it is, and else a fence of its own."""
    return Value(text) if code is str else Value("", fence(text, language, title))


def _authentication(named: _Named, code: Code) -> Value:
    spec, alternatives = named.resolver.spec, []
    for requirement in spec.security(named.operation):
        schemes = [scheme_words(spec.security_schemes().get(name, {})) for name in requirement]
        alternatives.append(choice([_words(one, code) for one in schemes], "and") or "none")
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
