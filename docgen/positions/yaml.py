"""The position of a value in a YAML text, from the marks of its nodes.

By their offsets alone: YAML 1.1 (section 5.4) ends a line at U+0085, U+2028 and U+2029 too, and editors do not.
"""

from functools import lru_cache

import yaml

from docgen.positions.source import Pointer, Position, position_at

Member = tuple[yaml.Node, yaml.Node]
"""A value after the node that marks its position: its key, or the value itself where it has none."""


def locate(text: str, pointer: Pointer) -> Position:
    """The line and column (both from 1) of the value under a pointer, or of its nearest existing parent."""
    path = _path(text, pointer)
    return position_at(text, path[-1][0].start_mark.index) if path else (1, 1)


def extent(text: str, pointer: Pointer) -> tuple[int, int] | None:
    """The first and the last line (from 1) of the value under a pointer, with its key; None where there is none."""
    member = member_at(text, pointer)
    if member is None:
        return None
    key, value = member
    first = position_at(text, key.start_mark.index)[0]
    # the value of an alias may end above the alias
    return first, max(first, _last_line(text, value))


def member_at(text: str, pointer: Pointer) -> Member | None:
    """The value under a pointer, with its key; None where there is none."""
    path = _path(text, pointer)
    return path[-1] if len(path) > len(pointer) else None


def _path(text: str, pointer: Pointer) -> list[Member]:
    """The values along a pointer, outermost first, up to the last that exists; none where YAML cannot read the text."""
    node = _compose(text)
    path = [(node, node)] if node else []
    for key in pointer:
        member = _member(node, str(key))
        if member is None:
            break
        path.append(member)
        node = member[1]
    return path


def _member(node: yaml.Node | None, key: str) -> Member | None:
    if isinstance(node, yaml.MappingNode):
        return _members(node).get(key)
    if isinstance(node, yaml.SequenceNode) and key.isdecimal() and int(key) < len(node.value):
        item = node.value[int(key)]
        return item, item
    return None


@lru_cache(maxsize=4096)  # a file may have a finding at each of its keys
def _members(node: yaml.MappingNode) -> dict[object, Member]:
    """The key and the value of each member, by the text of the key; the first one where a key is repeated."""
    return {name.value: (name, value) for name, value in reversed(node.value) if isinstance(name, yaml.ScalarNode)}


def last_in(node: yaml.Node) -> yaml.Node:
    """The last value in a node: PyYAML ends a block only where the next token begins, behind the comments there."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _last_line(text: str, node: yaml.Node) -> int:
    """The last line of a node."""
    node = last_in(node)
    end, _ = position_at(text, node.end_mark.index)
    if getattr(node, "style", None) not in ("|", ">"):
        return end
    first, _ = position_at(text, node.start_mark.index)
    return max(first, end - 1)


@lru_cache(maxsize=4096)  # more than the entries of a project, or its contracts would be composed again
def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return None
