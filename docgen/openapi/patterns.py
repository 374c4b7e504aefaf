"""The patterns of a contract, matched in time linear in the text: none of them can hang a command."""

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

LARGEST: Final = 1_000_000
"""The bytes that a pattern may take once compiled; those of large APIs take a tenth at most."""
_NOT_ECMA: Final = ("&&", "~~", "[:")  # in brackets, the engine reads them as what ECMA-262 does not have


def matches(pattern: str, text: str) -> bool | None:
    r"""Whether some part of a text matches a pattern; None where no linear-time engine can say.

    Patterns mean what ECMA-262 says: `$` matches at the very end alone, `\d` and `\w` match ASCII. None is for
    lookaround, backreferences, patterns that are very large or no regular expression, and texts that are not Unicode.
    """
    compiled = _compiled(pattern)
    if compiled is None or not _is_unicode(text):
        return None
    return compiled.is_valid(text)


def _is_unicode(text: str) -> bool:
    """Whether a text has no half of a surrogate pair."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def matchable(pattern: str) -> bool:
    """Whether texts can be matched against a pattern in linear time."""
    return _compiled(pattern) is not None


def is_expression(pattern: str) -> bool:
    """Whether a pattern is a regular expression of ECMA-262: of later editions, or of 5.1 with what browsers add.

    With the flag `u` of the later ones, `]` and `a{,3}` are errors; without it, they are as they are (5.1, Annex B),
    and so they are for Python.
    """
    import jsonschema_rs  # as below

    if jsonschema_rs.is_valid({"format": "regex"}, pattern, validate_formats=True):
        return True
    try:
        with warnings.catch_warnings(action="ignore"):
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


@lru_cache(4096)
def _compiled(pattern: str) -> "Draft202012Validator | None":
    import jsonschema_rs  # most commands match nothing

    if any(mark in pattern for mark in _NOT_ECMA) or not _is_unicode(pattern):
        return None
    try:
        # a schema of one pattern: the library has no matcher of its own
        options = jsonschema_rs.RegexOptions(size_limit=LARGEST)
        return jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=options)
    except ValueError:  # of which ValidationError is one
        return None
