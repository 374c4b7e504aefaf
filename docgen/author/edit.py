"""Small edits of authored YAML that keep comments, order and quotes.

Each edit is parsed again and compared with the expected value: EditError where the layout of the file (a flow mapping,
for example) would make the edit wrong.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from docgen.errors import DocgenError
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.wording import escaped

_PLAIN_SCALAR: Final = re.compile(
    r"[A-Za-z0-9_/][A-Za-z0-9_./-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
)


class EditError(DocgenError):
    """A file that docgen cannot edit without changing what its writer wrote (exit code 1)."""


def quoted(text: object) -> str:
    """A text as a double-quoted YAML scalar."""
    return escaped(str(text))


def with_value(source: Source, pointer: Pointer, value: str) -> Source:
    """The file with another value at a pointer, quoted where the old value is quoted, or where YAML needs it."""
    node = _node_at(_composed(source), pointer)
    if node is None:
        raise _edit_error(source, f"`{_name(pointer)}` not found", pointer[:-1])
    start, end = node.start_mark.index, node.end_mark.index
    old = source.text[start:end]
    tail = "\n" if old.endswith("\n") else ""  # PyYAML ends a block scalar behind its last line break
    new = value if _is_plain(value) and old[:1] not in ("'", '"', "|", ">") else quoted(value)
    return _verified(source, source.text[:start] + new + tail + source.text[end:], _replaced(source, pointer, value))


def with_first_key(source: Source, pointer: Pointer, value: str) -> Source:
    """The file with a text at a pointer whose key is new, and becomes the first of its mapping."""
    node = _block_mapping(source, pointer[:-1])
    at = node.start_mark.index
    line = f"{pointer[-1]}: {_scalar(value)}\n{' ' * node.start_mark.column}"
    return _verified(source, source.text[:at] + line + source.text[at:], _replaced(source, pointer, value))


def with_last_key(source: Source, pointer: Pointer, value: str) -> Source:
    """The file with a text at a pointer whose key is new, and becomes the last of its mapping."""
    node = _block_mapping(source, pointer[:-1])
    at = _line_end(source.text, _end(node))
    line = f"{' ' * node.start_mark.column}{pointer[-1]}: {_scalar(value)}\n"
    end = "" if source.text[:at].endswith("\n") else "\n"
    text = source.text[:at] + end + line + source.text[at:]
    return _verified(source, text, _replaced(source, pointer, value))


def without_key(source: Source, key: str) -> Source:
    """The file without one of its top-level keys and its value; unchanged where it has no such key."""
    top = _composed(source)
    pairs = [pair for pair in top.value if pair[0].value == key]
    if not pairs:
        return source
    ((name, value),) = pairs
    start = source.text.rfind("\n", 0, name.start_mark.index) + 1
    text = source.text[:start] + source.text[_line_end(source.text, _end(value)) :]
    expected = {other: value for other, value in loaded(source.text).items() if other != key}
    return _verified(source, text, expected)


def with_key(source: Source, key: str, value: Mapping[str, str]) -> Source:
    """The file with a new top-level key at its end, whose value is a mapping of texts."""
    end = "" if source.text.endswith("\n") else "\n"
    block = "".join(f"  {_scalar(name)}: {text}\n" for name, text in value.items())
    return _verified(source, f"{source.text}{end}{key}:\n{block}", loaded(source.text) | {key: dict(value)})


def with_item(source: Source, key: str, item: Mapping[str, Any]) -> Source:
    """The file with a mapping appended to the list under a top-level key, which may be new.

    A value of the mapping is a text, or a mapping of texts.
    """
    top = _composed(source)
    sequence = next((value for name, value in top.value if name.value == key), None)
    sequence = sequence if isinstance(sequence, yaml.SequenceNode) else None
    items = sequence.value if sequence else []
    expected = loaded(source.text)
    expected[key] = [*(expected.get(key) or []), dict(item)]
    if sequence and items and not sequence.flow_style:
        at = _line_end(source.text, _end(items[-1]))
        block = _block(item, " " * sequence.start_mark.column)
        head = source.text[:at]
        return _verified(source, head + ("" if head.endswith("\n") else "\n") + block + source.text[at:], expected)
    if items:
        at = _end(items[-1])
        return _verified(source, f"{source.text[:at]}, {_flow(item)}{source.text[at:]}", expected)
    without = without_key(source, key)
    end = "" if without.text.endswith("\n") else "\n"
    return _verified(source, f"{without.text}{end}{key}:\n{_block(item, '  ')}", expected)


def _flow(value: Any) -> str:  # noqa: ANN401 - a text, or a mapping of values
    if isinstance(value, str):
        return _scalar(value)
    return f"{{{', '.join(f'{_scalar(name)}: {_flow(one)}' for name, one in value.items())}}}"


def _block(item: Mapping[str, Any], indent: str) -> str:
    lines = [line for name, value in item.items() for line in _lines(name, value)]
    return f"{indent}- {lines[0]}\n" + "".join(f"{indent}  {line}\n" if line.strip() else "\n" for line in lines[1:])


def _lines(name: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - a text, or a mapping of texts
    """A key with its value as lines of a block, a text of several lines as such where YAML reads it as it is."""
    if isinstance(value, Mapping) and value:
        yield f"{_scalar(name)}:"
        yield from (f"  {line}" for key, one in value.items() for line in _lines(key, one))
    elif isinstance(value, str) and _is_literal(value):
        style = "|" if value.endswith("\n") else "|-"
        yield f"{_scalar(name)}: {style}"
        yield from (f"  {line}" if line else "" for line in value.removesuffix("\n").split("\n"))
    else:
        yield f"{_scalar(name)}: {_flow(value)}"


def _is_literal(text: str) -> bool:
    """Whether YAML reads a text with a line break from a literal block as it is."""
    lines = text.removesuffix("\n").split("\n")
    return (
        "\n" in text
        and bool(lines[0].strip() and lines[-1].strip())
        and not lines[0].startswith(" ")
        and "".join(lines).isprintable()
    )


def _is_plain(text: str) -> bool:
    """Whether the text is a plain scalar: YAML reads it as itself without quotes in any context."""
    return bool(_PLAIN_SCALAR.fullmatch(text))


def _scalar(text: str) -> str:
    """A text as a YAML scalar, quoted only where it has to be."""
    return text if _is_plain(text) else quoted(text)


def _block_mapping(source: Source, pointer: Pointer) -> yaml.MappingNode:
    node = _node_at(_composed(source), pointer)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise _edit_error(source, f"`{_name(pointer)}` is not a block of `key: value` lines", pointer)
    return node


def _composed(source: Source) -> yaml.MappingNode:
    """The top-level mapping of a file."""
    node = yaml.compose(source.text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise _edit_error(source, "it is not a block of `key: value` lines")
    return node


def _node_at(node: yaml.Node | None, pointer: Pointer) -> yaml.Node | None:
    for step in pointer:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def _end(node: yaml.Node) -> int:
    """The end of the last value in a node; PyYAML ends a block behind the comments that follow it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    return int(node.end_mark.index)


