"""Headers on what the upstream answers: the oracle against the list, and every real edge against both."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, RuleText
from docgen.positions.source import Source
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.features import HEADER_RULES
from docgen.redirects.edges.files import Setup
from docgen.redirects.edges.output import Desired
from docgen.redirects.plan import plan
from tests.cases import load_yaml

from .conformance import FAR_FUTURE, NOW
from .kinds import KINDS, Kind
from .kinds.kind import HOST
from .rules import redirects
from .servers import Response, Server, install, running, validate

VERSION = "Aurous-Version"
_LIST = load_yaml((Path(__file__).parent / "header_rules.yaml").read_text("utf-8"))
ROWS: list[dict[str, Any]] = [
    {**row, "method": method} for row in _LIST["rows"] for method in row.get("methods", ["GET"])
]
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['target']} {row.get('version')}")


def header_rule(rule: dict[str, Any]) -> HeaderRule:
    text = RuleText(id=rule["id"], host=HOST, from_=rule["path"] or "/", since=date(2026, 5, 5))
    return HeaderRule(
        id=rule["id"],
        host=HOST,
        path=rule["path"],
        match=rule.get("match", "exact"),
        methods=tuple(rule.get("methods", ())),
        version=(VERSION, str(rule["version"])) if "version" in rule else None,
        headers=tuple(rule["headers"].items()),
        sunset=None,
        text=msgspec.structs.replace(text, removed=date(2026, 1, 1)) if "removed" in rule else text,
        source=Source("redirects/headers.yaml", ""),
        pointer=("rules", 0),
    )


RULES = tuple(header_rule(rule) for rule in _LIST["rules"])


def request(row: dict[str, Any]) -> oracle.Request:
    fields = ((VERSION.lower(), row["version"]),) if "version" in row else ()
    return oracle.Request(row["method"], row.get("host", HOST), row["target"], fields)


@rows
def test_oracle(row: dict[str, Any]) -> None:
    redirected = row["rule"] == "redirected"
    assert (oracle.answer(redirects(FAR_FUTURE), request(row), NOW) is not None) == redirected
    if redirected:
        return
    found = oracle.added_by(RULES, request(row))
    assert (found.id if found else "none") == row["rule"].removesuffix(" or refused")


def among(count: int) -> tuple[HeaderRule, ...]:
    """The rules of the list after 20 of as many others and before the rest, for an edge that has them in groups."""
    link = {"headers": {"Link": "<https://docs.aurous-labs.com/>"}}
    others = [header_rule({"id": f"other-{n}", "path": f"/v1/other-{n}", **link}) for n in range(count)]
    return (*others[:20], *RULES, *others[20:])


def _files(kind: Kind, folder: Path, rules: tuple[HeaderRule, ...] = RULES) -> Files:
    return EDGES[kind.edge].render((*redirects(FAR_FUTURE), *rules), kind.setup(NOW, folder=folder))


@pytest.mark.parametrize("edge", ["cloudflare-workers", "cloudfront", "envoy", "haproxy", "nginx"])
def test_a_plan_names_the_rule_that_came_or_went_alone(edge: str) -> None:
    """The lines after the last rule of a table are no part of it."""
    for was, will, kind in ((RULES[:2], RULES[:3], "added"), (RULES[:3], RULES[:2], "removed")):
        texts = {name: str(text) for name, text in EDGES[edge].render(was, Setup()).items()}
        of_id = {rule.id: rule for rule in was}
        planned = plan(Desired(edge, will, Setup()), texts, lambda _, title, known=of_id: known[title.id], None)
        assert [(step.kind, step.rule) for file in planned for step in file.steps if step.rule] == [(kind, RULES[2].id)]


@pytest.fixture(scope="session", params=[0, 60], ids=["alone", "among 60"])
def header_server(
    kind: Kind, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = Path(tmp_path_factory.mktemp(kind.edge))
    with running(kind, _files(kind, folder, among(min(request.param, kind.most))), folder) as started:
        yield started


@pytest.fixture(scope="session")
def plain_server(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same server without rules that add headers."""
    folder = Path(tmp_path_factory.mktemp(kind.edge))
    with running(kind, _files(kind, folder, ()), folder) as started:
        yield started


