"""Code in a sentence, and names in plain text that look like code: what shows each, or each word of it."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from docgen.facts.figures import find_dates
from docgen.facts.knowledge.scope import Scope
from docgen.facts.knowledge.surface import METHOD
from docgen.facts.knowledge.vocabulary import TYPE_WORDS
from docgen.facts.spans.figures import bind_date
from docgen.facts.spans.headers import LINE, PROMISES, bind_header, header_by, known_headers
from docgen.facts.spans.names import misplaced, named, number_by, path_by, unknown
from docgen.facts.spans.routes import bind_path, bind_url, unknown_host
from docgen.facts.spans.statuses import bind_status
from docgen.facts.texts.segments import Span
from docgen.facts.verdict import Around, Found, Verdict, bound
from docgen.model.fact import FactKind
from docgen.model.statuses import PHRASES

_BARE: Final = re.compile(
    rf"(?P<call>\b(?:{METHOD}) (?:[a-z]+://|/)[^\s,;)\"'|]+)"
    r"|(?P<url>\b[a-z][a-z0-9+.-]{1,9}://[^\s<>()\"'`|]+)"
    r"|(?P<dotted>(?<![\w@/.-])[a-z0-9-]++(?:\.[a-z0-9_-]+)++(?:/[^\s,;)\"'`|]*)?)"
    r"|(?P<path>(?<![\w/.}>~:])/[A-Za-z][\w{}/.~<>:-]*)"
    r"|(?P<header>(?<![\w/.-])[A-Z][A-Za-z0-9]*+(?:-[A-Z][A-Za-z0-9]*+)++(?![\w-])(?:: [^\s,;|]+)?"
    # what is a word elsewhere is a header where it is sent
    r"|(?:(?<=carries\s)|(?<=carry\s)|(?<=sends\s)|(?<=send\s)|(?<=headers\s)|(?<=Deprecation\sand\s))"
    r"(?:Deprecation|ETag|RateLimit|Sunset)\b|(?:Deprecation|ETag|RateLimit|Sunset)(?= headers?\b))"
    r"|(?P<name>(?<![\w/.$-])(?=[A-Z]?[a-z0-9]{1,40}[A-Z]|[A-Za-z0-9]{1,40}_)[A-Za-z]\w*+(?:[.:]\w+|\[\w*\])*+(?![\w(-]))"
)
_KINDS: Final[Mapping[str, FactKind]] = {"header": "header", "name": "name", "url": "url"}
_SNAKE: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?:[.:]\w+|\[\w*\])*")
_CALL: Final = re.compile(rf"({METHOD}) (\S+)(?: HTTP/[\d.]+)?")
_TOKEN: Final = re.compile(
    r"[A-Za-z_$@](?:[\w$@-]|:(?=\w))*(?:\.[\w$@-]+|\[[^\[\]\n\"']*+\])*+(?:\.\*)?|-?\d[\d.,_]*\w*"
)


def bind_code(content: str, around: Around) -> Verdict:
    """The verdict on a code span, or on a name in plain text."""
    verdict = _bind_whole(content, around) or _bind_tokens(content, around)
    if verdict.state == "bound":
        return misplaced(content, around) or verdict
    return verdict


def _bind_whole(content: str, around: Around) -> Verdict | None:
    """The verdict on code that has a form of its own: an address, a header line, a status, a date."""
    # the form decides before the name: an address is bound as one, even where something is called so
    if re.match(r"(?:https?|wss?)://", content):
        return bind_url(content, around)
    if call := _CALL.fullmatch(content):
        return bind_path(call[2], around, call[1])
    if re.match(r"/(?:[\w{<:.~-]|$)", content) and " " not in content:
        return bind_path(content, around)
    if content.casefold() in PROMISES:
        return bind_header(content, "", around)
    if by := named(content, around) or path_by(content, around):
        return bound(by)
    status = re.fullmatch(r"(?:HTTP(?:/[\d.]+)? )?([1-5]\d\d)(?: [A-Z][A-Za-z' -]+)?", content)
    if status and int(status[1]) in PHRASES and not number_by(content, content, around):
        return bind_status(int(status[1]), around)
    line = LINE.fullmatch(content)
    if line and (header_by(line[1], around) or (line[1][0].isupper() and not line[1].isupper())):
        return bind_header(line[1], line[2], around)
    day = next(find_dates(content), None)
    if day and day.end - day.start == len(content):
        return bind_date(day, content, around)
    return None


def _bind_tokens(content: str, around: Around) -> Verdict:
    """The verdict on the words of code: each is known, or the first unknown one decides."""
    by = ""
    for match in _TOKEN.finditer(content):
        word = match[0].rstrip(".,")
        known = named(word, around) or path_by(word, around) or number_by(word, content, around)
        if word in TYPE_WORDS and word != content:
            known = "HTTP and JSON"
        if not known:
            return unknown(word, content, around)
        # what is known of the first word counts for the whole
        by = by or known
    return bound(by or "punctuation")


def bare_names(plain: str, part: Span, scope: Scope) -> Iterator[Found]:
    """What looks like code in a part of plain text: calls, URLs, paths, names in snake_case or camelCase, headers.

    A name with dots counts where it is of one of the project's hosts, or begins as one of the events does.
    """
    for match in _BARE.finditer(plain, *part):
        text = match[0].rstrip(".,:;!?").removesuffix("**")
        kind = _KINDS.get(match.lastgroup or "", "path")
        if match["dotted"]:
            is_event = "/" not in text and text.partition(".")[0] in scope.event_prefixes
            kind = "name" if is_event else "url"
            if not is_event and not scope.shared.addresses.is_meant(f"//{text}"):
                continue
        yield Found(kind, match.start(), match.start() + len(text), text)


def bind_bare(found: Found, around: Around) -> Verdict | None:
    """The verdict on a name in plain text; None where it need not be one of the API."""
    if found.kind == "url" and "://" not in found.text:
        host, _, path = found.text.partition("/")
        if not path and (by := named(host, around)):
            return bound(by)
        return bind_url(f"https://{found.text}", around) if path else unknown_host(host, around)
    if found.kind == "url" and not around.addresses.is_meant(found.text):
        return None  # a link to somebody else's page
    if found.kind == "header":
        name, _, value = found.text.partition(": ")
        # one word in common is enough: `X-Parcel-Signature` of `Parcel-Signature` is a slip, `Read-Only` is prose
        is_near = any({*name.split("-")} & {*header.split("-")} for header in known_headers(around))
        is_header = value or header_by(name, around) or name.startswith("X-") or is_near
        return bind_header(name, value, around) if is_header else None
    verdict = bind_code(found.text, around)
    is_loose = found.kind == "name" and verdict.state != "bound" and found.text not in around.scope.denied
    if is_loose and not (around.is_strict and _SNAKE.fullmatch(found.text)):
        return None  # a product or a class of the reader's
    return verdict
