"""Authored YAML: text -> a value typed by its schema, with a finding for every YAML trap."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

import yaml

from docgen.load.findings import RefusedError, duplicate_key, finding, finding_in
from docgen.model.finding import Finding
from docgen.openapi.levels import DEEPEST
from docgen.openapi.nodes import JsonObject
from docgen.openapi.pointers import pointer_of, value_at
from docgen.positions.source import Source, position_at

_LOST: Final = re.compile(r"[ \t]+#[^\s#]\S*+")
"""What may be meant as text: people write a comment with a space after its mark."""
_OF_LINES: Final = re.compile(r"^ *(?:```|~~~|[|*-] )", re.M)
"""Markdown that needs its lines: code, tables and lists."""
QUOTES: Final = r"\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"
_IN_QUOTES: Final = re.compile(rf"[{QUOTES}][^\s{QUOTES}]+[{QUOTES}]")
"""A name in quotes of typography; what has a space may be a title that is meant so."""
TYPOGRAPHIC: Final = (
    "typographic quotes around the text; expected straight ones",
    'write `"` before and after it, or nothing',
)
FOLDED: Final = "`>` joins the lines of code, tables and lists; expected `|`", "write `|` in its place"
_CONFLICT: Final = re.compile(r"<{7}(?= )|={7}$|>{7}(?= )")
"""The marks that git leaves around what two branches say."""
_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]*)")
_HINTS: Final = (
    ("merge conflict", "keep one side, and remove the three lines of marks"),
    ("found character '\\t'", "indent with spaces: YAML does not allow tabs"),
    ("mapping values are not allowed", "a value with `: ` in it needs quotes around it"),
    ("block sequence entries", "write the list below its key, one `- item` per line"),
    ("expected ',' or ']'", "write the list as a block, one `- item` per line, and quote items with braces"),
    ("cannot start any token", "quote this value: it starts with a character that YAML reserves"),
    ("while scanning an alias", "quote this value: `*` at the start is an alias in YAML"),
    ("undefined alias", "quote this value: `*` at the start is an alias in YAML"),
    ("expected a single document", "a file has one document: remove the `---` line and the rest, or split the file"),
    ("could not find expected ':'", "a key needs a colon and a space after it, and a comment `# ` before it"),
)


def compose(source: Source) -> yaml.Node:
    """The node tree of a text; RefusedError for each syntax error, duplicate key, tag, anchor and alias."""
    try:
        events = _events(source)
        node = yaml.compose(source.text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise RefusedError(syntax_fault(source, error)) from None
    except yaml.YAMLError as error:
        raise RefusedError(
            finding(source, "yaml-syntax", f"not readable as YAML: {str(error).splitlines()[0]}")
        ) from None
    if node is None:
        what = "has only comments" if source.text.strip() else "is empty"
        raise RefusedError(finding(source, "yaml-syntax", f"the file {what}; expected a YAML mapping"))
    refused = [*_refused(source, events)]
    # aliases can loop, or multiply the values
    if not any(isinstance(event, yaml.AliasEvent) for event in events):
        refused += _duplicates(source, node)
    if refused:
        raise RefusedError(*refused)
    return node


def _events(source: Source) -> list[yaml.Event]:
    """The events of a text; RefusedError for one with too many levels."""
    events, levels = list[yaml.Event](), 0
    for event in yaml.parse(source.text, Loader=yaml.CSafeLoader):
        events.append(event)
        levels += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        # what is made of nodes and schemas here calls itself level by level
        if levels > DEEPEST and event.start_mark:
            message = f"nesting exceeds {DEEPEST} levels; expected the levels of its schema"
            hint = "look for brackets that are not closed"
            raise RefusedError(finding_in(source, event.start_mark.index, "yaml-syntax", message, hint))
    return events


def syntax_fault(source: Source, error: yaml.MarkedYAMLError) -> Finding:
    """The finding on a text that is not YAML, where the mistake begins."""
    text = " ".join(filter(None, (error.context, error.problem)))
    # where it began; the problem is where YAML misses something, perhaps lines later
    at_start = any(part in text for part in ("alias", "simple key", "quoted scalar"))
    mark = (error.context_mark if at_start else None) or error.problem_mark or error.context_mark
    line, column = position_at(source.text, mark.index) if mark else (1, 1)
    written = source.text.split("\n")[line - 1]
    if "\t" in written[: len(written) - len(written.lstrip())]:
        text = "found character '\\t'"
    if conflict := _CONFLICT.match(written):
        text = error.problem = f"`{conflict[0]}` marks a merge conflict"
    hint = next((hint for start, hint in _HINTS if start in text), "check indentation and quotes around this place")
    return finding(source, "yaml-syntax", f"not YAML: {error.problem or text}; expected YAML 1.2", hint, line, column)


def _refused(source: Source, events: Iterable[yaml.Event]) -> Iterator[Finding]:
    named = set[str]()
    for event in events:
        end = event.end_mark if isinstance(event, yaml.ScalarEvent) else None
        if end and (lost := _LOST.match(source.text, end.index)):
            message = f"`{lost[0].strip()}` is a comment, since `#` follows a space; expected quotes around the text"
            hint = "quote the whole text, or write a space after `#` for a comment"
            yield finding_in(source, end.index, "yaml-syntax", message, hint)
        start = event.start_mark.index if event.start_mark else 0
        if end and getattr(event, "style", "") == ">" and _OF_LINES.search(source.text, start, end.index):
            yield finding_in(source, start, "yaml-syntax", *FOLDED)
        if end and _IN_QUOTES.fullmatch(source.text, start, end.index):
            yield finding_in(source, start, "yaml-syntax", *TYPOGRAPHIC)
        anchor = getattr(event, "anchor", None)  # that of an alias is its name
        if anchor and anchor not in named:
            named.add(anchor)
            message = "anchors and aliases are not allowed in this file; expected the value itself"
            yield finding_in(source, start, "yaml-syntax", message, "write the value out, or quote it")
        elif tag := getattr(event, "tag", None):
            message = f"the tag {tag} is not allowed; expected a plain value"
            yield finding_in(source, start, "yaml-syntax", message, "quote a value that starts with `!`")


def _duplicates(source: Source, node: yaml.Node) -> Iterator[Finding]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicates(source, item)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                message = "a list or a mapping is not a key; expected a name"
                yield finding_in(source, key.start_mark.index, "yaml-syntax", message, "quote a name with brackets")
                continue
            if key.value in seen:
                yield duplicate_key(source, key.start_mark.index, key.value, seen[key.value])
            seen.setdefault(str(key.value), key.start_mark.index)
            yield from _duplicates(source, value)


def value_by_schema(node: yaml.Node, schema: JsonObject, root: JsonObject) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a node, typed by its schema: `308` is a number only where the schema expects one.

    So `2026-05-15`, `no`, `12:30` and `010` stay the text that the writer typed.
    """
    # PyYAML would decide by the look of a word, and a writer does not know its rules
    options = list(_options(schema, root))
    if isinstance(node, yaml.MappingNode):
        return {
            str(key.value): value_by_schema(inner, _property(options, key.value), root) for key, inner in node.value
        }
    if isinstance(node, yaml.SequenceNode):
        items: JsonObject = next((option["items"] for option in options if "items" in option), {})
        return [value_by_schema(item, items, root) for item in node.value]
    return _scalar(node, options)


def _options(schema: JsonObject, root: JsonObject) -> Iterator[JsonObject]:
    if "$ref" in schema:
        yield from _options(value_at(root, pointer_of(schema["$ref"])), root)
    elif "anyOf" in schema:
        for option in schema["anyOf"]:
            yield from _options(option, root)
    else:
        yield schema


def _property(options: list[JsonObject], key: str) -> JsonObject:
    for option in options:
        properties: Mapping[str, JsonObject] = option.get("properties", {})
        if key in properties:
            return properties[key]
        extra = option.get("additionalProperties")
        if isinstance(extra, Mapping):
            return extra
    return {}


def _scalar(node: yaml.Node, options: list[JsonObject]) -> Any:  # noqa: ANN401 - any JSON scalar
    text = str(node.value)
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return text
    types = {option.get("type") for option in options}
    members = [*chain.from_iterable(option.get("enum", ()) for option in options)]
    if text in ("true", "false") and ("boolean" in types or not options[0]):
        return text == "true"
    if _INTEGER.fullmatch(text) and ("integer" in types or int(text) in members) and text not in members:
        return int(text)
    if text in ("", "null", "~") and ("null" in types or "string" not in types):
        return None
    return text
