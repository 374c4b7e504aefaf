"""How many levels of objects and lists a value has."""

from typing import Final

import msgspec

DEEPEST: Final = 200
"""How many levels of objects and lists a contract may have; contracts of 13 MB have about 25."""


def may_exceed(value: object, levels: int) -> bool:
    """Whether a value has more levels than a number of them, or just as many: the text does not tell the two apart."""
    # Formatted, a level is a space more: quicker than to walk the value, and no recursion in Python.
    return b"\n" + b" " * levels in msgspec.json.format(msgspec.json.encode(value), indent=1)
