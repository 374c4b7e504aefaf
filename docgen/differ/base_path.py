"""A path that all operations begin with, moved between the servers and the paths: every address stays what it was."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from docgen.openapi.nodes import Node


class Move(msgspec.Struct, frozen=True):
    """The base path, and what it is a part of in the revision."""

    base_path: str
    to: Literal["paths", "servers"]

    def rename(self, path: str) -> str:
        """A path of the base as the revision has it."""
        return f"{self.base_path}{path}" if self.to == "paths" else path.removeprefix(self.base_path)

    def rename_server(self, url: str) -> str:
        """The URL of a server of the base as the revision has it."""
        return url.removesuffix(self.base_path) if self.to == "paths" else f"{url}{self.base_path}"


def moved_base_path(old: Node, new: Node) -> Move | None:
    """The move of a base path from one document to the other, or None where some address did not stay."""
    if _has_own_servers(old) or _has_own_servers(new):
        return None
    before, after = _addresses(old), _addresses(new)
    moves = [Move(end, "paths") for end in _ends(before, after)]
    moves += [Move(end, "servers") for end in _ends(after, before)]
    return next((move for move in moves if _explains(move, old, new)), None)


def _addresses(document: Node) -> list[str]:
    """The URLs of the servers; without any, one that is `/` (OpenAPI 3.1, section 4.8.1)."""
    return [str(server.get("url")).rstrip("/") for server in document.items("servers")] or [""]


def _ends(longer: Sequence[str], shorter: Sequence[str]) -> list[str]:
    """The paths that all servers of one side end with, and that make one of the other side's of one of them."""
    ends = sorted(set(_ends_of_any(longer, shorter)))
    of_all = [end for end in ends if all(url.endswith(end) for url in longer)]
    return [end for end in of_all if not any(url.endswith(end) for url in shorter)]


def _ends_of_any(longer: Sequence[str], shorter: Sequence[str]) -> Iterator[str]:
    for beginning in shorter:
        for url in longer:
            if url.startswith(f"{beginning}/"):
                yield url.removeprefix(beginning)


def _has_own_servers(document: Node) -> bool:
    """Whether a path or an operation has servers of its own, whose addresses a move would change."""
    for item in document.fields("paths").values():
        holders = (item, *(item.child(key) for key in item.mapping))
        if any("servers" in holder.mapping for holder in holders):
            return True
    return False


def _explains(move: Move, old: Node, new: Node) -> bool:
    """Whether all paths of the side that has the base path in them begin with it, and some operation stayed by it."""
    before, after = old.fields("paths"), new.fields("paths")
    whole = after if move.to == "paths" else before
    if not all(path.startswith(f"{move.base_path}/") for path in whole):
        return False
    return any(move.rename(path) in after for path in before)
