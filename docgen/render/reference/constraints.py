"""The keywords of a schema in words: `1 to 100`, `at most 500 characters`, `one of ...`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from docgen.render import escape
from docgen.wording import plural

_SHOWN: Final = 60  # values of a long list
_LONG: Final = 400  # characters of a value
_CONDITIONS: Final = (
    "if", "dependentSchemas", "dependencies", "propertyNames", "contains", "unevaluatedProperties", "unevaluatedItems",
    "prefixItems", "contentSchema", "$dynamicRef", "$recursiveRef",
)  # fmt: skip


_CODES: Final = {"pattern": "matches", "contentMediaType": "holds", "contentEncoding": "encoded as"}
_BOUNDS: Final = {"exclusiveMinimum": "more than", "exclusiveMaximum": "less than", "multipleOf": "a multiple of"}


def literal(value: object) -> Markup:
    """A value of JSON as code, cut where it is very long."""
    written = json.dumps(value, ensure_ascii=False, default=str)
    return escape.code(written if len(written) <= _LONG else written[:_LONG] + "…")


def constraints(keywords: Mapping[str, Any]) -> tuple[Markup, ...]:
    """What a value must be like, in words, without its type; a keyword that has no words is named."""
    return tuple(_words(keywords))


def _words(of: Mapping[str, Any]) -> Iterator[Markup]:
    if "const" in of:
        yield Markup("always ") + literal(of["const"])
    if isinstance(of.get("enum"), list):
        yield values(of["enum"])
    yield from _numbers(of)
    yield from _extent(of, "minLength", "maxLength", "character")
    yield from _extent(of, "minItems", "maxItems", "item")
    yield from _extent(of, "minProperties", "maxProperties", "field")
    if of.get("uniqueItems") is True:
        yield Markup("no item twice")
    for name, words in _CODES.items():
        if isinstance(of.get(name), str):
            yield Markup("{} {}").format(words, escape.code(of[name]))
    if of.get("additionalProperties") is False:
        yield Markup("no other fields")
    yield from _dependent(of.get("dependentRequired"))
    if "default" in of:
        yield Markup("default ") + literal(of["default"])
    yield from (Markup("a condition of the contract: ") + escape.code(name) for name in _CONDITIONS if name in of)


def _dependent(given: object) -> Iterator[Markup]:
    for name, also in given.items() if isinstance(given, Mapping) else ():
        listed = Markup(", ").join(escape.code(str(other)) for other in (also if isinstance(also, list) else ()))
        yield Markup("with {} also {}").format(escape.code(str(name)), listed)


def values(listed: Sequence[object]) -> Markup:
    """The values of an enumeration."""
    shown = [literal(value) if not isinstance(value, str) else escape.code(value) for value in listed[:_SHOWN]]
    if len(listed) == 1:
        return Markup("always ") + shown[0]
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return Markup("one of {}{}").format(Markup(", ").join(shown), more)


def _numbers(of: Mapping[str, Any]) -> Iterator[Markup]:
    yield from _range(of.get("minimum"), of.get("maximum"), "")
    for name, words in _BOUNDS.items():
        if _number(of.get(name)):
            yield Markup("{} {}").format(words, of[name])


def _extent(of: Mapping[str, Any], least: str, most: str, unit: str) -> Iterator[Markup]:
    low = of.get(least)
    yield from _range(low if low else None, of.get(most), unit)


def _range(low: object, high: object, unit: str) -> Iterator[Markup]:
    if _number(low) and _number(high):
        words = Markup("exactly {}") if low == high else Markup("{} to {}").format(low, "{}")
        yield words.format(_count(high, unit))
    elif _number(low):
        yield Markup("at least {}").format(_count(low, unit))
    elif _number(high):
        yield Markup("at most {}").format(_count(high, unit))


def _count(number: object, unit: str) -> str:
    return f"{number} {plural(number, unit)}" if unit else str(number)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
