"""Small edits of authored YAML: the text changes where it has to, and comments, order and quotes stay.

Each edit is read back: where the text is written in a way that the edit would get wrong (one flow mapping,
say), EditError says so, and nothing is edited.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

from docgen.errors import DocgenError
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.wording import escaped

_KEPT: Final = re.compile(r"[A-Za-z0-9_/][A-Za-z0-9_./-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class EditError(DocgenError):
    """A file that docgen cannot edit without touching what its writer wrote (exit code 1)."""


def quoted(text: object) -> str:
    """A text as a double-quoted YAML scalar."""
    return escaped(str(text))


def with_value(source: Source, pointer: Pointer, value: str) -> Source:
    """The file with another value at a pointer; it is quoted where the old one was, or where it has to be."""
    node = _at(_composed(source), pointer)
    if node is None:
        raise _hand(source, f"it has no `{_name(pointer)}`", pointer[:-1])
    start, end = node.start_mark.index, node.end_mark.index
    old = source.text[start:end]
    tail = "\n" if old.endswith("\n") else ""
    new = value if _plain(value) and old[:1] not in ("'", '"', "|", ">") else quoted(value)
    return _read_back(source, source.text[:start] + new + tail + source.text[end:], _replaced(source, pointer, value))


def with_first(source: Source, pointer: Pointer, key: str, value: str) -> Source:
    """The file with a new key, of a text, before those of the mapping at a pointer."""
    node = _at(_composed(source), pointer)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise _hand(source, f"`{_name(pointer)}` is not a block of `key: value` lines", pointer)
    at = node.start_mark.index
    line = f"{key}: {value if _plain(value) else quoted(value)}\n{' ' * node.start_mark.column}"
    return _read_back(source, source.text[:at] + line + source.text[at:], _replaced(source, (*pointer, key), value))


def with_last(source: Source, pointer: Pointer, key: str, value: str) -> Source:
    """The file with a new key, of a text, behind those of the mapping at a pointer."""
    node = _at(_composed(source), pointer)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise _hand(source, f"`{_name(pointer)}` is not a block of `key: value` lines", pointer)
    at = _line_end(source.text, _end(node))
    line = f"{' ' * node.start_mark.column}{key}: {value if _plain(value) else quoted(value)}\n"
    end = "" if source.text[:at].endswith("\n") else "\n"
    text = source.text[:at] + end + line + source.text[at:]
    return _read_back(source, text, _replaced(source, (*pointer, key), value))


def without_key(source: Source, key: str) -> Source:
    """The file without one of its first keys and all below it; the same file where it has no such key."""
    top = _composed(source)
    pairs = [pair for pair in top.value if pair[0].value == key]
    if not pairs:
        return source
    ((name, value),) = pairs
    start = source.text.rfind("\n", 0, name.start_mark.index) + 1
    text = source.text[:start] + source.text[_line_end(source.text, _end(value)) :]
    expected = {other: kept for other, kept in _value(source.text).items() if other != key}
    return _read_back(source, text, expected)


def with_key(source: Source, key: str, value: Mapping[str, str]) -> Source:
    """The file with a mapping of texts under a new key at its end."""
    end = "" if source.text.endswith("\n") else "\n"
    block = "".join(f"  {quoted(name) if not _plain(name) else name}: {text}\n" for name, text in value.items())
    return _read_back(source, f"{source.text}{end}{key}:\n{block}", _value(source.text) | {key: dict(value)})


def with_item(source: Source, key: str, item: Mapping[str, str]) -> Source:
    """The file with one more mapping at the end of the list under one of its first keys, which may be new."""
    top = _composed(source)
    listed = next((value for name, value in top.value if name.value == key), None)
    listed = listed if isinstance(listed, yaml.SequenceNode) else None
    items = listed.value if listed else []
    expected = _value(source.text)
    expected[key] = [*(expected.get(key) or []), dict(item)]
    if listed and items and not listed.flow_style:
        at = _line_end(source.text, _end(items[-1]))
        block = _block(item, " " * listed.start_mark.column)
        head = source.text[:at]
        return _read_back(source, head + ("" if head.endswith("\n") else "\n") + block + source.text[at:], expected)
    if items:
        flow = ", ".join(f"{name}: {text if _plain(text) else quoted(text)}" for name, text in item.items())
        at = _end(items[-1])
        return _read_back(source, f"{source.text[:at]}, {{{flow}}}{source.text[at:]}", expected)
    bare = without_key(source, key)
    end = "" if bare.text.endswith("\n") else "\n"
    return _read_back(source, f"{bare.text}{end}{key}:\n{_block(item, '  ')}", expected)


def _block(item: Mapping[str, str], indent: str) -> str:
    lines = [f"{name}: {text if _plain(text) else quoted(text)}" for name, text in item.items()]
    return f"{indent}- {lines[0]}\n" + "".join(f"{indent}  {line}\n" for line in lines[1:])


def _plain(text: str) -> bool:
    """Whether YAML reads the text as itself without quotes, wherever it stands."""
    return bool(_KEPT.fullmatch(text))


def _composed(source: Source) -> yaml.MappingNode:
    """The first mapping of a file; marks of the pure loader count characters, as Python does."""
    node = yaml.compose(source.text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise _hand(source, "it is not a block of `key: value` lines")
    return node


def _at(node: yaml.Node | None, pointer: Pointer) -> yaml.Node | None:
    for step in pointer:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def _end(node: yaml.Node) -> int:
    """Where the last value below a node ends: a block's own mark lies behind the comments that follow it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    return int(node.end_mark.index)


def _line_end(text: str, at: int) -> int:
    """The start of the line after a place; the place itself where it is one."""
    if at > 0 and text[at - 1] == "\n":
        return at
    following = text.find("\n", at)
    return len(text) if following < 0 else following + 1


def _value(text: str) -> Any:  # noqa: ANN401 - what stands in YAML
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and mappings


def _replaced(source: Source, pointer: Pointer, value: str) -> Any:  # noqa: ANN401 - what stands in YAML
    expected = node = _value(source.text)
    for step in pointer[:-1]:
        node = node[step]
    node[pointer[-1]] = value
    return expected


def _read_back(source: Source, text: str, expected: object) -> Source:
    """The edited file, if it reads as it should."""
    try:
        read = _value(text)
    except yaml.YAMLError:
        read = None
    if read != expected:
        raise _hand(source, "docgen cannot safely edit this YAML layout")
    return Source(source.path, text)


def _hand(source: Source, why: str, pointer: Pointer = ()) -> EditError:
    line, column = locate(source, pointer)
    expected = "expected block style, or edit it by hand"
    return EditError(f"{source.path}:{line}:{column}: {why}, so nothing was written; {expected}")


def _name(pointer: Pointer) -> str:
    return ".".join(str(step) for step in pointer)
