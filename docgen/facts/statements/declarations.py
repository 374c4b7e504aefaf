"""What a text says of a field in the words of its schema: required or optional, null, and its type."""

import re
from collections.abc import Callable
from typing import Final

from docgen.facts.knowledge.schemas import Declaration
from docgen.facts.verdict import Around, Found, Verdicts, unbound

_SUBJECT: Final = r"(?P<fields>(?:`[\w-]+`|\w+[_-][\w-]+)(?:(?:, |,? and )`[\w-]+`)*)"
_STATEMENT: Final = re.compile(
    rf"{_SUBJECT}(?: (?P<verb>is|are|may be|can be|must be|cannot be|must not be)(?: always| also| now| still)?|,)"
    r" (?P<what>(?:not )?(?:required|mandatory|optional)|never null|not null|null(?:able)?"
    r"|(?:an? )?(?:Unix (?:timestamp|time)|(?:whole|decimal|floating-point) number|string|integer|number|boolean|array"
    r"|list|object)s?)\b(?! (?:of|that|to|id|key))",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"\b(?:if|when|unless|where|for|only|until|once|except|either|or|one of|any of)\b", re.IGNORECASE
)
_JSON_TYPES: Final = {
    "string": ("string",), "boolean": ("boolean",), "array": ("array",), "list": ("array",), "object": ("object",),
    "integer": ("integer",), "whole number": ("integer",), "number": ("integer", "number"),
    "decimal number": ("number", "string"), "floating-point number": ("number",),
    "unix timestamp": ("integer", "number"), "unix time": ("integer", "number"),
}  # fmt: skip


def misdeclared(sentence: Found, around: Around) -> Verdicts:
    """Each field of a sentence of which every schema that has it says the contrary."""
    if sentence.text.rstrip().endswith("?") or _CONDITION.search(sentence.text):
        return  # what holds in a case alone
    for match in _STATEMENT.finditer(sentence.text):
        for name in re.finditer(r"[\w-]+", match["fields"]):
            if name[0] != "and" and (message := _wrong(name[0], match["verb"] or "is", match["what"], around)):
                start = sentence.start + match.start("fields") + name.start()
                yield (
                    Found("name", start, start + len(name[0]), name[0]),
                    unbound(message, "write what the schema says"),
                )


def _wrong(name: str, verb: str, what: str, around: Around) -> str:
    """Why no declaration of a field is as the text says; empty where one is, or nothing declares it."""
    says = f"{verb} {what}"
    is_so = _test(says.lower())
    declared = [(one.id, known) for one in around.vocabularies for known in one.declarations.get(name, ())]
    if not declared or any(is_so(known) for _, known in declared):
        return ""
    return f"no schema of contract {declared[0][0]} says that `{name}` {says}"


def _test(says: str) -> Callable[[Declaration], bool]:
    """Whether a declaration may be what a text says."""
    if says.endswith(("required", "mandatory", "optional")):
        is_required = says.endswith("optional") == ("not" in says)
        return lambda known: known.is_required is is_required
    if "null" in says:
        is_denied = "never" in says or "not" in says
        return lambda known: known.types is None or ("null" in known.types) is not is_denied
    kind = re.sub(r"^(?:is|are|may be|can be|must be|cannot be|must not be) (?:an? )?", "", says).removesuffix("s")
    allowed = _JSON_TYPES.get(kind)
    if allowed is None or "not" in says:
        return lambda _: True
    return lambda known: known.types is None or bool(known.types & {*allowed})
