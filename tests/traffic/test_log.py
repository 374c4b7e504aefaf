"""A file of who called what is read once, for `sunsets --log` and for `upgrade --using`."""

import gzip
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import docgen
from docgen.answers.resolver import find_usage
from docgen.errors import UnreadableError, UsageError
from docgen.load.lines import read_traffic
from docgen.model.config import Config
from docgen.model.pin import Pin, PinText, Provenance
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from docgen.traffic.formats import FORMATS
from docgen.traffic.log import LogLine, known_lines, parse_archive, parse_log
from docgen.traffic.records import LoggedRequest, unix_time
from tests.cases import load_yaml
from tests.redirects.edges.rules import build
from tests.sunsets.counters import counter

HERE = Path(__file__).parent
LISTED = load_yaml((HERE / "listed.yaml").read_text(encoding="utf-8"))
FILES: list[dict[str, Any]] = load_yaml((HERE / "files.yaml").read_text(encoding="utf-8"))
VENDORS: list[dict[str, Any]] = load_yaml((HERE / "vendors.yaml").read_text(encoding="utf-8"))
DOCUMENTED = (Path(docgen.__file__).parent / "docs/sunsets.md").read_text(encoding="utf-8")
SITE = build(
    {"id": "docs", "host": "api.example.com", "path": "/docs", "match": "exact", "to": "https://a.example/"}, None
)
CONTRACT = Spec(Source("api-spec.json", ""), {"openapi": "3.1.0", "paths": {"/docs": {"get": {"responses": {}}}}})
PIN = Pin(
    "1",
    PinText(label="1", released=date(2026, 1, 1), summary="One.", spec=Provenance(origin="published")),
    Source("pin.yaml", ""),
    CONTRACT,
)
PROJECT = Project(
    Config(
        api="An API",
        site_url="https://docs.example.com/",
        feed_authority="docs.example.com,2026",
        hosts=("api.example.com",),
    ),
    Source("pyproject.toml", ""),
    datetime(2026, 6, 1, tzinfo=UTC),
    pins=(PIN,),
)


@pytest.mark.parametrize("case", FILES, ids=lambda case: case["name"])
def test_both_commands_take_a_file(case: dict[str, Any], tmp_path: Path) -> None:
    data = case["text"].encode()
    path = tmp_path / case["name"]
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    counted = counter([SITE], "api.example.com")
    counted.read(read_traffic(path))
    logs = counted.logs()
    assert (logs.traffic["redirect/docs"].hits, logs.unreadable) == (1, case["unreadable"])
    found = find_usage(PROJECT, PIN, PIN, read_traffic(path))
    assert (found.operations, found.unreadable, found.lines) == (("GET /docs",), case["unreadable"], logs.lines)


@pytest.mark.parametrize(("text", "expected"), LISTED)
def test_a_line_of_a_file(text: str, expected: str | None) -> None:
    (line,) = parse_log([text])
    request = line.request and f"{line.request.method} {line.request.target}"
    assert (f"event {line.event}" if line.event else request) == expected
    assert line.text == text.strip()
    assert line.is_readable == (expected is not None)


def test_comments_and_empty_lines_say_nothing() -> None:
    assert list(parse_log(["# GET /a", "", "   ", "GET /b\n"])) == [
        LogLine("GET /b", LoggedRequest("GET", "/b"), form="list", number=4)
    ]


@pytest.mark.parametrize("case", VENDORS, ids=lambda case: case["name"])
def test_a_log_of_a_server_or_a_cloud_is_read_or_refused(case: dict[str, Any]) -> None:
    lines = known_lines("x.log", parse_log(case["log"].splitlines()))
    if "refused" in case:
        with pytest.raises(UnreadableError, match=rf"^x\.log:{case['refused']}: unknown log format: .+; expected "):
            list(lines)
        return
    calls = [line.request for line in lines if line.request]
    assert [[call.client, unix_time(call.time), call.status, call.host] for call in calls] == case["read"]
    assert all(urlsplit(call.target).path in ("/docs", "/v1/x") for call in calls)


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_is_documented_by_a_line_that_fits_it_first(form: str) -> None:
    (example,) = re.findall(rf"^# {re.escape(form)}\n(.+)$", DOCUMENTED, re.M)
    (line,) = parse_log([example])
    assert (line.form, line.request and line.request.status, line.request and line.request.target) == (
        form,
        "308",
        "/docs",
    )


def test_an_http_archive_gives_its_requests() -> None:
    url = "https://api.example.com/v1/images?x=1"
    request = {"method": "GET", "url": url, "headers": [{"name": "user-agent", "value": "Firefox"}]}
    entry = {"request": request, "response": {"status": 308}, "startedDateTime": "2026-08-04T00:00:00.000Z"}
    archive = {"log": {"entries": [entry, {"request": 3}, {}, 3, None]}}
    first, *others = parse_archive(json.dumps(archive))
    expected = LoggedRequest("GET", url, status="308", agent="Firefox", time="2026-08-04T00:00:00.000Z", record=entry)
    assert first.request == expected
    assert [line.is_readable for line in others] == [False] * 4
    with pytest.raises(UsageError, match=r"log\.entries"):
        list(parse_archive('{"log": []}'))
