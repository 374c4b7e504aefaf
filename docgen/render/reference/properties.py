"""What a page says of a part of the contract by naming it: `{{ contract.Image.status.values }}`."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from docgen.entries.placeholders import Code, Value, WrongReferenceError, unknown
from docgen.markdown import escape
from docgen.model.config import Config
from docgen.model.pin import Pin
from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.deprecated import Part, parameter_selector, parts
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.object_shape import object_shape
from docgen.openapi.resolver import Resolver
from docgen.openapi.selectors import fields, names
from docgen.openapi.spec import Operation, Spec
from docgen.render.escape import fence, plain
from docgen.render.reference.code import curl
from docgen.render.reference.constraints import constraints
from docgen.render.reference.operation import is_good, response_examples
from docgen.render.reference.reader import SchemaReader
from docgen.render.reference.request import RequestBuilder, schema_of
from docgen.render.twins.page import scheme_words, unlinked
from docgen.wording import choice, json_text

_SENTENCE: Final = re.compile(r".+?(?<!\be\.g)(?<!\bi\.e)[.!?](?= )")
_NO_LIMITS: Final = ("enum", "const", "default")


class _Named(NamedTuple):
    """The part that a reference names, in the contract of a pin."""

    pin: Pin
    config: Config
    spec: Spec
    resolver: Resolver
    part: Part

    @property
    def schema(self) -> Node:
        """The schema of a field, a parameter or a header, or the schema itself."""
        node = self.spec.node(self.part.pointer)
        if self.part.kind in ("parameter", "header"):
            return Node(schema_of(node.mapping) or {}, (*node.pointer, "schema"))
        return node

    @property
    def keywords(self) -> Mapping[str, Any]:
        """The keywords of its schema, those of an `allOf` too."""
        return merged(self.resolver, self.schema).keywords

    @property
    def operation(self) -> Operation:
        """The operation that it is."""
        return next(one for one in self.spec.operations() if one.name == self.part.selector)


Property = Callable[[_Named, Code], Value | None]
"""What a part says of itself; None where the contract does not say it."""


def contract_reference(pin: Pin | None, config: Config, name: str, code: Code) -> Value:
    """What `{{ contract.NAME }}` stands for while a pin is current: NAME is a selector, a dot, and a property.

    Raises WrongReferenceError, also where the contract has a field of the whole name: a real field wins.
    """
    if pin is None or pin.spec is None:
        raise WrongReferenceError("no contract could be read; expected one", "fix what cannot be read first")
    selector, _, key = name.rpartition(".")
    found, whole = parts(pin.spec, selector), parts(pin.spec, name)
    if whole:
        expected = choice([f"`{name}.{one}`" for one in PROPERTIES[whole[0].kind]])
        raise WrongReferenceError(f"`{name}` is a {whole[0].kind}; expected {expected}", "name a property of it")
    if not found:
        raise unknown("selector", selector or name, names(pin.spec, config.error_codes), f"a part of {pin.id}")
    known = PROPERTIES[found[0].kind]
    if key not in known:
        raise unknown(f"property of `{selector}`:", key, known)
    value = known[key](_Named(pin, config, pin.spec, Resolver(pin.spec), found[0]), code)
    if value is None:
        raise WrongReferenceError(
            f"`{selector}` has no `{key}` in {pin.id}; expected one", "write it as text, or add it"
        )
    return value


def selectors_with_properties(spec: Spec) -> Iterator[tuple[str, Sequence[str]]]:
    """Every selector that a page can name, with its properties."""
    for operation in spec.operations():
        yield operation.name, [*PROPERTIES["operation"]]
        for parameter in operation.parameters:
            yield parameter_selector(operation.name, str(parameter.get("name"))), [*PROPERTIES["parameter"]]
    yield from ((name, [*PROPERTIES["schema"]]) for name in spec.schemas())
    yield from ((name, [*PROPERTIES["field"]]) for name, _ in fields(spec))


def _values(named: _Named, code: Code) -> Value | None:
    items = merged(named.resolver, named.schema).child("items")
    listed = allowed_values(named.resolver, named.schema) or (items and allowed_values(named.resolver, items))
    return Value(choice([code(one) for one in listed])) if listed else None


def _type(named: _Named, code: Code) -> Value:
    return Value(_words(SchemaReader(named.resolver, lambda name: None).read(named.schema, 0).type, code))


def _limit(named: _Named, code: Code) -> Value | None:
    keywords = {key: value for key, value in named.keywords.items() if key not in _NO_LIMITS}
    limits = constraints(keywords)
    return Value(choice([_words(one, code) for one in limits], "and")) if limits else None


def _words(phrase: Markup, code: Code) -> str:
    """The words of a type or a limit as Markdown, or in code without its marks."""
    return plain(str(phrase)) if code is str else unlinked(phrase)


def _default(named: _Named, code: Code) -> Value | None:
    return Value(code(json_text(named.keywords["default"]))) if "default" in named.keywords else None


def _required(named: _Named, _: Code) -> Value:
    return Value("required" if _is_required(named) else "optional")


def _is_required(named: _Named) -> bool:
    if named.part.kind != "field":
        return named.spec.node(named.part.pointer).get("required") is True
    owner, _, name = named.part.selector.rpartition(".")
    for part in parts(named.spec, owner):
        node = named.spec.node(part.pointer)
        inner = merged(named.resolver, node)
        for one in (node, inner.child("items"), inner.child("additionalProperties")):
            if one and name in object_shape(named.resolver, one).required:
                return True
    return False


def _fields(named: _Named, _: Code) -> Value | None:
    reader = SchemaReader(named.resolver, lambda name: None)
    shape = reader.read(named.schema, 0, anchor=lambda *names: Markup())
    rows = []
    for field in shape.fields:
        words = plain(field.shape.description, "`")
        sentence = _SENTENCE.match(words)
        about = escape.cell_inline(sentence[0] if sentence else words)
        kind = unlinked(field.shape.type).replace("|", "\\|")
        rows.append(f"| {escape.cell(field.name)} | {kind} | {'yes' if field.required else 'no'} | {about} |")
    head = ("| Field | Type | Required | Description |", "|---|---|---|---|")
    return Value("", "\n".join((*head, *rows))) if rows else None


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
    schemes = named.spec.security_schemes()
    alternatives = []
    for requirement in named.spec.security(named.operation):
        words = [scheme_words(schemes.get(name, {})) for name in requirement]
        listed = [plain(one) if code is str else one for one in words]
        alternatives.append(choice(listed, "and") or "none")
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
