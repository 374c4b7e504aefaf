"""Where a value stands in a YAML or JSON text."""

from functools import lru_cache

import yaml

from docgen.positions.source import Pointer, Source


def locate(source: Source, pointer: Pointer) -> tuple[int, int]:
    """The line and column (both from 1) of the value under a pointer, or of its nearest existing parent.

    A mapping's key gives the place where the value is a block below it. A text that YAML cannot
    read gives (1, 1).
    """
    node = _compose(source.text)
    mark = node.start_mark if node else None
    for key in pointer:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(key)), None)
            if found is None:
                break
            mark, node = found[0].start_mark, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            mark = node.start_mark
        else:
            break
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def extent(source: Source, pointer: Pointer) -> tuple[int, int] | None:
    """The first and the last line (from 1) of the value under a pointer, with its key; None where there is none."""
    node = _compose(source.text)
    for key in pointer:
        if isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == str(key)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
        else:
            return None
    return (locate(source, pointer)[0], _last(node)) if node else None


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
