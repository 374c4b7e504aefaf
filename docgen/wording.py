"""What every sentence needs: unprintable characters taken out."""

import re
from typing import Final

_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def printable(text: str) -> str:
    """On one line, without characters that steer a terminal or reorder what is read."""
    return _UNPRINTABLE.sub(" ", text)
