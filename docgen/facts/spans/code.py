"""Code in a sentence, and names in plain text that look like code: what shows each, or each word of it."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.facts.figures.dates import find_dates
from docgen.facts.knowledge.addresses import is_alike
from docgen.facts.spans.days import bind_date
from docgen.facts.spans.headers import LINE, bind_header, header_by, known_headers
from docgen.facts.spans.named_parts import is_nearly
from docgen.facts.spans.names import HINT, misplaced, named, number_by, path_by, suggestion
from docgen.facts.spans.routes import METHOD, bind_path, bind_url
from docgen.facts.spans.statuses import bind_family, bind_status
from docgen.facts.texts.segments import Span
from docgen.facts.verdict import Around, Found, Verdict, bound, unbound
from docgen.model.fact import FactKind
from docgen.model.statuses import PHRASES
from docgen.wording import choice, did_you_mean

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
_CALL: Final = re.compile(rf"({METHOD}) (\S+)(?: HTTP/[\d.]+)?")
_STATUS_LINE: Final = re.compile(r"(?:HTTP(?:/[\d.]+)? )?([1-5]\d\d)(?: [A-Z][A-Za-z' -]+)?")
_FAMILY: Final = re.compile(r"[1-5][xX]{2}")
_CALLED: Final = r"(parameter|error code)"
_CALLED_BEFORE: Final = re.compile(rf"\b{_CALLED}[ `]*$", re.IGNORECASE)
_CALLED_AFTER: Final = re.compile(rf"[` ]*{_CALLED}\b(?! of)", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[A-Za-z_$@][\w$@-]*(?:\.[\w$@-]+|\[[^\]\n\"']*\])*(?:\.\*)?|-?\d[\d.,_]*\w*")


def bind_code(content: str, around: Around) -> Verdict:
    """The verdict on a code span, or on a name in plain text."""
    verdict = _bind_whole(content, around)
    if verdict is None:
        verdict = _bind_tokens(content, around)
    if verdict.state != "bound":
        return verdict
    return misplaced(content, around) or _miscalled(content, verdict, around) or verdict


def _miscalled(content: str, verdict: Verdict, around: Around) -> Verdict | None:
    """The verdict on a name of the contract that the text calls a parameter or an error code, which it is not."""
    called = _CALLED_BEFORE.search(around.before) or _CALLED_AFTER.match(around.after)
    if not called or not verdict.bound_to.startswith(("contract", "sample")) or around.clause_denies():
        return None
    what = called[1].lower()
    known = [one.called(what) for one in around.vocabularies]
    if not any(known) or any(content in names for names in known) or not re.fullmatch(r"[\w.-]+", content):
        return None
    hint = did_you_mean(content, frozenset[str]().union(*known), HINT)
    return unbound(f"the contract has no {what} `{content}`", hint)


def _bind_whole(content: str, around: Around) -> Verdict | None:
    """The verdict on code that has a form of its own: an address, a header line, a status, a date."""
    if re.match(r"(?:https?|wss?)://", content):
        return bind_url(content, around)
    if call := _CALL.fullmatch(content):
        return bind_path(call[2], around, call[1])
    if re.match(r"/(?:[\w{<:.~-]|$)", content) and " " not in content:
        return bind_path(content, around)
    if missing := _missing_method(content, around):
        return missing
    if by := named(content, around):
        return bound(by)
    status = _STATUS_LINE.fullmatch(content)
    if status and int(status[1]) in PHRASES and not number_by(content, content, around):
        return bind_status(int(status[1]), around)
    if _FAMILY.fullmatch(content):
        return bind_family(content, around)
    line = LINE.fullmatch(content)
    if line and (header_by(line[1], around) or (line[1][0].isupper() and not line[1].isupper())):
        return bind_header(line[1], line[2], around)
    day = next(find_dates(content), None)
    if day and day.end - day.start == len(content):
        return bind_date(day, content, around)
    return None


def _missing_method(content: str, around: Around) -> Verdict | None:
    """The verdict on a method alone that no operation, event or rule has; a server has HEAD and OPTIONS of its own."""
    known = frozenset[str]().union(*(one.methods for one in around.vocabularies))
    is_method = content in METHOD.split("|") and content not in ("HEAD", "OPTIONS", "TRACE")
    if not is_method or not known or content in known or around.scope.names.get(content):
        return None
    return unbound(f"no operation of the contract has the method {content}", f"write {choice(sorted(known))}")


def _bind_tokens(content: str, around: Around) -> Verdict:
    """The verdict on the words of code: each is known, or the first unknown one decides."""
    by = ""
    for match in _TOKEN.finditer(content):
        word = match[0].rstrip(".,")
        found = named(word, around) or path_by(word, around) or number_by(word, content, around)
        if not found:
            what = f"nothing in the contract, the claims or the rules has `{word}`"
            return unbound(what if word == content else f"{what} (in `{content}`)", suggestion(word, around))
        by = by or found
    return bound(by or "punctuation")


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
