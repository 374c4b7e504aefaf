"""Denials: words by which a text says that something is not so, not yet, or nowhere."""

import re
from typing import Final

_NOT: Final = r"not|never|neither|nor|cannot|no longer|instead of|rather than"
_STRICT: Final = re.compile(rf"\b(?:{_NOT}|reserved|unused|without)\b|n't\b|\bno\s+[`\"']", re.IGNORECASE)
_LOOSE: Final = re.compile(
    rf"\b(?:{_NOT}|no|reserved|unused|without|your own|unlike|other than|planned|later|upcoming|future|will|would"
    r"|if you want|candidates?|yet|deferred|left out|omitted|missing|absent|lacks?|removed|gone|dropped|drafted"
    r"|until)\b|n't\b",
    re.IGNORECASE,
)
_ABSENT: Final = re.compile(rf"\b(?:no|{_NOT})\b|n't\b", re.IGNORECASE)


def denies(text: str) -> bool:
    """Whether a text says that something is not so."""
    return bool(_STRICT.search(text))


def denies_in_any_way(text: str) -> bool:
    """Whether a text says that something is not so, not yet, or only somewhere else."""
    return bool(_LOOSE.search(text))


def denies_existence(text: str) -> bool:
    """Whether a text says that there is no such thing."""
    return bool(_ABSENT.search(text))
