"""How the differ's cost grows with the documents and what it finds in them, over four sizes each.

Usage: python tests/benchmarks/growth.py [--size N]

Sizes N, 2N, 4N and 8N; the last column is how the time for 8N compares to that for N, per element:
1.0 is linear.
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from docgen.differ import diff
from docgen.load.spec import parse_spec
from docgen.openapi.spec import Spec

Document = dict[str, Any]


def document(paths: Document, schemas: Document) -> Spec:
    """A contract of these paths and schemas."""
    whole = {"openapi": "3.1.0", "info": {"title": "Big", "version": "1"}, "paths": paths}
    spec, refusals = parse_spec("big.json", json.dumps(whole | {"components": {"schemas": schemas}}).encode())
    if spec is None:
        raise ValueError(refusals[0].message)
    return spec


def _ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def _post(schema: Document) -> Document:
    content = {"content": {"application/json": {"schema": schema}}}
    return {"post": {"requestBody": content, "responses": {"200": {"description": "An answer"} | content}}}


def operations_added(size: int) -> tuple[Spec, Spec]:
    """Half of the operations are new."""
    paths = {f"/{index}": _post({"type": "string"}) for index in range(size)}
    return document(dict(list(paths.items())[: size // 2]), {}), document(paths, {})


def enum_values(size: int) -> tuple[Spec, Spec]:
    """An enum of which the first half goes."""
    names = [f"value-{index}" for index in range(size)]
    sides = [{"Kind": {"type": "string", "enum": values}} for values in (names, names[size // 2 :])]
    return tuple(document({"/": _post(_ref("Kind"))}, side) for side in sides)  # type: ignore[return-value] # two


def properties(size: int) -> tuple[Spec, Spec]:
    """One object of which each property changes its type."""
    sides = [{f"p{index}": {"type": kind} for index in range(size)} for kind in ("string", "integer")]
    return tuple(document({"/": _post({"type": "object", "properties": side})}, {}) for side in sides)  # type: ignore[return-value] # two


def copies(size: int) -> tuple[Spec, Spec]:
    """The same edit of the same inline schema, once an operation."""
    sides = [{"type": "object", "properties": {"kind": {"type": "string", "enum": values}}} for values in ("ab", "a")]
    for side in sides:
        side["properties"]["kind"]["enum"] = list(side["properties"]["kind"]["enum"])  # type: ignore[index] # a mapping
    return tuple(document({f"/{index}": _post(side) for index in range(size)}, {}) for side in sides)  # type: ignore[return-value] # two


def users(size: int) -> tuple[Spec, Spec]:
    """One component that changes, and operations that all use it."""
    paths = {f"/{index}": _post(_ref("Item")) for index in range(size)}
    return document(paths, {"Item": {"type": "string"}}), document(paths, {"Item": {"type": "integer"}})


def circle(size: int) -> tuple[Spec, Spec]:
    """Components in a circle with an operation each, of which the last changes."""
    schemas: Document = {
        f"C{index}": {
            "type": "object",
            "properties": {"next": _ref(f"C{(index + 1) % size}"), "back": _ref(f"C{index // 2}")},
        }
        for index in range(size)
    }
    paths = {f"/{index}": _post(_ref(f"C{index}")) for index in range(size)}
    last = {"type": "object", "properties": {"next": {"type": "integer"}}}
    return document(paths, schemas), document(paths, schemas | {f"C{size - 1}": last})


def components(size: int) -> tuple[Spec, Spec]:
    """Components that all change, each used by one operation."""
    paths = {f"/{index}": _post(_ref(f"C{index}")) for index in range(size)}
    sides = [{f"C{index}": {"type": "string", "maxLength": index + more} for index in range(size)} for more in (5, 6)]
    return tuple(document(paths, side) for side in sides)  # type: ignore[return-value] # two


def unions(size: int) -> tuple[Spec, Spec]:
    """A union of which half of the members go."""
    schemas = {
        f"C{index}": {"type": "object", "properties": {f"p{index}": {"type": "string"}}} for index in range(size)
    }
    members = [_ref(name) for name in schemas]
    sides = [{"/": _post({"oneOf": listed})} for listed in (members, members[size // 2 :])]
    return tuple(document(side, schemas) for side in sides)  # type: ignore[return-value] # two


FAMILIES: Final[Mapping[str, Callable[[int], tuple[Spec, Spec]]]] = {
    each.__name__.replace("_", " "): each
    for each in (operations_added, enum_values, properties, copies, users, circle, components, unions)
}


def seconds(base: Spec, revision: Spec, runs: int = 3) -> float:
    """The least processor time of some runs of the differ."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        diff(base, revision)
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print a row a family."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1000)
    least = parser.parse_args().size
    sizes = [least * factor for factor in (1, 2, 4, 8)]
    print(f"| what grows | {' | '.join(f'{size:,}' for size in sizes)} | 8N per N, an element |")
    print("|---" * 6 + "|")
    for name, make in FAMILIES.items():
        times = [seconds(*make(size)) for size in sizes]
        cells = " | ".join(f"{each * 1000:.0f} ms" for each in times)
        print(f"| {name} | {cells} | {times[-1] / max(times[0], 1e-9) / 8:.1f} |", flush=True)


if __name__ == "__main__":
    main()
