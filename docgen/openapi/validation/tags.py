"""The tags of a document: their names are unique, and since OpenAPI 3.2 (section 4.22) they are a tree."""

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.openapi.cycles import strongly_connected
from docgen.openapi.validation.problem import Problem, invalid


def tag_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Each tag with the name of another one, with a parent that is no tag, or that is above itself."""
    listed = document.get("tags")
    named = [
        (("tags", index), tag)
        for index, tag in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(tag, dict) and isinstance(tag.get("name"), str)
    ]
    parents = {tag["name"]: tag.get("parent") for _, tag in reversed(named)}
    above = {name: [parent] for name, parent in parents.items() if isinstance(parent, str)}
    circles = strongly_connected(above, lambda name: above.get(name, ()))
    circular = {name for circle in circles for name in circle if len(circle) > 1 or above.get(name) == [name]}
    seen: set[str] = set()
    for pointer, tag in named:
        name, parent = tag["name"], tag.get("parent")
        if name in seen:
            yield invalid((*pointer, "name"), f"duplicate tag `{name}`", "remove one of the two")
        elif isinstance(parent, str) and parent not in parents:
            yield invalid(
                (*pointer, "parent"), f"`{parent}` is not a tag of this document", "add the tag, or fix the name"
            )
        elif name in circular:
            yield invalid((*pointer, "parent"), f"the tag `{name}` is above itself", "remove the cycle")
        seen.add(name)
