"""What is Envoy's alone: the header that carries the time, the tree, the table that takes it in."""

import itertools
import re
import subprocess
import time as clock
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import docgen as package
from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.envoy import quoted
from docgen.redirects.edges.files import Setup, read_deployed
from docgen.redirects.edges.overlap import literal_start
from tests.cases import load_yaml

from .conformance import FAR_FUTURE, FAR_PAST
from .kinds import Kind
from .kinds.envoy import static
from .kinds.kind import HOST
from .rules import build, redirects
from .servers import Server, answers, install, running, validate
from .test_header_rules import header_rule

BASE = {"id": "base", "path": "/base", "match": "exact", "to": "https://docs.aurous-labs.com/"}
TABLE = """\
resources:
- "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
  name: routes
  virtual_hosts:
  - name: preprod
    matcher:
      on_no_match: own-preprod
      # docgen-redirects-api.preprod.aurous-labs.com.yaml
  - name: api
    matcher:
      on_no_match: own
      # docgen-redirects.yaml
"""
YIELDS: dict[str, dict[str, object]] = {
    "never": {"gone": {"status": 404}},
    "a method": {"gone": {"status": 404}, "excluded": ["OPTIONS"]},
    "after the sunset": {},
}
BELOW = ("", "/deep", "/{part}", "/de{part}/er")
TARGETS = ("", "/?q=/deep", "X", "/deep", "/deep/", "/deep/er?q", "/deepX", "//deep", "/x/er", "/de/er")
NAME = re.compile(r"name: docgen-(?!time)([a-z-]+)")
on_envoy = pytest.mark.parametrize("kind", ["envoy"], indirect=True)


@pytest.mark.edge
@on_envoy
@pytest.mark.parametrize(
    "sent", ["docgen-time: 1", "Docgen-Time: 1\r\ndocgen-time: 2", "docgen-time: -1", "docgen-time:"]
)
def test_a_client_cannot_set_the_clock(kind: Kind, tmp_path: Path, sent: str) -> None:
    with running(kind, EDGES["envoy"].render(redirects(FAR_PAST), kind.setup()), tmp_path) as server:
        assert server.send("GET", b"/docs", f"{HOST}\r\n{sent}").status == 404
        assert server.send("GET", b"/docsX", f"{HOST}\r\n{sent}").status == 200
        (head,) = server.upstream.heads
    assert b"docgen" not in head.lower()


OWN = """\
            - {match: {path: /v1/own/redirect}, redirect: {path_redirect: /}}
            - {match: {path: /v1/own/answer}, direct_response: {status: 200}}
            - {match: {prefix: /v1/own/nobody}, route: {cluster: nobody}}
            - {match: {prefix: /}, route: {cluster: upstream, prefix_rewrite: /elsewhere/}}
"""


@pytest.mark.edge
@on_envoy
@pytest.mark.parametrize("last", ["redirect", "answer", "nobody", "upstream"])
def test_headers_are_added_to_what_the_upstream_answers_alone(kind: Kind, tmp_path: Path, last: str) -> None:
    """Not to what Envoy answers by routes of its own, or without a host; and a route may rewrite the path."""

    def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
        kind.configure(folder, files, port, upstream)
        table = (folder / "routes.yaml").read_text("utf-8")
        plain = "            - match: {prefix: /}\n              route: {cluster: upstream}\n"
        assert plain in table
        (folder / "routes.yaml").write_text(table.replace(plain, OWN), "utf-8")

    value = '<https://docs.aurous-labs.com/a%20)%b\'\\\\>; rel="deprecation"'
    rule = header_rule({"id": "own", "path": "/v1/own", "match": "prefix", "headers": {"Link": value}})
    files = EDGES["envoy"].render([*redirects(FAR_FUTURE), rule], kind.setup())
    with running(kind._replace(configure=configure), files, tmp_path) as server:
        response = server.send("GET", f"/v1/own/{last}".encode())
        assert response.all("Link") == ([value] if last == "upstream" else [])
        assert len(server.upstream.heads) == (last == "upstream")


