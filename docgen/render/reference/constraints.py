"""The keywords of a schema in words: `1 to 100`, `at most 500 characters`, `one of ...`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from docgen.render import escape

_SHOWN: Final = 60  # values of a long list
_LONG: Final = 400  # characters of a value
_CONDITIONS: Final = (
    "if", "dependentSchemas", "dependencies", "propertyNames", "contains", "unevaluatedProperties", "unevaluatedItems",
    "prefixItems", "contentSchema", "$dynamicRef", "$recursiveRef",
)  # fmt: skip


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
    if isinstance(of.get("pattern"), str):
        yield Markup("matches ") + escape.code(of["pattern"])
    if of.get("additionalProperties") is False and of.get("properties", True):
        yield Markup("no other fields")
    dependent = of.get("dependentRequired")
    for name, also in dependent.items() if isinstance(dependent, Mapping) else ():
        yield Markup("with ") + escape.code(str(name)) + " also " + _listed([escape.code(str(n)) for n in also])
    for name in ("contentMediaType", "contentEncoding"):
        if isinstance(of.get(name), str):
            yield Markup("holds " if name == "contentMediaType" else "encoded as ") + escape.code(of[name])
    if "default" in of:
        yield Markup("default ") + literal(of["default"])
    for name in _CONDITIONS:
        if name in of:
            yield Markup("a condition of the contract: ") + escape.code(name)


def values(listed: Sequence[object]) -> Markup:
    """The values of an enumeration."""
    shown = [literal(value) if not isinstance(value, str) else escape.code(value) for value in listed[:_SHOWN]]
    if len(listed) == 1:
        return Markup("always ") + shown[0]
    more = Markup(f" and {len(listed) - _SHOWN} more") if len(listed) > _SHOWN else Markup("")
    return Markup("one of ") + Markup(", ").join(shown) + more


def _listed(parts: Sequence[Markup]) -> Markup:
    return Markup(", ").join(parts)


def _numbers(of: Mapping[str, Any]) -> Iterator[Markup]:
    low, high = of.get("minimum"), of.get("maximum")
    if _number(low) and _number(high):
        yield Markup(f"exactly {low}" if low == high else f"{low} to {high}")
    elif _number(low):
        yield Markup(f"at least {low}")
    elif _number(high):
        yield Markup(f"at most {high}")
    if _number(of.get("exclusiveMinimum")):
        yield Markup(f"more than {of['exclusiveMinimum']}")
    if _number(of.get("exclusiveMaximum")):
        yield Markup(f"less than {of['exclusiveMaximum']}")
    if _number(of.get("multipleOf")):
        yield Markup(f"a multiple of {of['multipleOf']}")


def _extent(of: Mapping[str, Any], least: str, most: str, unit: str) -> Iterator[Markup]:
    low, high = of.get(least), of.get(most)
    low = low if _number(low) and low else None
    if low is not None and _number(high):
        yield Markup(f"exactly {_count(low, unit)}" if low == high else f"{low} to {_count(high, unit)}")
    elif low is not None:
        yield Markup(f"at least {_count(low, unit)}")
    elif _number(high):
        yield Markup(f"at most {_count(high, unit)}")


def _count(number: Any, unit: str) -> str:  # noqa: ANN401 - a number of JSON
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
