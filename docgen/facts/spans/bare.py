"""Names in plain text that look like code: calls, URLs, paths, snake_case, events, and headers."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.facts.knowledge.addresses import is_alike
from docgen.facts.spans.code import bind_code
from docgen.facts.spans.headers import bind_header, header_by, known_headers
from docgen.facts.spans.named_parts import is_nearly
from docgen.facts.spans.names import HINT, named
from docgen.facts.spans.routes import METHOD, bind_url
from docgen.facts.texts.segments import Span
from docgen.facts.verdict import Around, Found, Verdict, bound, unbound
from docgen.model.fact import FactKind
from docgen.wording import did_you_mean

_BARE: Final = re.compile(
    rf"(?P<call>\b(?:{METHOD}) (?:[a-z]+://|/)[^\s,;)\"'|]+)"
    r"|(?P<url>[a-z][a-z0-9+.-]*://[^\s<>()\"'`|]+)"
    r"|(?P<version>(?<![\w/.-])v\d+(?:\.\d+)+(?![\w/-]))"
    r"|(?P<dotted>(?<![\w@/.-])[a-z0-9-]+(?:\.[a-z0-9_-]+)+(?:/[^\s,;)\"'`|]*)?)"
    r"|(?P<path>(?<![\w/.}>~:])/[A-Za-z][\w{}/.~<>:-]*)"
    r"|(?P<snake>(?<![\w/.$-])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?:\.[A-Za-z0-9_]+)*(?![\w(]))"
    r"|(?P<camel>(?<![\w/.$-])[A-Za-z][a-z0-9]*(?:[A-Z][a-z0-9]+)+(?![\w(]))"
    r"|(?P<header>(?<![\w/.-])[A-Z][A-Za-z0-9]*(?:-[A-Z][A-Za-z0-9]*)+(?:: [^\s,;|]+)?)"
)


def bare_names(plain: str, part: Span, hosts: frozenset[str], events: frozenset[str]) -> Iterator[Found]:
    """What looks like code in a part of plain text: calls, URLs, paths, snake_case, and lines of headers.

    A name with dots counts where it is of one of the `hosts`, or begins as one of the `events` does.
    """
    for match in _BARE.finditer(plain, part.start, part.end):
        text = match[0].rstrip(".,:;!?").removesuffix("**")
        if plain[match.start() + len(text) :].lstrip().startswith(("...", "…")):
            continue  # cut short
        is_name = match["snake"] or match["camel"] or match["version"]
        kind: FactKind = "header" if match["header"] else "name" if is_name else "path"
        if match["url"] or match["dotted"]:
            is_event = bool(match["dotted"]) and "/" not in text and text.partition(".")[0] in events
            kind = "name" if is_event else "url"
            if match["dotted"] and not is_event and not is_alike(text.partition("/")[0], hosts):
                continue
        yield Found(kind, match.start(), match.start() + len(text), text)


def bind_bare(found: Found, around: Around) -> Verdict | None:
    """The verdict on a name in plain text; None where it need not be one of the API."""
    if found.kind == "url" and "://" not in found.text:
        host, _, path = found.text.partition("/")
        if not path:
            hosts = around.addresses.hosts
            if host in hosts or (by := named(host, around)):
                return bound("host of the project" if host in hosts else by)
            return unbound(f"the project does not know the host {host}", did_you_mean(host, hosts, HINT))
        return bind_url(f"https://{found.text}", around)
    if found.kind == "url" and not around.addresses.is_meant(found.text, around.vocabularies):
        return None  # a link to somebody else's page
    if found.kind == "header":
        name, _, value = found.text.partition(": ")
        if header_by(name, around) or value:
            return bind_header(name, value, around)
        return _near_header(name, around)
    is_camel = found.kind == "name" and not re.search(r"[._]", found.text)
    if is_camel and not any(found.text in one.names or is_nearly(found.text, one) for one in around.vocabularies):
        return None  # a product or a class of the reader's
    return bind_code(found.text, around)


def _near_header(name: str, around: Around) -> Verdict | None:
    """A capitalised compound is a header only where a header of the API begins in the same way."""
    prefix = f"{name.partition('-')[0].casefold()}-"
    known = [*known_headers(around)]
    if any(header.casefold().startswith(prefix) for header in known):
        return unbound(f"no contract and no rule has the header `{name}`", did_you_mean(name, known, HINT))
    return None
