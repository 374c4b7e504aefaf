"""What a text says is where: a field in a schema, a resource at a path, all values of a list."""

import re
from typing import Final

from docgen.facts.knowledge.vocabulary import Vocabulary
from docgen.facts.verdict import Around, Found, Verdicts, unbound

_FIELD: Final = re.compile(
    r"\b(?:an?|each|every|this|the) (?P<noun>[a-z]+(?: [a-z]+)?) (?:has|carries|contains|includes|comes with)"
    r"(?: also| always)?(?: an?| the| its)? `(?P<name>\w+)`",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"\b(?P<noun>[a-z]{4,})(?: (?:are|is|live|lives))?(?: \w+)? (?:under|at) `(?P<path>/[^`]+)`", re.IGNORECASE
)
_ONLY: Final = re.compile(
    r"^\W*Only (?P<names>`[\w.]+`(?:(?:, |,? and )`[\w.]+`)*) (?:is|are) (?:ever )?sent(?=\s*[.;]|\s*$)"
)


def misplaced_parts(sentence: Found, around: Around) -> Verdicts:
    """Each field in a schema without it, resource at the path of another, and list that leaves names out."""
    for match in _FIELD.finditer(sentence.text):
        if schema := _without(match["name"], match["noun"], around):
            message = f"the schema `{schema}` has no field `{match['name']}`"
            yield sentence.part("name", match, "name"), unbound(message, "name the schema or the field that has it")
    for match in _PLACE.finditer(sentence.text):
        if own := _own_path(match["noun"].lower(), match["path"], around):
            yield sentence.part("name", match, "path"), unbound(f"{match['noun']} are at {own}", f"write {own}")
    for match in _ONLY.finditer(sentence.text):
        named = frozenset(re.findall(r"[\w.]+", match["names"])) - {"and"}
        if by := next((id_ for id_, listed in () if named < listed), ""):
            message = f"claim {by} says that others are sent, too"
            yield sentence.part("name", match, "names"), unbound(message, "name all of them, or leave `only` out")


def _without(name: str, noun: str, around: Around) -> str:
    """The schema of a noun that lacks a field, which others have; empty where it has it, or there is none."""
    owners = [(one, schema) for one in around.vocabularies if (schema := _schema(noun, one))]
    is_field = around.has_field(name)
    if not owners or not is_field or any(one.has_inside(schema, name) for one, schema in owners):
        return ""
    return owners[0][1]


def _schema(noun: str, vocabulary: Vocabulary) -> str:
    """The component schema that a noun of one or two words is the name of."""
    words = noun.casefold().split()
    return vocabulary.schemas_by_word.get("".join(words)) or vocabulary.schemas_by_word.get(words[0], "")


def _own_path(noun: str, path: str, around: Around) -> str:
    """The path that ends in a resource, where a text gives it that of another; empty where it is its own."""
    paths = {one.path for vocabulary in around.vocabularies for one in vocabulary.operations}
    own = sorted(known for known in paths if known.rsplit("/", 1)[-1] == noun)
    return own[0] if own and path in paths and not any(map(path.startswith, own)) else ""