KINDS_WITH_HEADERS = sorted(name for name in KINDS if HEADER_RULES in EDGES[KINDS[name].edge].FEATURES)


@pytest.mark.edge
@pytest.mark.parametrize("kind", KINDS_WITH_HEADERS, indirect=True)
def test_the_validator_takes_the_files(kind: Kind, tmp_path: Path) -> None:
    files = _files(kind, tmp_path)
    install(files, tmp_path)
    kind.configure(tmp_path, files, 8000, 8001)
    result = validate(kind, files, tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.edge
@pytest.mark.parametrize("kind", KINDS_WITH_HEADERS, indirect=True, scope="session")
@rows
def test_edge(header_server: Server, plain_server: Server, kind: Kind, row: dict[str, Any]) -> None:
    response, heads = _asked(header_server, row)
    differs = next((rule for why, rule in row.get("differs", {}).items() if why in EDGES[kind.edge].DIFFERENCES), "")
    if "refused" in row["rule"] + differs and response.status >= 400:
        return
    got = {name: values for name in NAMES if (values := response.all(name))}
    answer, rule = oracle.answer(redirects(FAR_FUTURE), request(row), NOW), oracle.added_by(RULES, request(row))
    rule = next((one for one in RULES if one.id == differs), None) if differs else rule
    sent = answer.headers if answer else rule.headers if rule else ()
    expected = {name: [value for other, value in sent if other == name] for name in NAMES if name in dict(sent)}
    expected |= row.get("got", {})
    if "joined-fields" in EDGES[kind.edge].DIFFERENCES:
        got, expected = _joined(got), _joined(expected)
    assert (response.status, got) == (answer.status if answer else row.get("status", 200), expected)
    # all else is as without the rules: what the upstream is asked, and what the client gets
    plain, plain_heads = _asked(plain_server, row)
    assert heads == plain_heads
    assert _others(response) == _others(plain)


NAMES = ("Deprecation", "Sunset", "Link", "Aurous-Deprecated")
_OF_ONE_REQUEST = ("date", "x-varnish", "x-request-id")


def _others(response: Response) -> tuple[list[tuple[str, str]], bytes]:
    own = (*map(str.lower, NAMES), *_OF_ONE_REQUEST)
    return sorted((name.lower(), value) for name, value in response.headers if name.lower() not in own), response.body


def _asked(server: Server, row: dict[str, Any]) -> tuple[Response, list[list[str]]]:
    """The answer of a server to a row, and the lines that its upstream was asked, but for those of the row."""
    upstream = server.upstream
    sent_lines = (f"{name}: {value}\r\n" for name, values in row.get("sent", {}).items() for value in _list(values))
    # a cache must ask the upstream each time
    upstream.headers = f"Cache-Control: no-store\r\n{''.join(sent_lines)}".encode()
    upstream.status = row.get("status", 200)
    upstream.heads.clear()
    fields = f"{VERSION}: {row['version']}\r\n" if "version" in row else ""
    fields += "".join(f"{name}: {value}\r\n" for name, value in row.get("asks", {}).items())
    asked = request(row)
    response = server.send(asked.method, asked.target.encode("latin-1"), asked.host, fields=fields)
    upstream.headers, upstream.status = b"", 200
    names = (*_OF_ONE_REQUEST, *map(str.lower, row.get("asks", {})))
    heads = [head.decode("latin-1").replace(f":{upstream.port}", ":0") for head in upstream.heads]
    lines = [head.split("\r\n") for head in heads]
    return response, [[line for line in head if line.partition(":")[0].lower() not in names] for head in lines]


def _list(values: str | list[str]) -> list[str]:
    return [values] if isinstance(values, str) else values


def _joined(headers: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: [", ".join(values)] for name, values in headers.items()}
