"""Whether a schema accepts a value, and numbers and texts that it accepts."""

import operator
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any, Final

from docgen.openapi.nodes import is_number
from docgen.openapi.patterns import matches
from docgen.openapi.schema import Schema
from docgen.render.reference.sample_names import BY_FORMAT, GUESSES

NO_SAMPLE: Final = object()
"""No value could be made: the schema contains itself, or accepts none."""
MAX_SIZE: Final = 5_000
"""The values in a sample, and the characters of a text."""
_PARTS: Final = ("items", "oneOf", "anyOf", "additionalProperties")
_PYTHON_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "array": (list,), "object": (dict,),
}  # fmt: skip


def _is_no_multiple(value: float, step: float) -> bool:
    try:
        return bool(step and value % step)
    except OverflowError:  # a number that is too large for a float
        return True


_BOUNDS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "minimum": operator.lt,
    "exclusiveMinimum": operator.le,
    "maximum": operator.gt,
    "exclusiveMaximum": operator.ge,
    "multipleOf": _is_no_multiple,
}
"""The keywords of a number, and when a value is beyond their bound."""


def fits(schema: Schema, value: object) -> bool:
    """Whether an example has the right type, value and length; objects are always built from their fields."""
    keywords, types = schema.keywords, schema.keywords.get("type") or []
    names = types if isinstance(types, list) else [types]
    if names and not any(_has_type(value, str(name)) for name in names):
        return False
    if isinstance(value, dict | list) and (schema.properties or any(key in keywords for key in _PARTS)):
        return False
    if isinstance(keywords.get("enum"), list) and value not in keywords["enum"]:
        return False
    if isinstance(value, str):
        return _fits_text(keywords, value)
    return _fits_number(keywords, value)


def _has_type(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _PYTHON_TYPES.get(kind, ()))


def _fits_text(keywords: Mapping[str, Any], value: str) -> bool:
    if not count(keywords, "minLength", 0) <= len(value) <= count(keywords, "maxLength", len(value)):
        return False
    pattern = keywords.get("pattern")
    return not isinstance(pattern, str) or matches(pattern, value) is not False


def _fits_number(keywords: Mapping[str, Any], value: object) -> bool:
    if not is_number(value):
        return True
    for key, is_beyond in _BOUNDS.items():
        bound = keywords.get(key)
        if is_number(bound) and is_beyond(value, bound):
            return False
    return True


def count(keywords: Mapping[str, Any], keyword: str, default: int) -> int:
    """The value of a keyword for a length, such as `minItems`; `default` without a valid one."""
    value: Any = keywords.get(keyword)
    if is_number(value) and value >= 0:
        return int(value)
    return default


def number(keywords: Mapping[str, Any], *, whole: bool) -> Any:  # noqa: ANN401
    """1, or the nearest that can be tried to a bound; else NO_SAMPLE."""
    step = keywords.get("multipleOf")
    if not is_number(step) or not step:
        step = 1
    try:
        candidates = [1, step]
        bounds: Iterable[Any] = filter(is_number, map(keywords.get, _BOUNDS))
        for bound in bounds:
            candidates += (bound, bound + step, bound - step, bound + step / 2)
        for candidate in candidates:
            value = int(candidate) if candidate == int(candidate) else candidate
            for near in (value, (value // step + 1) * step):
                if _fits_number(keywords, near) and not (whole and near % 1):
                    return near
    except (ArithmeticError, ValueError):  # a number that is too large for a float
        return NO_SAMPLE
    return NO_SAMPLE


def text(keywords: Mapping[str, Any], named: Iterable[str]) -> Any:  # noqa: ANN401
    """A value of the format, or that goes with the name, or that fits pattern and length; else NO_SAMPLE."""
    formatted = BY_FORMAT.get(str(keywords.get("format")))
    for guess in chain(filter(None, (formatted,)), named, GUESSES):
        if _fits_text(keywords, guess):
            return guess
    least, most = count(keywords, "minLength", 0), count(keywords, "maxLength", 64)
    if least > MAX_SIZE:
        return NO_SAMPLE
    for length in range(max(least, 1), min(most, least + 64) + 1):
        for character in "1aA0f":
            if _fits_text(keywords, character * length):
                return character * length
    return NO_SAMPLE
