"""Requests of calls in a program, in whatever language: the address, what is passed with it, and what follows it."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from docgen.facts.samples.program import PARSES, Call, Program
from docgen.facts.spans.routes import METHOD, Request

_METHOD: Final = re.compile(METHOD)
_METHOD_NAME: Final = re.compile(rf"(?:Method\.?)?({METHOD}|{METHOD.lower()}|{METHOD.title()})(?=$|[A-Z_]|Method$)")
_ADDRESS: Final = re.compile(r"(?:https?|wss?)://\S+|(?:\{\w*\})?/\S*")
_QUERY: Final = frozenset(("params", "query", "searchparams", "qs", "query_params", "queryparams"))
_BODY: Final = frozenset(("json", "data", "body", "payload", "form", "form_params"))
_SETTINGS: Final = _QUERY | _BODY | {"headers", "method", "auth", "timeout", "url", "signal", "credentials"}
_WITH_BODY: Final = ("POST", "PUT", "PATCH")
_ADDS_QUERY: Final = re.compile(r"(?:add)?_?query_?param(?:eter)?s?", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"mock|stub|nock|intercept|respx|^responses$|cache|storage", re.IGNORECASE)
"""The names of what answers in place of the API, or only keeps its addresses."""
_FUNCTIONS: Final = frozenset(("async", "function", "func", "fn", "fun", "lambda"))
_SETS_METHOD: Final = re.compile(r"(?:^|http_?)method$|CUSTOMREQUEST$", re.IGNORECASE)
_ANSWERS: Final = frozenset(("status", "status_code", "statuscode"))
"""What a route or a stub of a test has: its body is an answer."""
_ADDRESSES: Final = re.compile(
    r"(?:\w*_)?(?:url|uri|path|endpoint|string)|[a-z]+(?:Url|URL|Uri|URI|Path)", re.IGNORECASE
)
_AFTER: Final = 3
_OUTER: Final = 3
_Settings = Mapping[str, tuple[int, int]]


class Asking(NamedTuple):
    """A request in a program: its call from `start` to `end`, and whether the program takes it itself, as a server."""

    request: Request
    start: int
    end: int
    is_route: bool = False


def code_requests(program: Program) -> Iterator[Asking]:
    """The request of each call that has an address among what is passed to it."""
    taken = -1
    for at, token in enumerate(program.tokens):
        if at <= taken or token.kind not in ("string", "name") or program.parents[at] < 0:
            continue
        text, end = program.text(at)
        # a variable that is parsed has the answer, not the address
        is_parsed = token.kind == "name" and PARSES.fullmatch(program.name(program.parents[at] - 1))
        if (
            _ADDRESS.fullmatch(text)
            and _is_whole(program, at, end)
            and not is_parsed
            and not _is_elsewhere(program, at)
        ):
            taken = end - 1
            yield _asking(program, at, re.sub(r"^\{\w*\}(?=/)", "", text))


def _is_whole(program: Program, at: int, end: int) -> bool:
    """Whether an expression is all of an argument or of an entry's value."""
    before = program.mark(at - 1)
    if before in (":", "=", "=>"):
        is_assigned = before == "=" and program.mark(program.parents[at]) != "("
        return not is_assigned and bool(_ADDRESSES.fullmatch(program.tokens[at - 2].text))
    return before in ("(", ",", "[", "{") and program.mark(end) in (",", ")", "]", "}", ";")


def _asking(program: Program, at: int, url: str) -> Asking:
    request, call = Request("", url), program.call(program.parents[at])
    for call in _passing(program, at):
        request = _with(program, call, request)
        if request.method:
            break
    request = request._replace(method=request.method or _stated_method(program))
    if not request.method:
        call = program.call(program.parents[at])
    return Asking(request, call.start, call.close, url.startswith("/") and _is_route(program, call))


def _passing(program: Program, at: int) -> Iterator[Call]:
    """The call that an address is passed to, then those that this is passed to: `uri(URI.create("..."))`."""
    opened = program.parents[at]
    for _ in range(_OUTER):
        call = program.call(opened)
        yield call
        opened = program.parents[opened]
        if opened < 0 or not (call.names or program.mark(call.open) == "{"):
            return


def _with(program: Program, call: Call, request: Request) -> Request:
    """A request with what a call passes beside its address, and with what the calls that follow add."""
    settings = dict(_settings(program, call.open))
    followed = [*program.chain(call.close)] if program.mark(call.open) == "(" else []
    methods = (_passed_method(program, call.open), _named_method(call), *map(_named_method, followed))
    default = "GET" if call.names[-1:] == ("fetch",) else ""
    method = next(filter(None, methods), default)
    added = {one.names[0].casefold(): (one.open + 1, one.close) for one in followed}
    # what has a status is an answer of a stub, or a server's
    is_answer = _ANSWERS & settings.keys() or _is_handled(program, call)
    body = None if is_answer else _body(program, call, method, settings | added)
    is_basic = "auth" in settings and _is_pair(program, settings["auth"][0])
    return Request(
        method,
        request.url,
        (*request.query, *_query(program, settings | added, method), *_added_query(program, followed)),
        request.body or body,
        request.is_basic or is_basic or bool({"basic_auth", "basicauth"} & added.keys()),
    )


