"""Keywords that limit a value: the action of each change, such as `max-length-decreased`."""

from collections.abc import Callable, Iterator, Mapping
from math import ceil, floor
from typing import Any, Final

from docgen.differ.edits import verb_of
from docgen.differ.types import texts_in
from docgen.openapi.nodes import JsonObject, is_number

UPPER: Final = {
    "maximum": "max",
    "exclusiveMaximum": "exclusive-max",
    "maxLength": "max-length",
    "maxItems": "max-items",
    "maxProperties": "max-properties",
    "maxContains": "max-contains",
}
LOWER: Final = {
    "minimum": "min",
    "exclusiveMinimum": "exclusive-min",
    "minLength": "min-length",
    "minItems": "min-items",
    "minProperties": "min-properties",
    "minContains": "min-contains",
}
_NAMES: Final = UPPER | LOWER
_ENCODINGS: Final = {"contentEncoding": "content-encoding", "contentMediaType": "content-media-type"}
_ENDS: Final = (("exclusiveMaximum", "maximum"), ("exclusiveMinimum", "minimum"))
_IN_ENDS: Final = frozenset((*_ENDS[0], *_ENDS[1]))
_EXCLUSIVE: Final = ("exclusiveMaximum", "exclusiveMinimum")
_IMPLIED: Final = {"minLength": 0, "minItems": 0, "minProperties": 0}  # the same as no limit
_INTEGER: Final = ("integer", ["integer"])
_TYPES: Final = {
    **dict.fromkeys(("maxLength", "minLength", "pattern", *_ENCODINGS), ("string",)),
    # in a query a number is text, and generators write `object` where they know no type
    **dict.fromkeys((*_IN_ENDS, "multipleOf"), ("number", "integer", "string", "object")),
    **dict.fromkeys(("maxItems", "minItems", "maxContains", "minContains", "uniqueItems"), ("array",)),
    **dict.fromkeys(("maxProperties", "minProperties"), ("object",)),
}

Action = tuple[str, str, Any, Any]


def constraint_actions(old: JsonObject, new: JsonObject) -> Iterator[Action]:
    """The action, keyword, old and new value of each limit that differs."""
    if _TYPES.keys().isdisjoint(old) and _TYPES.keys().isdisjoint(new):
        return
    old, new = _applicable(old), _applicable(new)
    both_contain = "contains" in old and "contains" in new
    for keyword in _NAMES:
        if keyword not in _IN_ENDS and (both_contain or not keyword.endswith("Contains")):
            yield from _bound_actions(keyword, _bound(old, keyword), _bound(new, keyword))
    step = max(_step(old), _step(new))
    # integers above 4 and those from 5 are the same: bounds are compared by the outermost value that they leave
    for keywords in _ENDS:
        before, after = _bounds(old, keywords), _bounds(new, keywords)
        outermost = _outermost(before, step)
        if outermost is None or outermost != _outermost(after, step):
            yield from _end_actions(keywords, before, after)
    for keyword, (name, verb) in _COMPARED.items():
        value, new_value = old.get(keyword), new.get(keyword)
        if value != new_value:
            yield f"{name}-{verb(value, new_value)}", keyword, value, new_value
    yield from _mark_actions(bool(old.get("uniqueItems")), bool(new.get("uniqueItems")))
    for keyword, name in _ENCODINGS.items():
        if _caseless(old.get(keyword)) != _caseless(new.get(keyword)):
            yield f"{name}-changed", keyword, old.get(keyword), new.get(keyword)


def _mark_actions(before: bool, after: bool) -> Iterator[Action]:
    if before != after:
        yield "unique-items-set" if after else "unique-items-unset", "uniqueItems", before, after


def _applicable(keywords: JsonObject) -> JsonObject:
    """The keywords that apply to the schema's types: `maxItems` does not limit a string."""
    declared = keywords.get("type")
    applying = dict(keywords)
    if isinstance(declared, str | list):
        names = texts_in(declared)
        for keyword in _TYPES.keys() & applying.keys():
            if names.isdisjoint(_TYPES[keyword]):
                del applying[keyword]
    if declared in _INTEGER and _divides(keywords.get("multipleOf"), 1):
        applying.pop("multipleOf")  # every integer is one
    if "contains" in keywords:
        applying.setdefault("minContains", 1)  # the default (JSON Schema 2020-12, section 6.4.5)
    return applying


