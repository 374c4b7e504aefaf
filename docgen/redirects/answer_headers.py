"""The header fields that rules send: their text (Sunset, Deprecation, Link), and which of them an answer has."""

from collections.abc import Iterator
from typing import Final

from docgen.model.redirect import Field, Headers, Redirect, RuleText, http_date, midnight

NO_STORE: Final = ("Cache-Control", "no-store")
"""On every answer of a redirect: no client keeps it beyond the sunset, nor a 404 that an extension takes back."""


def redirect_fields(text: RuleText, info: str | None, own_header: str | None) -> Iterator[Field]:
    """The fields of a redirect in the order sent, but for those of its host.

    `info` is the page that announces it, unless the rule names one itself; `own_header` is the API's own deprecation
    header.
    """
    relation = "deprecation"
    if text.sunset:
        relation = "sunset"
    yield from _own(text, own_header)
    yield from _dates(text)
    yield from _link((text.info or info, relation), (text.successor, "successor-version"))
    yield NO_STORE
    yield from text.headers.items()


def added_fields(text: RuleText, info: str, own_header: str | None) -> Iterator[Field]:
    """The fields that a rule without a target adds to what the upstream answers, in the order sent."""
    links = [(text.info or info, "deprecation")]
    if text.sunset:
        links.append((text.info or info, "sunset"))
    links.append((text.successor or "", "successor-version"))
    yield from _dates(text)
    # a table of an edge has `|` between the headers; in a URL it has to be encoded (RFC 3986, appendix A)
    yield from _link(*((url.replace("|", "%7C"), relation) for url, relation in links))
    yield from _own(text, own_header)


def sunset_field(moment: int) -> Field:
    """The field that says when a rule ends (RFC 8594), a Unix time in seconds."""
    return "Sunset", http_date(moment)


def _dates(text: RuleText) -> Iterator[Field]:
    if text.since:
        # RFC 9745
        yield "Deprecation", f"@{midnight(text.since)}"
    if text.sunset:
        yield sunset_field(int(text.sunset.timestamp()))


def _link(*links: tuple[str | None, str]) -> Iterator[Field]:
    """One field with each URL and its relation (RFC 8288); none where no URL is known."""
    values = [f'<{url}>; rel="{relation}"' for url, relation in links if url]
    if values:
        yield "Link", ", ".join(values)


def _own(text: RuleText, own_header: str | None) -> Iterator[Field]:
    if text.deprecated and own_header:
        yield own_header, text.deprecated


def gone_headers(redirect: Redirect) -> Headers:
    """The fields of the answer after the sunset but for Content-Type."""
    return (NO_STORE, *redirect.host_headers)
