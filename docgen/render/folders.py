"""Moves each page to the index of its own folder: builders disagree on the base of links in any other file."""

import posixpath
from collections.abc import Mapping
from urllib.parse import urlsplit

from docgen.markdown.fences import rewrite_links
from docgen.model.files import Files


def folder_index(source: str) -> str:
    """The source of a page as the index of a folder; any other file as it is."""
    page = source.removesuffix(".md")
    if page == source or posixpath.basename(page) == "index":
        return source
    return f"{page}/index.md"


def in_folders(generated: Files, handwritten: Mapping[str, str]) -> Files:
    """All pages, the generated ones as indexes of folders, with the Markdown links between them rewritten."""
    moved = {path: folder_index(path) for path in generated}
    texts: Files = {**handwritten, **generated}
    files: dict[str, str | bytes] = {}
    for path, text in texts.items():
        if isinstance(text, str) and path.endswith(".md"):
            text = _relink(text, path, moved)
        files[moved.get(path, path)] = text
    return files


def _relink(text: str, source: str, moved: Mapping[str, str]) -> str:
    moved_to = moved.get(source, source)
    folder = posixpath.dirname(moved_to) or "."

    def relink(address: str) -> str:
        path, rest = _cut(address)
        # such an address holds in any folder
        if not path or path.startswith("/") or urlsplit(path).scheme:
            return address
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        if moved_to == source and target not in moved:
            # neither end moves, so the writer's spelling stays
            return address
        link = posixpath.relpath(moved.get(target, target), folder) + ("/" if path.endswith("/") else "")
        return link + rest

    return rewrite_links(text, relink)


def _cut(address: str) -> tuple[str, str]:
    """The path of a link, and its query and fragment with their marks."""
    path = address.partition("#")[0].partition("?")[0]
    return path, address[len(path) :]