def test_the_command_of_the_head_puts_header_rules_into_their_virtual_host(tmp_path: Path) -> None:
    rule = header_rule({"id": "own", "path": "/v1/own", "headers": {"Link": "<https://docs.aurous-labs.com/>"}})
    table = TABLE + "    typed_per_filter_config:\n      # docgen-redirects-headers.yaml\n"
    for preprod, api in _composed(tmp_path, table, (rule,)):
        assert "typed_per_filter_config" not in preprod
        matcher = api["typed_per_filter_config"]["docgen-headers"]["xds_matcher"]
        assert list(matcher["matcher_tree"]["prefix_match_map"]["map"]) == ["/v1/own"]
    removed = msgspec.structs.replace(rule, text=msgspec.structs.replace(rule.text, removed=date(2026, 1, 1)))
    for _, api in _composed(tmp_path, table, (removed,)):
        assert api["typed_per_filter_config"] is None


@pytest.mark.edge
@on_envoy
def test_without_the_time_every_rule_that_ends_has_ended(kind: Kind, tmp_path: Path) -> None:
    def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
        kind.configure(folder, files, port, upstream)
        bootstrap = folder / "envoy.yaml"
        bootstrap.write_text(bootstrap.read_text("utf-8").replace("key: docgen-time", "key: another-time"), "utf-8")

    lacking = kind._replace(configure=configure)
    with running(lacking, EDGES["envoy"].render(redirects(FAR_FUTURE), kind.setup()), tmp_path) as server:
        answers = {path: server.send("GET", path).status for path in (b"/docs", b"/v1/hooks", b"/status")}
    assert answers == {b"/docs": 404, b"/v1/hooks": 200, b"/status": 302}


@pytest.mark.edge
@on_envoy
@pytest.mark.parametrize("sunset", [FAR_PAST, FAR_FUTURE], ids=["after", "before"])
def test_of_two_rules_that_overlap_the_first_decides(kind: Kind, tmp_path: Path, sunset: int) -> None:
    rules = tuple(itertools.chain.from_iterable(_pairs(sunset)))
    requests = [
        (pair, method, f"/{pair[0].path.split('/')[1]}{rest}")
        for pair, rest, method in itertools.product(_pairs(sunset), TARGETS, ("GET", "OPTIONS"))
    ]
    with running(kind, EDGES["envoy"].render(rules, kind.setup()), tmp_path) as server:
        for pair, method, target in requests:
            assert_as_the_oracle(server, pair, method, target)


@pytest.mark.edge
@on_envoy
@pytest.mark.parametrize("query", ["keep", "drop"])
@pytest.mark.parametrize("more", ["", "?v=%25{b}", "#%20{a}", "?v={b}&w#{b}%20"])
def test_a_location_in_parts_is_read_as_it_is_written(kind: Kind, tmp_path: Path, more: str, query: str) -> None:
    """A percent sign begins a command of Envoy's formats, and `)%` or `):5%` ends one."""
    own = {"match": "prefix", "to": f"https://docs.aurous-labs.com/{{b}}%20/:5%20{more}", "query": query}
    rules = [
        build({**own, "id": f"r{n}", "path": f"/{n}/{path}"}, None)
        for n, path in enumerate(("{a}%20{b}", "{a}:5%25{b}"))
    ]
    values = ("x", "')%", "..", "%2e%2e", "evil.com", "@evil.com", "\\\\evil.com", "%0d%0aX:1", "$1\\1", "{env.HOME}")
    with running(kind, EDGES["envoy"].render(rules, kind.setup()), tmp_path) as server:
        for value, rest in itertools.product(values, ("", "/", "/%CEL(1)%/a", "?", "?%START_TIME%&q='", "/a?b")):
            assert_as_the_oracle(server, rules, "GET", f"/0/{value}%20{value}{rest}")
            assert_as_the_oracle(server, rules, "GET", f"/1/{value}:5%25{value}{rest}")


