"""The HTTP statuses and their reason phrases (RFC 9110, section 15, and IANA's registry).

They are not Python's `http.HTTPStatus`, whose phrases change from one version to the next, and the pages with them.
"""

import re
from collections.abc import Mapping
from typing import Final

from docgen.wording import capitalized

_TABLE: Final = """\
100 Continue
101 Switching Protocols
102 Processing
103 Early Hints
200 OK
201 Created
202 Accepted
203 Non-Authoritative Information
204 No Content
205 Reset Content
206 Partial Content
207 Multi-Status
208 Already Reported
226 IM Used
300 Multiple Choices
301 Moved Permanently
302 Moved Temporarily
302 Found
303 See Other
304 Not Modified
305 Use Proxy
307 Temporary Redirect
308 Permanent Redirect
400 Bad Request
401 Unauthorized
402 Payment Required
403 Forbidden
404 Not Found
405 Method Not Allowed
406 Not Acceptable
407 Proxy Authentication Required
408 Request Time-out
408 Request Timeout
409 Conflict
410 Gone
411 Length Required
412 Precondition Failed
413 Request Entity Too Large
413 Payload Too Large
413 Content Too Large
414 Request-URI Too Large
414 Request-URI Too Long
414 URI Too Long
415 Unsupported Media Type
416 Requested Range Not Satisfiable
416 Range Not Satisfiable
417 Expectation Failed
418 I'm a Teapot
421 Misdirected Request
422 Unprocessable Entity
422 Unprocessable Content
423 Locked
424 Failed Dependency
425 Too Early
426 Upgrade Required
428 Precondition Required
429 Too Many Requests
431 Request Header Fields Too Large
451 Unavailable For Legal Reasons
500 Internal Server Error
501 Not Implemented
502 Bad Gateway
503 Service Unavailable
504 Gateway Time-out
504 Gateway Timeout
505 HTTP Version Not Supported
506 Variant Also Negotiates
507 Insufficient Storage
508 Loop Detected
510 Not Extended
511 Network Authentication Required
"""
"""The last phrase of a status is today's; one before it is of an earlier RFC, and servers still send it.

418 is of RFC 2324: because of it, the registry leaves the number unused.
"""
_ROWS: Final = [(int(line[:3]), line[4:]) for line in _TABLE.splitlines()]
PHRASES: Final[Mapping[int, str]] = dict(_ROWS)
STATUSES: Final[Mapping[str, int]] = {phrase: status for status, phrase in _ROWS}
"""The status of each phrase, also of the earlier ones."""


def status_line(status: object) -> str:
    """A status of a contract with its reason phrase, `404 Not Found`; alone if it is not registered."""
    try:
        return f"{status} {PHRASES[int(str(status))]}"
    except (KeyError, ValueError):
        return "Any other status" if status == "default" else str(status)


def beyond_status(status: str, description: str) -> str:
    """What a description says beyond its status and a reason phrase of that: nothing of `404 Not found.` of 404."""
    for phrase, number in STATUSES.items():
        if str(number) == status:
            said = re.match(rf"(?:{number} )?{phrase}(?:\W*$| ?[-.:\u2013\u2014\n]\s+)", description, re.IGNORECASE)
            if said:
                return capitalized(description[said.end() :])
    return description
