"""Addresses that must return 200 without a redirect: the pages of error codes, and those that entries claim."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.selectors import error_codes
from docgen.positions.source import Pointer, Source
from docgen.urls import file_name
from docgen.verify.findings import mismatch_finding
from docgen.verify.http_exchange import Exchange
from docgen.verify.mismatch import Mismatch, escape_untrusted, no_response

_SAMPLE_SIZE: Final = 3


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
