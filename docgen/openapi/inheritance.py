"""The schemas that inherit from one with a `discriminator`: each is an alternative wherever that one is referred to."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from docgen.openapi.references import schema_name, schema_reference

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


def subtypes_of(document: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The component schemas with a discriminator and no union of their own, each with those that it may turn out to be.

    They are the ones with an `allOf` that leads to it, and those that its mapping names (OpenAPI 3.1, section 4.8.25).
    """
    components = document.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    if not isinstance(schemas, dict):
        return {}
    bases = {name: node["discriminator"] for name, node in schemas.items() if _is_base(node)}
    if not bases:
        return {}
    children: dict[str, list[str]] = {}
    for name, node in schemas.items():
        parts = node.get("allOf") if isinstance(node, dict) else None
        for part in parts if isinstance(parts, list) else ():
            base = schema_name(part.get("$ref")) if isinstance(part, dict) else None
            if base is not None:
                children.setdefault(base, []).append(name)
    found = {name: _subtypes(name, children, _mapped(discriminator)) for name, discriminator in bases.items()}
    return {name: tuple(subtype for subtype in subtypes if subtype in schemas) for name, subtypes in found.items()}


def _is_base(node: object) -> bool:
    return isinstance(node, dict) and "discriminator" in node and not {"oneOf", "anyOf"} & node.keys()


def _mapped(discriminator: object) -> list[str]:
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    names = (schema_name(mapped_reference(value)) for value in mapping.values()) if isinstance(mapping, dict) else ()
    return [name for name in names if name is not None]


def mapped_reference(value: object) -> object:
    """What a value of a mapping refers to: a name means the schema of that name (OpenAPI 3.1, section 4.8.25.2)."""
    return schema_reference(value) if isinstance(value, str) and _NAME.fullmatch(value) else value


def _subtypes(base: str, children: Mapping[str, list[str]], mapped: Iterable[str]) -> list[str]:
    found = dict.fromkeys((*children.get(base, ()), *mapped))
    waiting = list(found)
    while waiting:
        for name in children.get(waiting.pop(), ()):
            if name not in found:
                found[name] = None
                waiting.append(name)
    return [name for name in found if name != base]
