"""The webhooks of a contract: the events that they are, by the names that are sent, and what is sent."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, product
from typing import TYPE_CHECKING, Final

from docgen.openapi.allowed_values import field_values
from docgen.openapi.discriminators import alternatives, mapped_reference, mapping_of, selecting_property
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS
from docgen.openapi.structure import METHODS

if TYPE_CHECKING:
    from docgen.openapi.spec import Spec

_NAMES: Final = ("type", "event", "event_type", "eventType", "event_name", "eventName", "topic")
_INNER: Final = tuple(map(".".join, product(("event", "meta", "metadata", "header"), _NAMES)))
TYPES: Final = (*_NAMES, *_INNER)
"""Paths of the property that says which event a payload is."""
_NAMESPACE: Final = re.compile(r"\w[.:/]\w")
_WORD: Final = re.compile(r"[^\W_]+")


def event_keys(spec: "Spec") -> dict[str, str]:
    """The key of the webhook of each event by its name, in the order of the document.

    The name is the constant (a `const`, or an enum of one value) of the property that says which event a payload is, or
    the value by which a discriminator selects the payload. It is the key where there is none, where two webhooks have
    the same one, or where it is the key of another webhook. A property of an inner object counts where each has it, and
    one of any name where it tells all events apart.
    """
    webhooks = spec.webhooks()
    if not webhooks:
        return {}
    selecting = dict(_selecting(spec))
    constants: dict[str, dict[str, str]] = {}
    for key, webhook in webhooks.items():
        payload = body_of(spec, webhook).child("schema")
        constants[key] = dict(_constants(spec.cached(Resolver), payload, selecting))
    uses = Counter(chain.from_iterable(of_one.items() for of_one in constants.values()))
    has = Counter(chain.from_iterable(constants.values()))
    telling = [path for path in has if path not in TYPES and _tells_all_apart(path, constants)]
    # on the outermost level it may tell some events apart, within an object only all of them
    paths = [path for path in TYPES if path in _NAMES or has[path] == len(webhooks) > 1]
    paths += sorted(telling, key=lambda path: path.count("."))
    names: dict[str, str] = {}
    for key, of_one in constants.items():
        own = (of_one[path] for path in paths if path in of_one and uses[path, of_one[path]] == 1)
        # with the key of another webhook, two events would have one name
        names[key] = next((name for name in own if name == key or name not in webhooks), key)
    shared = Counter(names.values())
    return {name if shared[name] == 1 else key: key for key, name in names.items()}


def _tells_all_apart(path: str, constants: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether each webhook has another constant at a path, and none that is only a part of its key, as a status is."""
    values = {key: of_one[path] for key, of_one in constants.items() if path in of_one}
    if not 1 < len(constants) == len(set(values.values())):
        return False
    parts = (value for key, value in values.items() if _words(value) < _words(key))
    return all(map(_NAMESPACE.search, parts))


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.casefold()))


def type_values(resolver: Resolver, schema: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The properties of a payload that may say which event it is, each with the values that are listed for it."""
    own = merged(resolver, schema)
    in_parts = own.members or own.keywords.keys() & UNIONS
    for path in TYPES:
        # from the inner object on: the alternatives of alternatives would be too many to look into
        outer, _, inner = path.rpartition(".")
        node = own.property(outer) if outer else schema
        if node is None or not (outer or in_parts or path in own.properties):
            continue
        field = field_values(resolver, node, only=inner, depth=1).get(inner)
        if field and field.values:
            yield path, field.values


def selecting_values(resolver: Resolver, schema: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The property of a payload by which a discriminator selects what it is, with the values that do."""
    own = merged(resolver, schema)
    name = selecting_property(own.keywords)
    if name is None:
        return
    members = [member.value for member in own.alternatives()]
    values = chain.from_iterable(values for _, values in alternatives(own.keywords, members))
    yield name, tuple(values)


def _constants(resolver: Resolver, schema: Node, selecting: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    listed = ((path, field.values or ()) for path, field in field_values(resolver, schema, depth=1).items())
    for path, values in chain(type_values(resolver, schema), listed):
        if len(values) == 1 and values[0].strip() == values[0] != "":
            yield path, values[0]
    value = selecting.get(schema.ref)
    if value is not None:
        yield TYPES[0], value


def _selecting(spec: "Spec") -> Iterator[tuple[str, str]]:
    """What the discriminators of base schemas refer to, each with the value that selects it."""
    for name in spec.schemas():
        discriminator = spec.at(("components", "schemas", name, "discriminator"))
        for value, target in mapping_of(discriminator).items():
            yield str(mapped_reference(target)), value


def operations_of(spec: "Spec", webhook: Node) -> list[Node]:
    """The operations by which an event is sent, POST before others; none where the webhook has none."""
    item = spec.target(webhook)
    methods = dict.fromkeys(("post", *METHODS))
    return [item.child(method) for method in methods if isinstance(item.get(method), Mapping)]


def content_of(spec: "Spec", operation: Node) -> Mapping[str, Node]:
    """What an operation sends, by media type."""
    return spec.target(operation.child("requestBody")).members("content")


def body_of(spec: "Spec", webhook: Node) -> Node:
    """The media type of what is sent with an event, JSON before others; a value of None where nothing is sent."""
    content: list[Node] = []
    for operation in operations_of(spec, webhook)[:1]:
        content += content_of(spec, operation).values()
    return min(content, key=lambda media: not is_json(media), default=Node(None, ("",)))


def is_json(media: Node) -> bool:
    """Whether a media type may be JSON, by its name."""
    return str(media.pointer[-1]).partition(";")[0].rstrip().lower().endswith(("/json", "+json", "*"))
