"""How many schemas a schema is once what it refers to is written out: forty lines of references can be a million."""

from collections.abc import Iterator
from typing import Any, Final

from docgen.openapi.nodes import JsonObject
from docgen.openapi.pointers import pointer_of
from docgen.openapi.schema import APPLIED, APPLIED_LISTS, applied
from docgen.openapi.spec import Spec
from docgen.openapi.structure import objects_of
from docgen.positions.source import Pointer

MOST: Final = 20_000
"""How many schemas one schema may unfold to; in contracts of 13 MB they are 120 at most."""
MOST_TOGETHER: Final = 1_000_000
"""How many schemas those of a contract may unfold to together; in contracts of 13 MB they are 95,000."""

_MARKS: Final = frozenset(("$ref", "dependentSchemas", "items", *APPLIED_LISTS, *APPLIED))


def unfolded_too_far(spec: Spec) -> Iterator[tuple[Pointer, str]]:
    """The schemas that unfold to more than MOST of which no part does, else the contract where all together do.

    Each is a pointer, with the message.

    Counted is what a validator looks at for one value: members of `allOf`, `anyOf` and `oneOf`, conditions, items, and
    what a `$ref` points to. Each schema is counted once, so that counting takes as long as the contract is big; a
    circle counts up to where it closes.
    """
    schemas = [part for part in objects_of(spec, "schema") if not _MARKS.isdisjoint(part.value)]
    counts = _Counts(spec)
    many = [part for part in schemas if counts.of(part.value) > MOST]
    smallest = [part for part in many if all(counts.of(inner) <= MOST for inner in counts.parts(part.value))]
    # without a smallest one, all refer to what is no schema by its place
    for part in smallest or many[:1]:
        yield part.pointer, f"the schema unfolds to more than {MOST:,} schemas; expected no more"
    if not many and sum(counts.of(part.value) for part in schemas) > MOST_TOGETHER:
        message = f"the schemas unfold to more than {MOST_TOGETHER:,} schemas together; expected no more"
        yield ("components",) if "components" in spec.document else (), message


class _Counts:
    """The counts of the schemas of one contract, by the identity of their nodes."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._known: dict[int, int] = {}
        self._targets: dict[str, Any] = {}

    def of(self, node: JsonObject) -> int:
        """How many schemas a schema is; those deeper down are counted first, without recursion."""
        waiting = [node]
        while waiting:
            top = waiting[-1]
            if self._known.get(id(top)):
                waiting.pop()
                continue
            parts = self.parts(top)
            if id(top) in self._known:
                self._known[id(top)] = 1 + sum(self._known.get(id(part)) or 1 for part in parts)
            else:
                # 0 says that its parts are being counted: in a circle it counts as one
                self._known[id(top)] = 0
                waiting += [part for part in parts if id(part) not in self._known]
        return self._known[id(node)]

    def parts(self, node: JsonObject) -> list[JsonObject]:
        """The schemas that a validator looks at beside a schema, for the same value or an item of it."""
        parts = [*applied(node), node.get("items")]
        ref = node.get("$ref")
        if isinstance(ref, str) and ref.startswith("#/"):
            if ref not in self._targets:
                self._targets[ref] = self._spec.at(pointer_of(ref))
            parts.append(self._targets[ref])
        return [part for part in parts if isinstance(part, dict)]
