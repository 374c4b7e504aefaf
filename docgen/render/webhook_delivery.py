"""The delivery of a webhook event, as the contract describes it."""

from collections.abc import Mapping
from typing import Any

import msgspec

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


def delivery(spec: Spec, item: Mapping[str, Any], method: str) -> Delivery:
    """The delivery that the operation `method` of a webhook's path item describes."""
    node = spec.resolve(item.get(method))
    parameters = [spec.resolve(part) for part in (*(item.get("parameters") or ()), *(node.get("parameters") or ()))]
    content = spec.resolve(node.get("requestBody")).get("content") or {}
    return Delivery(
        method.upper(),
        next(iter(content), ""),
        tuple(
            Header(str(part.get("name")), part.get("required") is True, str(part.get("description") or ""))
            for part in parameters
            if part.get("in") == "header"
        ),
        tuple(
            Reply(str(status), str(spec.resolve(reply).get("description") or ""))
            for status, reply in (node.get("responses") or {}).items()
        ),
    )
