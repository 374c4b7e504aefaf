"""HTTP as documentation shows it: messages, converted for openapi-core, and dates."""

import re
from collections.abc import Iterable
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qs

from docgen.facts.knowledge.surface import METHOD, split_url

if TYPE_CHECKING:
    from openapi_core.testing import MockRequest, MockResponse

SERVER: Final = "https://localhost"
"""The origin of requests for openapi-core."""
_REQUEST: Final = re.compile(rf"^({METHOD}) (\S+)(?: HTTP/[0-9.]+)?$")
_BASE: Final = re.compile(r"^(?:https?://)?(?:[$#]?\{++[^{}/]*+\}++|\$\w++|%s|<[^<>/]*+>|[A-Z]{2}[A-Z_]*+)(?=/)")
"""What stands for the origin of an API: `$BASE/v1`, `${base}/v1`."""


class Message(NamedTuple):
    """A request (with a method and a target) or a response (with a status)."""

    method: str
    target: str
    status: int
    headers: dict[str, str]
    body: bytes


def parse(text: str) -> Message | None:
    """The message in a text, or None where its first line is neither a request line nor a status line."""
    head, _, body = text.partition("\n\n")
    first, *lines = head.split("\n")
    content = headers_of(lines), body.strip().encode()
    if request := _REQUEST.match(first.strip()):
        return Message(request[1], request[2], 0, *content)
    status = re.match(r"^HTTP/[0-9.]+ ([1-5][0-9][0-9])\b", first)
    return Message("", "", int(status[1]), *content) if status else None


def headers_of(lines: Iterable[str]) -> dict[str, str]:
    """The values of header lines by their names."""
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        if name:
            headers[name.strip()] = value.strip()
    return headers


def header(message: Message, name: str) -> str | None:
    """A header of a message, whatever its case."""
    for key, value in message.headers.items():
        if key.casefold() == name.casefold():
            return value
    return None


def message_to(method: str, url: str, query: str, headers: dict[str, str], body: str) -> Message:
    """A request to a URL, which may begin with a placeholder or lack its scheme; `query` is added to that it has."""
    url = _BASE.sub("", url, count=1)
    if not re.match(r"/|\w+://", url):
        url = f"https://{url}"
    parts = split_url(url)
    if parts.netloc:
        headers = {"Host": parts.netloc.lower(), **headers}
    queries = "&".join(filter(None, (parts.query, query)))
    return Message(method, f"{parts.path or '/'}?{queries}".rstrip("?"), 0, headers, body.encode())


def url_of(message: Message) -> str:
    """The URL of a request; without a Host header, its target."""
    host = header(message, "Host")
    return f"https://{host}{message.target}" if host and message.target.startswith("/") else message.target


def openapi_request(message: Message, segments: int, body: str) -> "MockRequest":
    """A request message as openapi-core takes it: to the last segments of its path at `SERVER`, with a body."""
    from openapi_core.testing import MockRequest  # slow to import

    parts = split_url(message.target)
    return MockRequest(
        SERVER,
        message.method,
        "/" + "/".join(parts.path.split("/")[-segments:]),
        args=parse_qs(parts.query),
        headers=message.headers,
        data=body.encode(),
        content_type=_content_type(message),
    )


def openapi_response(message: Message, body: str) -> "MockResponse":
    """A response message as openapi-core takes it, with a body."""
    from openapi_core.testing import MockResponse  # slow to import

    return MockResponse(body.encode(), message.status, message.headers, _content_type(message))


def _content_type(message: Message) -> str:
    return header(message, "Content-Type") or "application/json"


def is_http_date(text: object) -> bool:
    """Whether a text is an IMF-fixdate (RFC 9110, section 5.6.7) with the weekday of its date."""
    try:
        moment = parsedate_to_datetime(str(text)).astimezone(UTC)
    except ValueError:
        return False
    # parsing accepts other formats and any weekday: only this shows them
    return format_datetime(moment, usegmt=True) == text
