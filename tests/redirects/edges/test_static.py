"""Edges without a clock: their files hold what is alive when they are built, and say until when that is right."""

from pathlib import Path

import pytest

from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.expiry import TAKEOVERS
from docgen.redirects.edges.features import ALL_FEATURES
from docgen.redirects.edges.files import Setup

from .kinds import Kind
from .kinds.kind import HOST
from .rules import build
from .servers import install, running, validate

T = 1_785_801_600
LATER = T + 86_400
static = pytest.mark.parametrize("name", sorted(name for name in EDGES if not EDGES[name].HAS_CLOCK))
BASE = {"id": "base", "path": "/base", "match": "exact", "to": "https://docs.aurous-labs.com/"}
FIRST = build(BASE, T)
SECOND = build({**BASE, "id": "second", "path": "/second"}, LATER)
FOREVER = build({**BASE, "id": "forever", "path": "/forever", "forever": True}, None)


def text(name: str, rules: list[Redirect], now: int) -> str:
    return "".join(map(str, EDGES[name].render(rules, Setup(now, accepted=ALL_FEATURES)).values()))


@static
@pytest.mark.parametrize(
    ("now", "held", "until"),
    [
        (T - 1, {"base", "second", "forever"}, "Right until 2026-08-04T00:00:00Z: build and publish again then."),
        (T, {"second", "forever"}, "Right until 2026-08-05T00:00:00Z: build and publish again then."),
        (LATER, {"forever"}, "Right until the rules change: none of them has a sunset to come."),
    ],
)
def test_a_file_holds_what_is_alive_and_names_the_next_sunset(name: str, now: int, held: set[str], until: str) -> None:
    written = text(name, [FIRST, SECOND, FOREVER], now)
    assert {rule for rule in ("base", "second", "forever") if f"# Rule {rule}:" in written} == held
    assert until in written
    assert ("/base" in written) == ("base" in held)


@static
def test_nothing_changes_between_two_sunsets(name: str) -> None:
    rules = [FIRST, SECOND, FOREVER]
    assert text(name, rules, T) == text(name, rules, LATER - 1) != text(name, rules, LATER)


@static
def test_no_line_promises_a_clock(name: str) -> None:
    written = text(name, [FIRST, SECOND], 0)
    assert "This edge has no clock" in written
    assert "ends by itself" not in written
    assert "delete this line" not in written


@static
def test_a_notice_is_the_first_line(name: str) -> None:
    (first, *_) = EDGES[name].render([FIRST], Setup(notice="For staging.")).values()
    assert str(first).splitlines()[0] == "# For staging."


@pytest.mark.parametrize("name", ["cloudflare-pages", "gateway-api", "netlify"])
def test_a_rule_that_would_answer_for_an_ended_one_is_told(name: str) -> None:
    longer = build({**BASE, "id": "longer", "match": "prefix"}, LATER)
    (excess,) = EDGES[name].excesses([FIRST, longer], Setup(accepted=ALL_FEATURES))
    assert (excess.redirect, excess.limit) == (longer, TAKEOVERS)
    assert "`base`" in excess.hint
    assert not EDGES[name].excesses([longer, FIRST], Setup(accepted=ALL_FEATURES))
    assert not EDGES[name].excesses([FIRST, longer], Setup(LATER, accepted=ALL_FEATURES))


@pytest.mark.parametrize(("name", "told"), [("cloudflare-pages", 0), ("gateway-api", 1), ("netlify", 0)])
def test_a_method_is_taken_over_only_where_one_is_left(name: str, told: int) -> None:
    narrow = build({**BASE, "excluded": ["OPTIONS"]}, T)
    wide = build({**BASE, "id": "wide", "match": "prefix"}, T)
    assert len(EDGES[name].excesses([narrow, wide], Setup(accepted=ALL_FEATURES))) == told


def test_vercel_answers_for_an_ended_rule_before_a_longer_one_could() -> None:
    longer = build({**BASE, "id": "longer", "match": "prefix", "to": "https://docs.aurous-labs.com/x"}, LATER)
    gone = build({**BASE, "gone": {"status": 410}}, T)
    upstream = build(BASE, T)
    assert '"status": 410' in text("vercel", [gone, longer], T)
    assert '"src": "^(?!/base/?$)/base(/[^?#]*)?$"' in text("vercel", [upstream, longer], T)
    assert not EDGES["vercel"].excesses([upstream, longer], Setup(accepted=ALL_FEATURES))


@pytest.mark.parametrize(
    ("name", "changed", "what"),
    [
        ("cloudflare-pages", {"path": "/" + "x" * 1000}, "characters in a line of `_redirects`"),
        ("cloudflare-pages", {"headers": [["X-Long", "x" * 2000]]}, "characters in a line of `_headers`"),
        ("cloudflare-pages", {"headers": [["X-Odd", "see :splat"]]}, "headers that `_headers` cannot express"),
        ("cloudflare-pages", {"headers": [["#Odd", "x"]]}, "headers that `_headers` cannot express"),
        ("gateway-api", {"path": "/" + "x" * 1024}, "characters in a path"),
    ],
)
def test_what_is_too_long_or_read_otherwise_is_told(name: str, changed: dict[str, object], what: str) -> None:
    (excess,) = EDGES[name].excesses([build({**BASE, **changed}, T)], Setup(accepted=ALL_FEATURES))
    assert excess.limit.what == what
    assert excess.actual > excess.limit.figure


