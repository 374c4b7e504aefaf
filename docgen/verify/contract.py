"""The API itself: the pin that its responses name, and the contract that it serves."""

from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from docgen.model.change import Change
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.openapi.spec import Operation, Spec
from docgen.verify.disagreement import Disagreement, lines_of, shown
from docgen.verify.findings import finding
from docgen.verify.http_exchange import Exchange

_MOST = 5


class EchoRequest(msgspec.Struct, frozen=True):
    """A GET that changes nothing and needs no id, for the pin that it names."""

    target: str
    headers: tuple[tuple[str, str], ...]
    echo: str
    pin: Pin


def echo_request(pin: Pin) -> EchoRequest | None:
    """The request that shows the echo of a pin; None where it promises none, or no operation can be asked blindly."""
    versioning = pin.text.versioning
    if versioning is None or versioning.echo is None or pin.spec is None:
        return None
    for operation in pin.spec.operations():
        if _can_be_asked(operation, versioning.name):
            query = f"?{quote(versioning.name)}={quote(pin.id)}" if versioning.carrier == "query" else ""
            headers = ((versioning.name, pin.id),) if versioning.carrier == "header" else ()
            return EchoRequest(f"{_base(pin.spec)}{operation.path}{query}", headers, versioning.echo, pin)
    return None


def _can_be_asked(operation: Operation, version: str) -> bool:
    needed = [parameter.get("name") for parameter in operation.parameters if parameter.get("required")]
    return operation.method == "GET" and "{" not in operation.path and set(needed) <= {version}


def _base(spec: Spec) -> str:
    return next((server.path.rstrip("/") for server in spec.servers()), "")


def echo_findings(asked: EchoRequest, exchange: Exchange, url: str) -> tuple[Finding, ...]:
    """What is wrong with the echo on a response, whatever its status is."""
    wanted = (asked.pin.id,)
    got = exchange.reply.values(asked.echo) if exchange.reply else ()
    if exchange.reply is None:
        wrong = Disagreement("version-echo-wrong", f"{url} gives no response: {shown(exchange.said)}")
    elif got == wanted or (got and not _names_pin(asked)):
        return ()
    else:
        said = f"the response ({exchange.reply.status}) does not name the pin in {asked.echo}"
        wrong = Disagreement("version-echo-wrong", said, lines_of(asked.echo, wanted), lines_of(asked.echo, got))
    return (finding(asked.pin.source, ("versioning", "echo"), wrong, f"GET {url}"),)


def _names_pin(asked: EchoRequest) -> bool:
    """Whether the request names the pin itself, and not by its path."""
    return bool(asked.headers) or "?" in asked.target


def contract_findings(pin: Pin, url: str, changes: Sequence[Change], unread: str = "") -> tuple[Finding, ...]:
    """What the served contract changes against that of the pin, or why it could not be read."""
    if unread:
        wrong = Disagreement("contract-not-served", f"the contract at {url} cannot be read: {shown(unread)}")
    elif changes:
        more = (f"and {len(changes) - _MOST} more",) if len(changes) > _MOST else ()
        said = f"the contract at {url} is not that of {pin.id}"
        texts = tuple(f"{change.level}: {change.text}" for change in changes[:_MOST])
        wrong = Disagreement("contract-not-served", said, (f"the contract of {pin.id}",), (*texts, *more))
    else:
        return ()
    return (finding(pin.source, ("spec",), wrong, ""),)
