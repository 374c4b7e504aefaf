"""The oracle against the list, and every real edge against the oracle."""

import re
from typing import Literal, cast

import pytest

from docgen.redirects import oracle
from docgen.redirects.edges import EDGES

from .conformance import (
    DIFFERENCES,
    FAR_FUTURE,
    FAR_PAST,
    HEADER_RULE_DIFFERENCES,
    NOW,
    ROWS,
    Row,
    carried,
    difference,
    rule,
)
from .kinds import Kind
from .rules import redirects
from .servers import Response, Server

T = 1_785_801_600
SERVERS_OWN = {"connection", "content-length", "content-type", "date", "server", "via", "x-upstream", "allow"}
SERVERS_OWN |= {"accept-ranges", "age", "transfer-encoding", "x-varnish"}
OURS = {"location", "sunset", "deprecation", "link", "aurous-deprecated", "x-quote", "strict-transport-security"}
Headers = tuple[tuple[str, str], ...]
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name.encode("ascii", "backslashreplace").decode())


@rows
@pytest.mark.parametrize("now", [T - 1, T, T + 1])
def test_oracle(row: Row, now: int) -> None:
    rules = redirects(T)
    answer = oracle.answer(rules, row.request, now)
    expected = row.before if now < T else row.after
    if expected == "safe":
        if answer:
            assert_safe(row, answer.status, answer.headers)
    elif expected == "pass":
        assert answer is None
    elif expected.startswith("gone "):
        gone = rule(rules, expected.removeprefix("gone "))
        assert answer and gone.gone
        assert answer.status == gone.gone.status
        assert answer.headers == (("Cache-Control", "no-store"), *gone.host_headers)
        assert answer.body == ("" if row.request.method == "HEAD" else gone.gone.body)
    else:
        assert answer
        assert answer.headers[0] == ("Location", expected)
        assert ("Cache-Control", "no-store") in answer.headers


@pytest.mark.edge
@rows
def test_edge(server: Server, kind: Kind, time: Literal["before", "after"], row: Row) -> None:
    server.upstream.heads.clear()
    own = difference(row, kind.edge)
    sent = server.send(row.request.method, row.raw, row.request.host, row.length, sent=own.body == "sent")
    response = absolute(sent, row.request.host, kind.edge)
    expected = own.expected(time) or row.expected(time)
    rules = carried(redirects(FAR_FUTURE if time == "before" else FAR_PAST), kind)
    answer = oracle.answer(rules, row.request, NOW)
    refused = response.status >= 400 and not response.all("Location")
    if expected == "safe" or (expected == "may be refused" and not refused):
        assert_safe(row, response.status, without_own(response, kind, ()))
    elif expected in ("refused", "may be refused"):
        assert refused
    elif answer is None or own.expected(time) == "pass":
        assert_passed(row, response, server.upstream.heads)
    else:
        answer = at(answer, own.expected(time))
        assert_answered(answer, kind, without_own(response, kind, answer.headers), response)
        assert not server.upstream.heads


@pytest.mark.parametrize("name", sorted(EDGES))
def test_every_difference_is_documented_and_shown(name: str) -> None:
    shown = {own.why for own in DIFFERENCES[name]}
    assert shown <= set(EDGES[name].DIFFERENCES) <= shown | HEADER_RULE_DIFFERENCES
    assert [own for own in DIFFERENCES[name] if not any(own.shown_by(row) for row in ROWS)] == []


def at(answer: oracle.Answer, location: str) -> oracle.Answer:
    """The same answer with the Location that an edge is known to give."""
    if not location:
        return answer
    assert location.startswith(("https://docs.aurous-labs.com/", "https://api.aurous-labs.com/"))
    return answer._replace(headers=(("Location", location), *answer.headers[1:]))


def absolute(response: Response, host: str, edge: str) -> Response:
    """The response with its Location as a client resolves it, where the edge may send a path."""
    if "own-host" not in EDGES[edge].DIFFERENCES:
        return response
    resolved = ((name, re.sub("^/(?!/)", f"https://{host}/", value)) for name, value in response.headers)
    return response._replace(headers=tuple(resolved))


def without_own(response: Response, kind: Kind, declared: Headers) -> Headers:
    """The headers of a response, but for those that the platform adds to every answer and no rule declares."""
    added = kind.own_headers - {name.lower() for name, _ in declared}
    return tuple((name, value) for name, value in response.headers if name.lower() not in added)


def fields(headers: Headers, edge: str) -> dict[str, list[str]]:
    """The values of each name, in order; one list where the edge may join them (RFC 9110, section 5.3)."""
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name.lower(), []).append(value)
    if "joined-fields" in EDGES[edge].DIFFERENCES:
        return {name: [", ".join(listed)] for name, listed in values.items()}
    return values


def assert_answered(answer: oracle.Answer, kind: Kind, headers: Headers, response: Response) -> None:
    """The edge says what the oracle says, and nothing else but what every answer of a server has."""
    assert response.status == answer.status
    others = tuple((name, value) for name, value in headers if name.lower() not in SERVERS_OWN)
    assert fields(others, kind.edge) == fields(answer.headers, kind.edge)
    if answer.content_type:  # otherwise the words of a bare status are the server's own
        assert response.body == answer.body.encode()
        assert response.all("Content-Type") == [answer.content_type]


def assert_passed(row: Row, response: Response, heads: list[bytes]) -> None:
    """The upstream got the target byte for byte, and no header of ours is on either side."""
    assert response.status == 200
    assert response.all("X-Upstream") == ["yes"]
    assert not OURS & {name.lower() for name, _ in response.headers}
    (head,) = heads
    line, *fields = head.decode("latin-1").split("\r\n")
    assert line.split(" ")[1] == row.request.target
    assert "docgen" not in "".join(fields).lower()
    assert not OURS & {field.partition(":")[0].lower() for field in fields}


def assert_safe(row: Row, status: int, headers: Headers) -> None:
    """Nobody is sent anywhere but below the rule's own target, and no header is made up."""
    redirect = rule(redirects(T), row.rule)
    names = {name.lower() for name, _ in headers} - SERVERS_OWN
    declared = {name.lower() for name, _ in (*redirect.headers, *redirect.host_headers)}
    assert names <= declared | {"location", "cache-control"}
    locations = [value for name, value in headers if name.lower() == "location"]
    assert len(locations) == (status == redirect.status)
    start, placeholder, _ = redirect.to.partition("{")
    below = (start,) if placeholder else (redirect.to.removesuffix("/") + "/", redirect.to + "?")
    for location in locations:
        assert location == redirect.to or location.startswith(below)
    assert cast(int, status) in {200, redirect.status, 400, 404, 410}
