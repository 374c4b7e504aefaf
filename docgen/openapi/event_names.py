"""The names of webhook events as they are sent: the constant in a payload that says which event it is."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from docgen.openapi.inheritance import mapped_reference

Resolve = Callable[[Any], Mapping[str, Any]]

TYPES: Final = ("type", "event", "event_type", "eventType", "event_name", "eventName")
"""Names of the property that says which event a payload is."""
_METHODS: Final = ("post", "put")
_DEPTH: Final = 20  # schemas that demand one another


def event_keys(webhooks: object, resolve: Resolve) -> dict[str, str]:
    """The key under `webhooks` of each event by its name, in the order of the document.

    The name is the constant (a `const`, or an enum of one value) of the property that says which event a payload is:
    one that spells the key (`response.completed` for `response_completed`), else `type` or a name like it. It is the
    key where no such property has a constant, two webhooks have the same one, or another webhook has it for its key.
    """
    items = webhooks if isinstance(webhooks, Mapping) else {}
    constants = {key: _Constants(resolve).of(_payload(item, resolve)) for key, item in items.items()}
    uses = Counter(constant for found in constants.values() for constant in found.items())
    names: dict[str, str] = {}
    for key, found in constants.items():
        own = {
            name: value
            for name, value in found.items()
            if uses[name, value] == 1 and (value == key or value not in items)
        }
        spelled = [value for value in own.values() if _letters(value) == _letters(key)]
        names[key] = next(iter((*spelled, *(own[name] for name in TYPES if name in own))), key)
    shared = Counter(names.values())
    return {name if shared[name] == 1 else key: key for key, name in names.items()}


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, str(name))).casefold()


def _payload(item: object, resolve: Resolve) -> object:
    """The schema of what a webhook sends: of the first media type of its body."""
    operation = next((resolve(item)[method] for method in _METHODS if method in resolve(item)), None)
    content = resolve(resolve(operation).get("requestBody")).get("content")
    media = next(iter(content.values()), None) if isinstance(content, Mapping) else None
    return media.get("schema") if isinstance(media, Mapping) else None


class _Constants:
    """The properties that have one text only, of one payload; each schema is read once."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._known: dict[int, dict[str, str]] = {}

    def of(self, node: object, depth: int = 0) -> dict[str, str]:
        """The texts of these properties by name; those of a union are the ones that all its members have."""
        found: dict[str, str] = {}
        schema = self._resolve(node)
        if depth > _DEPTH or id(schema) in self._known:
            return self._known.get(id(schema), found)
        self._known[id(schema)] = found
        for part in _listed(schema, "allOf"):
            found.update(self._selected(part, node))
            found.update(self.of(part, depth + 1))
        for keyword in ("oneOf", "anyOf"):
            members = [self.of(member, depth + 1) for member in _listed(schema, keyword)]
            for name, value in members[0].items() if members else ():
                if all(member.get(name) == value for member in members):
                    found[name] = value
        for part in (schema, node):  # a reference may have properties beside it
            properties = part.get("properties") if isinstance(part, Mapping) else None
            for name, schema_of in properties.items() if isinstance(properties, Mapping) else ():
                found.update((name, text) for text in self._texts(schema_of))
        return found

    def _selected(self, base: object, node: object) -> Iterator[tuple[str, str]]:
        """The property of a base's discriminator with the value that selects what a node refers to."""
        discriminator = self._resolve(base).get("discriminator")
        selects: Mapping[str, Any] = discriminator if isinstance(discriminator, Mapping) else {}
        mapping, ref = selects.get("mapping"), node.get("$ref") if isinstance(node, Mapping) else None
        for value, target in mapping.items() if isinstance(mapping, Mapping) else ():
            if ref is not None and mapped_reference(target) == ref:
                yield str(selects.get("propertyName")), value

    def _texts(self, node: object) -> Iterator[str]:
        """The only text that a property may have: its own, or that of what it refers to or is all of."""
        for part in (node, self._resolve(node), *map(self._resolve, _listed(self._resolve(node), "allOf"))):
            listed = part.get("enum", [part.get("const")]) if isinstance(part, Mapping) else None
            texts = [text for text in listed if text is not None] if isinstance(listed, list) else []
            if len(texts) == 1 and isinstance(texts[0], str) and texts[0].strip() == texts[0] != "":
                yield texts[0]


def _listed(schema: Mapping[str, Any], keyword: str) -> list[Any]:
    members = schema.get(keyword)
    return members if isinstance(members, list) else []
