"""Pages as the index of a folder of their own: builders differ in where the links of any other file lead from."""

import posixpath
import re
from collections.abc import Mapping

from docgen.fences import outside
from docgen.model.files import Files
from docgen.render.twins.written import SPAN_OR_LINK


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
    def relink(found: re.Match[str]) -> str:
        path, mark, fragment = (found["href"] or "").partition("#")
        if not path.endswith(".md") or ":" in path or path.startswith("/"):
            return found[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        folder = posixpath.dirname(moved.get(source, source))
        href = posixpath.relpath(moved.get(target, target), folder or ".")
        return found[0].replace(found["href"], href + mark + fragment, 1)

    return outside(text, lambda part: SPAN_OR_LINK.sub(relink, part))
