"""Who still asks for a redirect is counted by the matching of the edges, however large a log is."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.sunsets import Traffic, traffic
from docgen.sunsets.traffic import Calls
from docgen.traffic.log import parse_log
from tests.cases import load_yaml
from tests.redirects.edges.rules import redirects

from .counters import counter

T = 1_785_801_600
HOST = "api.aurous-labs.com"
CASES = load_yaml(Path(__file__).with_name("traffic.yaml").read_text(encoding="utf-8"))


def line(time: str, client: str = "10.0.0.1", status: int = 308, agent: str = "curl/8", path: str = "/docs") -> str:
    return f'{client} - - [{time} +0000] "GET {path} HTTP/1.1" {status} 0 "-" "{agent}"'


def of_docs(lines: list[str], show_callers: bool = False, by: str = "") -> Traffic:
    counted = counter(redirects(T), HOST, show_callers)
    counted.read(parse_log(lines, by))
    return counted.logs().traffic["redirect/docs-site"]


@pytest.mark.parametrize(("text", "rule"), CASES["lines"])
def test_a_line_counts_for_the_rule_that_takes_it(text: str, rule: str | None) -> None:
    counted = counter(redirects(T), CASES["host"])
    counted.read(parse_log([text + "\n"]))
    hits = {id_: found.hits for id_, found in counted.logs().traffic.items()}
    assert hits == ({f"redirect/{rule}": 1} if rule else {})


def test_the_first_and_the_last_request_and_those_after_the_sunset() -> None:
    found = of_docs(
        [
            line("03/Aug/2026:23:59:59", "10.0.0.2"),
            line("01/Aug/2026:00:00:00", agent="python-requests/2"),
            line("04/Aug/2026:00:00:00", "10.0.0.3", 404),
            line("05/Aug/2026:00:00:00", "10.0.0.3", 404),
        ]
    )
    assert (found.hits, found.clients, found.late, found.late_clients) == (4, 3, 2, 1)
    assert (found.first, found.last) == (T - 3 * 86_400, T + 86_400)
    assert found.statuses == {"308": 2, "404": 2}
    assert found.late_statuses == {"404": 2}
    assert found.agents == {"curl/8": 3, "python-requests/2": 1}


def test_a_line_without_a_status_counts_as_one_with_an_unknown_one_whatever_bytes_it_has() -> None:
    found = of_docs([f"GET https://{HOST}/docs", f"GET https://{HOST}/docs?\udcff", line("05/Aug/2026:00:00:00")])
    assert found.statuses == {"308": 1, "unknown": 2}


def test_callers_are_named_only_where_they_are_asked_for() -> None:
    lines = [line("01/Aug/2026:00:00:00", "10.0.0.2"), line("02/Aug/2026:00:00:00", "10.0.0.2")]
    lines += [line("01/Aug/2026:00:00:00"), line("-", "-")]
    shown = of_docs(lines, show_callers=True)
    day = 86_400
    assert list(shown.callers.items()) == [
        ("10.0.0.2", Calls(2, T - 3 * day, T - 2 * day)),
        ("10.0.0.1", Calls(1, T - 3 * day, T - 3 * day)),
        ("unknown", Calls(1, None, None)),
    ]
    assert shown.clients == 2
    digests = set(of_docs(lines).callers)
    assert "unknown" in digests and len(digests) == 3 and not any("." in one for one in digests)
    assert digests == set(of_docs(lines).callers)
    assert digests & set(of_docs([*lines, line("03/Aug/2026:00:00:00")]).callers) == {"unknown"}


BY = [
    ("account", ("7", "acme", "unknown")),
    ("user.id", ("42", "u.1", "unknown")),
    ("nothing", ("unknown",)),
    ("user", ("unknown",)),
]


@pytest.mark.parametrize(("field", "expected"), BY)
def test_callers_are_counted_by_a_field(field: str, expected: tuple[str, ...]) -> None:
    request = {"method": "GET", "path": "/docs", "status": 308, "client_ip": "10.0.0.1", "ts": T}
    own: list[dict[str, object]] = [
        {"account": "acme", "user": {"id": 42}},
        {"account": 7, "user.id": "u.1"},
        {"account": None, "user": {"id": []}},
    ]
    found = of_docs([*(json.dumps(request | one) for one in own), line("01/Aug/2026:00:00:00")], True, field)
    assert tuple(sorted(found.callers)) == expected
    assert sum(one.calls for one in found.callers.values()) == found.hits == 4


def test_what_cannot_be_read_and_what_has_no_host_is_counted() -> None:
    counted = counter(redirects(T))
    counted.read(
        parse_log([line("01/Aug/2026:00:00:00"), "?", "", "# comment", line("03/Aug/2026:00:00:00", path="/other")])
    )
    counted.read(parse_log([line("02/Aug/2026:00:00:00", path="/other")]))
    logs = counted.logs()
    assert (logs.lines, logs.unreadable, logs.without_host, logs.traffic) == (4, 1, 1, {})
    assert (logs.first, logs.last) == (T - 3 * 86_400, T - 86_400)


def test_more_clients_than_are_told_apart_are_said_to_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traffic, "MAX_CLIENTS", 2)
    found = of_docs([line("01/Aug/2026:00:00:00", f"10.0.0.{n}", agent=f"a{n}") for n in range(4)])
    assert (found.hits, found.clients, found.most, len(found.agents), len(found.callers)) == (4, 2, True, 2, 2)


@pytest.mark.slow
def test_a_log_is_never_in_memory_as_a_whole() -> None:
    def lines() -> Iterator[str]:
        for number in range(20_000):
            yield line("01/Aug/2026:00:00:00", f"10.0.0.{number % 9}", path=f"/docs?{'x' * 500}{number}")

    counted = counter(redirects(T), HOST)
    tracemalloc.start()
    counted.read(parse_log(lines()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counted.logs().lines == 20_000
    assert peak < 8_000_000
