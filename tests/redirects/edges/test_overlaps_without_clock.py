"""Whatever rules overlap and end: an edge without a clock says what the oracle says, or the check tells."""

import json
import re

import yaml
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.expiry import TAKEOVERS
from docgen.redirects.edges.features import ALL_FEATURES
from docgen.redirects.edges.files import Setup

from .kinds.kind import HOST
from .rules import build

T = 1_785_801_600
RULES = st.lists(
    st.builds(
        lambda path, match, to, excluded, sunset, gone: build(
            {
                "id": f"{path}-{match}".strip("/").replace("/", "-"),
                "path": path,
                "match": match,
                "to": to,
                "excluded": excluded,
                "headers": [["Cache-Control", "no-store"]],
                **({"gone": {"status": gone}} if gone else {}),
                **({} if sunset else {"forever": True}),
            },
            sunset,
        ),
        st.sampled_from(["/a", "/a/b", "/a.b"]),
        st.sampled_from(["exact", "prefix"]),
        st.sampled_from(["https://docs.aurous-labs.com/", "https://docs.aurous-labs.com/x"]),
        st.sampled_from([[], [], ["OPTIONS"]]),
        st.sampled_from([None, T + 1, T + 1, T]),
        st.sampled_from([None, 404, 410]),
    ),
    max_size=4,
    unique_by=lambda rule: rule.id,
)
REQUESTS = st.builds(
    lambda method, rest: oracle.Request(method, HOST, f"/a{rest}"),
    st.sampled_from(["GET", "OPTIONS"]),
    st.sampled_from(["", "/", "/b", "/b/", "/b/X", "/bX", "X", ".b", ".b/X", "/X"]) | st.text("/abX.", max_size=5),
)
NOW = st.sampled_from([T - 1, T, T + 1])


@given(rules=RULES, request=REQUESTS, now=NOW)
def test_the_routes_of_vercel_are_those_of_the_oracle(rules: list[Redirect], request: oracle.Request, now: int) -> None:
    expected = oracle.answer(rules, request, now)
    given_ = routed(rules, request, now)
    assert given_ == (None if expected is None else (expected.status, dict(expected.headers)))


@given(rules=RULES, request=REQUESTS, now=NOW)
def test_what_lives_redirects_alike_where_nothing_is_taken_over(
    rules: list[Redirect], request: oracle.Request, now: int
) -> None:
    if not taken_over(rules, now):
        active = [rule for rule in rules if not rule.has_ended(now)]
        whole, held = oracle.answer(rules, request, now), oracle.answer(active, request, now)
        assert held == (whole if whole and 300 <= whole.status < 400 else None)


@given(rules=RULES, request=REQUESTS, now=NOW)
def test_the_order_of_a_gateway_is_that_of_the_oracle(rules: list[Redirect], request: oracle.Request, now: int) -> None:
    if not taken_over(rules, now):
        whole = oracle.answer(rules, request, now)
        assert chosen(rules, request, now) == (whole.headers[0][1] if whole and whole.status < 400 else None)


def taken_over(rules: list[Redirect], now: int) -> bool:
    excesses = EDGES["gateway-api"].excesses(rules, Setup(now, accepted=ALL_FEATURES))
    return any(excess.limit is TAKEOVERS for excess in excesses)


def chosen(rules: list[Redirect], request: oracle.Request, now: int) -> str | None:
    """The target of the match that precedes, as the specification of HTTPRoute says."""
    fitting = []
    for text in EDGES["gateway-api"].render(rules, Setup(now, accepted=ALL_FEATURES)).values():
        for route in filter(None, yaml.safe_load_all(str(text))):
            for rule in route["spec"]["rules"]:
                for match in rule["matches"]:
                    kind, value = match["path"]["type"], match["path"]["value"]
                    below = kind == "PathPrefix" and request.target.startswith(f"{value}/")
                    if (request.target == value or below) and match.get("method", request.method) == request.method:
                        path = rule["filters"][0]["requestRedirect"]["path"]
                        fitting.append((kind == "Exact", len(value), "method" in match, value, path))
    if not fitting:
        return None
    *_, value, path = max(fitting, key=lambda fits: fits[:3])
    rest = "" if "replaceFullPath" in path else request.target.removeprefix(value)
    replaced = path.get("replaceFullPath") or path["replacePrefixMatch"].removesuffix("/") + rest
    return f"https://docs.aurous-labs.com{replaced or '/'}"


def routed(rules: list[Redirect], request: oracle.Request, now: int) -> tuple[int, dict[str, str]] | None:
    """The first route that matches, as Vercel's documentation says."""
    *_, text = (
        EDGES["vercel"].render(rules, Setup(now, accepted=ALL_FEATURES)).values() if rules else ['{"routes": []}']
    )
    for route in json.loads(str(text))["routes"]:
        found = re.fullmatch(route["src"].removeprefix("^").removesuffix("$"), request.target)
        if found and request.method in route.get("methods", [request.method]):
            return route["status"], {name: filled(value, found) for name, value in route["headers"].items()}
    return None


def filled(value: str, found: re.Match[str]) -> str:
    groups = (found[0], *found.groups())
    return re.sub(r"\$(\d)", lambda number: groups[int(number[1])], value)
