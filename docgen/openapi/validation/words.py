"""What is wrong with a value, in words: the end of a sentence about it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from docgen.openapi.validation.errors import nearest
from docgen.wording import choice, counted, plural

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_LONG: Final = 60  # characters of a value that are shown
_MANY: Final = 8  # names or values that are listed
_TYPES: Final[Mapping[type, str]] = {dict: "an object", list: "an array", str: "a string", bool: "a boolean"}


def words(error: "ValidationError") -> str:
    """What is wrong and what was expected, such as `"7" is a string; expected integer`."""
    kind: Any = error.kind  # the library's kinds share no type
    write = _WORDS.get(type(kind).__name__)
    return write(error, kind) if write else error.message[:200]


def shown(value: object) -> str:
    """A value as JSON between backticks, cut where it is long."""
    text = msgspec.json.encode(value).decode()
    return f"`{text if len(text) <= _LONG else f'{text[: _LONG - 3]}...'}`"


def _type(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401 - the library's, as below
    expected = choice(sorted(kind.types, key=lambda name: (name == "null", name)))
    is_ = "not allowed" if error.instance is None else _TYPES.get(type(error.instance), "a number")
    return f"{shown(error.instance)} is {is_}; expected {expected}"


def _enum(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401
    return f"{shown(error.instance)} is not allowed; expected {_listed(kind.options, shown)}"


def _listed(options: Sequence[Any], write: Callable[[Any], str], word: str = "or") -> str:
    some, more = [write(option) for option in options[:_MANY]], len(options) - _MANY
    return f"{', '.join(some)} {word} {more:,} more" if more > 0 else choice(some, word)


def _unexpected(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401
    listed = _listed(kind.unexpected, "`{}`".format, "and")
    return f"{listed} {plural(len(kind.unexpected), 'is', 'are')} not allowed"


def _no_alternative(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401
    found = nearest(error)
    lacking = [branch[0].kind for branch in kind.context if len(branch) == 1]
    if len(lacking) == len(kind.context) and all(type(each).__name__ == "Required" for each in lacking):
        return f"{choice(list(dict.fromkeys(f'`{each.property}`' for each in lacking)))} is missing"
    if (found and len(kind.context) == 1) or (len(found) == 1 and found[0].instance_path == error.instance_path):
        return _below(error, found[0])
    none = f"{shown(error.instance)} matches none of {counted(len(kind.context), 'alternative')}"
    return f"{none}; in the nearest, {_below(error, found[0])}" if found else none


def _below(error: "ValidationError", inner: "ValidationError") -> str:
    path = ".".join(map(str, inner.instance_path[len(error.instance_path) :]))
    return f"`{path}`: {words(inner)}" if path else words(inner)


def _several(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401
    count = sum(not branch for branch in kind.context)
    return f"{shown(error.instance)} matches {count:,} alternatives of `oneOf`; expected exactly one"


def _at(bound: str) -> Callable[["ValidationError", Any], str]:
    return lambda error, kind: f"{shown(error.instance)} is out of range; expected {bound} {shown(kind.limit)[1:-1]}"


def _size(bound: str, noun: str, nouns: str = "") -> Callable[["ValidationError", Any], str]:
    def write(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401
        has = counted(len(error.instance), noun, nouns)  # type: ignore[arg-type] # the keyword applies to what has a length
        return f"{shown(error.instance)} has {has}; expected at {bound} {kind.limit:,}"

    return write


_WORDS: Final[Mapping[str, Callable[["ValidationError", Any], str]]] = {
    "Type": _type,
    "Required": lambda _, kind: f"`{kind.property}` is missing",
    "Enum": _enum,
    "Constant": lambda error, kind: f"{shown(error.instance)} is not allowed; expected {shown(kind.expected_value)}",
    **dict.fromkeys(("AdditionalProperties", "UnevaluatedProperties"), _unexpected),
    **dict.fromkeys(("AnyOf", "OneOfNotValid"), _no_alternative),
    "OneOfMultipleValid": _several,
    "Not": lambda error, _: f"{shown(error.instance)} matches the schema under `not`",
    "Pattern": lambda error, kind: f"{shown(error.instance)} does not match the pattern `{kind.pattern}`",
    "Format": lambda error, kind: f"{shown(error.instance)} is not a valid {kind.format}",
    "Minimum": _at("at least"),
    "Maximum": _at("at most"),
    "ExclusiveMinimum": _at("more than"),
    "ExclusiveMaximum": _at("less than"),
    "MultipleOf": lambda error, kind: f"{shown(error.instance)} is not a multiple of {kind.multiple_of}",
    "MinLength": _size("least", "character"),
    "MaxLength": _size("most", "character"),
    "MinItems": _size("least", "item"),
    "MaxItems": _size("most", "item"),
    "MinProperties": _size("least", "property", "properties"),
    "MaxProperties": _size("most", "property", "properties"),
    "UniqueItems": lambda error, _: f"{shown(error.instance)} has equal items; expected each once",
    "FalseSchema": lambda error, _: f"{shown(error.instance)} is not allowed",
    "Contains": lambda error, _: f"{shown(error.instance)} has no item that matches the schema under `contains`",
    "PropertyNames": lambda _, kind: f"a name is not allowed: {words(kind.error)}",
}
"""The sentence of each kind of error of the library; any other has the library's own."""
