"""The schemas that inherit from one with a `discriminator`: each is an alternative wherever that one is referred to."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from docgen.openapi.references import is_address, schema_name, schema_reference

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_FILE: Final = re.compile(r".+\.(?:json|ya?ml)")


def subtypes_of(document: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The component schemas with a discriminator and no union of their own, each with those that it may turn out to be.

    They are the ones with an `allOf` that refers to it, and those that its mapping names (OpenAPI 3.1, section 4.8.25).
    """
    schemas = schemas_of(document)
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


def schemas_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The component schemas of a document by name, unmerged."""
    components = document.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return schemas if isinstance(schemas, dict) else {}


def _is_base(node: object) -> bool:
    return isinstance(node, dict) and "discriminator" in node and not {"oneOf", "anyOf"} & node.keys()


def _mapped(discriminator: object) -> list[str]:
    names = (schema_name(mapped_reference(value)) for value in mapping_of(discriminator).values())
    return [name for name in names if name is not None]


def mapping_of(discriminator: object) -> dict[str, Any]:
    """The mapping of a discriminator; empty without one."""
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    return mapping if isinstance(mapping, dict) else {}


def mapped_reference(value: object) -> object:
    """What a value of a mapping refers to: a name means the schema of that name (OpenAPI 3.1, section 4.8.25.2)."""
    return schema_reference(value) if isinstance(value, str) and _NAME.fullmatch(value) else value


def names_file(value: str) -> bool:
    """Whether a value of a mapping refers to another file rather than to a schema by its name."""
    return not (value[:1] == "#" or is_address(value)) and (not _NAME.fullmatch(value) or bool(_FILE.fullmatch(value)))


def has_mapped_files(document: Mapping[str, Any]) -> bool:
    """Whether the mapping of a component schema names other files: those of a union are referred to besides."""
    discriminators = [node["discriminator"] for node in schemas_of(document).values() if _is_base(node)]
    values = (value for discriminator in discriminators for value in mapping_of(discriminator).values())
    return any(isinstance(value, str) and names_file(value) for value in values)


def _subtypes(base: str, children: Mapping[str, list[str]], mapped: Iterable[str]) -> list[str]:
    found = dict.fromkeys((*children.get(base, ()), *mapped))
    waiting = list(found)
    while waiting:
        for name in children.get(waiting.pop(), ()):
            if name not in found:
                found[name] = None
                waiting.append(name)
    return [name for name in found if name != base]
