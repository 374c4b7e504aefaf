"""The webhooks of a contract: the events that they are, by the names that are sent, and what is sent."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from typing import TYPE_CHECKING, Final

from docgen.openapi.allowed_values import allowed_values, field_values
from docgen.openapi.caching import once
from docgen.openapi.discriminators import alternatives, selecting_property, selections
from docgen.openapi.merging import merged
from docgen.openapi.nodes import JsonObject, NamedNodes, Node, as_list
from docgen.openapi.resolver import Resolver
from docgen.openapi.structure import METHODS

if TYPE_CHECKING:
    from docgen.openapi.spec import Spec

_NAMES: Final = ("type", "event", "event_type", "eventType", "event_name", "eventName", "topic")
_INNER: Final = tuple(map(".".join, product(("event", "meta", "metadata", "header"), _NAMES)))
_TYPES: Final = (*_NAMES, *_INNER)
"""Paths of the property that says which event a payload is."""
_NAMESPACE: Final = re.compile(r"\w[.:/]\w")
_WORD: Final = re.compile(r"[^\W\d_a-z]*[^\W_A-Z]+|[^\W_a-z]+")
# of objects in a payload
_LEVELS: Final = 3
_Listed = Iterator[tuple[str, tuple[str, ...]]]
"""Paths of fields with the values that are listed for them."""


def event_keys(spec: "Spec") -> dict[str, str]:
    """The key of the webhook of each event by its name, in the order of the document.

    The name is the first of its `signs` that no other webhook has there: the configured one, one of a property that
    says which event a payload is, or any that all webhooks have. It is the key where there is none, where two webhooks
    have the same one, or where it is the key of another webhook.
    """
    webhooks = spec.webhooks()
    # what all webhooks have is among what the first has: the others are not searched for more
    first = dict(islice(webhooks.items(), 1))
    every = _signs_of(spec, webhooks, {spec.event_name, *_NAMES}.union(*_signs_of(spec, first).values()))
    uses = Counter(chain.from_iterable(own.items() for own in every.values()))
    has = Counter(chain.from_iterable(every.values()))
    # on the outermost level it may tell some events apart, within an object only all of them
    telling = {spec.event_name, *_NAMES, *(path for path in has if has[path] == len(every) > 1)}
    names = {}
    for key, own in every.items():
        told = (name for path, name in own.items() if path in telling and uses[path, name] == 1)
        # with the key of another webhook, two events would have one name
        names[key] = next((name for name in told if name == key or name not in every), key)
    shared = Counter(names.values())
    return {name if shared[name] == 1 else key: key for key, name in names.items()}


@once
def signs(spec: "Spec") -> dict[str, dict[str, str]]:
    """What may say which event a webhook is, by its key: fields by their paths, and headers (`header X-Event`).

    The configured one comes first, then the properties for types: their value is any that alone is allowed, or by which
    the discriminator of a base selects the payload. All others, and those of examples, are like the key.
    """
    return _signs_of(spec, spec.webhooks())


def _signs_of(spec: "Spec", webhooks: NamedNodes, only: Collection[str] = ()) -> dict[str, dict[str, str]]:
    """The signs of some webhooks; with `only`, those of some paths and headers."""
    resolver = spec.cached(Resolver)
    selected = {ref: {name: (value,)} for ref, name, value in selections(spec.schemas().values())}
    every: dict[str, dict[str, str]] = {}
    for key, webhook in webhooks.items():
        media, own = body_of(spec, webhook), dict[str, str]()
        payload = media.child("schema")
        allowed = dict(_allowed(spec, webhook, payload, only)) | selected.get(payload.ref, {})
        for path, values in (*_shown(spec, media), *selecting_values(resolver, payload), *allowed.items()):
            is_sure = path == spec.event_name or (path in _TYPES and len(allowed.get(path, ())) == 1)
            if (path in only or not only) and (name := _name(values, key, is_sure)):
                own[path] = name
        outermost_first = sorted(own, key=lambda path: path.count("."))
        every[key] = {path: own[path] for path in (spec.event_name, *_TYPES, *outermost_first) if path in own}
    return every


def _name(values: Sequence[str], key: str, is_sure: bool) -> str:
    """The only one of some values, or the only one with the words of the key; empty where that is no name."""
    if len(values) > 1:
        values = [value for value in values if _words(value) == _words(key)]
    name = values[0] if len(values) == 1 else ""
    return name if name.strip() == name and (is_sure or _is_like(name, key)) else ""


def _is_like(name: str, key: str) -> bool:
    """Whether a name is a key in other separators, or some words of it that are a name: not its object or status."""
    words, of_key = _words(name), _words(key)
    is_part = len(words) < len(of_key) and words != of_key[: len(words)] and {*words} <= {*of_key}
    return name.split() == [name] and (words == of_key or (is_part and bool(_NAMESPACE.search(name))))


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(name)]


def _allowed(spec: "Spec", webhook: Node, payload: Node, only: Collection[str]) -> _Listed:
    """The fields and headers for which a contract lists values."""
    resolver = spec.cached(Resolver)
    fields = {} if only else field_values(resolver, payload, depth=_LEVELS)
    # a payload with too many fields to list has those that are asked for
    wanted = ".".join(only or (spec.event_name, *_TYPES))
    for path, field in (fields or field_values(resolver, payload, only=wanted, depth=_LEVELS)).items():
        if field.values:
            yield path, field.values
    if only and "header " not in wanted:
        return
    for header in headers_of(spec, webhook):
        if values := allowed_values(resolver, header.child("schema")):
            yield f"header {header.name}", values


def _shown(spec: "Spec", media: Node) -> _Listed:
    """The fields on which all examples of a payload agree."""
    schema = spec.target(media.child("schema"))
    values = [
        *(value for _, value in spec.examples(media.value)),
        schema.get("example"),
        *as_list(schema.get("examples")),
    ]
    first, *others = [dict(_texts(value)) for value in values if isinstance(value, dict)] or [{}]
    for path, text in first.items():
        if all(other.get(path) == text for other in others):
            yield path, (text,)


def _texts(example: JsonObject, levels: int = _LEVELS) -> Iterator[tuple[str, str]]:
    for name, value in example.items():
        if isinstance(value, str):
            yield str(name), value
        elif isinstance(value, dict) and levels:
            yield from ((f"{name}.{path}", text) for path, text in _texts(value, levels - 1))


def type_values(resolver: Resolver, schema: Node) -> _Listed:
    """The properties of a payload that may say which event it is, each with the values that are listed for it."""
    fields = field_values(resolver, schema, only=".".join(_TYPES), depth=2)
    for path in _TYPES:
        if path in fields and (values := fields[path].values):
            yield path, values


def selecting_values(resolver: Resolver, schema: Node) -> _Listed:
    """The property of a payload by which a discriminator selects what it is, with the values that do."""
    own = merged(resolver, schema)
    name = selecting_property(own.keywords)
    if name is None:
        return
    members = [member.value for member in own.alternatives()]
    values = chain.from_iterable(values for _, values in alternatives(own.keywords, members))
    yield name, tuple(values)


def operations_of(spec: "Spec", webhook: Node) -> list[Node]:
    """The operations by which an event is sent, POST before others; none where the webhook has none."""
    item = spec.target(webhook)
    methods = dict.fromkeys(("post", *METHODS))
    return [item.child(method) for method in methods if isinstance(item.get(method), Mapping)]


def operation_of(spec: "Spec", webhook: Node) -> Node:
    """The first of these operations; a value of None where the webhook has none."""
    return next(iter(operations_of(spec, webhook)), Node(None, ("",)))


def headers_of(spec: "Spec", webhook: Node) -> list[Node]:
    """The headers that are sent with an event."""
    parameters = spec.parameters(spec.target(webhook), operation_of(spec, webhook))
    return [parameter for parameter in parameters if parameter.get("in") == "header"]


def content_of(spec: "Spec", operation: Node) -> NamedNodes:
    """What an operation sends, by media type."""
    return spec.target(operation.child("requestBody")).members("content")


def body_of(spec: "Spec", webhook: Node) -> Node:
    """The media type of what is sent with an event, JSON before others; a value of None where nothing is sent."""
    content = content_of(spec, operation_of(spec, webhook)).values()
    return min(content, key=lambda media: not is_json(media), default=Node(None, ("",)))


def is_json(media: Node) -> bool:
    """Whether a media type may be JSON, by its name."""
    return str(media.pointer[-1]).partition(";")[0].rstrip().lower().endswith(("/json", "+json", "*"))