def assert_as_the_oracle(server: Server, rules: Sequence[Redirect], method: str, target: str) -> None:
    answer = oracle.answer(rules, oracle.Request(method, HOST, target), FAR_PAST)
    response = server.send(method, target.encode())
    expected = (answer.status, [dict(answer.headers).get("Location")]) if answer else (200, [])
    assert (response.status, response.all("Location") or [None] * bool(answer)) == expected, (method, target)


def _pairs(sunset: int) -> Iterator[tuple[Redirect, ...]]:
    """An earlier rule of every kind and a later one that never yields, which overlap in any way or not at all."""
    kinds = list(itertools.product(BELOW, ("exact", "prefix"), YIELDS))
    later = [kind for kind in kinds if kind[2] == "never"]
    for pair, of_each in enumerate(itertools.product(kinds, later)):
        yield tuple(
            build(
                {"id": f"rule-{pair}-{order}", "path": f"/pair-{pair}{below}", "match": match}
                | {"to": f"https://docs.aurous-labs.com/{order}", **YIELDS[yields]},
                sunset,
            )
            for order, (below, match, yields) in enumerate(of_each)
        )


@pytest.mark.edge
@on_envoy
def test_a_rule_leaves_its_requests_to_the_upstream_from_its_sunset(kind: Kind, tmp_path: Path) -> None:
    sunset = int(clock.time()) + kind.starts_within
    with running(kind, EDGES["envoy"].render([build(BASE, sunset)], kind.setup()), tmp_path) as server:
        seen = answers(server, ["/base"], sunset + 0.3)["/base"]
    assert {each.answer.status for each in seen if each.received < sunset} == {308}
    assert {each.answer.status for each in seen if each.sent > sunset + 0.05} == {200}


@pytest.mark.edge
@on_envoy
def test_the_requests_of_a_host_without_rules_go_to_the_upstream(kind: Kind, tmp_path: Path) -> None:
    files = EDGES["envoy"].render([build({**BASE, "removed": "2026-01-01"}, FAR_FUTURE)], kind.setup())
    with running(kind, files, tmp_path) as server:
        assert validate(kind, files, tmp_path).returncode == 0
        assert server.send("GET", b"/base").status == 200


@pytest.mark.edge
@on_envoy
@pytest.mark.parametrize(("length", "code"), [(4096, 0), (4097, 1)])
def test_the_longest_body_that_envoy_takes(kind: Kind, tmp_path: Path, length: int, code: int) -> None:
    rule = build({**BASE, "gone": {"status": 404, "content_type": "text/plain", "body": "x" * length}}, FAR_PAST)
    files = EDGES["envoy"].render([rule], kind.setup())
    install(files, tmp_path)
    kind.configure(tmp_path, files, 8000, 8001)
    assert validate(kind, files, tmp_path).returncode == code


@pytest.mark.edge
@on_envoy
def test_the_static_routes_of_the_benchmark_redirect(kind: Kind, tmp_path: Path) -> None:
    below = {"id": "below", "path": "/below", "match": "prefix", "to": "https://docs.aurous-labs.com/x"}
    with running(kind, static([build(BASE, FAR_PAST), build(below, FAR_PAST)]), tmp_path) as server:
        of_exact, of_prefix = server.send("GET", b"/base?q=1"), server.send("GET", b"/below/a?q=1")
    assert (of_exact.status, of_exact.all("Location")) == (308, ["https://docs.aurous-labs.com/?q=1"])
    assert (of_prefix.status, of_prefix.all("Location")) == (308, ["https://docs.aurous-labs.com/x/a?q=1"])


