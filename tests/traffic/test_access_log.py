"""A line of an access log says who asked for what, when, and with which answer."""

import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.traffic.log import parse_line
from docgen.traffic.records import LoggedRequest, unix_time
from tests.cases import load_yaml


def parse_request(line: str) -> LoggedRequest | None:
    return parse_line(line)[1]


CASES = load_yaml(Path(__file__).with_name("lines.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_line_says(case: dict[str, Any]) -> None:
    found = parse_request(case["line"])
    without_record = found and msgspec.structs.replace(found, record={})
    assert without_record == (None if case["says"] is None else LoggedRequest(**case["says"]))
    if "at" in case:
        assert found and unix_time(found.time) == case["at"]


def test_what_is_no_time_is_none() -> None:
    none = ("", "-", "nan", "inf", "1e400", "yesterday", "99/Foo/2026:00:00:00 +0000", "-1", "-1e17", "1e21")
    assert [unix_time(text) for text in none] == [None] * len(none)


@given(st.text() | st.from_regex(r'\S* \S+ - \[.*\] "GET /\S* HTTP/1\.1" .*|\{"method": .*\}', fullmatch=True))
def test_any_line_is_read(line: str) -> None:
    found = parse_request(line)
    assert found is None or (found.method and found.target)
    assert found is None or unix_time(found.time) is None or isinstance(unix_time(found.time), int)


STARTS = [
    "",
    "10.0.0.1 - - [x] ",
    '10.0.0.1 - - [x] "GET /a HTTP/1.1" 200 1 ',
    '[x] "GET /a HTTP/1.1" 200 ',
    "10.0.0.1:1 [x] a b 1/1 200 ",
    "http 2026-08-04T00:00:00Z a 10.0.0.1:1 b 0 0 0 200 200 1 1 ",
    "method=GET ",
    "a.example 10.0.0.1 - ",
]
PARTS = [
    "a ",
    "a",
    "[ ",
    '"',
    '"GET ',
    "1:1 [",
    "a:1 ",
    '"a" ',
    '[x] "a" ',
    "\\",
    "a=b ",
    "10.0.0.1, ",
    ":",
    "a.",
    "a: ",
]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("part", PARTS)
def test_a_long_line_takes_time_in_proportion(start: str, part: str) -> None:
    began = time.process_time()
    parse_request(f'{start}{part * (400_000 // len(part))} "GET /docs HTTP/1.1" 308 1')
    assert time.process_time() - began < 2
