"""What every sentence needs: unprintable characters taken out, values as text."""

import re
from typing import Any, Final

import msgspec

_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def printable(text: str) -> str:
    """On one line, without characters that steer a terminal or reorder what is read."""
    return _UNPRINTABLE.sub(" ", text)


def json_text(value: Any) -> str:  # noqa: ANN401 - any JSON
    """A value of JSON as a reader sees it: text as it is, all else as JSON writes it, such as `true` and `null`."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
