"""The keywords of a schema in words: `1 to 100`, `at most 500 characters`, `one of ...`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from docgen.openapi.nodes import is_number
from docgen.render import escape
from docgen.wording import plural

_MAX_VALUES: Final = 60  # values of a long list
_MAX_LENGTH: Final = 400  # characters of a value
_CONDITIONS: Final = (
    "if", "dependentSchemas", "dependencies", "propertyNames", "contains", "unevaluatedProperties", "unevaluatedItems",
    "prefixItems", "contentSchema", "$dynamicRef", "$recursiveRef",
)  # fmt: skip


_CODES: Final = {"pattern": "matches", "contentMediaType": "contains", "contentEncoding": "encoded as"}
_BOUNDS: Final = {"exclusiveMinimum": "more than", "exclusiveMaximum": "less than", "multipleOf": "a multiple of"}


def literal(value: object) -> Markup:
    """A value of JSON as code, cut where it is very long."""
    written = json.dumps(value, ensure_ascii=False, default=str)
    return escape.code(written if len(written) <= _MAX_LENGTH else written[:_MAX_LENGTH] + "…")


def constraints(keywords: Mapping[str, Any]) -> tuple[Markup, ...]:
    """The constraints of a value in words, without its type; a keyword without words is named."""
    return tuple(_phrases(keywords))


def _phrases(keywords: Mapping[str, Any]) -> Iterator[Markup]:
    if "const" in keywords:
        yield Markup("always ") + literal(keywords["const"])
    if isinstance(keywords.get("enum"), list):
        yield values(keywords["enum"])
    yield from _numbers(keywords)
    yield from _extent(keywords, "minLength", "maxLength", "character")
    yield from _extent(keywords, "minItems", "maxItems", "item")
    yield from _extent(keywords, "minProperties", "maxProperties", "field")
    if keywords.get("uniqueItems") is True:
        yield Markup("unique items")
    for name, words in _CODES.items():
        if isinstance(keywords.get(name), str):
            yield Markup("{} {}").format(words, escape.code(keywords[name]))
    yield from _dependent(keywords.get("dependentRequired"))
    if "default" in keywords:
        yield Markup("default ") + literal(keywords["default"])
    yield from (Markup("condition in the contract: ") + escape.code(name) for name in _CONDITIONS if name in keywords)


def _dependent(dependent: object) -> Iterator[Markup]:
    for name, also in dependent.items() if isinstance(dependent, Mapping) else ():
        listed = Markup(", ").join(escape.code(str(other)) for other in (also if isinstance(also, list) else ()))
        yield Markup("with {} also {}").format(escape.code(str(name)), listed)


def values(listed: Sequence[object]) -> Markup:
    """The values of an enumeration."""
    shown = [literal(value) if not isinstance(value, str) else escape.code(value) for value in listed[:_MAX_VALUES]]
    if len(listed) == 1:
        return Markup("always ") + shown[0]
    more = f" and {len(listed) - _MAX_VALUES} more" if len(listed) > _MAX_VALUES else ""
    return Markup("one of {}{}").format(Markup(", ").join(shown), more)


def _numbers(keywords: Mapping[str, Any]) -> Iterator[Markup]:
    yield from _range(keywords.get("minimum"), keywords.get("maximum"), "")
    for name, words in _BOUNDS.items():
        if is_number(keywords.get(name)):
            yield Markup("{} {}").format(words, keywords[name])


def _extent(keywords: Mapping[str, Any], least: str, most: str, unit: str) -> Iterator[Markup]:
    low = keywords.get(least)
    yield from _range(low if low else None, keywords.get(most), unit)


def _range(low: object, high: object, unit: str) -> Iterator[Markup]:
    if is_number(low) and is_number(high):
        words = Markup("exactly {}") if low == high else Markup("{} to {}").format(low, "{}")
        yield words.format(_count(high, unit))
    elif is_number(low):
        yield Markup("at least {}").format(_count(low, unit))
    elif is_number(high):
        yield Markup("at most {}").format(_count(high, unit))


def _count(number: object, unit: str) -> str:
    return f"{number} {plural(number, unit)}" if unit else str(number)
