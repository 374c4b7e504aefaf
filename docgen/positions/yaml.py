"""Where a value stands in a YAML text: by the marks of its nodes."""

from functools import lru_cache

import yaml

from docgen.positions.source import Place, Pointer


def locate(text: str, pointer: Pointer) -> Place:
    """The line and column (both from 1) of the value under a pointer, or of its nearest existing parent."""
    place = (1, 1)
    for marked, _ in _path(text, pointer):
        place = marked.start_mark.line + 1, marked.start_mark.column + 1
    return place


def extent(text: str, pointer: Pointer) -> tuple[int, int] | None:
    """The first and the last line (from 1) of the value under a pointer, with its key; None where there is none."""
    path = _path(text, pointer)
    if len(path) <= len(pointer):
        return None
    first = path[-1][0].start_mark.line + 1
    return first, max(first, _last(path[-1][1]))  # an alias stands below its value


def _path(text: str, pointer: Pointer) -> list[tuple[yaml.Node, yaml.Node]]:
    """What marks each value on the way to a pointer, its key where it has one, and the value; as far as there are any.

    A text that YAML cannot read has none.
    """
    node = _compose(text)
    path = [(node, node)] if node else []
    for key in pointer:
        found = _member(node, str(key))
        if found is None:
            break
        path.append(found)
        node = found[1]
    return path


def _member(node: yaml.Node | None, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((name, value) for name, value in node.value if name.value == key), None)
    if isinstance(node, yaml.SequenceNode) and key.isdecimal() and int(key) < len(node.value):
        return node.value[int(key)], node.value[int(key)]
    return None


def _last(node: yaml.Node) -> int:
    """The last line of a node: the end of a block is where the next token begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last(last[1] if isinstance(last, tuple) else last)
    first, end = node.start_mark.line + 1, node.end_mark.line + 1
    return max(first, end - 1) if getattr(node, "style", None) in ("|", ">") else end


@lru_cache(maxsize=4096)  # more than the entries of a project, or its contracts would be composed again
def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return None
