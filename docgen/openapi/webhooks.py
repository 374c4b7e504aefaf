"""The webhooks of a contract: the events that they are, by the names that are sent, and what is sent."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from docgen.openapi.field_values import field_values
from docgen.openapi.inheritance import mapped_reference
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS
from docgen.openapi.spec import METHODS, Spec
from docgen.openapi.validation.discriminators import alternatives, selecting_property

_NAMES: Final = ("type", "event", "event_type", "eventType", "event_name", "eventName", "topic")
_INNER: Final = tuple(f"{outer}.{name}" for outer in ("event", "meta", "metadata", "header") for name in _NAMES)
TYPES: Final = (*_NAMES, *_INNER)
"""Paths of the property that says which event a payload is."""


def event_keys(spec: Spec) -> dict[str, str]:
    """The key of the webhook of each event by its name, in the order of the document.

    The name is the constant (a `const`, or an enum of one value) of the property that says which event a payload is, or
    the value by which a discriminator selects the payload. It is the key where there is none, where two webhooks have
    the same one, or where it is the key of another webhook. A property of an inner object counts where each has it.
    """
    resolver, selecting, webhooks = Resolver(spec), dict(_selecting(spec)), spec.webhooks()
    constants = {
        key: dict(_constants(resolver, body_of(spec, webhook).child("schema"), selecting))
        for key, webhook in webhooks.items()
    }
    uses = Counter(constant for found in constants.values() for constant in found.items())
    has = Counter(name for found in constants.values() for name in found)
    paths = [name for name in TYPES if name in _NAMES or has[name] == len(webhooks) > 1]
    names: dict[str, str] = {}
    for key, found in constants.items():
        own = (found[name] for name in paths if name in found and uses[name, found[name]] == 1)
        names[key] = next((name for name in own if name == key or name not in webhooks), key)
    shared = Counter(names.values())
    return {name if shared[name] == 1 else key: key for key, name in names.items()}


def type_values(resolver: Resolver, schema: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The properties of a payload that may say which event it is, each with the values that are listed for it."""
    own = merged(resolver, schema)
    in_parts = own.members or own.keywords.keys() & UNIONS
    for name in TYPES:
        outer, _, inner = name.rpartition(".")
        # from the inner object on: the alternatives of alternatives would be too many to look into
        node = own.property(outer) if outer else schema if in_parts or name in own.properties else None
        field = field_values(resolver, node, only=inner, depth=1).get(inner) if node else None
        if field and field.values:
            yield name, field.values


def selecting_values(resolver: Resolver, schema: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The property of a payload by which a discriminator selects what it is, with the values that do."""
    own = merged(resolver, schema)
    if (name := selecting_property(own.keywords)) is not None:
        members = [member.value for keyword in UNIONS for member in own.listed(keyword)]
        yield name, tuple(value for _, values in alternatives(own.keywords, members) for value in values)


def _constants(resolver: Resolver, schema: Node, selecting: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, values in type_values(resolver, schema):
        if len(values) == 1 and values[0].strip() == values[0] != "":
            yield name, values[0]
    if (value := selecting.get(str(schema.get("$ref")))) is not None:
        yield TYPES[0], value


def _selecting(spec: Spec) -> Iterator[tuple[str, str]]:
    """What the discriminators of base schemas refer to, each with the value that selects it."""
    for name in spec.schemas():
        mapping = spec.node(("components", "schemas", name, "discriminator")).get("mapping")
        for value, target in mapping.items() if isinstance(mapping, Mapping) else ():
            yield str(mapped_reference(target)), value


def operations_of(spec: Spec, webhook: Node) -> list[Node]:
    """The operations by which an event is sent, POST before others; none where the webhook has none."""
    item = spec.target(webhook)
    methods = dict.fromkeys(("post", *METHODS))
    return [item.child(method) for method in methods if isinstance(item.get(method), Mapping)]


def content_of(spec: Spec, operation: Node) -> Mapping[str, Node]:
    """What an operation sends, by media type."""
    return spec.target(operation.child("requestBody")).members("content")


def body_of(spec: Spec, webhook: Node) -> Node:
    """The media type of what is sent with an event, JSON before others; a value of None where nothing is sent."""
    content = [media for one in operations_of(spec, webhook)[:1] for media in content_of(spec, one).values()]
    return min(content, key=lambda media: not is_json(media), default=Node(None, ("",)))


def is_json(media: Node) -> bool:
    """Whether a media type may be JSON, by its name."""
    return str(media.pointer[-1]).partition(";")[0].rstrip().lower().endswith(("/json", "+json", "*"))
