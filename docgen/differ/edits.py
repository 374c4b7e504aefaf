"""Pairs of counterparts, a node of the base and one of the revision, with the edits between them.

An edit is independent of what reaches its node; the roles say in what way a node is reached.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, TypedDict, TypeVar, Unpack

import msgspec

from docgen.differ.keys import edit_key
from docgen.openapi.nodes import Node, component_name
from docgen.positions.source import Pointer

Part = Literal["operation", "body", "parameter", "header-parameter", "header"]
Access = Literal["", "read-only", "write-only", "never"]
_OTHER: Final = {"request": "response", "response": "request"}
_UNSENT: Final = {"request": ("read-only", "never"), "response": ("write-only", "never")}
_Key = TypeVar("_Key")
_Part = TypeVar("_Part")


class Role(msgspec.Struct, frozen=True, cache_hash=True):
    """The role in which a node is reached: the direction of the data, the part of the message, and the depth.

    `nested` is false for the root of the part only; `access` says that only one side sends the node, and `required`
    that its part, a parameter, is required.
    """

    polarity: Literal["request", "response"]
    part: Part
    nested: bool = False
    access: Access = ""
    required: bool = False

    @property
    def is_unsent(self) -> bool:
        """Whether the node is never sent in this direction."""
        return self.access in _UNSENT[self.polarity]

    def flipped(self) -> "Role":
        """The role in the other direction."""
        return msgspec.structs.replace(self, polarity=_OTHER[self.polarity])


def nested_access(outer: Access, inner: Access) -> Access:
    """The access of a node inside another; `never` for a read-only one in a write-only one, or the reverse."""
    if not inner or inner == outer:
        return outer
    return "never" if outer else inner


class Step(msgspec.Struct, frozen=True):
    """How the role changes along an edge between two pairs."""

    flip: bool = False
    part: Part | None = None
    nested: bool = False
    access: Access = ""
    required: bool = False

    def apply(self, role: Role) -> Role:
        """The role at the other end of the edge."""
        if self.flip:
            role = role.flipped()
        access = nested_access(role.access, self.access)
        # a part begins at its own root: how deep the holder was says nothing of it
        if self.part:
            return Role(role.polarity, self.part, self.nested, access, self.required)
        return Role(role.polarity, role.part, role.nested or self.nested, access, role.required or self.required)


NO_STEP: Final = Step()


class Site(msgspec.Struct, frozen=True):
    """The site of an edit: its pointer in the revision (in the base if it was removed), its selector and its label."""

    pointer: Pointer
    selector: str
    label: str


class Swap(msgspec.Struct, frozen=True):
    """A reference that leads to another component than before, or to one where the schema was inline (`old` is empty).

    What the two components do not have in common is its effect: neither of them has changed. So it is with a response
    that answers in place of another: `sentence` says so, and `responses` is a digest of both.
    """

    site: Site
    old: str
    new: str
    sentence: str = ""
    responses: str = ""


class Origin(msgspec.Struct, frozen=True):
    """What an edit was made to: the schema as it was before, or None where all equal edits are one, and its name.

    The name is that of the property that holds an inline schema; a component, or a schema that no property holds, has
    none. `only` is the place of a schema that says too little for an equal one elsewhere to be its copy.
    """

    schema: Node | None = None
    name: str = ""
    only: str = ""


class Details(TypedDict, total=False):
    """What the sentence and the id of an edit need beside its action."""

    name: str
    before: Any
    after: Any
    qualifiers: frozenset[str]
    context: tuple[Any, ...]
    others: tuple[str, ...]


class Edit(msgspec.Struct, frozen=True):
    """One edit at a pair of nodes.

    `action` is a row of the catalogue; `name` is what was edited, as a reader calls it; `before` and `after` are the
    values; edits with equal `key` and `context` are one root cause if their `origin` is the same or a copy;
    `qualifiers` are words for the id, such as `required` and `default`; `others` are edited together with `name`.
    """

    action: str
    site: Site
    key: tuple[Any, ...]
    context: tuple[Any, ...] = ()
    name: str = ""
    before: Any = None
    after: Any = None
    step: Step = NO_STEP
    qualifiers: frozenset[str] = frozenset()
    origin: Origin = Origin()
    others: tuple[str, ...] = ()


def marks(**words: bool) -> frozenset[str]:
    """The qualifiers that apply."""
    return frozenset(word for word, applies in words.items() if applies)


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
        before, after = (node.is_required for node in (self.old, self.new))
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
