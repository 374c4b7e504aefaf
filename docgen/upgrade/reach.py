"""What some operations and events are made of: the selectors that speak of them."""

from collections.abc import Iterator, Mapping, Set
from typing import Any, Final

from docgen.model.spec import Operation, Spec, pointer_of

_SCHEMAS: Final = ("components", "schemas")


def reached(spec: Spec, operations: Set[str], events: Set[str]) -> frozenset[str]:
    """The selectors of operations and events (by name), of their headers, security schemes and all their schemas."""
    found = set(operations) | {f"event {event}" for event in events}
    roots: list[Any] = [(spec.document.get("webhooks") or {}).get(event) for event in events]
    for operation in spec.operations():
        if operation.name in operations:
            found |= set(_carried(spec, operation))
            roots += [operation.node, operation.parameters]
    return frozenset(found | set(_parts(spec, roots)))


def speaks_of(selector: str, reached: Set[str]) -> bool:
    """Whether a selector names a part that is reached, or a field of a schema that is.

    No contract says which operation answers with an error code, so a code concerns everybody, as does a server.
    """
    if selector.startswith(("error ", "server ")):
        return True
    words = selector.split(".")
    return any(".".join(words[:end]) in reached for end in range(len(words), 0, -1))


def _carried(spec: Spec, operation: Operation) -> Iterator[str]:
    """The headers and the security schemes of an operation."""
    for parameter in operation.parameters:
        if parameter.get("in") == "header":
            yield f"header {parameter.get('name')}"
    for response in (operation.node.get("responses") or {}).values():
        yield from (f"header {name}" for name in spec.resolve(response).get("headers") or ())
    for requirement in operation.node.get("security", spec.document.get("security")) or ():
        yield from (f"security {name}" for name in requirement)


def _parts(spec: Spec, roots: list[Any]) -> Iterator[str]:
    """The component schemas below some nodes, through every reference, each followed once."""
    waiting, seen = list(roots), set[str]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            ref = node.get("$ref")
            if isinstance(ref, str) and ref.startswith("#/") and ref not in seen:
                seen.add(ref)
                pointer = pointer_of(ref)
                if pointer[:2] == _SCHEMAS:
                    yield str(pointer[2])
                waiting.append(spec.at(pointer))
            waiting += node.values()
        elif isinstance(node, list | tuple):
            waiting += node
