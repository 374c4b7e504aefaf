"""Pages as the index of a folder of their own: builders differ in where the links of any other file lead from."""

import posixpath
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from docgen.markdown.fences import outside
from docgen.model.files import Files

_CODE_OR_LINK: Final = re.compile(
    r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|(?:\]\([ \t]*|^ {0,3}\[[^\]\n]+\]:[ \t]*)(?P<open><?)(?P<path>[^\s()<>?#]+)",
    re.M,
)
"""Code within a line, or the beginning of a link up to its query: inline, or the definition of a reference."""


def folder_index(source: str) -> str:
    """The source of a page as the index of a folder; any other file as it is."""
    page = source.removesuffix(".md")
    return source if page == source or posixpath.basename(page) == "index" else f"{page}/index.md"


def in_folders(generated: Files, written: Mapping[str, str]) -> Files:
    """All pages, the generated ones as indexes of folders; Markdown links between them lead where they led."""
    moved = {path: folder_index(path) for path in generated}
    texts: Files = {**written, **generated}
    return {
        moved.get(path, path): _relinked(text, path, moved) if isinstance(text, str) and path.endswith(".md") else text
        for path, text in texts.items()
    }


def _relinked(text: str, source: str, moved: Mapping[str, str]) -> str:
    now = moved.get(source, source)
    folder = posixpath.dirname(now) or "."

    def relink(found: re.Match[str]) -> str:
        path = found["path"]
        if not path or path.startswith("/") or urlsplit(path).scheme:
            return found[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        if now == source and target not in moved:
            return found[0]
        led = posixpath.relpath(moved.get(target, target), folder) + ("/" if path.endswith("/") else "")
        return found[0].removesuffix(path) + led

    return outside(text, lambda part: _CODE_OR_LINK.sub(relink, part))
