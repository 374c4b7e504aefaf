"""Discriminators: what their values select, and the schemas that inherit from one that has a discriminator.

Such a schema without a union stands for all that inherit from it, wherever it is referred to.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from docgen.openapi.cycles import reachable
from docgen.openapi.nodes import JsonObject, as_list, as_mapping, is_address, schema_name, schema_reference

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_FILE: Final = re.compile(r".+\.(?:json|ya?ml)")
_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,18}")

Alternative = tuple[Any, tuple[str, ...]]
"""A member of a union, with the values that select it."""


def schemas_of(document: JsonObject) -> JsonObject:
    """The component schemas of a document by name, unmerged."""
    return as_mapping(as_mapping(document.get("components")).get("schemas"))


def mapping_of(discriminator: object) -> dict[str, Any]:
    """The mapping of a discriminator; empty without one."""
    return as_mapping(as_mapping(discriminator).get("mapping"))


def mapped_reference(value: object) -> object:
    """What a value of a mapping refers to: a name means the schema of that name (OpenAPI 3.1, section 4.8.25.2)."""
    if isinstance(value, str) and _NAME.fullmatch(value):
        return schema_reference(value)
    return value


def names_file(value: str) -> bool:
    """Whether a value of a mapping refers to another file rather than to a schema by its name."""
    return not (value[:1] == "#" or is_address(value)) and (not _NAME.fullmatch(value) or bool(_FILE.fullmatch(value)))


def has_mapped_files(document: JsonObject) -> bool:
    """Whether the mapping of a component schema names other files: those of a union are referred to besides."""
    for mapping in _mappings(schemas_of(document)).values():
        if any(isinstance(value, str) and names_file(value) for value in mapping.values()):
            return True
    return False


def _mappings(schemas: JsonObject) -> dict[str, dict[str, Any]]:
    """The mappings of the schemas that others inherit from: those with a discriminator, and no union of their own."""
    bases = {}
    for name, node in schemas.items():
        keywords = as_mapping(node)
        if "discriminator" in keywords and not {"oneOf", "anyOf"} & keywords.keys():
            bases[name] = mapping_of(keywords["discriminator"])
    return bases


def subtypes_of(document: JsonObject) -> dict[str, tuple[str, ...]]:
    """The component schemas with a discriminator and no union of their own, each with those that it may turn out to be.

    They are the ones with an `allOf` that refers to it, and those that its mapping names (OpenAPI 3.1, section 4.8.25).
    """
    schemas = schemas_of(document)
    bases = _mappings(schemas)
    # most contracts have none, and are walked no further
    if not bases:
        return {}
    children = _children(schemas)
    subtypes = {}
    for base, mapping in bases.items():
        mapped = (schema_name(mapped_reference(value)) for value in mapping.values())
        direct = (*children.get(base, ()), *filter(None, mapped))
        names = reachable(direct, lambda name: children.get(name, ()))
        subtypes[base] = tuple(name for name in names if name != base and name in schemas)
    return subtypes


def _children(schemas: JsonObject) -> dict[str, list[str]]:
    """The schemas with an `allOf` that refers to another one, by the name of that."""
    children: dict[str, list[str]] = {}
    for name, node in schemas.items():
        for part in as_list(as_mapping(node).get("allOf")):
            base = schema_name(as_mapping(part).get("$ref"))
            if base is not None:
                children.setdefault(base, []).append(name)
    return children


def selecting_property(node: JsonObject) -> str | None:
    """The property that selects an alternative of a union (OpenAPI 3.1, section 4.8.25); None without one."""
    name = as_mapping(node.get("discriminator")).get("propertyName")
    return name if isinstance(name, str) else None


def selections(schemas: Iterable[object]) -> Iterator[tuple[str, str, str]]:
    """What the mappings of discriminators refer to, each with the property and the value that select it."""
    for schema in map(as_mapping, schemas):
        name = selecting_property(schema)
        for value, target in mapping_of(schema.get("discriminator")).items() if name else ():
            yield str(mapped_reference(target)), str(name), value


def alternatives(node: JsonObject, members: list[Any]) -> Iterator[Alternative]:
    """The members of a union and what else its mapping refers to, each with the values that select it.

    A member that is no reference to a component schema has no such values, and is an alternative for any value.
    """
    selected: dict[str, list[str]] = {}
    for value, target in mapping_of(node["discriminator"]).items():
        ref = mapped_reference(target)
        if isinstance(ref, str) and ref.startswith("#/"):
            selected.setdefault(ref, []).append(value)
    for member in members:
        ref = as_mapping(member).get("$ref")
        name = schema_name(ref)
        yield member, () if name is None else (name, *selected.pop(str(ref), ()))
    # subtypes that the union does not list, and that the mapping selects all the same
    for ref, values in selected.items():
        yield {"$ref": ref}, tuple(values)


def selection(name: str, values: Iterable[str]) -> JsonObject:
    """The JSON Schema of an object whose property has one of some values: as text, or as what the text writes.

    A mapping has texts for numbers and booleans, too (OpenAPI 3.1, section 4.8.25.2).
    """
    listed: list[Any] = []
    for value in dict.fromkeys(values):
        listed += options(value)
    return {"required": [name], "properties": {name: {"enum": listed}}}


def options(value: str) -> list[Any]:
    """A value of a mapping as text, and as what the text writes."""
    if value in ("true", "false"):
        return [value, value == "true"]
    if _INTEGER.fullmatch(value):
        return [value, int(value)]
    return [value]