def test_the_server_of_the_runbook_is_set_up_as_its_page_says() -> None:
    page = (Path(package.__file__).parent / "docs" / "runbooks" / "envoy.md").read_text("utf-8")
    prepared = Path(__file__).parent / "runbooks"
    script = (prepared / "envoy.sh").read_text("utf-8")
    shown = re.findall(r'(?ms)^```yaml title="([^"]+)"\n(.*?)^```', page)
    assert [path for path, _ in shown] == ["/etc/envoy/envoy.yaml", "/etc/envoy/routes.yaml.in"]
    for path, text in shown:
        assert f"cat > {path} <<'SITE'\n{text}SITE\n" in script


def test_the_command_of_the_head_puts_the_tree_beside_the_own_routes(tmp_path: Path) -> None:
    for preprod, api in _composed(tmp_path):
        assert (preprod["matcher"]["on_no_match"], api["matcher"]["on_no_match"]) == ("own-preprod", "own")
        paths = [list(host["matcher"]["matcher_tree"]["prefix_match_map"]["map"]) for host in (preprod, api)]
        served = {literal_start(rule) for rule in redirects(None) if rule.is_served and rule.host == HOST}
        assert paths == [["/docs"], sorted(served)]


def _composed(
    folder: Path, table: str = TABLE, header_rules: tuple[HeaderRule, ...] = ()
) -> Iterator[list[dict[str, Any]]]:
    """The virtual hosts of the table after the command in the head of each file."""
    files = EDGES["envoy"].render([*redirects(FAR_FUTURE), *header_rules], Setup(folder=f"{folder}/envoy"))
    install(files, folder)
    (folder / "envoy" / "routes.yaml.in").write_text(table, "utf-8")
    for text in (text for path, text in files.items() if not path.endswith("-headers.yaml")):
        (command,) = (
            line.removeprefix("#").strip() for line in str(text).splitlines() if line.startswith("#             sed")
        )
        subprocess.run(["/bin/sh", "-c", command], check=True)
        (composed,) = load_yaml((folder / "envoy" / "routes.yaml.new").read_text("utf-8"))["resources"]
        yield composed["virtual_hosts"]


@pytest.mark.parametrize(
    "moved", [rule.id for rule in redirects(FAR_PAST) if rule.sunset is not None and rule.is_served]
)
def test_of_a_sunset_that_moves_only_the_title_and_the_clock_change(moved: str) -> None:
    rules = redirects(FAR_PAST)
    later = [msgspec.structs.replace(rule, sunset=FAR_FUTURE) if rule.id == moved else rule for rule in rules]
    texts = zip(
        EDGES["envoy"].render(rules, Setup()).values(), EDGES["envoy"].render(later, Setup()).values(), strict=True
    )
    for was, will in ((read_deployed(str(old)), read_deployed(str(new))) for old, new in texts):
        assert was.head == will.head
        assert list(was.titles) == list(will.titles)
        assert {id_ for id_ in was.titles if was.clocks.get(id_) != will.clocks.get(id_)} <= {moved}
        for id_, lines in was.rules.items():
            assert lines[1:] == will.rules[id_][1:]
            assert [name for name in NAME.findall("\n".join(lines)) if name.removesuffix("-gone") != id_] == []


@pytest.mark.parametrize(("length", "refused"), [(4096, False), (4097, True)])
def test_a_body_that_envoy_refuses_is_said(length: int, refused: bool) -> None:
    rule = build({**BASE, "gone": {"status": 404, "content_type": "text/plain", "body": "x" * length}}, FAR_FUTURE)
    assert [excess.actual for excess in EDGES["envoy"].excesses([rule], Setup())] == [length] * refused
    assert not EDGES["envoy"].excesses([build({**BASE, "gone": {"status": 404, "body": "x" * length}}, None)], Setup())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])) | st.text("\n\r\t\"\\'#%{}$`: ab"))
def test_any_text_is_one_scalar(text: str) -> None:
    assert load_yaml(f"[{quoted(text)}]") == [text]
    assert "\n" not in quoted(text)