def test_what_has_ended_is_not_counted() -> None:
    headers = [["Cache-Control", "no-store"]]
    ended = [build({**BASE, "id": f"r{n}", "path": f"/r{n}", "headers": headers}, T) for n in range(60)]
    assert len(EDGES["cloudflare-pages"].excesses(ended, Setup(T - 1, accepted=ALL_FEATURES))) == 14
    assert EDGES["cloudflare-pages"].excesses(ended, Setup(T, accepted=ALL_FEATURES)) == ()


def test_a_rule_without_headers_costs_pages_no_block() -> None:
    bare = [build({**BASE, "id": f"r{n}", "path": f"/r{n}"}, None) for n in range(1001)]
    assert [excess.limit.figure for excess in EDGES["cloudflare-pages"].excesses(bare, Setup())] == [1000]
    files = EDGES["cloudflare-pages"].render(bare[:60], Setup())
    (headers,) = (str(text) for name, text in files.items() if name.endswith("_headers"))
    assert not [line for line in headers.splitlines() if line.startswith("/")]


def test_many_rules_are_spread_over_several_httproutes() -> None:
    rules = [build({**BASE, "id": f"r{n}", "path": f"/r{n}", "excluded": ["OPTIONS"]}, T) for n in range(20)]
    names = [line for line in text("gateway-api", rules, 0).splitlines() if line.startswith("  name:")]
    assert names == ["  name: docgen-redirects", "  name: docgen-redirects-2"]


@pytest.mark.parametrize(("plain", "routes"), [(4, 1), (5, 2)])
def test_an_httproute_has_128_matches_at_most(plain: int, routes: int) -> None:
    rules = [
        build({**BASE, "id": f"r{n}", "path": f"/r{n}", "excluded": ["OPTIONS"] * (n < 10)}, T)
        for n in range(10 + plain)
    ]
    written = text("gateway-api", rules, 0)
    assert written.count("kind: HTTPRoute") == routes
    assert (written.count("- path:") == 128) == (plain == 4)


def test_a_gateway_holds_no_rule_that_an_earlier_one_covers() -> None:
    wide, narrow = build({**BASE, "match": "prefix"}, T), build({**BASE, "id": "narrow", "path": "/base/x"}, T)
    assert "narrow" not in text("gateway-api", [wide, narrow], 0)
    assert "narrow" in text("gateway-api", [narrow, wide], 0)


def test_a_target_with_a_port_keeps_it_on_a_gateway() -> None:
    assert "port: 8443" in text("gateway-api", [build({**BASE, "to": "https://docs.aurous-labs.com:8443/"}, T)], 0)


@pytest.mark.edge
@pytest.mark.parametrize("kind", ["cloudflare-pages", "netlify", "vercel"], indirect=True)
def test_a_prefix_rule_with_placeholders_redirects_as_the_oracle_says(kind: Kind, tmp_path: Path) -> None:
    """Two placeholders in another order and one twice, before and after a plain rule that takes some of the paths."""
    own = {"match": "prefix", "forever": True, "to": "https://docs.aurous-labs.com/{b}/of/{a}/and/{b}/"}
    rules = [
        build(
            {**own, "id": "own", "path": "/a/x/own", "match": "exact", "to": "https://docs.aurous-labs.com/own"}, None
        ),
        build({**own, "id": "first", "path": "/a/{a}/{b}"}, None),
        build({**own, "id": "later", "path": "/a", "to": "https://docs.aurous-labs.com/rest/"}, None),
    ]
    with running(kind, EDGES[kind.edge].render(rules, kind.setup()), tmp_path) as server:
        for target in (
            "/a/x/y",
            "/a/x/y/",
            "/a/x/y/z?q",
            "/a/x/own",
            "/a/x/own/z",
            "/a/x",
            "/a",
            "/a/%41/@b,c/x",
            "/a//x",
        ):
            answer = oracle.answer(rules, oracle.Request("GET", HOST, target), 0)
            response = server.send("GET", target.encode())
            assert response.all("Location") == ([dict(answer.headers)["Location"]] if answer else []), target


@pytest.mark.edge
@pytest.mark.parametrize("kind", ["cloudflare-pages"], indirect=True)
@pytest.mark.parametrize(("count", "refused"), [(50, False), (51, True)])
def test_pages_has_a_hundred_dynamic_lines(kind: Kind, tmp_path: Path, count: int, refused: bool) -> None:
    """Its parser skips all lines behind the hundredth, so that rules would be lost. Static lines come first."""
    dynamic = [
        build({**BASE, "id": f"r{n}", "path": f"/r{n}" + ("" if n % 2 else "/{x}"), "match": "prefix"}, T)
        for n in range(count)
    ]
    rules = [*dynamic, *(build({**BASE, "id": f"s{n}", "path": f"/s{n}"}, T) for n in range(200))]
    assert [excess.actual for excess in EDGES[kind.edge].excesses(rules, kind.setup())] == [count] * refused
    files = EDGES[kind.edge].render(rules, kind.setup())
    install(files, tmp_path)
    kind.configure(tmp_path, files, 8000, 8001)
    assert (validate(kind, files, tmp_path).returncode != 0) == refused


def test_a_value_that_vercel_would_misread_is_told() -> None:
    wrong, right = (
        build({**BASE, "path": "/v1/{id}", "to": f"https://docs.aurous-labs.com/{{id}}{sign}x"}, T)
        for sign in ("", "-")
    )
    assert [excess.redirect for excess in EDGES["vercel"].excesses([wrong, right], Setup())] == [wrong]
