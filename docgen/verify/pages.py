"""Addresses that have to answer 200 at once: the pages of error codes, and what the changelog says stays."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.selectors import error_codes
from docgen.positions.source import Pointer, Source
from docgen.urls import file_name
from docgen.verify.disagreement import Disagreement, shown
from docgen.verify.findings import finding
from docgen.verify.http_exchange import Exchange

_SAMPLE: Final = 3


class Page(msgspec.Struct, frozen=True):
    """An address, the claim that it answers, where that is made, and the cause where it does not."""

    url: str
    claim: str
    source: Source
    pointer: Pointer
    cause: str


def doc_url_pages(project: Project, pin: Pin, *, every: bool = False) -> tuple[Page, ...]:
    """Where `doc_url` points: a sample of the codes, or `every` one; not before the day that the pin says."""
    return tuple(page for page in _doc_urls(project, pin, every))


def _doc_urls(project: Project, pin: Pin, every: bool) -> Iterator[Page]:
    codes = error_codes(pin.spec, project.config.error_codes) if pin.spec else ()
    for index, doc_url in enumerate(pin.text.doc_url):
        if doc_url.canonical_from is None or doc_url.canonical_from <= project.now.date():
            named = codes if every else _spread(codes)
            urls = [doc_url.url.replace("{code}", file_name(code)) for code in named]
            for url in dict.fromkeys(url.partition("#")[0] for url in urls):
                pointer: Pointer = ("doc_url", index, "url")
                yield Page(url, f"pin-{pin.id}/doc-url", pin.source, pointer, "doc-url-not-served")


def _spread(codes: Sequence[str]) -> Sequence[str]:
    """The first, one from the middle, and the last."""
    last = len(codes) - 1
    return [codes[last * step // (_SAMPLE - 1)] for step in range(_SAMPLE)] if last >= _SAMPLE else codes


def claimed_pages(project: Project) -> tuple[Page, ...]:
    """The addresses of the claims of the kind `url`, in the order of the published entries."""
    return tuple(
        Page(claim.url.is_, claim.full_id(entry.slug), entry.source, ("claims", index, "url", "is"), "url-not-served")
        for entry in project.visible_entries()
        for index, claim in enumerate(entry.text.claims)
        if claim.url
    )


def page_findings(page: Page, exchange: Exchange) -> tuple[Finding, ...]:
    """What is wrong with a page; nothing where it answers 200 without a hop."""
    reply = exchange.reply
    if reply is not None and reply.status == 200:
        return ()
    if reply is None:
        wrong = Disagreement(page.cause, f"{page.url} gives no response: {shown(exchange.said)}")
    else:
        got = (str(reply.status), *(f"Location: {value}" for value in reply.values("Location")))
        wrong = Disagreement(page.cause, f"{page.url} answers {reply.status}", ("200",), got)
    return (finding(page.source, page.pointer, wrong, f"GET {shown(page.url)}"),)
