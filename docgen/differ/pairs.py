"""Pairs of counterparts: a node of the base and one of the revision, with the edits between them."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from docgen.differ.edits import Edit, Role, Site, Step, Swap, edit_key
from docgen.openapi.nodes import Node
from docgen.openapi.references import component_name
from docgen.positions.source import Pointer

_NO_STEP: Final = Step()
_Key = TypeVar("_Key")
_Part = TypeVar("_Part")


class Pair:
    """Two counterparts with the edits between them, and edges to the pairs of what they contain or refer to.

    `label` and `selector` name the pair for a reader, `base_selector` names it in the base; `reached_by` has, for each
    role of the pair, the operations and events that reach it, as a bit set; `part` is the parameter or header that
    contains the schemas; `swap` is the reference that was swapped, if that alone makes them counterparts.
    """

    __slots__ = ("base_selector", "edges", "edits", "label", "new", "old", "part", "reached_by", "selector", "swap")

    def __init__(self, old: Node, new: Node, label: str = "", selector: str = "", swap: Swap | None = None) -> None:
        self.old, self.new, self.label, self.selector, self.swap = old, new, label, selector, swap
        component = component_name(old.pointer) if label == selector else None
        self.base_selector = component or selector
        self.part = ""
        self.edits: list[Edit] = []
        self.edges: list[tuple[Pair, Step]] = []
        self.reached_by: dict[Role, int] = {}

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
        name: str = "",
        before: Any = None,  # noqa: ANN401 - a value of JSON
        after: Any = None,  # noqa: ANN401 - a value of JSON
        qualifiers: frozenset[str] = frozenset(),
        step: Step = _NO_STEP,
        context: tuple[Any, ...] = (),
        decision: str = "",
        site: Site | None = None,
    ) -> None:
        """Note an edit of the pair itself; two edits are one root cause if `key` and `context` are equal.

        Edits with a `decision` are one root cause with all others that have it, whatever they do.
        """
        site = site or Site(pointer, self.selector, self.label)
        full_key = (decision,) if decision else edit_key(action, name, *key)
        self.add(Edit(action, site, full_key, context, name, before, after, step, qualifiers))

    def add(self, edit: Edit) -> None:
        """Add an edit."""
        self.edits.append(edit)


def one_sided(key: _Key, old: Mapping[_Key, _Part], new: Mapping[_Key, _Part]) -> tuple[str, _Part]:
    """What one side alone has under a key, after whether it was added or removed."""
    return ("added", new[key]) if key in new else ("removed", old[key])


def owner(node: Node, selector: str) -> str:
    """The component that contains a node, shared by all its users; otherwise the selector."""
    return "/".join(map(str, node.pointer)) if node.pointer[:1] == ("components",) else selector


class DifferentError(Exception):
    """A trial found an edit, so the schemas are not equivalent."""


class TrialPair(Pair):
    """A pair of a trial: the first edit ends it."""

    __slots__ = ()

    def add(self, edit: Edit) -> None:
        """Raise DifferentError."""
        raise DifferentError
