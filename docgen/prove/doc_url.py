"""The `doc_url` of each environment: a page for each code, or a part of the spec."""

from collections.abc import Sequence
from itertools import chain
from typing import Final
from urllib.parse import urlsplit

from docgen.claims.case import Case, Proofs
from docgen.model.pin import DocUrl
from docgen.openapi.pointers import pointer_of
from docgen.urls import ERRORS, error_url

_LONG: Final = 60


def prove(case: Case, doc_urls: Sequence[DocUrl]) -> Proofs:
    """A `doc_url` with `{code}` is the URL of the error pages; one with a fragment is a pointer in the spec."""
    for index, doc_url in enumerate(doc_urls):
        parts = urlsplit(doc_url.url)
        if parts.fragment:
            yield from _fragment(case, index, doc_url, parts.fragment)
        elif "{" not in doc_url.url or not doc_url.url.startswith(case.project.config.site_url):
            yield case.cannot_prove(f"{doc_url.url} is outside of the site, and has no fragment")
        elif doc_url.url != case.project.config.site_url + error_url("{code}"):
            yield case.refuted(
                "doc-url-unresolved",
                f"the pin says that `doc_url` is {doc_url.url}; "
                f"the pages of the codes are at {case.project.config.site_url}{error_url('{code}')}",
                index,
                "url",
                hint="write the URL of the site's pages",
            )
        else:
            yield from _pages(case, index)


def _pages(case: Case, index: int) -> Proofs:
    if not case.contract.error_codes:
        yield case.cannot_prove("the spec has no error code, so there is no page to look for")
    known = set(chain.from_iterable(page.text.codes for page in case.project.error_versions()))
    for code in case.contract.error_codes:
        if code not in known:
            yield case.refuted(
                "undocumented-error-code",
                f"the pin says that each code has a page at `doc_url`; `{code}` of the spec has none",
                index,
                "url",
                hint=f"docgen new error {code}",
                spec=case.contract.find(f"error {code}"),
            )
        # docgen shortens what no file can be called, but the API sends the code as it is
        elif error_url(code) != ERRORS + code:
            shown = code if len(code) <= _LONG else f"{code[:_LONG]}..."
            yield case.refuted(
                "doc-url-unresolved",
                f"the pin says that each code has a page at `doc_url`; `{shown}` is not a valid file name, "
                f"and its page is {error_url(code)}",
                index,
                "url",
                hint="rename the code to at most 200 letters, digits and `_ . -`",
                spec=case.contract.find(f"error {code}"),
            )


def _fragment(case: Case, index: int, doc_url: DocUrl, fragment: str) -> Proofs:
    if not fragment.startswith("/"):
        yield case.cannot_prove(f"the fragment of {doc_url.url} is not a JSON pointer")
    elif case.contract.spec.at(pointer_of(f"#{fragment}")) is None:
        yield case.refuted(
            "doc-url-unresolved",
            f"the pin says that `doc_url` in {doc_url.environment} is {doc_url.url}; not found in the spec",
            index,
            "url",
            hint="write a pointer that the spec has",
            spec=(),
        )
