"""What customers paste: requests, names, values and headers in one line, in whatever form they have it.

`docgen/theme/js/answers.js` reads the same lines in the same way.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from docgen.traffic.access_log import parse_json, parse_record, parse_request

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
_METHOD: Final = "|".join(METHODS)
_FRAME: Final = re.compile(r"^(?:[-*>$]\s+)+|^([`'\"])(?=.*\1[,;]?$)|[,;]$")
_CURL: Final = re.compile(r"curl(?:\.exe)?\s", re.I)
_TOKEN: Final = re.compile(r"""(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+""")
_QUOTED: Final = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)""")
_LISTED: Final = re.compile(rf"({_METHOD})\s+(\S*/\S*|\*)(?:\s+HTTP/[0-9.]+)?(?:\s+#.*)?", re.I)
_LOGFMT: Final = re.compile(rf"""\bmethod="?({_METHOD})\b.*?\b(?:path|uri|url|target)="?([^\s"]+)""", re.I)
_URL: Final = re.compile(r"https?://[^\s\"'`<>\\)\]}]+", re.I)
_CALL: Final = re.compile(rf"\b({_METHOD})\b|\.(get|head|post|put|patch|delete|options)\(")
_HOST_PATH: Final = re.compile(r"([A-Za-z0-9.-]+\.[A-Za-z]{2,}(?::[0-9]+)?)(/\S*)")
_ABSOLUTE: Final = re.compile(r"(?:https?:)?//([^/?#]*)(.*)", re.I | re.S)
_KINDS: Final = re.compile(r"(event|error|code|header|field|schema|value|operation|pin|version)\s+(\S+)", re.I)
_PAIR: Final = re.compile(r"""["']?([A-Za-z][\w.-]*)["']?\s*[:=]\s*(?!//)["']?(\S.*?)["']?,?""")
_GET_OPTIONS: Final = ("-G", "--get")
_BODY: Final = re.compile(r"-d.*|--data.*|--json|-F.*|--form.*")
_NAMING_KEYS: Final = ("type", "event", "event_type", "eventType", "code")
"""The keys under which a body names its event or its error: what they hold is never left out."""
_MAX: Final = 200
_MAX_CURL: Final = 20_000


class Request(msgspec.Struct, frozen=True):
    """A request; `method` is empty where only the address is known, `host` where only the path is."""

    method: str
    host: str
    path: str
    query: str = ""

    @property
    def label(self) -> str:
        """How a report names it: without its query, which can be secret, and makes equal requests differ."""
        address = f"https://{self.host}{self.path}" if self.host else self.path
        return f"{self.method} {address}".strip()[:_MAX]


class Name(msgspec.Struct, frozen=True):
    """A name, of one kind if the customer says which; `value` is what stands after it, as in a header."""

    text: str
    kind: str = ""
    value: str = ""
    is_optional: bool = False
    """Whether it says nothing where it is not known: a header of a curl command, a string in a JSON body."""

    @property
    def label(self) -> str:
        """How a report names it."""
        named = self.text if self.is_optional or not self.kind else f"{self.kind} {self.text}"
        return (f"{self.text}: {self.value}" if self.value else named)[:_MAX]


Ask = Request | Name


def asks(text: str) -> tuple[Ask, ...]:
    """What a line names; a single name of the whole line where it has no form that is known."""
    line = _unframed(text.strip())
    if _CURL.match(line):
        return tuple(_curl(line)) or (Name(line),)
    if kind := _KINDS.fullmatch(line):
        return (Name(kind[2], kind[1].lower()),)
    if listed := _LISTED.fullmatch(line):
        return (request(listed[1], listed[2]),)
    if line.startswith("{"):
        return _record(line) or (Name(line),)
    if logged := parse_request(line):
        return (request(logged.method, logged.target, logged.host),)
    return _loose(line) or (Name(line),)


def request(method: str, target: str, host: str = "") -> Request:
    """The request for a target, which may be a whole URL; a name without a dot is a machine, not a host of an API."""
    absolute = _ABSOLUTE.match(target)
    named = _HOST_PATH.fullmatch(target)
    host = host if "." in host else ""
    if absolute:
        host, target = absolute[1], absolute[2]
    elif named:
        host, target = named[1], named[2]
    path, mark, query = target.partition("?")
    host = re.sub(r"^.*@|:[0-9]*$", "", host).lower()
    return Request(method.upper(), host, path if path.startswith(("/", "*")) else f"/{path}", mark + query)


def _unframed(line: str) -> str:
    """A line without what lists, shells and JSON put around it."""
    quote = ""
    while frame := _FRAME.search(line):
        quote = frame[1] or ""
        line = (line[: frame.start()] + line[frame.end() :]).strip()
        line = line.rstrip(",;").removesuffix(quote).strip() if quote else line
    return line


def _loose(line: str) -> tuple[Ask, ...]:
    if logged := _LOGFMT.search(line):
        return (request(logged[1], logged[2]),)
    if urls := _URL.findall(line):
        call = _CALL.search(_URL.sub(" ", line))
        method = (call[1] or call[2]) if call else ""
        return tuple(request(method, url) for url in urls)
    if line.startswith("/") and not re.search(r"\s", line):
        return (request("", line),)
    if _HOST_PATH.fullmatch(line):
        return (request("", line),)
    pair = _PAIR.fullmatch(line)
    return (Name(pair[1], value=pair[2]),) if pair else ()


def _curl(line: str) -> Iterator[Ask]:
    """The request of a curl command, and its headers."""
    method, targets, headers, has_body = "", list[str](), list[str](), False
    words = [_plain(token) for token in _TOKEN.findall(line[:_MAX_CURL])][1:]
    for index, word in enumerate(words):
        value = words[index + 1] if index + 1 < len(words) else ""
        before = words[index - 1] if index else ""
        if word in ("-X", "--request"):
            method = value
        elif word.startswith(("-X", "--request=")):
            method = word.removeprefix("--request=").removeprefix("-X")
        elif word in ("-I", "--head"):
            method = method or "HEAD"
        elif word in ("-H", "--header"):
            headers.append(value)
        elif re.match(r"https?://", word, re.I) or (_HOST_PATH.fullmatch(word) and not before.startswith("-")):
            targets.append(word)
        has_body = has_body or bool(_BODY.fullmatch(word))
    is_get = any(word in _GET_OPTIONS for word in words)
    for target in targets:
        yield request(method or ("POST" if has_body and not is_get else "GET"), target)
    for header in headers:
        name, _, value = header.partition(":")
        yield Name(name.strip(), "header", value.strip(), is_optional=True)


def _plain(token: str) -> str:
    return _QUOTED.sub(lambda quoted: quoted[1] or quoted[2] or quoted[3] or "", token)


def _record(line: str) -> tuple[Ask, ...]:
    """The request of a JSON record of a log; otherwise the strings of the object, of which some may be names."""
    value = parse_json(line)
    logged = parse_record(value)
    if logged:
        return (request(logged.method, logged.target, logged.host),)
    return tuple(_string(key, text) for key, text in dict.fromkeys(_strings(value)))


def _string(key: str, text: str) -> Ask:
    return request("", text) if _URL.fullmatch(text) else Name(text, is_optional=key not in _NAMING_KEYS)


def _strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)
