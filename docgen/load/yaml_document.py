"""YAML -> a document, as OpenAPI means it: keys are text, and only what JSON has is more than text.

A vendor's aliases are accepted as long as they do not multiply; authored files have a reader of their own.
"""

import re
from math import isfinite, nan
from typing import Any, Final

import yaml

from docgen.load.document import Document, whole
from docgen.load.findings import RefusedError, finding
from docgen.load.json_document import too_deep
from docgen.model.finding import Finding
from docgen.openapi.levels import DEEPEST
from docgen.positions.source import Source, place_at
from docgen.wording import MANY

MOST_COPIES: Final = 1_000_000
"""How many values aliases may add to those that are written in the text."""

_PREFIX: Final = "tag:yaml.org,2002:"
# YAML 1.2, section 10.2: what the core schema reads as more than text; 1.1 has `no`, `12:30` and `010` besides.
_NUMBER: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,4300}|0o[0-7]+|0x[0-9a-fA-F]+")
_NO_NUMBER: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_TRUTH: Final = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # the C loader is optional
    """The safe loader without dates: a contract's `2026-05-15` is text."""


_Loader.yaml_implicit_resolvers = {
    start: [(tag, pattern) for tag, pattern in resolvers if tag != f"{_PREFIX}timestamp"]
    for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(source: Source) -> Document:
    """The value of a YAML text; RefusedError with what is wrong, each at its place.

    Refused are a syntax error, a second document, a key that stands twice, a tag, an alias inside of what it
    stands for, aliases that add more than MOST_COPIES values, and more levels than DEEPEST.
    """
    try:
        node = yaml.compose(source.text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise RefusedError(_syntax(source, error)) from None
    except yaml.YAMLError as error:
        raise RefusedError(_unreadable(source, 1, 1, f"not YAML: {str(error).splitlines()[0]}")) from None
    if node is None:
        raise RefusedError(_unreadable(source, 1, 1, "the file is empty"))
    reader = _Reader(source)
    value = reader.value(node, 1)[0]
    if reader.findings:
        raise RefusedError(*reader.findings)
    return whole(value)


def _syntax(source: Source, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    line, column = place_at(source.text, mark.index) if mark else (1, 1)
    if "exceeded maximum nesting depth" in str(error.context or "") + str(error.problem or ""):
        return too_deep(source, line, column)
    return _unreadable(source, line, column, f"not YAML: {error.problem or error.context}")


def _unreadable(source: Source, line: int, column: int, said: str, hint: str = "") -> Finding:
    message = f"{said}; expected OpenAPI 3.x as JSON or YAML"
    return finding(source, line, column, "spec-unreadable", message, hint or "export the contract again")


_Read = tuple[Any, int, int]
"""A value, how many values it is with all copies, and its levels."""


class _Reader:
    """The values of nodes; a node that an alias repeats is read once, and counted as often as it stands there."""

    def __init__(self, source: Source) -> None:
        self.findings: list[Finding] = []
        self._source = source
        self._read: dict[int, _Read | None] = {}
        self._written = 0

    def value(self, node: yaml.Node, level: int) -> _Read:
        """The value of a node at a level; RefusedError where the document could not be walked."""
        if isinstance(node, yaml.ScalarNode):
            self._written += 1
            return self._scalar(node), 1, 0
        # An alias is the very node of its anchor, and nodes compare by nothing else; the document holds them all, so
        # that no id is given twice. `self` stands for a node not met yet: None is one whose reading has begun.
        known = self._read.get(id(node), self)
        if known is None:
            raise self._refused(node, "an alias stands inside of what it stands for", "write the value out")
        if level + (known[2] if isinstance(known, tuple) else 1) > DEEPEST + 1:
            raise RefusedError(too_deep(self._source, *place_at(self._source.text, node.start_mark.index)))
        if isinstance(known, tuple):
            return known
        self._read[id(node)] = None
        self._written += 1
        read = self._mapping(node, level) if isinstance(node, yaml.MappingNode) else self._sequence(node, level)
        if read[1] - self._written > MOST_COPIES:
            said = f"aliases add more than {MOST_COPIES:,} values"
            raise self._refused(node, said, "write the values out, or refer to them with $ref")
        self._read[id(node)] = read
        return read

    def _mapping(self, node: yaml.MappingNode, level: int) -> _Read:
        mapping: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        size, height = 1, 0
        for key, inner in node.value:
            value, copies, levels = self.value(inner, level + 1)
            size += copies
            height = max(height, levels)
            name = str(key.value)
            if key.tag == f"{_PREFIX}merge":
                merged = self._merged(inner, value) | merged
            elif name in mapping:
                self._twice(node, key)
            else:
                mapping[name] = value
        return (merged | mapping if merged else mapping), size, height + 1

    def _sequence(self, node: yaml.Node, level: int) -> _Read:
        items: list[Any] = []
        size, height = 1, 0
        for inner in node.value:
            value, copies, levels = self.value(inner, level + 1)
            items.append(value)
            size += copies
            height = max(height, levels)
        return items, size, height + 1

    def _merged(self, node: yaml.Node, value: object) -> dict[str, Any]:
        mappings = value if isinstance(value, list) else [value]
        if not all(isinstance(mapping, dict) for mapping in mappings):
            raise self._refused(node, "`<<` merges mappings", "name a mapping by its alias")
        return {key: inner for mapping in reversed(mappings) for key, inner in mapping.items()}

    def _scalar(self, node: yaml.ScalarNode) -> Any:  # noqa: ANN401 - any JSON scalar
        text, tag = str(node.value), node.tag.removeprefix(_PREFIX)
        if tag == "str" or node.style in ("'", '"', "|", ">"):
            return text
        if tag == "bool":
            return _TRUTH.get(text, text)
        if tag == "null":
            return None
        if tag not in ("int", "float", "value"):
            raise self._refused(node, f"the tag {node.tag} is refused", "write a plain value")
        if _INTEGER.fullmatch(text):
            return int(text, 0 if text[:2] in ("0o", "0x") else 10)
        if not _NUMBER.fullmatch(text) and not _NO_NUMBER.fullmatch(text):
            return text
        number = nan if _NO_NUMBER.fullmatch(text) else float(text)
        if not isfinite(number):
            raise self._refused(node, f"{text[:40]} is not a valid JSON number", "write a number, or quote it as text")
        return number

    def _twice(self, node: yaml.MappingNode, key: yaml.Node) -> None:
        if len(self.findings) >= MANY:
            return
        first = next(other.start_mark.index for other, _ in node.value if other.value == key.value)
        message = f"duplicate key `{key.value}` (first on line {place_at(self._source.text, first)[0]})"
        line, column = place_at(self._source.text, key.start_mark.index)
        self.findings.append(finding(self._source, line, column, "duplicate-key", message, "remove one of the two"))

    def _refused(self, node: yaml.Node, said: str, hint: str) -> RefusedError:
        return RefusedError(_unreadable(self._source, *place_at(self._source.text, node.start_mark.index), said, hint))
