"""The edges that run JavaScript: the look-up, what fits into a file, the routes, and what the validators refuse."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup

from .conformance import FAR_FUTURE, FAR_PAST, NOW
from .kinds import Kind
from .kinds.cloudflare_workers import wrangler
from .kinds.kind import HOST
from .rules import build
from .servers import install, validate
from .test_header_rules import header_rule


def _numbered(place: int) -> dict[int, str]:
    return str.maketrans({"x": f"x{place}", "y": f"y{place}"})


SEGMENTS = ["a", "b", "a.b", "{x}", "{x}.b", "a.{x}:{y}"]
PATHS = st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=3).map(
    # a placeholder has its name once in a path
    lambda parts: "".join(f"/{part.translate(_numbered(place))}" for place, part in enumerate(parts))
)
ASKED = ("/a", "/b", "/a/a", "/a/b", "/b/a", "/a/b/a", "/a.b", "/a.b/a/b", "/axb", "/a.:/a.b:c/?", "/{}/a", "//a", "")
TARGETS = [f"{path}{tail}" for path in ASKED for tail in ("", "/", "//", "/x", "x", "?/a", "?", "/#/a")]
TO = "https://docs.aurous-labs.com/"
RUN = """
const query = (target) => target.includes("?") ? target.slice(target.indexOf("?") + 1) : undefined;
const answers = TARGETS.map((target) => handler(
  { request: { method: "GET", uri: target.split("?")[0], headers: HOST, rawQueryString: () => query(target) } }));
