"""Pairs of counterparts: a node of the base and one of the revision, with the edits between them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar, Unpack

from docgen.differ.edits import Details, Edit, Role, Site, Step, Swap
from docgen.differ.fingerprints import edit_key
from docgen.openapi.nodes import Node
from docgen.openapi.references import component_name
from docgen.positions.source import Pointer

NO_STEP: Final = Step()
_Key = TypeVar("_Key")
_Part = TypeVar("_Part")


class Pair:
    """Two counterparts with the edits between them, and edges to the pairs of what they contain or refer to.

    `label` and `selector` name the pair for a reader, `base_selector` names it in the base; `reached_by` has, for each
    role of the pair, the operations and events that reach it, as a bit set; `part` is the parameter or header that
    contains the schemas; `swap` is the reference that was swapped, if that alone makes them counterparts.
    """

    __slots__ = ("base_selector", "edges", "edits", "label", "new", "old", "part", "reached_by", "selector", "swap")

    def __init__(self, old: Node, new: Node, label: str, selector: str, swap: Swap | None = None) -> None:
        self.old, self.new, self.label, self.selector, self.swap = old, new, label, selector, swap
        component = component_name(old.pointer) if self.is_named else None
        self.base_selector = component or selector
        # set by the parameter or the header that adds an edge to this pair: it is known only then
        self.part = ""
        self.edits: list[Edit] = []
        self.edges: list[tuple[Pair, Step]] = []
        self.reached_by = defaultdict[Role, int](int)

    @property
    def is_named(self) -> bool:
        """Whether the pair is of a component, so that its parts have selectors of their own."""
        return self.selector == self.label

    @property
    def owned_by(self) -> str:
        """What an edit of the pair was made to, for its key: equal edits of unrelated parts are two root causes."""
        return owner(self.new, self.selector)

    @property
    def new_demand(self) -> str:
        """What the part became, `required` or `optional`; empty where it is what it was."""
        before, after = (node.get("required") is True for node in (self.old, self.new))
        if before == after:
            return ""
        return "required" if after else "optional"

    def note(
        self,
        action: str,
        pointer: Pointer,
        key: tuple[Any, ...] = (),
        *,
        step: Step = NO_STEP,
        decision: str = "",
        site: Site | None = None,
        **details: Unpack[Details],
    ) -> None:
        """Note an edit of the pair itself; two edits are one root cause if `key` and `context` are equal.

        Edits with a `decision` are one root cause with all others that have it, whatever they do.
        """
        # the sentence and the level are left out of the key: a policy must not change a fingerprint
        full_key = (decision,) if decision else edit_key(action, details.get("name", ""), *key)
        self.add(Edit(action, site or Site(pointer, self.selector, self.label), full_key, step=step, **details))

    def add(self, edit: Edit) -> None:
        """Add an edit."""
        self.edits.append(edit)


def counterparts(
    old: Mapping[_Key, _Part], new: Mapping[_Key, _Part]
) -> Iterator[tuple[_Key, str, _Part, _Part | None]]:
    """Each key of either side with what became of its part, the part, and what it was where both sides have it.

    A part that was `removed` is that of the base; one that was `added` was nothing before.
    """
    # in the order of the base, then that of the revision: changes are listed as the documents have them
    for key in {**old, **new}:
        if key not in new:
            yield key, "removed", old[key], None
        else:
            yield key, "changed" if key in old else "added", new[key], old.get(key)


def verb_of(before: object, after: object) -> str:
    """What became of a value that is None where it is missing: `added`, `removed` or `changed`."""
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def owner(node: Node, selector: str) -> str:
    """The component that contains a node, shared by all its users; otherwise the selector."""
    return "/".join(map(str, node.pointer)) if node.pointer[:1] == ("components",) else selector
