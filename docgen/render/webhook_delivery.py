"""The delivery of a webhook event, as the contract describes it."""

import msgspec

from docgen.openapi.nodes import Node
from docgen.openapi.spec import Spec
from docgen.openapi.webhooks import body_of


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


def delivery(spec: Spec, event: str, operation: Node) -> Delivery:
    """The delivery of an event by an operation."""
    webhook = spec.webhook(event)
    item = spec.resolve(webhook.value)
    listed = (*(item.get("parameters") or ()), *(operation.get("parameters") or ()))
    parameters = [spec.resolve(part) for part in listed]
    return Delivery(
        str(operation.pointer[-1]).upper(),
        str(body_of(spec, webhook).pointer[-1]),
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
