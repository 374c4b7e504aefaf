"""Denials: words by which a text says that something is not so, not yet, or nowhere."""

import re
from typing import Final

_NOT: Final = r"not|never|neither|nor|cannot"
_DENIES: Final = rf"{_NOT}|reserved|unused|without|instead of|rather than|no longer"
_ELSEWHERE: Final = r"your own|unlike|other than|planned|later|upcoming|future|will|would"
_IS_LATER: Final = (
    rf"{_ELSEWHERE}|if you want|candidates?|yet|deferred|left out|omitted|missing|absent|lacks?"
    r"|removed|gone|dropped|drafted|until"
)
_STRICT: Final = re.compile(rf"\b(?:{_DENIES})\b|n't\b|\bno\s+[`\"']", re.IGNORECASE)
_LOOSE: Final = re.compile(rf"\b(?:{_DENIES}|{_IS_LATER}|no)\b|n't\b", re.IGNORECASE)
_ABSENT: Final = re.compile(rf"\b(?:no|{_NOT})\b|n't\b", re.IGNORECASE)
_NO_ANSWER: Final = re.compile(rf"\b(?:{_NOT}|no|instead of|rather than|{_ELSEWHERE})\b|n't\b", re.IGNORECASE)
_EMPHATIC: Final = re.compile(
    r"\b(?:not (?:only|just|merely|least)|without (?:exception|fail|doubt)|no (?:doubt|exception|matter)"
    r"|(?:never|not|n't) (?:\w+ )?(?:forget|fail|miss|omit|cease|stop|hesitate|skip|drop)\w*|nothing but|cannot but)",
    re.IGNORECASE,
)


def denies(text: str) -> bool:
    """Whether a text says that something is not so."""
    return bool(_STRICT.search(_plain(text)))


def denies_in_any_way(text: str) -> bool:
    """Whether a text says that something is not so, not yet, or only somewhere else."""
    return bool(_LOOSE.search(_plain(text)))


def denies_existence(text: str) -> bool:
    """Whether a text says that there is no such thing."""
    return bool(_ABSENT.search(_plain(text)))


def denies_answer(text: str) -> bool:
    """Whether a text says that a status is not answered, or by whom else; `without a key` says neither."""
    return bool(_NO_ANSWER.search(_plain(text)))


def is_emphatic(text: str) -> bool:
    """Whether a text has a negative word that denies nothing, or denies a denial: `not only`, `never fails to`."""
    return bool(_EMPHATIC.search(text))


def _plain(text: str) -> str:
    return _EMPHATIC.sub(" ", text)
