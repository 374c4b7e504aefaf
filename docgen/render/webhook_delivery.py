"""The delivery of a webhook event, as the contract describes it."""

import msgspec

from docgen.openapi.nodes import Node
from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import follow
from docgen.openapi.spec import Spec


class Header(msgspec.Struct, frozen=True):
    """A header that a delivery carries."""

    name: str
    required: bool
    description: str


class Reply(msgspec.Struct, frozen=True):
    """A response that the contract expects from the receiver."""

    status: str
    description: str


class Delivery(msgspec.Struct, frozen=True):
    """The request that carries an event; `kind` is the media type of its body, empty where it has none."""

    method: str
    kind: str
    headers: tuple[Header, ...]
    replies: tuple[Reply, ...]


def operation_of(spec: Spec, event: str) -> Node:
    """The operation by which an event is sent; a value of None where the webhook has none."""
    item = _resolved(spec, spec.webhook(event))
    return item.child("put" if item.get("put") is not None and item.get("post") is None else "post")


def body_of(spec: Spec, event: str) -> Node:
    """The first media type of what is sent with an event; a value of None where nothing is."""
    body = _resolved(spec, operation_of(spec, event).child("requestBody"))
    return next(iter(body.members("content").values()), body.child("content", ""))


def _resolved(spec: Spec, node: Node) -> Node:
    return follow(node, lambda ref: spec.node(pointer_of(ref)))


def delivery(spec: Spec, event: str) -> Delivery:
    """The delivery of an event."""
    item, operation = spec.resolve(spec.webhook(event).value), operation_of(spec, event)
    listed = (*(item.get("parameters") or ()), *(operation.get("parameters") or ()))
    parameters = [spec.resolve(part) for part in listed]
    return Delivery(
        str(operation.pointer[-1]).upper(),
        str(body_of(spec, event).pointer[-1]),
        tuple(
            Header(str(part.get("name")), part.get("required") is True, str(part.get("description") or ""))
            for part in parameters
            if part.get("in") == "header"
        ),
        tuple(
            Reply(str(status), str(spec.resolve(reply).get("description") or ""))
            for status, reply in (operation.get("responses") or {}).items()
        ),
    )
