"""A union with a discriminator as JSON Schema: each alternative with the values of the property that select it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from docgen.openapi.inheritance import mapped_reference, mapping_of
from docgen.openapi.references import schema_name

_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,18}")

Alternative = tuple[Any, tuple[str, ...]]


def selecting_property(node: Mapping[str, Any]) -> str | None:
    """The property that selects an alternative of a union (OpenAPI 3.1, section 4.8.25); None without one."""
    discriminator = node.get("discriminator")
    name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
    return name if isinstance(name, str) else None


def alternatives(node: Mapping[str, Any], members: list[Any]) -> Iterator[Alternative]:
    """The members of a union and what else its mapping refers to, each with the values that select it.

    A member that is no reference to a component schema has no such values, and is an alternative for any value.
    """
    selected: dict[str, list[str]] = {}
    for value, target in mapping_of(node["discriminator"]).items():
        if isinstance(ref := mapped_reference(target), str) and ref.startswith("#/"):
            selected.setdefault(ref, []).append(value)
    for member in members:
        ref = member.get("$ref") if isinstance(member, dict) else None
        name = schema_name(ref)
        yield member, () if name is None else (name, *selected.pop(str(ref), ()))
    yield from (({"$ref": ref}, tuple(values)) for ref, values in selected.items())


def selection(name: str, values: Iterable[str]) -> dict[str, Any]:
    """The JSON Schema of an object whose property has one of some values: as text, or as what the text writes.

    A mapping has texts for numbers and booleans, too (OpenAPI 3.1, section 4.8.25.2).
    """
    found = [option for value in dict.fromkeys(values) for option in options(value)]
    return {"required": [name], "properties": {name: {"enum": found}}}


def options(value: str) -> list[Any]:
    """A value of a mapping as text, and as what the text writes."""
    if value in ("true", "false"):
        return [value, value == "true"]
    return [value, int(value)] if _INTEGER.fullmatch(value) else [value]
