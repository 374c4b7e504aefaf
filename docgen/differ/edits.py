"""One edit of a node, independent of what reaches it; and the roles in which a node is reached."""

from typing import Any, Final, Literal, TypedDict

import msgspec

from docgen.openapi.nodes import Node
from docgen.positions.source import Pointer

Part = Literal["operation", "body", "parameter", "header-parameter", "header"]
Access = Literal["", "read-only", "write-only", "never"]
_OTHER: Final = {"request": "response", "response": "request"}
_UNSENT: Final = {"request": ("read-only", "never"), "response": ("write-only", "never")}


class Role(msgspec.Struct, frozen=True):
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
    step: Step = Step()
    qualifiers: frozenset[str] = frozenset()
    origin: Origin = Origin()
    others: tuple[str, ...] = ()


def marks(**words: bool) -> frozenset[str]:
    """The qualifiers that apply."""
    return frozenset(word for word, applies in words.items() if applies)
