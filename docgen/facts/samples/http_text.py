"""HTTP as documentation shows it: messages, converted for openapi-core, and dates."""

import re
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from openapi_core.protocols import Request, Response

_REQUEST: Final = re.compile(r"^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE) (\S+)(?: HTTP/[0-9.]+)?$")
_STATUS: Final = re.compile(r"^HTTP/[0-9.]+ ([1-5][0-9][0-9])\b")


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
    request, status = _REQUEST.match(first.strip()), _STATUS.match(first)
    if not request and not status:
        return None
    headers = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
    return Message(
        request[1] if request else "",
        request[2] if request else "",
        int(status[1]) if status else 0,
        headers,
        body.strip().encode(),
    )


def header(message: Message, name: str) -> str | None:
    """A header of a message, whatever its case."""
    return next((value for key, value in message.headers.items() if key.casefold() == name.casefold()), None)


def openapi_request(message: Message, host: str) -> "Request":
    """A request message as openapi-core takes it; `host` is that of a message without a Host header."""
    from openapi_core.datatypes import RequestParameters  # slow to import
    from werkzeug.datastructures import Headers, ImmutableMultiDict  # comes with it

    parts = urlsplit(message.target)

    class Shown:
        host_url = f"https://{header(message, 'Host') or host}"
        method = message.method.lower()
        path = parts.path
        body = message.body or None
        content_type = header(message, "Content-Type") or ""
        parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(parts.query)),
            header=Headers(message.headers),
            cookie=ImmutableMultiDict(),
        )

    return Shown()


def openapi_response(message: Message) -> "Response":
    """A response message as openapi-core takes it."""
    from werkzeug.datastructures import Headers  # slow to import

    class Shown:
        status_code = message.status
        headers = Headers(message.headers)
        data = message.body
        content_type = header(message, "Content-Type") or "application/json"

    return Shown()


def is_http_date(text: object) -> bool:
    """Whether a text is an IMF-fixdate (RFC 9110, section 5.6.7) with the weekday of its date."""
    try:
        moment = parsedate_to_datetime(str(text)).astimezone(UTC)
    except ValueError:
        return False
    # parsing accepts other formats and any weekday: only this shows them
    return format_datetime(moment, usegmt=True) == text
