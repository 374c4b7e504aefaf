"""The errors of a validator that a reader needs, in words: the ends of sentences about a value.

They are those of the alternative that was meant, without their consequences.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from docgen.wording import choice, counted, plural

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_DEEPEST: Final = 50  # levels of alternatives
_LONG: Final = 60  # characters of a value that are shown
_MANY: Final = 8  # names or values that are listed
_TYPES: Final[Mapping[type, str]] = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "a boolean",
    NoneType: "not allowed",
}


def nearest(error: "ValidationError") -> list["ValidationError"]:
    """The errors of the alternative that fits best: by its type, its enums and constants, then by errors of the value.

    A Reference Object is never meant where there is no `$ref`. An empty list for an error of another kind, and where
    several alternatives fit as badly.
    """
    context = getattr(error.kind, "context", ())
    # an alternative without errors fits: the error is another one
    if not all(context):
        return []
    branches = [branch for branch in context if not _is_reference(branch)]
    ranked = sorted(branches, key=lambda branch: (_distance(error, branch), len(branch)))
    # to name one of two that fit as badly would lead astray
    if len(ranked) > 1 and _distance(error, ranked[0]) == _distance(error, ranked[1]) > (0, 0, 0):
        return []
    return next(iter(ranked), [])


def without_consequences(errors: Iterable["ValidationError"]) -> list["ValidationError"]:
    """The errors but for others of a value that has another type than expected, or that lacks what sets it apart."""
    listed = [(name_of(error), tuple(error.instance_path), error) for error in errors]
    mistyped = {path for name, path, _ in listed if name == "Type"}
    lacking = {path for name, path, _ in listed if name == "Required"}
    causes = []
    for name, path, error in listed:
        is_consequence = path in mistyped or (name == "OneOfMultipleValid" and path in lacking)
        if name == "Type" or not is_consequence:
            causes.append(error)
    return causes


def name_of(error: "ValidationError") -> str:
    """The name that the library has for the kind of an error, such as `Required`."""
    return type(error.kind).__name__


def copied(errors: Iterable["ValidationError"]) -> int | None:
    """How many values of enums errors, and those of their alternatives, hold copies of; None where they are too deep.

    Alternatives of alternatives are as many levels as a contract has schemas, and to explain an error is a recursion.
    """
    level, count = list(errors), 0
    for _ in range(_DEEPEST):
        branches: list[list[ValidationError]] = []
        for error in level:
            count += len(getattr(error.kind, "options", ()))
            branches += getattr(error.kind, "context", ())
        level = [*chain.from_iterable(branches)]
    return None if level else count


def _is_reference(branch: list["ValidationError"]) -> bool:
    return any(name_of(error) == "Required" and getattr(error.kind, "property", "") == "$ref" for error in branch)


def _distance(error: "ValidationError", branch: list["ValidationError"]) -> tuple[int, int, int]:
    """Whether a value has another type, how many values by which an alternative is known differ, and other errors.

    The others are only those at the value itself.
    """
    levels = [(len(inner.instance_path) - len(error.instance_path), name_of(inner)) for inner in branch]
    differing = levels.count((1, "Constant")) + levels.count((1, "Enum"))
    return (0, "Type") in levels, differing, sum(level == 0 for level, _ in levels)


def words(error: "ValidationError") -> str:
    """What is wrong and what was expected, such as `"7" is a string; expected integer`."""
    # the library's kinds share no type
    kind: Any = error.kind
    write = _WORDS.get(name_of(error))
    return write(error, kind) if write else error.message[:200]


def shown(value: object) -> str:
    """A value as JSON between backticks, cut where it is long."""
    text = msgspec.json.encode(value).decode()
    return f"`{text if len(text) <= _LONG else f'{text[: _LONG - 3]}...'}`"


def _type(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401 - the library's, as below
    expected = choice(sorted(kind.types, key=lambda name: (name == "null", name)))
    is_ = _TYPES.get(type(error.instance), "a number")
    return f"{shown(error.instance)} is {is_}; expected {expected}"


def _listed(options: Sequence[Any], write: Callable[[Any], str], word: str = "or") -> str:
    some, more = [*map(write, options[:_MANY])], len(options) - _MANY
    if more <= 0:
        return choice(some, word)
    return f"{', '.join(some)} {word} {more:,} more"


def _unexpected(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401
    listed = _listed(kind.unexpected, "`{}`".format, "and")
    return f"{listed} {plural(len(kind.unexpected), 'is', 'are')} not allowed"


def _no_alternative(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401
    count = len(kind.context)
    # each alternative lacks one property, and any of them would do
    if all(len(branch) == 1 and name_of(branch[0]) == "Required" for branch in kind.context):
        names = dict.fromkeys(f"`{branch[0].kind.property}`" for branch in kind.context)
        return f"{choice(list(names))} is missing"
    meant = nearest(error)
    none = f"{shown(error.instance)} matches none of {counted(count, 'alternative')}"
    if not meant:
        return none
    first = _below(error, meant[0])
    if count == 1 or (len(meant) == 1 and meant[0].instance_path == error.instance_path):
        return first
    return f"{none}; in the nearest, {first}"


def _below(error: "ValidationError", inner: "ValidationError") -> str:
    path = ".".join(map(str, inner.instance_path[len(error.instance_path) :]))
    return f"`{path}`: {words(inner)}" if path else words(inner)


def _several(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401
    count = sum(not branch for branch in kind.context)
    return f"{shown(error.instance)} matches {count:,} alternatives of `oneOf`; expected exactly one"


_Wording = Callable[["ValidationError", Any], str]


def _at(bound: str) -> _Wording:
    return lambda error, kind: f"{shown(error.instance)} is out of range; expected {bound} {shown(kind.limit)[1:-1]}"


def _size(bound: str, noun: str, nouns: str = "") -> _Wording:
    def write(error: "ValidationError", kind: Any) -> str:  # noqa: ANN401
        has = counted(len(error.instance), noun, nouns)  # type: ignore[arg-type] # the keyword applies to what has a length
        return f"{shown(error.instance)} has {has}; expected at {bound} {kind.limit:,}"

    return write


_WORDS: Final[Mapping[str, _Wording]] = {
    "Type": _type,
    "Required": lambda _, kind: f"`{kind.property}` is missing",
    "Enum": lambda error, kind: f"{shown(error.instance)} is not allowed; expected {_listed(kind.options, shown)}",
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
