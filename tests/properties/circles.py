"""Schemas that contain themselves in every way that one can contain another, and patterns beside examples."""

import random
from typing import Any, Final

Json = dict[str, Any]

NAMES: Final = ("Item", "Error", "Base", "C1", "C2", "C3", "C4", "C5")
FIELDS: Final = ("id", "kind", "size", "parts", "more", "either", "code", "type")
LISTS: Final = ("oneOf", "anyOf", "allOf", "prefixItems")
SINGLE: Final = ("not", "if", "then", "else", "items", "additionalProperties", "contains", "unevaluatedProperties")
NAMED: Final = ("properties", "patternProperties", "dependentSchemas", "$defs")
LEAVES: Final[tuple[Json, ...]] = (
    {"type": "string"},
    {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
    {"enum": ["new", "old", None]},
    {"const": "item.made"},
    {"type": ["string", "null"]},
    {"type": "integer", "nullable": True},
)
LINKS: Final = ("$ref", *LISTS, *SINGLE, "properties")
PATTERNS: Final = (
    "(?i)^[0-9a-f]{8}$", "(?i:a)", "a++", "(?>a)b", "(?<=a)b", "(?<n>a)\\k<n>", "(?P<n>a)", "\\p{L}+", "\\p{Nope}",
    "\\Aa\\Z", "[[:alpha:]]", "[a&&b]", "[\ud800-\udfff]", "\\ud83d\\ude00", "\\u{1f600}", "]", "{", "a{,3}", "[]",
    "[^]", "a{1,1000000}", "(a{1,1000}){1,1000}", "(?x) a b", "(?#a)", "\\", "(", "*", "\\1", "\\07", "\\cA",
    "^(a|a)*$", "",
)  # fmt: skip


def circular(drawn: random.Random) -> dict[str, Json]:
    """Some component schemas that refer to each other and to themselves."""
    names = drawn.sample(NAMES, drawn.randint(1, len(NAMES)))
    return {name: _schema(drawn, names, 2) for name in names}


def _schema(drawn: random.Random, names: list[str], depth: int) -> Json:
    schema: Json = dict(drawn.choice(LEAVES)) if drawn.random() < 0.4 else {}
    for _ in range(drawn.randint(1, 3)):
        keyword = drawn.choice((*LISTS, *SINGLE, *NAMED, *LISTS, "properties"))
        inner = [_inner(drawn, names, depth) for _ in range(drawn.choice((1, 1, 2, 4)))]
        if drawn.random() < 0.2:
            inner *= 8
        schema[keyword] = inner if keyword in LISTS else inner[0]
        if keyword in NAMED:
            schema[keyword] = dict(zip(drawn.sample(FIELDS, len(FIELDS)), inner, strict=False))
    if drawn.random() < 0.2:
        schema["discriminator"] = {
            "propertyName": "kind",
            "mapping": dict.fromkeys(("new", "old"), drawn.choice(names)),
        }
    if drawn.random() < 0.2:
        schema["example"] = _value(drawn, drawn.choice((1, 5, 40)))
    return schema


def _inner(drawn: random.Random, names: list[str], depth: int) -> Json:
    """A reference, most often; to a component, or into one, alone or with keywords beside it."""
    how = drawn.random()
    ref = f"#/components/schemas/{drawn.choice(names)}"
    if how < 0.65:
        return {"$ref": ref}
    if how < 0.75:
        return {"$ref": ref, **drawn.choice(({"description": "It."}, {"nullable": True}, {"required": ["id"]}))}
    if how < 0.8:
        return {"$ref": f"{ref}/{drawn.choice(('properties/id', 'items', 'oneOf/0', 'allOf/0'))}"}
    return _schema(drawn, names, depth - 1) if depth and how < 0.9 else dict(drawn.choice(LEAVES))


def _value(drawn: random.Random, levels: int) -> Any:  # noqa: ANN401 - any JSON
    value: Any = drawn.choice(("new", "item.made", 3, None))
    for _ in range(levels):
        value = [value] if drawn.random() < 0.2 else dict.fromkeys(drawn.sample(FIELDS, 2), value)
        if len(str(value)) > 2_000:
            break
    return value


def chain(drawn: random.Random) -> dict[str, Json]:
    """Component schemas of which each has the next one in it, and the last one the first, perhaps."""
    link, length = drawn.choice(LINKS), drawn.choice((3, 40, 400, 1200))
    schemas: dict[str, Json] = {}
    for index in range(length):
        ref = {"$ref": f"#/components/schemas/Link{(index + 1) % length}"}
        inner: Any = {"id": ref} if link == "properties" else [ref] if link in LISTS else ref
        schemas[f"Link{index}"] = ref if link == "$ref" else {link: inner}
    if drawn.random() < 0.7:
        schemas[f"Link{length - 1}"] = dict(drawn.choice(LEAVES))
    return {**schemas, drawn.choice(NAMES[:3]): schemas["Link0"]}


def patterned(drawn: random.Random) -> Json:
    """A schema with a pattern that some engine does not take, and a value to be matched against it."""
    pattern, text = drawn.choice(PATTERNS), drawn.choice(("ABCDEF01", "a", "aab", "\ud83d\ude00", ""))
    found: Json = drawn.choice((
        {"type": "string", "pattern": pattern},
        {"patternProperties": {pattern: {"type": "integer"}}, "additionalProperties": False},
        {"patternProperties": {pattern: {"type": "integer"}}, "unevaluatedProperties": {"type": "string"}},
        {"propertyNames": {"pattern": pattern}},
        {"type": "array", "items": {"$ref": "#/components/schemas/Patterned"}},
        {"type": "string", "format": "regex"},
    ))  # fmt: skip
    value = {"string": text, "array": [text]}.get(str(found.get("type")), {text: 1})
    if found.get("format"):
        value = pattern
    return {**found, drawn.choice(("example", "default")): value, "$defs": {"Inner": {"pattern": pattern}}}