def _caseless(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """An encoding or a media type, whose case has no meaning (RFC 2045, sections 5.1 and 6.1)."""
    return value.lower() if isinstance(value, str) else value


def _bound(keywords: JsonObject, keyword: str) -> Any:  # noqa: ANN401 - a bound may be of a wrong type
    value = keywords.get(keyword)
    if not is_number(value) or value == _IMPLIED.get(keyword):
        return None
    return value


def _bounds(keywords: JsonObject, end: tuple[str, str]) -> JsonObject:
    """The exclusive and the inclusive bound of one end of the range of a number, by their keywords."""
    values = {keyword: _bound(keywords, keyword) for keyword in end}
    return {keyword: value for keyword, value in values.items() if value is not None}


def _bound_actions(keyword: str, before: Any, after: Any) -> Iterator[Action]:  # noqa: ANN401 - numbers or None
    if before == after:
        return
    if before is None:
        verb = "set"
    elif after is None:
        verb = "unset"
    else:
        verb = "increased" if after > before else "decreased"
    yield f"{_NAMES[keyword]}-{verb}", keyword, before, after


def _tightness(bound: tuple[str, Any]) -> tuple[float, bool]:
    """How much a bound excludes, by its keyword and its value: at the upper end, a larger number excludes less."""
    keyword, value = bound
    return -value if keyword in UPPER else value, keyword in _EXCLUSIVE


def _bound_text(keyword: str, value: Any) -> str:  # noqa: ANN401 - a number
    return f"{value} (exclusive)" if keyword in _EXCLUSIVE else str(value)


def _outermost(bounds: Mapping[str, Any], step: Any) -> int | None:  # noqa: ANN401 - a fraction
    """The last multiple of a step within the bounds; None without bounds, or where all numbers are multiples."""
    multiples = []
    for keyword, bound in bounds.items():
        value = _exact(bound)
        if value is None or not step:
            return None
        # the lower end is negated, so that rounding down and the minimum are right for both
        steps = (value if keyword in UPPER else -value) / step
        multiples.append(ceil(steps) - 1 if keyword in _EXCLUSIVE else floor(steps))
    return min(multiples, default=None)


def _end_actions(keywords: tuple[str, str], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Action]:
    """The actions of one end; a bound that becomes exclusive, or the reverse, is one action and not two."""
    if not old or not new or old.keys() == new.keys():
        for keyword in keywords:
            yield from _bound_actions(keyword, old.get(keyword), new.get(keyword))
        return
    # where both bounds are given, the looser one has no effect
    was, now = (max(bounds.items(), key=_tightness) for bounds in (old, new))
    if was != now:
        is_tighter = _tightness(now) > _tightness(was)
        verb = "increased" if is_tighter == (now[0] in LOWER) else "decreased"
        yield f"{_NAMES[now[0]]}-{verb}", now[0], _bound_text(*was), _bound_text(*now)


def _step(keywords: JsonObject) -> Any:  # noqa: ANN401 - a fraction, or a whole number
    """The number of which all values are multiples; 0 where they need not be."""
    step = int(keywords.get("type") in _INTEGER)
    return max(step, _exact(keywords.get("multipleOf")) or step)


def _exact(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The fraction that a number is as it is written: as a float, 0.1 is no tenth; None for what is no number."""
    from fractions import Fraction  # slow to import, and few contracts change their bounds

    try:
        return Fraction(str(value)) if is_number(value) else None
    except ValueError:  # it is infinite, or too long to be written
        return None


def _divides(small: Any, large: Any) -> bool:  # noqa: ANN401 - any JSON
    divisor, number = _exact(small), _exact(large)
    return number is not None and bool(divisor and number % divisor == 0)


def _multiple_verb(before: Any, after: Any) -> str:  # noqa: ANN401 - any JSON
    if before is None:
        return "set"
    if after is None:
        return "unset"
    if _divides(after, before):
        return "generalized"
    return "specialized" if _divides(before, after) else "changed"


def _pattern_verb(before: Any, after: Any) -> str:  # noqa: ANN401 - any JSON
    return "generalized" if before is not None and after in (".*", "^.*$") else verb_of(before, after)


_COMPARED: Final[Mapping[str, tuple[str, Callable[[Any, Any], str]]]] = {
    "multipleOf": ("multiple-of", _multiple_verb),
    "pattern": ("pattern", _pattern_verb),
}