def _query(program: Program, settings: _Settings, method: str) -> list[str]:
    keys = _QUERY - {"query"} if method in _WITH_BODY else _QUERY  # a body may have a field of that name
    return [name for key in keys & settings.keys() for name in _keys(program.literal(*settings[key]))]


def _added_query(program: Program, followed: list[Call]) -> list[str]:
    """The parameters that calls add one by one: `.addQueryParameter("limit", "10")`."""
    firsts = (program.tokens[one.open + 1] for one in followed if _ADDS_QUERY.fullmatch(one.names[0]))
    return [first.text for first in firsts if first.kind == "string"]


def _body(program: Program, call: Call, method: str, settings: _Settings) -> object:
    named = [program.literal(*settings[key]) for key in _BODY & settings.keys()]
    passed = _second(program, call.open) if method in _WITH_BODY else None
    return next((one for one in (*named, passed) if isinstance(one, dict)), None)


def _is_route(program: Program, call: Call) -> bool:
    """Whether a call tells a server what to do: it is a decorator, or a function is passed to it."""
    firsts = (program.name(start) for start, _ in program.items(call.open))
    return _is_handled(program, call) or program.mark(call.start - 1) == "@" or any(one in _FUNCTIONS for one in firsts)


def _is_handled(program: Program, call: Call) -> bool:
    """Whether a function is passed to a call."""
    inner = range(call.open, call.close)
    return any(program.parents[at] == call.open and program.mark(at) == "=>" for at in inner)


def _is_elsewhere(program: Program, at: int) -> bool:
    """Whether a call around a token is of no client of the API."""
    while (at := program.parents[at]) >= 0:
        if any(map(_ELSEWHERE.search, program.call(at).names)):
            return True
    return False


def _stated_method(program: Program) -> str:
    """The one method that a program sets by itself: `request.httpMethod = "PUT"`."""
    found = {
        method[1].upper()
        for at in range(len(program.tokens) - 2)
        if _SETS_METHOD.search(program.name(at)) and program.mark(at + 1) in ("=", ",", ":")
        if (method := _METHOD_NAME.match(program.tokens[at + 2].text))
    }
    return found.pop() if len(found) == 1 else ""


def _named_method(call: Call) -> str:
    """The method that a call is named after: `put`, `PutAsync`, `Net::HTTP::Put.new`."""
    for name in reversed(call.names[-2:]):
        if found := _METHOD_NAME.match(name):
            return found[1].upper()
        if name not in ("new", "New"):
            break
    return ""


def _passed_method(program: Program, opened: int) -> str:
    """The method among what is passed: `"PUT"`, `http.MethodPut`, `method: "PUT"`."""
    for key, start, end in program.entries(opened):
        if key.casefold() in ("method", "methods"):
            named = (_METHOD_NAME.match(token.text) for token in program.tokens[start:end])
            return next((found[1].upper() for found in named if found), "")
    for start, end in program.items(opened):
        first, owner = program.tokens[start], program.name(end - 3)
        if end == start + 1 and first.kind == "string" and _METHOD.fullmatch(first.text):
            return first.text
        found = _METHOD_NAME.match(program.name(end - 1).removeprefix("Method"))
        if found and owner.endswith(("http", "Method")) and program.mark(end - 2) in (".", "::"):
            return found[1].upper()
        if first.text == "{" and (inner := _passed_method(program, start)):
            return inner
    return ""


def _settings(program: Program, opened: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """What is passed by name: as an argument, or in a mapping that is one."""
    for key, start, end in program.entries(opened):
        yield key.casefold(), (start, end)
    for start, _ in program.items(opened):
        if program.mark(start) in ("{", "["):
            yield from _settings(program, start)


def _second(program: Program, opened: int) -> object:
    """The argument after the address that is a body, and no settings."""
    for start, end in [*program.items(opened)][1:_AFTER]:
        is_named = program.mark(start + 1) in ("=", ":", "=>")
        value = None if is_named or program.name(start) in _FUNCTIONS else program.literal(start, end)
        if isinstance(value, dict) and not _SETTINGS & {key.casefold() for key in value}:
            return value
    return None


def _keys(value: object) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def _is_pair(program: Program, at: int) -> bool:
    """Whether a value is a user with a password: a tuple, a mapping, or a call of that name."""
    inner = program.tokens[at : program.closing.get(at, at)]
    if any(re.search("bearer|token", token.text, re.IGNORECASE) for token in inner):
        return False
    return program.mark(at) in ("(", "[", "{") or "basic" in program.name(at).casefold()
