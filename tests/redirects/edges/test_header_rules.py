"""Headers on what the upstream answers: the oracle against the list, and every real edge against both."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, RuleText
from docgen.positions.source import Source
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.edge import HEADER_RULES, Setup
from docgen.redirects.plan import Desired, plan

from .conformance import FAR_FUTURE, NOW
from .kinds import KINDS, Kind
from .kinds.kind import HOST
from .rules import redirects
from .servers import Server, install, running, validate

VERSION = "Aurous-Version"
_LIST = yaml.safe_load((Path(__file__).parent / "header_rules.yaml").read_text("utf-8"))
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
    if row["rule"] == "redirected":
        assert oracle.answer(redirects(FAR_FUTURE), request(row), NOW)
        return
    found = oracle.added_by(RULES, request(row))
    assert (found.id if found else "none") == row["rule"].removesuffix(" or refused")


def _files(kind: Kind, folder: Path) -> Files:
    setup = msgspec.structs.replace(kind.setup(NOW, folder=folder), header_rules=RULES)
    return EDGES[kind.edge].render(redirects(FAR_FUTURE), setup)


@pytest.mark.parametrize("edge", ["cloudflare-workers", "cloudfront", "envoy", "haproxy", "nginx"])
def test_a_plan_names_the_rule_that_came_or_went_alone(edge: str) -> None:
    """The lines after the last rule of a table are no part of it."""
    for was, will, kind in ((RULES[:2], RULES[:3], "added"), (RULES[:3], RULES[:2], "removed")):
        texts = {name: str(text) for name, text in EDGES[edge].render((), Setup(header_rules=was)).items()}
        of_id = {rule.id: rule for rule in was}
        planned = plan(
            Desired(edge, (), Setup(header_rules=will)), texts, lambda _, title, known=of_id: known[title.id], None
        )
        assert [(step.kind, step.rule) for file in planned for step in file.steps if step.rule] == [(kind, RULES[2].id)]


@pytest.fixture(scope="session")
def header_server(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = Path(tmp_path_factory.mktemp(kind.edge))
    with running(kind, _files(kind, folder), folder) as started:
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
def test_edge(header_server: Server, kind: Kind, row: dict[str, Any]) -> None:
    upstream = header_server.upstream
    upstream.headers = "".join(f"{name}: {value}\r\n" for name, value in row.get("sent", {}).items()).encode()
    upstream.status = row.get("status", 200)
    upstream.heads.clear()
    fields = f"{VERSION}: {row['version']}\r\n" if "version" in row else ""
    asked = request(row)
    response = header_server.send(asked.method, asked.target.encode("latin-1"), asked.host, fields=fields)
    upstream.headers, upstream.status = b"", 200
    differs = next((rule for why, rule in row.get("differs", {}).items() if why in EDGES[kind.edge].DIFFERENCES), "")
    if "refused" in row["rule"] + differs and response.status >= 400:
        return
    names = ("Deprecation", "Sunset", "Link", "Aurous-Deprecated")
    got = {name: _fields(values, kind) for name in names if (values := response.all(name))}
    answer = oracle.answer(redirects(FAR_FUTURE), asked, NOW)
    if answer:
        sent: dict[str, list[str]] = {}
        for name, value in answer.headers:
            if name in names:
                sent.setdefault(name, []).append(value)
        assert (response.status, got) == (answer.status, {name: _fields(values, kind) for name, values in sent.items()})
        return
    rule = next((one for one in RULES if one.id == differs), None) if differs else oracle.added_by(RULES, asked)
    expected = {name: [value] for name, value in rule.headers} if rule else {}
    expected |= {name: _fields(values, kind) for name, values in row.get("got", {}).items()}
    assert (response.status, got) == (row.get("status", 200), expected)
    (head,) = upstream.heads
    assert "docgen" not in head.decode("latin-1").lower()


def _fields(values: list[str], kind: Kind) -> list[str]:
    """The values of a name, joined where the edge may join them (RFC 9110, section 5.3)."""
    return [", ".join(values)] if "joined-fields" in EDGES[kind.edge].DIFFERENCES else values
