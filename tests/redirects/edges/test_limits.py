"""The largest rules that docgen lets pass: each server loads them all together, and answers each as the oracle does."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.model.redirect import Redirect, Rule
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES

from .conformance import FAR_FUTURE, FAR_PAST, NOW
from .kinds import KINDS, Kind
from .kinds.kind import HOST
from .rules import build
from .servers import Response, running
from .test_header_rules import header_rule

pytestmark = pytest.mark.edge
BEGINNING = "https://docs.example.com/"
Keys = dict[str, Any]


def _windows(count: int) -> list[list[int]]:
    return [[10**9 + number * 10, 10**9 + number * 10 + 5] for number in range(count)]


REDIRECTS: Mapping[str, tuple[int, Callable[[int], Keys]]] = {
    "path": (1990, lambda size: {"path": "/path/" + "x" * size}),
    "prefix": (1990, lambda size: {"path": "/pre/" + "x" * size, "match": "prefix"}),
    "encoded": (660, lambda size: {"path": "/code/" + "%C3" * size}),
    "segments": (990, lambda size: {"path": "/many" + "/y" * size, "match": "prefix"}),
    "placeholder": (1980, lambda size: {"path": "/text/" + "x" * size + "/{a}", "to": BEGINNING + "{a}"}),
    "to": (1970, lambda size: {"to": BEGINNING + "y" * size}),
    "path-to": (1970, lambda size: {"path": "/to/" + "x" * size, "to": BEGINNING + "y" * size, "match": "prefix"}),
    "values": (490, lambda size: {"path": "/values/{a}", "to": BEGINNING + "{a}/" * size}),
    "id": (3000, lambda size: {"id": "a" * size}),
    "name": (20_000, lambda size: {"headers": [["X" * size, "v"]]}),
    "value": (40_000, lambda size: {"headers": [["X-V", "v" * size]]}),
    "percents": (40_000, lambda size: {"headers": [["X-V", '%"' * size]]}),
    "hosts-value": (40_000, lambda size: {"host_headers": [["X-V", "v" * size]]}),
    "fields": (200, lambda size: {"headers": [[f"X-{number}", "v"] for number in range(size)]}),
    "total": (100, lambda size: {"headers": [[f"X-{number}", "v" * 1000] for number in range(size)]}),
    "body": (
        40_000,
        lambda size: {"path": "/gone", "gone": {"status": 404, "content_type": "a/b", "body": "b" * size}},
    ),
    "brownouts": (300, lambda size: {"brownouts": _windows(size)}),
}
"""Redirects by what is large in them: the largest that docgen's own model has, or what this test tries at most."""
HEADER_RULES: Mapping[str, tuple[int, Callable[[int], Keys]]] = {
    "h-path": (1980, lambda size: {"path": "/h-path/" + "x" * size, "headers": {"Link": "v"}}),
    "h-name": (20_000, lambda size: {"headers": {"X" * size: "v"}}),
    "h-value": (40_000, lambda size: {"headers": {"Link": "v" * size}}),
    "h-percents": (20_000, lambda size: {"headers": {"Link": '%"' * size}}),
}


def _redirect(name: str, size: int) -> Redirect:
    common = {"id": name, "path": f"/{name}", "match": "exact", "to": BEGINNING}
    return build({**common, **REDIRECTS[name][1](size)}, FAR_PAST if name == "body" else FAR_FUTURE)


def _header_rule(name: str, size: int) -> Rule:
    return header_rule({"id": name, "path": f"/{name}", **HEADER_RULES[name][1](size)})


def _largest(kind: Kind) -> Iterator[Rule]:
    """Of each kind of rule, the largest that is no finding."""
    for made, kinds in ((_redirect, REDIRECTS), (_header_rule, HEADER_RULES)):
        for name, (most, _) in kinds.items():
            # 0: even the smallest needs what the edge lacks
            size = bisect_left(range(1, most + 1), True, key=lambda size: _is_refused(kind, made(name, size)))
            if size:
                yield made(name, size)


def _is_refused(kind: Kind, rule: Rule) -> bool:
    setup = msgspec.structs.replace(kind.setup(NOW), accepted=frozenset())
    return bool(EDGES[kind.edge].missing_features(rule, setup) or EDGES[kind.edge].excesses([rule], setup))


def _is_right(rule: Rule, response: Response, target: str) -> bool:
    if not isinstance(rule, Redirect):
        return response.status == 200 and all(response.all(name) == [value] for name, value in rule.headers)
    answer = oracle.answer([rule], oracle.Request("GET", HOST, target), NOW)
    assert answer
    has_body = not answer.body or answer.body.encode() in response.body.replace(b"\r\n", b"") or len(answer.body) > 2000
    return (
        response.status == answer.status and has_body and all(value in response.all(n) for n, value in answer.headers)
    )


@pytest.mark.parametrize("kind", sorted(name for name in KINDS if EDGES[KINDS[name].edge].HAS_CLOCK), indirect=True)
def test_what_is_no_finding_is_served(kind: Kind, tmp_path: Path) -> None:
    found = list(_largest(kind))
    assert len(found) > 3
    wrong = []
    with running(kind, EDGES[kind.edge].render(found, kind.setup(NOW, folder=tmp_path)), tmp_path) as server:
        for rule in found:
            target = rule.path.replace("{a}", "z")
            response = server.send("GET", target.encode())
            if not _is_right(rule, response, target):
                wrong.append((rule.id[:20], response.status))
    assert wrong == []
