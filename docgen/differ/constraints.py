"""Keywords that limit a value: the action of each change, such as `max-length-decreased`."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from math import ceil, floor
from typing import Any, Final

import msgspec

from docgen.openapi.nodes import is_number

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
_EXCLUSIVE: Final = {"exclusiveMaximum": "maximum", "exclusiveMinimum": "minimum"}
_IMPLIED: Final = {"minLength": 0, "minItems": 0, "minProperties": 0}  # the same as no limit
_INTEGER: Final = ("integer", ["integer"])
_ENDS: Final = frozenset((*_EXCLUSIVE, *_EXCLUSIVE.values()))
_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("maxLength", "minLength", "pattern", "contentEncoding", "contentMediaType"), ("string",)),
    **dict.fromkeys(
        ("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "multipleOf"),
        ("number", "integer", "string", "object"),
    ),  # in a query a number is text, and generators write `object` where they know no type
    **dict.fromkeys(("maxItems", "minItems", "maxContains", "minContains", "uniqueItems"), ("array",)),
    **dict.fromkeys(("maxProperties", "minProperties"), ("object",)),
}

Action = tuple[str, str, Any, Any]


def constraint_actions(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Action]:
    """The action, keyword, old and new value of each limit that differs."""
    if _TYPES.keys().isdisjoint(old) and _TYPES.keys().isdisjoint(new):
        return
    old, new = _applicable(old), _applicable(new)
    both_contain = "contains" in old and "contains" in new
    for keyword, name in (UPPER | LOWER).items():
        before, after = _bound(old, keyword), _bound(new, keyword)
        if before != after and (both_contain or not keyword.endswith("Contains")) and keyword not in _ENDS:
            yield f"{name}-{_direction(before, after)}", keyword, before, after
    step = max(_step(old), _step(new))
    for exclusive in _EXCLUSIVE:
        ranges = _ranges(old, exclusive), _ranges(new, exclusive)
        before, after = (_outermost(each.values(), step, exclusive in UPPER) for each in ranges)
        if before is None or before != after:
            yield from _range_actions(exclusive, *ranges)
    yield from _multiple(old.get("multipleOf"), new.get("multipleOf"))
    yield from _pattern(old.get("pattern"), new.get("pattern"))
    if bool(old.get("uniqueItems")) != bool(new.get("uniqueItems")):
        action = "unique-items-set" if new.get("uniqueItems") else "unique-items-unset"
        yield action, "uniqueItems", bool(old.get("uniqueItems")), bool(new.get("uniqueItems"))
    for keyword, name in (("contentEncoding", "content-encoding"), ("contentMediaType", "content-media-type")):
        before, after = old.get(keyword), new.get(keyword)
        if _caseless(before) != _caseless(after):
            yield f"{name}-changed", keyword, before, after


def _caseless(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """An encoding or a media type, whose case has no meaning (RFC 2045, sections 5.1 and 6.1)."""
    return value.lower() if isinstance(value, str) else value


class _Range(msgspec.Struct, frozen=True):
    """One end of the range of a number: its keyword, its value, and whether it excludes the value (`strict`)."""

    keyword: str
    value: Any
    strict: bool

    def __str__(self) -> str:
        return f"{self.value} (exclusive)" if self.strict else str(self.value)


def _ranges(keywords: Mapping[str, Any], exclusive: str) -> dict[str, _Range]:
    """The inclusive and the exclusive bound of one end, by their keywords."""
    ends = (_Range(keyword, _bound(keywords, keyword), keyword == exclusive) for keyword in _ends(exclusive))
    return {end.keyword: end for end in ends if end.value is not None}


def _ends(exclusive: str) -> tuple[str, str]:
    return exclusive, _EXCLUSIVE[exclusive]


def _tightness(end: _Range, upper: bool) -> tuple[float, bool]:
    return (-end.value if upper else end.value, end.strict)


def _step(keywords: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a fraction, or a whole number
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


def _outermost(ends: Iterable[_Range], step: Any, upper: bool) -> int | None:  # noqa: ANN401 - a fraction
    """The last multiple of a step within the bounds of one end; None without bounds, or where all numbers are."""
    found = []
    for end in ends if step else ():
        value = _exact(end.value)
        if value is None:
            return None
        steps = value / (step if upper else -step)
        found.append(ceil(steps) - 1 if end.strict else floor(steps))
    return min(found, default=None)


def _range_actions(exclusive: str, old: dict[str, _Range], new: dict[str, _Range]) -> Iterator[Action]:
    """The actions of one end; a bound that becomes exclusive, or the reverse, is one action and not two."""
    names = UPPER | LOWER
    if not old or not new or old.keys() == new.keys():
        for keyword in _ends(exclusive):
            before, after = (end.value if (end := ranges.get(keyword)) else None for ranges in (old, new))
            if before != after:
                yield f"{names[keyword]}-{_direction(before, after)}", keyword, before, after
        return
    tightness = partial(_tightness, upper=exclusive in UPPER)
    old_end, new_end = (max(ranges.values(), key=tightness) for ranges in (old, new))
    if old_end != new_end:
        verb = "decreased" if (tightness(new_end) > tightness(old_end)) == (exclusive in UPPER) else "increased"
        yield f"{names[new_end.keyword]}-{verb}", new_end.keyword, str(old_end), str(new_end)


def _applicable(keywords: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords that apply to the schema's types: `maxItems` does not limit a string."""
    declared = keywords.get("type")
    names = [declared] if isinstance(declared, str) else declared if isinstance(declared, list) else None
    applying = {
        key: value
        for key, value in keywords.items()
        if names is None or key not in _TYPES or any(name in names for name in _TYPES[key])
    }
    if declared in _INTEGER and _divides(keywords.get("multipleOf"), 1):
        applying.pop("multipleOf")  # every integer is one
    if "contains" in keywords:
        applying.setdefault("minContains", 1)  # the default (JSON Schema 2020-12, section 6.4.5)
    return applying


def _bound(keywords: Mapping[str, Any], keyword: str) -> Any:  # noqa: ANN401 - a bound may be of a wrong type
    value = keywords.get(keyword)
    return value if is_number(value) and value != _IMPLIED.get(keyword) else None


def _direction(before: Any, after: Any) -> str:  # noqa: ANN401 - numbers or None
    if before is None:
        return "set"
    if after is None:
        return "unset"
    return "increased" if after > before else "decreased"


def _multiple(before: Any, after: Any) -> Iterator[Action]:  # noqa: ANN401 - any JSON
    if before == after:
        return
    if before is None or after is None:
        yield f"multiple-of-{'set' if before is None else 'unset'}", "multipleOf", before, after
    elif _divides(after, before):
        yield "multiple-of-generalized", "multipleOf", before, after
    else:
        yield f"multiple-of-{'specialized' if _divides(before, after) else 'changed'}", "multipleOf", before, after


def _divides(small: Any, large: Any) -> bool:  # noqa: ANN401 - any JSON
    divisor, number = _exact(small), _exact(large)
    return number is not None and bool(divisor and number % divisor == 0)


def _pattern(before: Any, after: Any) -> Iterator[Action]:  # noqa: ANN401 - any JSON
    if before == after:
        return
    if before is None or after is None:
        yield f"pattern-{'added' if before is None else 'removed'}", "pattern", before, after
    else:
        anything = after in (".*", "^.*$")
        yield f"pattern-{'generalized' if anything else 'changed'}", "pattern", before, after
