"""What is wrong with a value of an authored file, in words: the message and the hint of a fault.

A path or a target of a rule that does not match its pattern gets the first cause, which a pattern alone does not say.
"""

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from docgen.model.text import HOST_AND_PORT, RULE_PATH, RULE_TARGET
from docgen.openapi.nodes import JsonObject
from docgen.positions.source import Pointer, dotted
from docgen.wording import choice, counted, did_you_mean, json_text, plural, ticked

_UNQUOTED: Final = "write the number without quotes"
_WHOLE_NUMBER: Final = "a whole number"
_TYPES: Final[Mapping[str, str]] = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": _WHOLE_NUMBER,
    "boolean": "true or false",
}
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
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
        _PATH + r"(\*)",
        "has `{}`; expected a path without wildcards",
        "`match: prefix` is for all below it, `{name}` stands for a segment",
    ),
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


_OF_URL: Final[_Causes] = (
    ("^(?!https://)()", "does not begin with `https://`; expected a URL", "write the whole URL"),
)


class Fault(NamedTuple):
    """What a value does not match: a keyword of a schema; `branches` are the faults by each schema of an `anyOf`."""

    pointer: Pointer
    value: Any
    schema: JsonObject
    keyword: str
    branches: list[list["Fault"]]
    message: str
    is_name: bool = False
    """Whether the value is a key of the mapping under the pointer."""

    @property
    def name(self) -> str:
        """The dotted path of the value, as messages have it; empty for the whole file."""
        return dotted(self.pointer)

    @property
    def limit(self) -> Any:  # noqa: ANN401 - any JSON
        """The value of the keyword."""
        return self.schema[self.keyword]


def message_and_hint(fault: Fault, separator: str) -> tuple[str, str]:
    """The message and the hint for a fault; `separator` is between a key and its value in this format."""
    value, name, limit = fault.value, fault.name or "the file", fault.limit
    actual = f"{name}: {_actual(value)}"
    match fault.keyword:
        case "required":
            missing = [key for key in limit if key not in value]
            message = f"{name}: missing {plural(len(missing), 'key')} {ticked(missing)}"
            return message, f"add `{missing[0]}{separator} ...`"
        case "enum" | "anyOf":
            return _no_option(fault, actual)
        case "const":
            return f"{actual}; expected {json_text(limit)}", ""
        case "type":
            return f"{actual}; expected {_expected_type(limit)}", _type_hint(value, limit, fault.schema)
        case "format":
            hint = (
                "check that the day exists" if _DATE.fullmatch(value) else "write year-month-day, with two digits each"
            )
            return f"{actual}; expected a date such as 2026-08-04", hint
        case "pattern":
            cause, hint = _cause_of(limit, value)
            expected = f", which {cause}" if cause else f"; expected: {fault.schema.get('description', limit)}"
            return f"{actual}{expected}", hint
        case "minLength" | "maxLength" | "minItems" | "maxItems":
            noun = "character" if isinstance(value, str) else "item"
            bound = "at least" if fault.keyword.startswith("min") else "at most"
            return f"{fault.name}: has {counted(len(value), noun)}; expected {bound} {limit}", ""
        case "minimum" | "maximum":
            least, most = fault.schema.get("minimum"), fault.schema.get("maximum")
            return f"{actual}; expected {f'at least {least}' if most is None else f'{least} to {most}'}", ""
        case _:
            return f"{name}: {fault.message}", ""


def _cause_of(pattern: str, text: str) -> tuple[str, str]:
    """What is wrong with a text that does not match a pattern, and a hint; both are empty where no cause is known."""
    for expression, what, hint in _CAUSES.get(pattern, _OF_URL if pattern.startswith("^https://") else ()):
        if wrong := re.search(expression, text):
            return what.format(repr(wrong[1])[1:-1]), hint or f"write `{quote(wrong[1], safe='')}` for it"
    return "", ""


def _no_option(fault: Fault, actual: str) -> tuple[str, str]:
    options, value = _options(fault), fault.value
    expected = f"expected {choice(options)}"
    # a number that would be right without its quotes: no option is a text of digits
    if isinstance(value, str) and value.isdigit() and (value in options or _WHOLE_NUMBER in options):
        return f"{actual}; {expected}", _UNQUOTED
    if value == "" or not isinstance(value, str | int | float):
        return f"{actual}; {expected}", ""
    return f"`{json_text(value)}` is not a value of `{fault.name}`; {expected}", did_you_mean(str(value), options)


def _options(fault: Fault) -> list[str]:
    """What a value can be, as a writer would type it: of an `enum` or of all alternatives of an `anyOf`."""
    if fault.branches:
        return [*chain.from_iterable(map(_options, chain.from_iterable(fault.branches)))]
    if "enum" in fault.schema:
        return [*map(str, fault.schema["enum"])]
    if "properties" in fault.schema:
        return [f"{{{', '.join(fault.schema['properties'])}}}"]
    type_ = fault.schema.get("type")
    return [] if type_ == "null" else [_expected_type(type_)]


def _actual(value: object) -> str:
    if value is None:
        return "is empty"
    if isinstance(value, str):
        return f"is {value!r}"
    if isinstance(value, int | float):
        return f"is {json_text(value)}"
    return "is a list" if isinstance(value, list) else "is a mapping"


def _expected_type(type_: object) -> str:
    return _TYPES.get(str(type_), str(type_))


def _type_hint(value: object, type_: object, schema: JsonObject) -> str:
    if type_ == "object" and schema.get("required"):
        return f"it needs {' and '.join(map('`{}`'.format, schema['required']))}"
    if type_ == "array":
        return "write it as a list, one `- item` per line"
    if type_ == "boolean":
        return "write `true` or `false`, without quotes"
    return _UNQUOTED if type_ == "integer" and str(value).isdigit() else ""
