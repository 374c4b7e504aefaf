"""A schema with the parts that `allOf` gives it."""

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.model.spec import Spec


def parts(spec: Spec, schema: object) -> Iterator[Mapping[str, Any]]:
    """The schema and all members of its `allOf`, resolved, each once: a circle ends where it began."""
    waiting, seen = [spec.resolve(schema)], set[int]()
    while waiting:
        part = waiting.pop(0)
        if id(part) not in seen:
            seen.add(id(part))
            yield part
            waiting += [spec.resolve(member) for member in part.get("allOf") or ()]
