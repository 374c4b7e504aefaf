import pytest

from docgen.facts.samples.http_text import header, is_http_date, parse

DATES = {
    "Tue, 04 Aug 2026 00:00:00 GMT": True,
    "Wed, 04 Aug 2026 00:00:00 GMT": False,
    "Tue, 4 Aug 2026 00:00:00 GMT": False,
    "Tue, 04 Aug 2026 00:00:00 +0000": False,
    "Tuesday, 04-Aug-26 00:00:00 GMT": False,
    "Tue, 04 Aug 2026 25:00:00 GMT": False,
    "2026-08-04": False,
    "": False,
}


@pytest.mark.parametrize(("text", "valid"), DATES.items())
def test_an_http_date_is_an_imf_fixdate_with_its_own_weekday(text: str, valid: bool) -> None:
    assert is_http_date(text) is valid


def test_a_request_has_method_target_headers_and_body() -> None:
    message = parse('POST /v1/images?x=1 HTTP/1.1\nHost: api.example\nContent-Type: application/json\n\n{"a": 1}\n')
    assert message is not None
    assert (message.method, message.target, message.status) == ("POST", "/v1/images?x=1", 0)
    assert header(message, "host") == "api.example"
    assert message.body == b'{"a": 1}'


def test_a_response_has_a_status_and_may_have_no_body() -> None:
    message = parse("HTTP/2 204\nX-A: b: c")
    assert message is not None
    assert (message.method, message.status, message.body) == ("", 204, b"")
    assert header(message, "x-a") == "b: c"


@pytest.mark.parametrize("text", ["", "curl https://api.example", "GET", "HTTP/1.1 999 What"])
def test_what_is_no_message_is_none(text: str) -> None:
    assert parse(text) is None
