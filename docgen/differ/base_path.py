"""A path that all operations begin with, moved between the servers and the paths: every address stays what it was."""

from collections.abc import Collection
from typing import Literal

import msgspec

from docgen.openapi.nodes import Node


class Move(msgspec.Struct, frozen=True):
    """The base path, and what it is a part of in the revision."""

    base_path: str
    to: Literal["paths", "servers"]

    def rename(self, path: str) -> str:
        """A path of the base as the revision has it."""
        if self.to == "paths":
            return f"{self.base_path}{path}"
        return path.removeprefix(self.base_path) if path.startswith(f"{self.base_path}/") else path


def moved_base_path(old: Node, new: Node) -> Move | None:
    """The move of a base path from one document to the other, or None."""
    before, after = _addresses(old), _addresses(new)
    if before == after or len(before) != len(after):
        return None
    for longer, shorter, to in ((before, after, "paths"), (after, before, "servers")):
        ends = {left.removeprefix(right) for left, right in zip(longer, shorter, strict=True) if left.startswith(right)}
        if len(ends) == 1 and all(map(str.startswith, longer, shorter)) and (end := ends.pop()).startswith("/"):
            move = Move(end, "paths" if to == "paths" else "servers")
            return move if _explains(move, old.fields("paths"), new.fields("paths")) else None
    return None


def _addresses(document: Node) -> list[str]:
    """The URLs of the servers; without any, one that is `/` (OpenAPI 3.1, section 4.8.1)."""
    return [str(server.get("url")).rstrip("/") for server in document.items("servers")] or [""]


def _explains(move: Move, old: Collection[str], new: Collection[str]) -> bool:
    """Whether more paths of the base are in the revision with the move than without it."""
    return sum(move.rename(path) in new for path in old) > sum(path in new for path in old)
