"""The API itself: the version echo of its responses, and the contract that it serves."""

from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from docgen.model.change import Change
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.openapi.spec import Operation, Spec
from docgen.verify.findings import mismatch_finding
from docgen.verify.http_exchange import Exchange
from docgen.verify.mismatch import Mismatch, escape_untrusted, header_lines, no_response

_MAX_CHANGES = 5


class EchoRequest(msgspec.Struct, frozen=True):
    """A GET request for a pin that needs no parameter but the version."""

    target: str
    headers: tuple[tuple[str, str], ...]
    echo: str
    pin: Pin


def echo_request(pin: Pin) -> EchoRequest | None:
    """The request that checks the echo of a pin; None if the pin has no echo, or every operation needs parameters."""
    versioning = pin.text.versioning
    if versioning is None or versioning.echo is None or pin.spec is None:
        return None
    for operation in pin.spec.operations():
        if _needs_only_version(operation, versioning.name):
            query = f"?{quote(versioning.name)}={quote(pin.id)}" if versioning.carrier == "query" else ""
            headers = ((versioning.name, pin.id),) if versioning.carrier == "header" else ()
            return EchoRequest(f"{_base_path(pin.spec)}{operation.path}{query}", headers, versioning.echo, pin)
    return None


def _needs_only_version(operation: Operation, version: str) -> bool:
    needed = [parameter.get("name") for parameter in operation.parameters if parameter.get("required")]
    return operation.method == "GET" and "{" not in operation.path and set(needed) <= {version}


def _base_path(spec: Spec) -> str:
    return next((server.path.rstrip("/") for server in spec.servers()), "")


def echo_findings(request: EchoRequest, exchange: Exchange, url: str) -> tuple[Finding, ...]:
    """The finding on the echo of a response of any status; none if it is as promised."""
    expected = (request.pin.id,)
    got = exchange.reply.values(request.echo) if exchange.reply else ()
    if exchange.reply is None:
        mismatch = no_response("version-echo-wrong", url, exchange.error)
    # a request that names only `v1` in its path may be answered with any pin
    elif got == expected or (got and not _names_pin(request)):
        return ()
    else:
        message = f"{request.echo} of the response ({exchange.reply.status}) does not name the pin"
        mismatch = Mismatch(
            "version-echo-wrong", message, header_lines(request.echo, expected), header_lines(request.echo, got)
        )
    return (mismatch_finding(request.pin.source, ("versioning", "echo"), mismatch, f"GET {url}"),)


def _names_pin(request: EchoRequest) -> bool:
    """Whether the request names the pin in a header or its query, not just in its path."""
    return bool(request.headers) or "?" in request.target


def contract_findings(pin: Pin, url: str, changes: Sequence[Change], error: str = "") -> tuple[Finding, ...]:
    """The finding on a served contract that differs from the pin's, or that cannot be read because of `error`."""
    if error:
        mismatch = Mismatch("contract-not-served", f"the contract at {url} cannot be read: {escape_untrusted(error)}")
    elif changes:
        more = (f"and {len(changes) - _MAX_CHANGES} more",) if len(changes) > _MAX_CHANGES else ()
        message = f"the contract at {url} differs from that of {pin.id}"
        texts = tuple(f"{change.level}: {change.text}" for change in changes[:_MAX_CHANGES])
        mismatch = Mismatch("contract-not-served", message, (f"the contract of {pin.id}",), (*texts, *more))
    else:
        return ()
    return (mismatch_finding(pin.source, ("spec",), mismatch, ""),)
