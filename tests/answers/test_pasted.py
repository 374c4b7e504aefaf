"""A line of a file is read in bounded time and depth, whoever wrote it; what it names does not depend on its frame."""

import pytest

from docgen.answers.pasted import Name, Request, asks

HOSTILE = [
    "'" * 1_000_000,
    "method=GET " * 100_000,
    "curl " + "-H '" * 300_000,
    "{" + '"a":{' * 900 + '"b":"c"' + "}" * 901,
    "https://" * 100_000,
    "- " * 500_000,
    "a.b" * 400_000 + " = [",
]


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: line[:10])
def test_a_hostile_line_ends(line: str) -> None:
    found = asks(line)
    assert all(len(ask.label) <= 200 for ask in found)


@pytest.mark.parametrize("frame", ["{}", "- {}", "`{}`", '"{}",', "> $ {}", "* `{}`;", "  {}  "])
@pytest.mark.parametrize("line", ["POST /v1/generations", "image.completed", "https://a.example/b"])
def test_the_frame_of_a_line_says_nothing(frame: str, line: str) -> None:
    assert asks(frame.format(line)) == asks(line)


def test_a_query_and_credentials_are_in_no_label() -> None:
    (ask,) = asks("GET https://user:s3cret@api.example.com:443/a?token=s3cret")
    assert isinstance(ask, Request)
    assert (ask.label, ask.query) == ("GET https://api.example.com/a", "?token=s3cret")


def test_the_headers_of_a_command_may_be_unknown() -> None:
    _, header = asks("curl https://api.example.com/a -H 'Authorization: Bearer s3cret'")
    assert header == Name("Authorization", "header", "Bearer s3cret", is_optional=True)


@pytest.mark.parametrize(
    ("before", "host"), [("api.example.com 203.0.113.7 - - ", "api.example.com"), ("backend 203.0.113.7 - - ", "")]
)
def test_a_line_of_an_access_log_may_name_its_virtual_host(before: str, host: str) -> None:
    line = f'{before}[01/Sep/2026:00:00:00 +0000] "GET /a?b HTTP/1.1" 200 5 more'
    assert asks(line) == (Request("GET", host, "/a", "?b"),)
