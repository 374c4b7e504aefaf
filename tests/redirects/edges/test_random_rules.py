"""Random rules and targets: every real edge answers as the oracle, whatever overlaps, however long, in any letter case.

DOCGEN_RULE_SETS=N tries N sets of rules on each edge, with other rules each; the default is one.
"""

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.overlap import without_shadowed

from .conformance import FAR_FUTURE, FAR_PAST, NOW
from .kinds import KINDS, Kind
from .kinds.kind import HOST
from .rules import build
from .servers import running
from .test_header_rules import KINDS_WITH_HEADERS, VERSION, header_rule

pytestmark = pytest.mark.edge
SETS = int(os.environ.get("DOCGEN_RULE_SETS", "1"))
SEGMENTS = (
    "a",
    "A",
    "b",
    "v1",
    "V1",
    "docs",
    "x.y",
    "j:run",
    "a,b",
    "%C3%A9",
    "{p}",
    "{p}:run",
    "n" * 50,
    "n" * 49 + "m",
    "N" * 50,
)
RAW = (*(segment for segment in SEGMENTS if "{" not in segment), "z", "zz:run", "", "..", "%61", "%2F")
QUERIES = ("", "", "?", "?q=1&r=%2F", "?/docs")
TARGETS = 150
ODD = re.compile("//|/[.][.]|%61|%2F")


def rule_set(draw: random.Random) -> Iterator[dict[str, Any]]:
    seen: set[tuple[str, str]] = set()
    for number in range(24):
        segments = [draw.choice(SEGMENTS) for _ in range(draw.randint(1, 4))]
        path = "".join(f"/{segment}".replace("{p}", f"{{p{place}}}") for place, segment in enumerate(segments))
        match = draw.choice(("exact", "prefix"))
        if (path, match) in seen:
            continue
        seen.add((path, match))
        values = "".join(f"/{{p{place}}}" for place, segment in enumerate(segments) if "{" in segment)
        to = f"https://docs.aurous-labs.com/t{number}{values}" + draw.choice(("", "/", "?own=1", "#top"))
        yield {
            **{"id": f"rule-{number}", "path": path, "match": match, "to": to, "query": draw.choice(("keep", "drop"))},
            **{"status": draw.choice((301, 302, 307, 308)), "excluded": draw.choice(((), ("GET",), ("OPTIONS",)))},
            **{"headers": [["Cache-Control", "no-store"], ["X-Rule", draw.choice("abc")]]},
            **draw.choice(({"gone": {"status": 404}}, {"gone": {"status": 410}}, {})),
        }


def targets(draw: random.Random, paths: list[str]) -> Iterator[str]:
    for _ in range(TARGETS):
        path = "".join(f"/{draw.choice(RAW)}" for _ in range(draw.randint(1, 5)))
        if paths and draw.random() < 0.6:
            path = draw.choice(paths)
            for segment in ("z", "zz"):
                path = path.replace("{p", f"{segment}{{p", 1)
            path = "".join(part.partition("}")[2] if index else part for index, part in enumerate(path.split("{")))
            path += draw.choice(("", "", "/", "/z", "/z/", "//", "x", ":run"))
            path = path.swapcase() if draw.random() < 0.15 else path
        yield path + draw.choice(QUERIES)


@pytest.mark.parametrize("kind", sorted(name for name in KINDS if EDGES[KINDS[name].edge].HAS_CLOCK), indirect=True)
@pytest.mark.parametrize("seed", range(SETS))
def test_an_edge_answers_as_the_oracle(kind: Kind, seed: int, tmp_path: Path) -> None:
    draw = random.Random(f"{kind.edge} {seed} {os.environ.get('DOCGEN_SEED', '')}")  # noqa: S311 - no secret
    sunset = draw.choice((FAR_PAST, FAR_FUTURE))
    drawn = [build(rule, sunset) for rule in rule_set(draw)]
    rules = without_shadowed([rule for rule in drawn if not EDGES[kind.edge].missing_features(rule, kind.setup(NOW))])
    files = EDGES[kind.edge].render(rules, kind.setup(NOW, folder=tmp_path))
    with running(kind, files, tmp_path) as server:
        for target in targets(draw, [rule.path for rule in rules]):
            if "url-normalization" in EDGES[kind.edge].DIFFERENCES and re.search("//|/[.][.]|%61", target):
                continue
            expected = oracle.answer(rules, oracle.Request("GET", HOST, target), NOW)
            response = server.send("GET", target.encode("latin-1"))
            if response.status == 400 and ODD.search(target):  # a server may refuse what no client sends
                continue
            shown = (response.status, response.all("Location"), response.all("X-Rule"))
            if expected is None:
                assert shown == (200, [], []), target
                continue
            headers = dict(expected.headers)
            location = [headers["Location"]] if "Location" in headers else []
            rule = oracle.covering_rule(rules, oracle.Request("GET", HOST, target))
            assert shown == (expected.status, location, [headers["X-Rule"]] if location else []), (target, rule)


def header_rule_set(draw: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(24):
        segments = [draw.choice(SEGMENTS) for _ in range(draw.randint(0, 4))]
        path = "".join(f"/{segment}".replace("{p}", f"{{p{place}}}") for place, segment in enumerate(segments))
        yield {
            **{"id": f"rule-{number}", "path": path, "match": draw.choice(("exact", "prefix")) if path else "prefix"},
            **{"methods": draw.choice(((), (), ("GET",), ("GET", "HEAD"), ("POST", "DELETE")))},
            **draw.choice(({}, {"version": "2025-05-05"}, {"version": "2025.05"})),
            **{
                "headers": {
                    "Deprecation": f"@{number}",
                    "Link": f'<https://docs.aurous-labs.com/{number}>; rel="deprecation"',
                }
            },
        }


@pytest.mark.parametrize("kind", KINDS_WITH_HEADERS, indirect=True)
@pytest.mark.parametrize("seed", range(SETS))
def test_an_edge_adds_headers_as_the_oracle(kind: Kind, seed: int, tmp_path: Path) -> None:
    draw = random.Random(f"{kind.edge} {seed} {os.environ.get('DOCGEN_SEED', '')}")  # noqa: S311 - no secret
    rules = tuple(header_rule(rule) for rule in header_rule_set(draw))
    with running(kind, EDGES[kind.edge].render(rules, kind.setup(NOW, folder=tmp_path)), tmp_path) as server:
        for target in targets(draw, [rule.path for rule in rules if rule.path]):
            if "url-normalization" in EDGES[kind.edge].DIFFERENCES and ODD.search(target):
                continue
            method, version = (
                draw.choice(("GET", "HEAD", "POST")),
                draw.choice(("", "2025-05-05", "2025.05", "2025x05")),
            )
            fields = ((VERSION.lower(), version),) if version else ()
            expected = oracle.added_by(rules, oracle.Request(method, HOST, target, fields))
            lines = f"{VERSION}: {version}\r\n" if version else ""
            response = server.send(method, target.encode("latin-1"), fields=lines)
            if response.status == 400 and ODD.search(target):
                continue
            got = (*response.all("Deprecation"), *response.all("Link"))
            assert got == (tuple(value for _, value in expected.headers) if expected else ()), (method, target, version)
