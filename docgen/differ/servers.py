"""The servers of two contracts and of their operations, compared by URL; and a base path that moved.

A path that all operations begin with can move between the servers and the paths: every address stays what it was.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Literal

import msgspec

from docgen.differ.edits import Pair, counterparts, owner
from docgen.differ.path_items import Operation
from docgen.openapi.nodes import NamedNodes, Node


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
    # either may be: the servers became shorter and the paths longer, or the reverse
    moves = [Move(end, "paths") for end in _ends(before, after)]
    moves += [Move(end, "servers") for end in _ends(after, before)]
    return next((move for move in moves if _explains(move, old, new)), None)


def _addresses(document: Node) -> list[str]:
    """The URLs of the servers; without any, one that is `/` (OpenAPI 3.1, section 4.8.1)."""
    return [str(server.get("url")).rstrip("/") for server in document.items("servers")] or [""]


def _ends(longer: Sequence[str], shorter: Sequence[str]) -> list[str]:
    """The paths that all servers of one side end with, and that make one of the other side's of one of them."""
    ends = set[str]()
    for url, beginning in product(longer, shorter):
        end = url.removeprefix(beginning)
        if url.startswith(f"{beginning}/") and all(other.endswith(end) for other in longer):
            ends.add(end)
    return [end for end in sorted(ends) if not any(url.endswith(end) for url in shorter)]


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
    # one path that does not begin with it would have another address now
    if not all(path.startswith(f"{move.base_path}/") for path in whole):
        return False
    return any(move.rename(path) in after for path in before)


def compare_servers(old: Node, new: Node, move: Move | None) -> Iterator[Pair]:
    """A pair for each server that was added, removed or has different variables, and one for a moved base path."""
    before, after = _servers(old), _servers(new)
    urls = {url: url for url in before}
    if move:
        pair = Pair(old, new, "the API", f"server {next(iter(after), '/')}")
        pair.note(f"api-base-path-moved-to-{move.to}", ("servers",), name=move.base_path)
        yield pair
        default = {"": Node({}, ())}  # which is `/`
        before, after = before or default, after or default
        urls = {move.rename_server(url.rstrip("/")): url for url in before}
        before = {renamed: before[url] for renamed, url in urls.items()}
        after = {url.rstrip("/"): server for url, server in after.items()}
    for url, verb, server, old_server in counterparts(before, after):
        # under the name that the document has which lists it
        name = urls[url] if verb == "removed" else url
        pair = Pair(old, new, f"the server `{name}`", f"server {name}")
        if old_server:
            variables = counterparts(old_server.members("variables"), server.members("variables"))
            for variable, _, after_node, before_node in variables:
                if before_node:
                    _compare_variable(pair, variable, before_node, after_node)
        else:
            pair.note(f"api-server-{verb}", ("servers",), (url,), name=url)
        if pair.edits:
            yield pair


def compare_operation_servers(pair: Pair, old: Operation, new: Operation) -> None:
    """Note the servers of an operation that were added and removed, unless they are those of the document."""
    if not any("servers" in node.value for node in (old, old.item, new, new.item)):
        return
    # servers of the path item belong to the path, so that they are one root cause for all its operations
    own = old.get("servers") or new.get("servers")
    owned_by = owner(pair.new, pair.selector if own else pair.selector.partition(" ")[2])
    for url, verb, server, _ in counterparts(_servers_of(old), _servers_of(new)):
        if verb != "changed":
            pair.note(f"api-operation-server-{verb}", server.pointer, (owned_by,), name=url)


def _servers_of(operation: Operation) -> NamedNodes:
    """The servers of the operation, its path item or its document: the first with some (OpenAPI 3.1, section 4.8.10).

    Without any, the default is one with the URL `/` (section 4.8.1).
    """
    holders = (operation, operation.item, operation.resolver.root)
    holder = next((node for node in holders if node.get("servers")), holders[-1])
    return _servers(holder) or {"/": Node({}, holder.pointer)}


def _servers(node: Node) -> NamedNodes:
    return {str(server.get("url")): server for server in node.items("servers") if isinstance(server.value, dict)}


def _compare_variable(pair: Pair, name: str, old: Node, new: Node) -> None:
    def note(change: str, before: Any = None, after: Any = None) -> None:  # noqa: ANN401 - values of JSON
        action = f"api-server-variable-{change}"
        pair.note(action, new.pointer, (pair.selector, before, after), name=name, before=before, after=after)

    if old.get("default") != new.get("default"):
        note("default-changed", old.get("default"), new.get("default"))
    before, after = old.get("enum"), new.get("enum")
    if isinstance(before, list) and isinstance(after, list):
        for value in before:
            if value not in after:
                note("value-removed", value)
        for value in after:
            if value not in before:
                note("value-added", None, value)
    elif isinstance(before, list):
        note("became-not-enum", before)
    elif isinstance(after, list):
        note("became-enum", None, after)
