"""What customers paste: requests, names, values and headers in one line, in whatever form they have it.

`docgen/theme/js/answers.js` reads the same lines in the same way.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from docgen.traffic.records import parse_json, parse_record

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
_METHOD: Final = "|".join(METHODS)
_FRAME: Final = re.compile(r"^(?:[-*>$]\s+)+|^([`'\"])(?=.*\1[,;]?$)|[,;]$")
_CURL: Final = re.compile(r"curl(?:\.exe)?\s", re.I)
_TOKEN: Final = re.compile(r"""(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+""")
_QUOTED: Final = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)""")
_LISTED: Final = re.compile(rf"({_METHOD})\s+(\S*/\S*|\*)(?:\s+HTTP/[0-9.]+)?(?:\s+#.*)?", re.I)
_LOGFMT: Final = re.compile(rf"""(?>.*?\bmethod="?({_METHOD})\b).*?\b(?:path|uri|url|target)="?([^\s"]+)""", re.I)
_URL: Final = re.compile(r"https?://[^\s\"'`<>\\)\]}]+", re.I)
_CALL: Final = re.compile(rf"\b({_METHOD})\b|\.(get|head|post|put|patch|delete|options)\(")
_HOST_PATH: Final = re.compile(r"([A-Za-z0-9.-]+\.[A-Za-z]{2,}(?::[0-9]+)?)(/\S*)")
_ABSOLUTE: Final = re.compile(r"(?:https?:)?//([^/?#]*)(.*)", re.I | re.S)
_SERVED: Final = re.compile(r'(?:^(\S+) (?!- )\S+ \S+ (?:.*? )?\[[^][]*\] )?"([A-Z]+) (\S+) HTTP/[0-9.]+"')
"""The request in a line of an access log, with the virtual host in front of Apache's common format."""
_KINDS: Final = re.compile(r"(event|error|code|header|field|schema|value|operation|pin|version)\s+(\S+)", re.I)
_PAIR: Final = re.compile(r"""["']?([A-Za-z][\w.-]*)["']?\s*(?::|={1,3})\s*(?![/=]/?)["']?(\S.*?)["']?,?""")
_TOOL: Final = re.compile(rf"(?:https?|xh|wget)\s+(?:({_METHOD})\s+)?(\S+/\S*)(?:\s.*)?")
"""The commands of HTTPie, xh and Wget."""
_ADDRESS: Final = re.compile(rf"(?:--url=)?(?:https?://.*|{_HOST_PATH.pattern})", re.I | re.S)
_METHOD_OPTION: Final = re.compile(r"-[a-zA-WYZ]*X(.*)|--request(?:=(.*))?")
_HEAD_OPTION: Final = re.compile(r"-[a-zA-GJ-WYZ]*I[a-zA-GJ-WYZ]*|--head")
_HEADER_OPTION: Final = re.compile(r"-[a-zA-GI-WYZ]*H|--header")
_VALUE_OPTIONS: Final = re.compile(r"-[exoudbA]|--(?:referer|proxy|data(?:-\w+)?|json|output|user(?:-agent)?|cookie)")
_GET_OPTIONS: Final = ("-G", "--get")
_BODY: Final = re.compile(r"-[a-zA-GI-WYZ]*[dF].*|--data.*|--json|--form.*")
_NAMING_KEYS: Final = ("type", "event", "event_type", "eventType", "code")
"""The keys under which a body names its event or its error: what they hold is never left out."""
_MAX: Final = 200
_MAX_LINE: Final = 20_000
"""Characters of a line that are read: others write it, and must not slow down the reader."""
_MAX_FRAMES: Final = 8
_MAX_DEPTH: Final = 50


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
    line = _unframed(text[:_MAX_LINE].strip())
    if _CURL.match(line):
        return tuple(_curl(line)) or (Name(line),)
    if kind := _KINDS.fullmatch(line):
        return (Name(kind[2], kind[1].lower()),)
    if listed := _LISTED.fullmatch(line):
        return (request(listed[1], listed[2]),)
    if line.startswith("{"):
        return _record(line) or (Name(line),)
    if served := _SERVED.search(line):
        return (request(served[2], served[3], served[1] or ""),)
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
    for _ in range(_MAX_FRAMES):
        frame = _FRAME.search(line)
        if frame is None:
            break
        quote = frame[1] or ""
        line = (line[: frame.start()] + line[frame.end() :]).strip()
        line = line.rstrip(",;").removesuffix(quote).strip() if quote else line
    return line


def _loose(line: str) -> tuple[Ask, ...]:
    if logged := _LOGFMT.match(line):
        return (request(logged[1], logged[2]),)
    if urls := _URL.findall(line):
        call = _CALL.search(_URL.sub(" ", line))
        method = (call[1] or call[2]) if call else ""
        return tuple(request(method, url.rstrip(".,;:")) for url in urls)
    if tool := _TOOL.fullmatch(line):
        return (request(tool[1] or "", tool[2]),)
    if re.fullmatch(r"[^\s:=,/]*/\S*", line) or _HOST_PATH.fullmatch(line):
        return (request("", line),)
    pair = _PAIR.fullmatch(line)
    return tuple(_pair(pair[1], pair[2])) if pair else ()


def _pair(name: str, value: str) -> Iterator[Name]:
    """A name with its value, or with each of a list of values."""
    values = re.split(r"[\s,;\"'\[\]]+", value) if value.startswith("[") else [value]
    for one in values:
        if one:
            yield Name(name, value=one)


def _curl(line: str) -> Iterator[Ask]:
    """The request of a curl command, and its headers."""
    method, targets, headers, has_body = "", list[str](), list[str](), False
    words = [_plain(token) for token in _TOKEN.findall(line)][1:]
    for index, word in enumerate(words):
        value = words[index + 1] if index + 1 < len(words) else ""
        before = words[index - 1] if index else ""
        if named := _METHOD_OPTION.fullmatch(word):
            method = named[1] or named[2] or value
        elif _HEAD_OPTION.fullmatch(word):
            method = method or "HEAD"
        elif _HEADER_OPTION.fullmatch(word):
            headers.append(value)
        elif not _VALUE_OPTIONS.fullmatch(before) and _ADDRESS.fullmatch(word):
            targets.append(word.removeprefix("--url="))
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


def _strings(value: Any, key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        yield key, value
    elif depth < _MAX_DEPTH and isinstance(value, dict | list):
        named = value.items() if isinstance(value, dict) else ((key, inner) for inner in value)
        for name, inner in named:
            yield from _strings(inner, name, depth + 1)
