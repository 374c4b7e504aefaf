"""YAML -> a document, as OpenAPI defines it: keys are text, and other scalars than those of JSON are text, too.

Aliases are allowed, since vendors use them, unless they multiply the values; `yaml_text` reads authored files.
"""

import re
from collections.abc import Sequence
from math import isfinite
from typing import Any, Final

import msgspec
import yaml

from docgen.load.findings import RefusedError, duplicate_key, unreadable_contract
from docgen.load.json_document import Document, too_deep
from docgen.model.finding import Finding
from docgen.openapi.levels import DEEPEST
from docgen.openapi.nodes import refs_in
from docgen.positions.source import Source
from docgen.wording import MANY

MAX_COPIES: Final = 1_000_000
"""How many values aliases may add to those that are written in the text."""

_EXPORT: Final = "export the contract again"
_PREFIX: Final = "tag:yaml.org,2002:"
# The core schema of YAML 1.2 (section 10.3): PyYAML resolves as YAML 1.1, where `no`, `12:30` and `010` are not text.
_NUMBER: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,4300}|0o[0-7]+|0x[0-9a-fA-F]+")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BOOLEANS: Final = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}


class _Loader(yaml.CSafeLoader):
    """The safe loader without timestamps: `2026-05-15` in a contract is text."""


_Loader.yaml_implicit_resolvers = {
    start: [(tag, pattern) for tag, pattern in resolvers if tag != f"{_PREFIX}timestamp"]
    for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(source: Source) -> Document:
    """The value of a YAML text; RefusedError with a finding for everything that is wrong.

    Refused are a syntax error, a second document, a duplicate key, a tag, an alias to a value that contains it,
    aliases that add more than MAX_COPIES values, and more levels than DEEPEST.
    """
    try:
        node = yaml.compose(source.text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise RefusedError(_syntax(source, error)) from None
    except yaml.YAMLError as error:
        raise RefusedError(unreadable_contract(source, 0, f"not YAML: {str(error).splitlines()[0]}", _EXPORT)) from None
    if node is None:
        raise RefusedError(unreadable_contract(source, 0, "the file is empty", _EXPORT))
    reader = _Reader(source)
    value = reader.value(node, 1)[0]
    if reader.findings:
        raise RefusedError(*reader.findings)
    return Document(value, refs_in(msgspec.json.encode(value)))


def _syntax(source: Source, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    at = mark.index if mark else 0
    if "exceeded maximum nesting depth" in str(error.context or "") + str(error.problem or ""):
        return too_deep(source, at)
    return unreadable_contract(source, at, f"not YAML: {error.problem or error.context}", _EXPORT)


_Read = tuple[Any, int, int]
"""A value, its number of values with all copies, and its levels."""


class _Reader:
    """Turns nodes into values; a node with aliases is read once, and counted as often as it is used."""

    def __init__(self, source: Source) -> None:
        self.findings: list[Finding] = []
        self._source = source
        self._read: dict[int, _Read | None] = {}
        self._written = 0

    def value(self, node: yaml.Node, level: int) -> _Read:
        """The value of a node at a level; RefusedError for a loop of aliases, too many copies or too many levels."""
        if isinstance(node, yaml.ScalarNode):
            self._written += 1
            return self._scalar(node), 1, 0
        # An alias is the same object as the node of its anchor, and the tree keeps all nodes alive, so ids are unique.
        # The default `self` marks a node that is not met yet, None one that is being read.
        earlier = self._read.get(id(node), self)
        if earlier is None:
            raise self._refused(node, "the alias refers to a value that contains it", "write the value out")
        if level + (earlier[2] if isinstance(earlier, tuple) else 1) > DEEPEST + 1:
            raise RefusedError(too_deep(self._source, node.start_mark.index))
        if isinstance(earlier, tuple):
            return earlier
        self._read[id(node)] = None
        self._written += 1
        read = self._mapping(node, level) if isinstance(node, yaml.MappingNode) else self._sequence(node.value, level)
        if read[1] - self._written > MAX_COPIES:
            message = f"aliases add more than {MAX_COPIES:,} values"
            raise self._refused(node, message, "write the values out, or refer to them with $ref")
        self._read[id(node)] = read
        return read

    def _mapping(self, node: yaml.MappingNode, level: int) -> _Read:
        mapping: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        values, size, levels = self._sequence([inner for _, inner in node.value], level)
        for (key, inner), value in zip(node.value, values, strict=True):
            name = str(key.value)
            if key.tag == f"{_PREFIX}merge":
                merged = self._merge_value(inner, value) | merged
            elif name in mapping:
                self._note_duplicate(node, key)
            else:
                mapping[name] = value
        return (merged | mapping if merged else mapping), size, levels

    def _sequence(self, nodes: Sequence[yaml.Node], level: int) -> _Read:
        items = []
        size, height = 1, 0
        for inner in nodes:
            value, copies, levels = self.value(inner, level + 1)
            items.append(value)
            size += copies
            height = max(height, levels)
        return items, size, height + 1

    def _merge_value(self, node: yaml.Node, value: object) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for mapping in value if isinstance(value, list) else [value]:
            if not isinstance(mapping, dict):
                raise self._refused(node, "`<<` can only merge mappings", "use the alias of a mapping")
            merged = mapping | merged
        return merged

    def _scalar(self, node: yaml.ScalarNode) -> Any:  # noqa: ANN401 - any JSON scalar
        text, tag = str(node.value), node.tag.removeprefix(_PREFIX)
        if tag == "str" or node.style in ("'", '"', "|", ">"):
            return text
        if tag == "bool":
            return _BOOLEANS.get(text, text)
        if tag == "null":
            return None
        if tag not in ("int", "float", "value"):
            raise self._refused(node, f"the tag {node.tag} is not allowed", "write a plain value")
        if _INTEGER.fullmatch(text):
            return int(text, 0 if text[:2] in ("0o", "0x") else 10)
        if _NUMBER.fullmatch(text) and isfinite(float(text)):
            return float(text)
        if _NUMBER.fullmatch(text) or _NOT_FINITE.fullmatch(text):
            raise self._refused(node, f"{text[:40]} is not a valid JSON number", "write a number, or quote it as text")
        return text

    def _note_duplicate(self, node: yaml.MappingNode, key: yaml.Node) -> None:
        if len(self.findings) >= MANY:
            return
        first = next(other.start_mark.index for other, _ in node.value if other.value == key.value)
        self.findings.append(duplicate_key(self._source, key.start_mark.index, key.value, first))

    def _refused(self, node: yaml.Node, message: str, hint: str) -> RefusedError:
        return RefusedError(unreadable_contract(self._source, node.start_mark.index, message, hint))
