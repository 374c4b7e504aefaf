"""Small edits of authored YAML that keep comments, order and quotes.

Each edit is parsed again and compared with the expected value: EditError where the layout of the file (a flow mapping,
for example) would make the edit wrong.
"""

import re
from collections.abc import Mapping
from itertools import starmap
from textwrap import indent
from typing import Any, Final

import yaml

from docgen.errors import DocgenError
from docgen.positions import location
from docgen.positions.source import Pointer, Source, dotted
from docgen.positions.yaml import last_in, member_at
from docgen.wording import escaped

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_PLAIN_SCALAR: Final = re.compile(
    r"[A-Za-z0-9_/][A-Za-z0-9_./-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
)


_STEP: Final = "  "


class EditError(DocgenError):
    """A file that docgen cannot edit without changing what its writer wrote (exit code 1)."""


def quoted(text: object) -> str:
    """A text as a double-quoted YAML scalar."""
    return escaped(str(text))


def with_value(source: Source, pointer: Pointer, value: str) -> Source:
    """The file with another value at a pointer, quoted where the old value is quoted, or where YAML needs it."""
    node = _node_at(source, pointer)
    if node is None:
        raise _edit_error(source, f"`{dotted(pointer)}` not found", pointer[:-1])
    start, end = node.start_mark.index, node.end_mark.index
    old = source.text[start:end]
    tail = "\n" if old.endswith("\n") else ""  # PyYAML ends a block scalar behind its last line break
    new = value if _is_plain(value) and not old.startswith(("'", '"', "|", ">")) else quoted(value)
    return _edited(source, (start, end), new + tail, pointer, value)


def with_last_key(source: Source, pointer: Pointer, value: Any) -> Source:  # noqa: ANN401 - a value of YAML
    """The file with a key that is new, and becomes the last of its mapping: at the end of the file or before comments.

    The value is a text, a mapping of texts, or a list of one mapping.
    """
    parent = _node_at(source, pointer[:-1])
    if not isinstance(parent, yaml.MappingNode) or parent.flow_style:
        raise _edit_error(source, f"`{dotted(pointer[:-1])}` is not a block of `key: value` lines", pointer[:-1])
    # at the end of the file a comment may be about anything; inside of it, it is about what follows
    at = len(source.text)
    if len(pointer) > 1:
        at = _line_end(source.text, _end(parent))
    return _with_block(source, at, _block(str(pointer[-1]), value), parent.start_mark.column, pointer, value)


def without_key(source: Source, key: str) -> Source:
    """The file without one of its top-level keys and its value; unchanged where it has no such key."""
    member = member_at(source.text, (key,))
    if member is None:
        return source
    name, value = member
    start = source.text.rfind("\n", 0, name.start_mark.index) + 1
    return _edited(source, (start, _line_end(source.text, _end(value))), "", (key,))


def with_item(source: Source, key: str, item: Mapping[str, Any]) -> Source:
    """The file with a mapping appended to the list under a top-level key, which may be new.

    A value of the mapping is a text, or a mapping of texts.
    """
    listed = _node_at(source, (key,))
    if not isinstance(listed, yaml.SequenceNode) or not listed.value:
        return with_last_key(without_key(source, key), (key,), [dict(item)])
    end, value = _end(listed.value[-1]), [*loaded(source.text)[key], dict(item)]
    if listed.flow_style:
        return _edited(source, (end, end), f", {_flow(item)}", (key,), value)
    at = _line_end(source.text, end)
    return _with_block(source, at, _item(item), listed.start_mark.column, (key,), value)


def _flow(value: Any) -> str:  # noqa: ANN401 - a text, or a mapping of values
    if isinstance(value, str):
        return _scalar(value)
    return f"{{{', '.join(f'{_scalar(name)}: {_flow(inner)}' for name, inner in value.items())}}}"


def _block(name: str, value: Any) -> str:  # noqa: ANN401 - a text, a mapping of texts, a list of mappings
    """A key with its value as a block, a text of several lines as such where YAML reads it as it is."""
    if isinstance(value, list):
        inner = "".join(map(_item, value))
    elif isinstance(value, Mapping) and value:
        inner = "".join(starmap(_block, value.items()))
    elif isinstance(value, str) and _is_literal(value):
        style = "|" if value.endswith("\n") else "|-"
        return f"{_scalar(name)}: {style}\n" + indent(value.removesuffix("\n") + "\n", _STEP)
    else:
        return f"{_scalar(name)}: {_flow(value)}\n"
    return f"{_scalar(name)}:\n" + indent(inner, _STEP)


def _item(item: Mapping[str, Any]) -> str:
    block = indent("".join(starmap(_block, item.items())), _STEP)
    return f"- {block.removeprefix(_STEP)}"


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


def _node_at(source: Source, pointer: Pointer) -> yaml.Node | None:
    """The value under a pointer; EditError where the whole file is not a block."""
    whole, member = member_at(source.text, ()), member_at(source.text, pointer)
    if whole is None or not isinstance(whole[1], yaml.MappingNode) or whole[1].flow_style:
        raise _edit_error(source, "it is not a block of `key: value` lines")
    return member and member[1]


def _end(node: yaml.Node) -> int:
    """The end of the last value in a node, without the comments behind it."""
    return int(last_in(node).end_mark.index)


def _line_end(text: str, at: int) -> int:
    """The offset of the next line; `at` itself where it is the start of a line."""
    if at > 0 and text[at - 1] == "\n":
        return at
    return text.find("\n", at) + 1 or len(text)


def loaded(text: str) -> Any:  # noqa: ANN401 - what stands in YAML
    """A YAML text as mappings, lists and texts."""
    # as projects are read: PyYAML's own parser refuses tabs that libyaml takes
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - it makes nothing but texts, lists and mappings


def _with_block(
    source: Source,
    at: int,
    block: str,
    column: int,
    pointer: Pointer,
    value: Any,  # noqa: ANN401 - a value of YAML
) -> Source:
    """The file with a block at an offset, where a line begins or the file ends."""
    break_ = "" if source.text[:at].endswith("\n") else "\n"
    return _edited(source, (at, at), break_ + indent(block, " " * column), pointer, value)


def _edited(
    source: Source,
    span: tuple[int, int],
    new: str,
    pointer: Pointer,
    value: Any = None,  # noqa: ANN401 - a value of YAML
) -> Source:
    """The file with a new text for a span; EditError where it does not parse as the old with the value at the pointer.

    Without a value, the key of the pointer is to be gone.
    """
    # YAML has more layouts than an edit can foresee: what it gives is read again, and refused where it is not as meant
    text = source.text[: span[0]] + new + source.text[span[1] :]
    expected = holder = loaded(source.text)
    for step in pointer[:-1]:
        holder = holder[step]
    holder[pointer[-1]] = value
    if value is None:
        del holder[pointer[-1]]
    try:
        read = loaded(text)
    except yaml.YAMLError:
        read = None
    if read != expected:
        raise _edit_error(source, "docgen cannot safely edit this YAML layout")
    return Source(source.path, text)


def _edit_error(source: Source, why: str, pointer: Pointer = ()) -> EditError:
    hint = "use block style, or edit it by hand"
    return EditError(f"{location(source, pointer)}: {why}; nothing was written: {hint}")
