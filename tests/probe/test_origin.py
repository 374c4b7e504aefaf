"""What is asked, as it is named: an origin, and the address that it is looked up at. No server is started."""

import pytest

from docgen.errors import UsageError
from docgen.probe import parse_origin, parse_origin_argument, parse_resolve


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("api.example.com:443:192.0.2.7", {("api.example.com", 443): "192.0.2.7"}),
        ("API.example.com:8443:[2001:db8::7]", {("api.example.com", 8443): "2001:db8::7"}),
    ],
)
def test_resolve_is_read_as_curl_reads_it(value: str, found: dict[tuple[str, int], str]) -> None:
    assert parse_resolve([value]) == found


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a:0:192.0.2.7",
        "a:65536:192.0.2.7",
        "a:443",
        "a:b:192.0.2.7",
        "a:443:2001:db8::7",
        "a:443:edge.example.com",
        "a:443:[x]",
        "a:443:",
    ],
)
def test_what_resolve_does_not_read_is_refused(value: str) -> None:
    with pytest.raises(UsageError, match="HOST:PORT:ADDR"):
        parse_resolve([value])


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        ("http://api.example.com", "is not https"),
        ("ftp://api.example.com", "not an origin"),
        ("api.example.com", "not an origin"),
        ("https://user:hidden@api.example.com", "name or password"),
        ("user:hidden@api.example.com", "'api.example.com' is not an origin"),
        ("", "'' is not an origin"),
        ("https://[::1", "not an origin"),
        ("https://api.example.com:x", "not an origin"),
    ],
)
def test_an_origin_that_is_refused(origin: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as stop:
        parse_origin(origin, {})
    assert "hidden" not in str(stop.value)


@pytest.mark.parametrize("more", ["/v2", "?a=1", "#x", "/v2?a=1"])
def test_an_origin_is_named_without_more(more: str) -> None:
    assert parse_origin_argument("https://api.example.com/", {}) == parse_origin("https://api.example.com", {})
    with pytest.raises(UsageError, match="has a path, a query or a fragment"):
        parse_origin_argument(f"https://api.example.com{more}", {})


def test_plain_http_stays_on_loopback() -> None:
    assert parse_origin("http://[::1]:8080", {}).url == "http://[::1]:8080"
    here = parse_origin("http://api.example.com", {("api.example.com", 80): "127.0.0.2"})
    assert (here.address, here.url) == ("127.0.0.2", "http://api.example.com")
    with pytest.raises(UsageError, match="is not https"):
        parse_origin("http://api.example.com", {("api.example.com", 80): "192.0.2.7"})
