"""One edit of a node, before it is known whom it reaches; and the direction and place in which it is met."""

from hashlib import blake2b
from typing import Any, Literal

import msgspec

from docgen.positions.source import Pointer

Part = Literal["operation", "body", "parameter", "header-parameter", "header"]
Access = Literal["", "read-only", "write-only", "never"]


class Role(msgspec.Struct, frozen=True):
    """In which direction the data flows where a node is met, in which part, and how deep.

    `nested` says that the node is not the root of its part; `access` that only one side ever sends it;
    `required` that the part, a parameter, cannot be left out.
    """

    polarity: Literal["request", "response"]
    part: Part
    nested: bool = False
    access: Access = ""
    required: bool = False

    @property
    def is_unsent(self) -> bool:
        """Whether the part never goes in this direction."""
        return self.access in (("read-only", "never") if self.polarity == "request" else ("write-only", "never"))

    def flipped(self) -> "Role":
        """The same place in the answer."""
        return msgspec.structs.replace(self, polarity="response" if self.polarity == "request" else "request")


def nested_access(outer: Access, inner: Access) -> Access:
    """The access of a part within another: what only the server sends within what only the client sends never goes."""
    return outer if outer == inner or not inner else inner if not outer else "never"


class Step(msgspec.Struct, frozen=True):
    """How the state changes on the way from one pair of nodes to another."""

    flip: bool = False
    part: Part | None = None
    nested: bool = False
    access: Access = ""
    required: bool = False

    def apply(self, role: Role) -> Role:
        """The state at the other end."""
        turned = role.flipped() if self.flip else role
        nested = self.nested if self.part else role.nested or self.nested
        required = self.required if self.part else turned.required or self.required
        return Role(
            turned.polarity, self.part or turned.part, nested, nested_access(turned.access, self.access), required
        )


class Site(msgspec.Struct, frozen=True):
    """Where an edit stands: its pointer in the revision (or the base where it is gone), and its names."""

    pointer: Pointer
    selector: str
    label: str


def digest(*values: Any) -> str:  # noqa: ANN401 - values of JSON
    """A short key of some values, however long they are: equal for equal values of equal types."""
    return blake2b(msgspec.json.encode(values), digest_size=16).hexdigest()


def edit_key(*parts: Any) -> tuple[Any, ...]:  # noqa: ANN401 - values of JSON
    """The key of an edit from what tells it from others: values that have parts become a digest."""
    return tuple(digest(part) if isinstance(part, dict | list) else part for part in parts)


class Edit(msgspec.Struct, frozen=True):
    """One edit at a pair of nodes.

    `action` is the last part of the id; `name` is what was edited, as a reader calls it; `before` and `after`
    are the values; `key` tells one edit from another, and `context` which of them are equal; `qualifiers` are
    words that the id takes in (`required`, `default`).
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
