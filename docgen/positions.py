"""Where a value stands in a YAML or JSON text."""

from functools import lru_cache

import yaml

from docgen.model.source import Pointer, Source


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


@lru_cache(maxsize=4096)  # more than the entries of a project, or its contracts would be composed again
def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return None
