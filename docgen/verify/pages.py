"""What must be served: pages of error codes and of claims, targets of rules, the version echo, and the contract."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

from docgen.model.change import Change
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Headers, Redirect
from docgen.openapi.selectors import error_codes
from docgen.openapi.spec import Operation
from docgen.positions.source import Pointer, Source
from docgen.urls import file_name
from docgen.verify.findings import FindingsByRule, mismatch_finding
from docgen.verify.http_exchange import Exchange, Mismatch, escape_untrusted, header_lines, no_response

_MAX_CHANGES = 5
_SAMPLE_SIZE: Final = 3


class EchoRequest(NamedTuple):
    """A GET request for a pin that needs no parameter but the version."""

    target: str
    headers: Headers
    echo: str
    pin: Pin


class PageCheck(NamedTuple):
    """An address, its claim with its pin, the position of the claim, and the id of the finding if the address fails."""

    url: str
    claim: str
    pin: str
    source: Source
    pointer: Pointer
    finding_id: str


def doc_url_pages(project: Project, pin: Pin, *, every: bool) -> Iterator[PageCheck]:
    """The checks of `doc_url`: a sample of the codes, or `every` one, from the day that the pin declares."""
    codes: Sequence[str] = tuple(error_codes(pin.contract, project.config.error_codes))
    if not every:
        codes = _sample(codes)
    for index, doc_url in enumerate(pin.text.doc_url):
        if doc_url.canonical_from is None or doc_url.canonical_from <= project.today:
            # a fragment is never sent: codes on one page are one request
            page = doc_url.url.partition("#")[0]
            for url in dict.fromkeys(page.replace("{code}", file_name(code)) for code in codes):
                pointer: Pointer = ("doc_url", index, "url")
                yield PageCheck(url, f"pin-{pin.id}/doc-url", pin.id, pin.source, pointer, "doc-url-not-served")


def _sample(codes: Sequence[str]) -> Sequence[str]:
    """Codes at equal distances, the first and the last among them."""
    last = len(codes) - 1
    if last < _SAMPLE_SIZE:
        return codes
    return [codes[last * step // (_SAMPLE_SIZE - 1)] for step in range(_SAMPLE_SIZE)]


def claimed_pages(project: Project) -> Iterator[PageCheck]:
    """The checks of the claims of the kind `url`, in the order of the published entries."""
    for entry in project.visible_entries():
        for pointer, claim in entry.placed_claims():
            if claim.url:
                id_ = claim.full_id(entry.slug)
                yield PageCheck(claim.url.is_, id_, entry.pin, entry.source, (*pointer, "is"), "url-not-served")


def page_findings(check: PageCheck, exchange: Exchange) -> tuple[Finding, ...]:
    """The finding on a page; none if it returns 200 without a redirect."""
    reply = exchange.reply
    if reply is None:
        mismatch = no_response(check.finding_id, check.url, exchange.error)
    elif reply.status == 200:
        return ()
    else:
        message = f"{check.url} returns {reply.status}"
        mismatch = Mismatch(check.finding_id, message, ("200",), reply.status_lines())
    return (mismatch_finding(check.source, check.pointer, mismatch, f"GET {escape_untrusted(check.url)}"),)


def target_urls(redirects: Sequence[Redirect], now: int, only: str | None) -> tuple[str, ...]:
    """The targets of rules, or of the rule `only`, that redirect at `now` (Unix seconds), each once.

    A target with placeholders has no address of its own.
    """
    redirecting = (rule for rule in redirects if rule.is_served and not rule.is_closed(now))
    urls = (rule.to for rule in redirecting if only in (None, rule.id) and "{" not in rule.to)
    return tuple(dict.fromkeys(urls))


def target_findings(redirects: Sequence[Redirect], exchanges: Mapping[str, Exchange]) -> FindingsByRule:
    """The findings on the targets in `exchanges`, requested without credentials, by the id of each rule."""
    findings: FindingsByRule = {}
    for rule in redirects:
        if not rule.is_served or rule.to not in exchanges:
            continue
        findings[rule.id] = ()
        if mismatch := _target_mismatch(rule, exchanges[rule.to]):
            findings[rule.id] = (mismatch_finding(*rule.at("to"), mismatch, f"GET {rule.to}"),)
    return findings


def _target_mismatch(rule: Redirect, exchange: Exchange) -> Mismatch | None:
    """What is wrong with a target; one that asks for credentials or for a retry (401, 403, 429) exists."""
    reply, target = exchange.reply, f"the target of `{rule.id}`"
    if reply is None and exchange.is_unresolved:
        return no_response("target-unresolved", target, exchange.error)
    if reply is None:
        return no_response("target-unreachable", target, exchange.error)
    back = f"https://{rule.host}{rule.path}"
    # clients would go round in a circle
    if (reply.location or "").rstrip("/") == back:
        return Mismatch("target-not-found", f"{target} redirects back to {back}")
    if reply.status in (404, 410) or reply.status >= 500:
        message = f"{target} returns {reply.status}"
        return Mismatch("target-not-found", message, ("a status below 400",), (str(reply.status),))
    return None


def echo_request(pin: Pin) -> EchoRequest | None:
    """The request that checks the echo of a pin; None if the pin has no echo, or every operation needs parameters."""
    versioning = pin.text.versioning
    if versioning is None or versioning.echo is None:
        return None
    for operation in pin.contract.operations():
        if _needs_only_version(operation, versioning.name):
            base = next((server.path.rstrip("/") for server in pin.contract.servers()), "")
            target = base + operation.path
            headers: Headers = ()
            if versioning.carrier == "query":
                target += f"?{quote(versioning.name)}={quote(pin.id)}"
            if versioning.carrier == "header":
                headers = ((versioning.name, pin.id),)
            return EchoRequest(target, headers, versioning.echo, pin)
    return None


def _needs_only_version(operation: Operation, version: str) -> bool:
    needed = {parameter.name for parameter in operation.parameters if parameter.get("required")}
    return operation.method == "GET" and "{" not in operation.path and needed <= {version}


def echo_findings(request: EchoRequest, exchange: Exchange, url: str) -> tuple[Finding, ...]:
    """The finding on the echo of a response of any status; none if it is as promised."""
    expected = (request.pin.id,)
    if exchange.reply is None:
        mismatch = no_response("version-echo-wrong", url, exchange.error)
    else:
        got = exchange.reply.values(request.echo)
        # a request that names only `v1` in its path may be answered with any pin
        names_pin = request.headers or "?" in request.target
        if got == expected or (got and not names_pin):
            return ()
        message = f"{request.echo} of the response ({exchange.reply.status}) does not name the pin"
        wanted = header_lines(request.echo, expected)
        mismatch = Mismatch("version-echo-wrong", message, wanted, header_lines(request.echo, got))
    return (mismatch_finding(request.pin.source, ("versioning", "echo"), mismatch, f"GET {url}"),)


def contract_findings(pin: Pin, url: str, changes: Sequence[Change], error: str) -> tuple[Finding, ...]:
    """The finding on a served contract that differs from the pin's, or that cannot be read because of `error`."""
    if error:
        mismatch = Mismatch("contract-not-served", f"the contract at {url} cannot be read: {escape_untrusted(error)}")
    elif changes:
        message = f"the contract at {url} differs from that of {pin.id}"
        texts = [f"{change.level}: {change.text}" for change in changes[:_MAX_CHANGES]]
        if len(changes) > _MAX_CHANGES:
            texts.append(f"and {len(changes) - _MAX_CHANGES} more")
        mismatch = Mismatch("contract-not-served", message, (f"the contract of {pin.id}",), tuple(texts))
    else:
        return ()
    return (mismatch_finding(pin.source, ("spec",), mismatch, ""),)