console.log(JSON.stringify(answers.map((answer) => answer.statusCode && (answer.headers.location?.value ?? "gone"))));
"""


def test_a_worker_that_is_too_large_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    edge = EDGES["cloudflare-workers"]
    routes, size = edge.LIMITS
    monkeypatch.setattr(edge, "LIMITS", (routes, structs.replace(size, figure=1)))
    rule = build({"id": "old", "path": "/old", "match": "exact", "to": "https://api.aurous-labs.com/new"}, FAR_FUTURE)
    (excess,) = edge.excesses([rule], Setup())
    assert (excess.redirect, excess.limit.what, excess.hint) == (rule, "compressed bytes of a worker", "remove rules")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["cloudfront"], indirect=True)
@settings(max_examples=25, deadline=None)
@given(
    drawn=st.lists(
        st.fixed_dictionaries(
            {
                "path": PATHS,
                "match": st.sampled_from(["exact", "prefix"]),
                "excluded": st.sampled_from([(), ("GET",)]),
                "gone": st.just({"status": 404}),
                "forever": st.booleans(),
                "query": st.sampled_from(["keep", "drop"]),
                "to": st.sampled_from(["r", "r/", "r?v=1", "r/#x", "{x0}/r?v={x0}#{x0}"]),
            }
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_first_of_overlapping_rules_decides(kind: Kind, drawn: list[dict[str, Any]]) -> None:
    rules = [build({**own, "id": f"r{n}", "to": f"{TO}{n}/{_known(own)}"}, 1) for n, own in enumerate(drawn)]
    answers = [oracle.answer(rules, oracle.Request("GET", HOST, target), NOW) for target in TARGETS]
    assert _ran(kind, rules, TARGETS, NOW) == [
        answer and (dict(answer.headers).get("Location", "gone")) for answer in answers
    ]


def _known(own: dict[str, Any]) -> str:
    """The target, without the placeholder where the path lacks it."""
    return str(own["to"]) if "{x0}" in own["path"] else str(own["to"]).replace("{x0}", "x")


def _ran(kind: Kind, rules: list[Redirect], targets: list[str], now: int) -> list[str | None]:
    """What a function answers at a Unix time in seconds: Location, `gone`, or None where the request goes through."""
    (text,) = EDGES["cloudfront"].render(rules, Setup()).values()
    assert kind.binary
    given = f"const HOST = {json.dumps({'host': {'value': HOST}})};\nconst TARGETS = {json.dumps(targets)};"
    program = f"{text}\n{given}\nDate.now = () => {now * 1000};{RUN}"
    ran = subprocess.run([kind.binary, "-"], input=program, capture_output=True, text=True, check=True)
    return list(json.loads(ran.stdout))


@pytest.mark.edge
@pytest.mark.parametrize("kind", ["cloudfront"], indirect=True)
@pytest.mark.parametrize("now", [99, 100, 199, 200, 299, 300, 399, 400])
def test_a_brownout_begins_and_ends_as_the_oracle_says(kind: Kind, now: int) -> None:
    own = {"match": "exact", "to": TO, "brownouts": [[100, 200], [300, 350]], "gone": {"status": 404}}
    rules = [build({**own, "id": f"r{n}", "path": f"/r{n}"} | kept, 400) for n, kept in enumerate(({}, {"gone": None}))]
    targets = [rule.path for rule in rules]
    answers = [oracle.answer(rules, oracle.Request("GET", HOST, target), now) for target in targets]
    assert _ran(kind, rules, targets, now) == [
        answer and (dict(answer.headers).get("Location", "gone")) for answer in answers
    ]


@pytest.mark.parametrize("form", [{"path": "/r/{x}"}, {"to": f"{TO}#x"}, {"brownouts": [[1, 2]]}, {"query": "drop"}])
def test_what_no_rule_needs_takes_no_room(form: dict[str, Any]) -> None:
    """A function has 10 KB: what some rules need is written with them alone, once."""
    plain = build({"id": "r", "path": "/r", "match": "exact", "to": TO}, FAR_FUTURE)
    more = [build({"id": f"m{n}", "path": f"/m{n}", "match": "exact", "to": TO, **form}, FAR_FUTURE) for n in range(3)]
    none, one, two, three = (_bytes([plain, *more[:count]]) for count in range(4))
    assert two - one == three - two < one - none
    text = str(*EDGES["cloudfront"].render([plain], Setup()).values())
    assert not [word for word in ("pattern", "SHAPES", "brownouts", "taken") if word in text]


def many(count: int, path: str = "/v1/path-{:04}") -> list[Redirect]:
    return [
        build(
            {"id": f"r{n}", "path": path.format(n), "match": "prefix", "to": "https://docs.aurous-labs.com/"},
            FAR_FUTURE,
        )
        for n in range(count)
    ]


def test_what_does_not_fit_into_a_function_is_said() -> None:
    rules = many(40)
    beyond = EDGES["cloudfront"].excesses(rules, Setup())
    fitting = len(rules) - len(beyond)
    assert [excess.redirect for excess in beyond] == rules[fitting:]
    assert _bytes(rules[:fitting]) <= 10_240 < _bytes(rules[: fitting + 1])
    assert {excess.actual for excess in beyond} == {_bytes(rules)}
    assert not EDGES["cloudfront"].excesses(rules[:fitting], Setup())


def _bytes(rules: list[Redirect]) -> int:
    (text,) = EDGES["cloudfront"].render(rules, Setup()).values()
    return len(str(text).encode())


def test_what_does_not_fit_into_the_function_of_header_rules_is_said() -> None:
    rules = _announced(60)
    beyond = EDGES["cloudfront"].excesses(rules, Setup())
    fitting = len(rules) - len(beyond)
    assert [excess.redirect for excess in beyond] == list(rules[fitting:])
    assert _header_bytes(rules[:fitting]) <= 10_240 < _header_bytes(rules[: fitting + 1])
    assert {excess.actual for excess in beyond} == {_header_bytes(rules)}


def _announced(count: int) -> tuple[HeaderRule, ...]:
    links = (f'<https://docs.aurous-labs.com/{n}>; rel="deprecation"' for n in range(count))
    return tuple(
        header_rule({"id": f"h{n}", "path": f"/v1/old-{n:04}", "headers": {"Deprecation": "@1", "Link": link}})
        for n, link in enumerate(links)
    )


def _header_bytes(rules: tuple[HeaderRule, ...]) -> int:
    return len(str(EDGES["cloudfront"].render(rules, Setup())["cloudfront/docgen-redirects-headers.js"]))


def test_a_header_rule_with_a_header_that_a_function_may_not_send_is_said() -> None:
    rule = header_rule({"id": "r", "path": "/r", "headers": {"Deprecation": "@1", "X-Cache": "x"}})
    (excess,) = EDGES["cloudfront"].excesses([rule], Setup())
    assert (excess.redirect, excess.hint) == (rule, "remove X-Cache from the headers of the rule and its host")


@pytest.mark.parametrize(("header", "said"), [("X-Edge-Group", True), ("x-cache", True), ("X-Cache-Group", False)])
def test_a_header_that_a_function_may_not_send_is_said(header: str, said: bool) -> None:
    rule = build({"id": "r", "path": "/r", "match": "exact", "to": "https://a.example/", "headers": [[header, "x"]]}, 1)
    found = EDGES["cloudfront"].excesses([rule], Setup())
    assert [excess.hint for excess in found] == (
        [f"remove {header} from the headers of the rule and its host"] if said else []
    )


def test_one_route_serves_all_rules_below_it() -> None:
    rules = many(3, "/old/path-{}") + many(1, "/old") + many(1, "/olden") + many(1, "/v1")
    assert _routes(rules) == [f"{HOST}/old*", f"{HOST}/v1*"]


def test_a_route_ends_before_a_placeholder_or_an_encoded_byte() -> None:
    """A route has its one wildcard at its end, and what Cloudflare makes of `%` in one is not documented."""
    assert _routes([*many(1, "/v1/{{id}}/pay"), *many(1, "/caf%C3%A9"), *many(1, "/v1/jobs:cancel")]) == [
        f"{HOST}/caf*",
        f"{HOST}/v1/*",
    ]
    assert _routes(many(1, "/{{page}}")) == [f"{HOST}/*"]


def test_header_rules_have_routes_and_count_as_rules() -> None:
    old = header_rule({"id": "old", "path": "", "match": "prefix", "version": "1", "headers": {"Deprecation": "@1"}})
    assert _routes(many(1, "/b"), _announced(2)) == [f"{HOST}/b*", f"{HOST}/v1/old-0000*", f"{HOST}/v1/old-0001*"]
    assert _routes(many(1, "/b"), (*_announced(2), old)) == [f"{HOST}/*"]
    beyond = EDGES["cloudflare-workers"].excesses((*many(1), *_announced(1_001)), Setup())
    assert {excess.limit.what for excess in beyond} == {"routes in a zone"}
    assert len(beyond) == 2


def _routes(rules: list[Redirect], header_rules: tuple[HeaderRule, ...] = ()) -> list[str]:
    files = EDGES["cloudflare-workers"].render((*rules, *header_rules), Setup())
    return list(wrangler(str(list(files.values())[1]))["routes"])


def test_more_routes_than_a_zone_has_are_said() -> None:
    assert not EDGES["cloudflare-workers"].excesses(many(1_000), Setup())
    assert len(EDGES["cloudflare-workers"].excesses(many(1_003), Setup())) == 3
    assert not EDGES["cloudflare-workers"].excesses(many(1_003, "/v1/generations/{}") + many(1, "/v1"), Setup())


def test_parts_that_rules_have_alike_are_written_once() -> None:
    body = {"status": 404, "content_type": "application/json", "body": '{"error": {"code": "not_found"}}'}
    own = {"match": "exact", "to": "https://docs.aurous-labs.com/", "gone": body}
    rules = [build({**own, "id": f"r{n}", "path": f"/r{n}"}, FAR_PAST) for n in range(3)]
    (text,) = EDGES["cloudfront"].render(rules, Setup()).values()
    assert str(text).count("not_found") == 1


@pytest.mark.edge
@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("cloudfront", "for (const rule of RULES) handler(rule);"),
        ("cloudfront", "const copy = [...RULES];"),
        ("cloudfront", "setTimeout(handler, 1);"),
        ("cloudfront", "const places = new Map();"),
        ("cloudfront", "import fs from 'fs';"),
        ("cloudflare-workers", "const unfinished = ;"),
    ],
    indirect=["kind"],
)
def test_the_validator_refuses_what_the_platform_would(kind: Kind, line: str, tmp_path: Path) -> None:
    rendered = EDGES[kind.edge].render(many(1), Setup())
    (script, text), *others = rendered.items()
    files: Files = {script: f"{text}\n{line}\n", **dict(others)}
    install(files, tmp_path)
    kind.configure(tmp_path, files, 8000, 8001)
    assert validate(kind, files, tmp_path).returncode != 0
