"""Keys by which schemas and edits are known to be equal, and the fingerprint of a change.

The key of a schema is without annotations: descriptions, examples and extensions, which no validator reads.
"""

import re
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, Final

import msgspec

from docgen.openapi.nodes import ANNOTATIONS
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import APPLIED_LISTS

NAMES: Final = frozenset(
    (
        *("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "schemas", "responses"),
        *("requestBodies", "headers", "securitySchemes", "links", "callbacks", "paths", "webhooks", "x-webhooks"),
        *("content", "variables", "mapping", "scopes", "encoding", "pathItems"),
    )
)
"""Keywords whose keys are names of the API, where `title` is a name and no annotation."""
VALUES: Final = frozenset(("enum", "const", "default", "required", "dependentRequired", "type", "security"))
_UNORDERED: Final = frozenset(("enum", "required", "type"))
_JUDGED: Final = frozenset(("x-sunset", "x-stability-level", "x-extensible-enum", "x-webhooks"))
"""Extensions that the differ reads."""
_NUMBER: Final = re.compile(r"\[no\. \d+\]")


def strip_annotations(node: Any, names: bool = False, unions: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """A schema without annotations, its keys sorted; with `names`, its keys are names of the API, and all stay.

    With `unions`, its alternatives are sorted, too.
    """
    if isinstance(node, list):
        return [strip_annotations(item, unions=unions) for item in node]
    if not isinstance(node, dict):
        return node
    stripped = {}
    for key in sorted(node):
        if names:
            stripped[key] = strip_annotations(node[key], unions=unions)
        elif key in VALUES:
            stripped[key] = _value(key, node[key])
        elif not is_annotation(key):
            # alternatives have no order: sorted, two unions of the same members have one key
            part = strip_annotations(node[key], key in NAMES, unions)
            stripped[key] = _sorted(part) if unions and key in APPLIED_LISTS else part
    return stripped


def _value(key: str, value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A value, sorted if its order has no meaning."""
    return _sorted(value) if key in _UNORDERED else value


def _sorted(value: Any) -> Any:  # noqa: ANN401 - any JSON
    return sorted(value, key=repr) if isinstance(value, list) else value


def differs(old: Any, new: Any, names: bool = False) -> bool:  # noqa: ANN401 - any JSON
    """Whether two schemas differ in more than annotations; references are not resolved."""
    if old == new:
        return False
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in {**old, **new} if names or not is_annotation(key)]
        if not all(key in old and key in new for key in keys):
            return True
        return any(_part_differs(key, old[key], new[key], names) for key in keys)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return any(differs(*pair) for pair in zip(old, new, strict=True))
    return True


def _part_differs(key: str, old: Any, new: Any, names: bool) -> bool:  # noqa: ANN401 - any JSON
    if not names and key in VALUES:
        return bool(_value(key, old) != _value(key, new))
    return differs(old, new, not names and key in NAMES)


def is_annotation(key: str) -> bool:
    """Whether neither validators nor the differ read a keyword."""
    return key in ANNOTATIONS or (key[:2] == "x-" and key not in _JUDGED)


def bare_key(node: Any) -> str:  # noqa: ANN401 - a node of JSON can be anything
    """A key that is equal for schemas that differ in annotations and the order of their keywords alone."""
    return digest(strip_annotations(node))


def known_key(resolver: Resolver, node: Any, make: Callable[[Any], str]) -> str:  # noqa: ANN401 - as above
    """The key of a node, made once: a member of a union is compared with many others, as a copy of a schema is."""
    # by identity: to hash the node would take as long as to digest it
    place = make.__name__, id(node)
    if place not in resolver.digests:
        resolver.digests[place] = node, make(node)
    return resolver.digests[place][1]


def schema_key(node: Any) -> str:  # noqa: ANN401 - a node of JSON can be anything
    """A key that is equal for schemas that differ in annotations and order alone."""
    return digest(strip_annotations(node, unions=True))


def digest(*values: Any) -> str:  # noqa: ANN401 - values of JSON
    """A digest of JSON values: equal for equal values of equal types, so that 1 and true differ."""
    return blake2b(msgspec.json.encode(values), digest_size=16).hexdigest()


def edit_key(*parts: Any) -> tuple[Any, ...]:  # noqa: ANN401 - values of JSON
    """The key of an edit from the values that identify it; lists and objects become a digest."""
    return tuple(digest(part) if isinstance(part, dict | list) else part for part in parts)


def fingerprint(key: Iterable[object], labels: Iterable[str]) -> str:
    """The fingerprint of a change: of the key of its edit, and of where it was made."""
    # the numbers of members depend on their order, and reports know a change again by its fingerprint
    places = (_NUMBER.sub("", label).replace("[]", "items") for label in labels)
    return digest(*map(str, key), min(places))