def _line_end(text: str, at: int) -> int:
    """The offset of the next line; `at` itself where it is the start of a line."""
    if at > 0 and text[at - 1] == "\n":
        return at
    following = text.find("\n", at)
    return len(text) if following < 0 else following + 1


def loaded(text: str) -> Any:  # noqa: ANN401 - what stands in YAML
    """A YAML text as mappings, lists and texts."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and mappings


def _replaced(source: Source, pointer: Pointer, value: str) -> Any:  # noqa: ANN401 - what stands in YAML
    expected = node = loaded(source.text)
    for step in pointer[:-1]:
        node = node[step]
    node[pointer[-1]] = value
    return expected


def _verified(source: Source, text: str, expected: object) -> Source:
    """The edited file; EditError where it does not parse as expected."""
    try:
        read = loaded(text)
    except yaml.YAMLError:
        read = None
    if read != expected:
        raise _edit_error(source, "docgen cannot safely edit this YAML layout")
    return Source(source.path, text)


def _edit_error(source: Source, why: str, pointer: Pointer = ()) -> EditError:
    line, column = locate(source, pointer)
    hint = "use block style, or edit it by hand"
    return EditError(f"{source.path}:{line}:{column}: {why}; nothing was written: {hint}")


def _name(pointer: Pointer) -> str:
    return ".".join(str(step) for step in pointer)
