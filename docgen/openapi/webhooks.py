"""The webhooks of a contract: the events that they are, by the names that are sent, and what is sent."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, product
from typing import TYPE_CHECKING, Any, Final

from docgen.openapi.allowed_values import allowed_values, field_values
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
_WORD: Final = re.compile(r"[^\W\d_a-z]*[^\W_A-Z]+|[^\W_a-z]+")
# of objects in a payload
_LEVELS: Final = 3


def event_keys(spec: "Spec") -> dict[str, str]:
    """The key of the webhook of each event by its name, in the order of the document.

    The name is what the configuration says (`Spec.event_name`); else the constant (a `const`, or an enum of one value)
    of the property that says which event a payload is, or the value by which a discriminator selects the payload. A
    property of an inner object counts where each has it. Last comes any sign that tells all events apart and is made of
    the words of their keys. It is the key where there is none, where two webhooks have the same one, or where it is the
    key of another webhook.
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
    # on the outermost level it may tell some events apart, within an object only all of them
    paths = [path for path in TYPES if path in _NAMES or has[path] == len(webhooks) > 1]
    named: dict[str, Sequence[str]] = {}
    for key, of_one in constants.items():
        named[key] = [of_one[path] for path in paths if path in of_one and uses[path, of_one[path]] == 1]
    if spec.event_name or not all(named.values()):
        named = _with_signs(spec, named)
    names: dict[str, str] = {}
    for key, own in named.items():
        # with the key of another webhook, two events would have one name
        names[key] = next((name for name in own if name == key or name not in webhooks), key)
    shared = Counter(names.values())
    return {name if shared[name] == 1 else key: key for key, name in names.items()}


def _with_signs(spec: "Spec", named: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The names of each webhook with what the configured sign says before them, and what any other says after them."""
    every = signs(spec)
    telling = [path for path in chain.from_iterable(every.values()) if _tells_all_apart(path, every)]
    weakest_last = sorted(dict.fromkeys(telling), key=lambda path: path.count("."))
    configured = Counter(of_one.get(spec.event_name) for of_one in every.values())
    names: dict[str, Sequence[str]] = {}
    for key, of_one in every.items():
        stated = of_one.get(spec.event_name, "")
        first = [stated] if configured[stated] == 1 else []
        names[key] = [*first, *named[key], *(of_one[path] for path in weakest_last)]
    return names


def signs(spec: "Spec") -> dict[str, dict[str, str]]:
    """What may say which event a webhook is, by its key: fields by their paths, and headers (`header X-Event`)."""
    return {
        key: {**dict(_shown(spec, webhook)), **dict(_listed(spec, key))} for key, webhook in spec.webhooks().items()
    }


def _listed(spec: "Spec", key: str) -> Iterator[tuple[str, str]]:
    """The fields and headers with the only value that is allowed, or with one of several that is like the key."""
    webhook, resolver = spec.webhooks()[key], spec.cached(Resolver)
    payload = body_of(spec, webhook).child("schema")
    fields = field_values(resolver, payload, only=spec.event_name or None, depth=_LEVELS)
    listed = {path: field.values for path, field in fields.items()}
    for header in headers_of(spec, webhook):
        listed[f"header {header.name}"] = allowed_values(resolver, header.child("schema"))
    for path, values in listed.items():
        alike = [value for value in values or () if len(values or ()) == 1 or _words(value) == _words(key)]
        if len(alike) == 1 and alike[0].split() == alike:
            yield path, alike[0]


def _shown(spec: "Spec", webhook: Node) -> Iterator[tuple[str, str]]:
    """The fields on which all examples of a payload agree."""
    media = body_of(spec, webhook)
    carriers = [media, *map(spec.target, media.members("examples").values()), spec.target(media.child("schema"))]
    values = chain.from_iterable((carrier.get("example"), carrier.get("value")) for carrier in carriers)
    first, *others = [dict(_texts(value)) for value in values if isinstance(value, dict)] or [{}]
    for path, text in first.items():
        if text.split() == [text] and all(other.get(path) == text for other in others):
            yield path, text


def _texts(example: Mapping[str, Any], levels: int = _LEVELS) -> Iterator[tuple[str, str]]:
    for name, value in example.items():
        if isinstance(value, str):
            yield str(name), value
        elif isinstance(value, dict) and levels:
            yield from ((f"{name}.{path}", text) for path, text in _texts(value, levels - 1))


def _tells_all_apart(path: str, every: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether each webhook has another value at a path, and all of them may be names."""
    values = {key: of_one[path] for key, of_one in every.items() if path in of_one}
    is_distinct = 1 < len(every) == len(set(values.values()))
    return is_distinct and all(_may_name(value, key) for key, value in values.items())


def _may_name(value: str, key: str) -> bool:
    """Whether a value is a key in other separators, or some words of it that are a name: not its object or status."""
    words, of_key = _words(value), _words(key)
    is_part = len(words) < len(of_key) and words != of_key[: len(words)] and {*words} <= {*of_key}
    return words == of_key or (is_part and bool(_NAMESPACE.search(value)))


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(name)]


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
    for path, values in type_values(resolver, schema):
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


def headers_of(spec: "Spec", webhook: Node) -> list[Node]:
    """The headers that are sent with an event."""
    listed = [*spec.target(webhook).items("parameters")]
    for operation in operations_of(spec, webhook)[:1]:
        listed += operation.items("parameters")
    return [part for part in map(spec.target, listed) if part.get("in") == "header"]


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
