"""What must be served: pages of error codes and of claims, targets of rules, the version echo, and the contract."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

import msgspec

from docgen.model.change import Change
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.openapi.selectors import error_codes
from docgen.openapi.spec import Operation
from docgen.positions.source import Pointer, Source
from docgen.urls import file_name
from docgen.verify.findings import mismatch_finding
from docgen.verify.http_exchange import Exchange, Mismatch, escape_untrusted, header_lines, no_response

_MAX_CHANGES = 5
_SAMPLE_SIZE: Final = 3


class EchoRequest(msgspec.Struct, frozen=True):
    """A GET request for a pin that needs no parameter but the version."""

    target: str
    headers: tuple[tuple[str, str], ...]
    echo: str
    pin: Pin


class PageCheck(msgspec.Struct, frozen=True):
    """An address, its claim, the position of the claim, and the id of the finding if the address fails."""

    url: str
    claim: str
    source: Source
    pointer: Pointer
    finding_id: str


def doc_url_pages(project: Project, pin: Pin, *, every: bool = False) -> Iterator[PageCheck]:
    """The checks of `doc_url`: a sample of the codes, or `every` one, from the day that the pin declares."""
    codes = error_codes(pin.spec, project.config.error_codes) if pin.spec else ()
    for index, doc_url in enumerate(pin.text.doc_url):
        if doc_url.canonical_from is None or doc_url.canonical_from <= project.now.date():
            sampled = codes if every else _sample(codes)
            urls = [doc_url.url.replace("{code}", file_name(code)) for code in sampled]
            # a fragment is never sent: codes on one page are one request
            for url in dict.fromkeys(url.partition("#")[0] for url in urls):
                pointer: Pointer = ("doc_url", index, "url")
                yield PageCheck(url, f"pin-{pin.id}/doc-url", pin.source, pointer, "doc-url-not-served")


def _sample(codes: Sequence[str]) -> Sequence[str]:
    """Codes at equal distances, the first and the last among them."""
    last = len(codes) - 1
    return [codes[last * step // (_SAMPLE_SIZE - 1)] for step in range(_SAMPLE_SIZE)] if last >= _SAMPLE_SIZE else codes


def claimed_pages(project: Project) -> tuple[PageCheck, ...]:
    """The checks of the claims of the kind `url`, in the order of the published entries."""
    return tuple(
        PageCheck(
            claim.url.is_, claim.full_id(entry.slug), entry.source, ("claims", index, "url", "is"), "url-not-served"
        )
        for entry in project.visible_entries()
        for index, claim in enumerate(entry.text.claims)
        if claim.url
    )


def page_findings(check: PageCheck, exchange: Exchange) -> tuple[Finding, ...]:
    """The finding on a page; none if it returns 200 without a redirect."""
    reply = exchange.reply
    if reply is not None and reply.status == 200:
        return ()
    if reply is None:
        mismatch = no_response(check.finding_id, check.url, exchange.error)
    else:
        message = f"{check.url} returns {reply.status}"
        mismatch = Mismatch(check.finding_id, message, ("200",), reply.status_lines())
    return (mismatch_finding(check.source, check.pointer, mismatch, f"GET {escape_untrusted(check.url)}"),)


def target_urls(redirects: Sequence[Redirect], host: str, now: int, only: str | None = None) -> tuple[str, ...]:
    """The targets of the rules of a host, or of the rule `only`, that redirect at `now` (Unix seconds), each once.

    A target with placeholders has no address of its own.
    """
    live = [rule for rule in redirects if rule.host == host and rule.is_served and only in (None, rule.id)]
    return tuple(dict.fromkeys(rule.to for rule in live if not rule.is_closed(now) and "{" not in rule.to))


def target_findings(
    redirects: Sequence[Redirect], host: str, exchanges: Mapping[str, Exchange]
) -> dict[str, tuple[Finding, ...]]:
    """The findings on the targets in `exchanges`, requested without credentials, by the id of each rule of the host."""
    return {
        rule.id: tuple(mismatch_finding(*rule.at("to"), mismatch, f"GET {rule.to}") for mismatch in found)
        for rule in redirects
        if rule.host == host and rule.is_served and rule.to in exchanges
        for found in [_target_mismatches(rule, exchanges[rule.to])]
    }


def _target_mismatches(rule: Redirect, exchange: Exchange) -> tuple[Mismatch, ...]:
    """The mismatches of a target; one that asks for credentials or for a retry (401, 403, 429) exists."""
    reply = exchange.reply
    if reply is None:
        finding_id = "target-unresolved" if exchange.failure == "dns" else "target-unreachable"
        return (no_response(finding_id, f"the target of `{rule.id}`", exchange.error),)
    back = f"https://{rule.host}{rule.path}"
    if (reply.location or "").rstrip("/") == back:
        return (Mismatch("target-not-found", f"the target of `{rule.id}` redirects back to {back}"),)
    if reply.status in (404, 410) or reply.status >= 500:
        message = f"the target of `{rule.id}` returns {reply.status}"
        return (Mismatch("target-not-found", message, ("a status below 400",), (str(reply.status),)),)
    return ()


def echo_request(pin: Pin) -> EchoRequest | None:
    """The request that checks the echo of a pin; None if the pin has no echo, or every operation needs parameters."""
    versioning = pin.text.versioning
    if versioning is None or versioning.echo is None or pin.spec is None:
        return None
    for operation in pin.spec.operations():
        if _needs_only_version(operation, versioning.name):
            query = f"?{quote(versioning.name)}={quote(pin.id)}" if versioning.carrier == "query" else ""
            headers = ((versioning.name, pin.id),) if versioning.carrier == "header" else ()
            base = next((server.path.rstrip("/") for server in pin.spec.servers()), "")
            return EchoRequest(f"{base}{operation.path}{query}", headers, versioning.echo, pin)
    return None


def _needs_only_version(operation: Operation, version: str) -> bool:
    needed = [parameter.get("name") for parameter in operation.parameters if parameter.get("required")]
    return operation.method == "GET" and "{" not in operation.path and set(needed) <= {version}


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
