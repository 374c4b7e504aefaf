"""Why a path or a target of a rule does not match its pattern: the first cause, which a pattern alone does not say."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from docgen.model.text import HOST_AND_PORT, RULE_PATH, RULE_TARGET

_HOST: Final = "^https://[^/?#]*?"
_PATH: Final = "^(?:https://[^/?#]*+)?+[^?#]*?"
_Causes = tuple[tuple[str, str, str], ...]
"""An expression, whose group is what is wrong; the message with it; a hint, empty where percent-encoding it helps."""

_OF_BOTH: Final[_Causes] = (
    (
        r"(\{(?![a-z][a-z0-9_]*\})[^/?#]*)",
        "has `{}`; expected a placeholder in lower case such as `{{id}}`",
        "rename it",
    ),
    (r"(%(?![0-9A-Fa-f]{2}).{0,2})", "has `{}`; expected two hexadecimal digits after `%`", "write `%25` for `%`"),
    (
        _PATH + r"([^A-Za-z0-9._~/:@,%{?#\x80-\U0010ffff-])",
        "has `{}`; expected letters, digits and `. _ ~ / : @ , -`",
        "",
    ),
)
_CAUSES: Final[Mapping[str, _Causes]] = {
    RULE_PATH: (
        ("^(?!/)()", "does not begin with `/`; expected a path", "leave out the host: `host` has it"),
        ("([?#].*)", "has `{}`; expected a path alone, without a query", "leave it out: any query is covered"),
        *_OF_BOTH,
    ),
    RULE_TARGET: (
        (
            "^(?!https://|/)()",
            "does not begin with `https://` or `/`; expected a URL or a path",
            "copy the URL from a browser",
        ),
        ("^https://([^@/?#]*+@)", "has `{}` before its host; expected no user name or password", "leave it out"),
        (f"{_HOST}([A-Z])", "has `{}` in its host; expected lower case", "write the host in lower case"),
        (rf"{_HOST}([^\x00-\x7f])", "has `{}` in its host; expected ASCII", "write the host as `xn--...`"),
        (
            f"{_HOST}([^a-z0-9.:/?#-])",
            "has `{}` in its host; expected letters, digits, `.` and `-`",
            "correct the host",
        ),
        ("^https://[^/?#]*(?=[?#]|$)()", "has no path; expected `/` after the host", "write `/` after the host"),
        (
            f"^https://(?!{HOST_AND_PORT}/)([^/]*)",
            "has the host `{}`; expected a host name, and a port if any",
            "correct it",
        ),
        (r"(\?)(?=#|$)", "has an empty query; expected one after `{}`", "leave out the `?`"),
        ("(#)$", "has an empty fragment; expected one after `{}`", "leave out the `#`"),
        *_OF_BOTH,
        (
            r"^[^?#]*+[?#].*?([^A-Za-z0-9._~/:@,%{}?=&+\x80-\U0010ffff-])",
            "has `{}` in its query or fragment; expected it encoded",
            "",
        ),
    ),
}


def cause_of(pattern: str, text: str) -> tuple[str, str]:
    """What is wrong with a text that does not match a pattern, and a hint; both are empty where no cause is known."""
    for expression, what, hint in _CAUSES.get(pattern, ()):
        if wrong := re.search(expression, text):
            return what.format(repr(wrong[1])[1:-1]), hint or f"write `{quote(wrong[1], safe='')}` for it"
    return "", ""
