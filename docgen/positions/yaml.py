"""Where a value stands in a YAML text: by the marks of its nodes.

Lines are counted as everywhere here: for YAML 1.1 (section 5.4) a line ends at U+0085, U+2028 and U+2029 too, and the
line of a mark is no line of an editor then.
"""

from functools import lru_cache

import yaml

from docgen.positions.source import Place, Pointer, place_at


def locate(text: str, pointer: Pointer) -> Place:
    """The line and column (both from 1) of the value under a pointer, or of its nearest existing parent."""
    path = _path(text, pointer)
    return place_at(text, path[-1][0].start_mark.index) if path else (1, 1)


def extent(text: str, pointer: Pointer) -> tuple[int, int] | None:
    """The first and the last line (from 1) of the value under a pointer, with its key; None where there is none."""
    path = _path(text, pointer)
    if len(path) <= len(pointer):
        return None
    first = place_at(text, path[-1][0].start_mark.index)[0]
    return first, max(first, _last(text, path[-1][1]))  # an alias stands below its value


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


def _last(text: str, node: yaml.Node) -> int:
    """The last line of a node: the end of a block is where the next token begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last(text, last[1] if isinstance(last, tuple) else last)
    first, end = (place_at(text, mark.index)[0] for mark in (node.start_mark, node.end_mark))
    return max(first, end - 1) if getattr(node, "style", None) in ("|", ">") else end


@lru_cache(maxsize=4096)  # more than the entries of a project, or its contracts would be composed again
def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return None
