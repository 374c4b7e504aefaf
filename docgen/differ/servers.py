"""The comparison of the servers of two contracts and of their operations, by URL."""

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.differ.base_path import Move
from docgen.differ.pairs import Pair, one_sided, owner
from docgen.openapi.nodes import Node

Holders = tuple[Node, Node, Node]
"""An operation, its path item and its document; the first with servers applies (OpenAPI 3.1, section 4.8.10)."""


def compare_servers(old: Node, new: Node, move: Move | None) -> Iterator[Pair]:
    """A pair for each server that was added, removed or has different variables, and one for a moved base path."""
    if move:
        pair = Pair(old, new, "the API", f"server {next(iter(_servers(new)), '/')}")
        pair.note(f"api-base-path-moved-to-{move.to}", ("servers",), (), name=move.base_path)
        yield pair
    before, after = _servers(old), _servers(new)
    urls = {url: url for url in before}
    if move:
        before, after = (servers or {"": Node({}, ())} for servers in (before, after))  # the default, `/`
        urls = {move.rename_server(url.rstrip("/")): url for url in before}
        before = {renamed: before[url] for renamed, url in urls.items()}
        after = {url.rstrip("/"): server for url, server in after.items()}
    for url in {**before, **after}:
        said = url if url in after else urls[url]
        pair = Pair(old, new, f"the server `{said}`", f"server {said}")
        if url in before and url in after:
            _compare_variables(pair, before[url], after[url])
        else:
            pair.note(f"api-server-{'added' if url in after else 'removed'}", ("servers",), (url,), name=url)
        if pair.edits:
            yield pair


def compare_operation_servers(pair: Pair, old: Holders, new: Holders) -> None:
    """Note the servers of an operation that were added and removed, unless they are those of the document."""
    if not any("servers" in node.value for node in (*old[:2], *new[:2])):
        return
    holders = [next((node for node in side if node.get("servers")), side[2]) for side in (old, new)]
    # without any server, the default is one with the URL `/` (OpenAPI 3.1, section 4.8.1)
    before, after = (_servers(node) or {"/": Node({}, node.pointer)} for node in holders)
    # servers of the path item belong to the path, so that they are one root cause for all its operations
    own = any(node.get("servers") for node in (old[0], new[0]))
    owned_by = owner(pair.new, pair.selector if own else pair.selector.partition(" ")[2])
    for url in {**before, **after}:
        if url not in before or url not in after:
            verb, node = one_sided(url, before, after)
            pair.note(f"api-operation-server-{verb}", node.pointer, (owned_by,), name=url)


def _servers(node: Node) -> dict[str, Node]:
    return {str(server.get("url")): server for server in node.items("servers") if isinstance(server.value, dict)}


def _compare_variables(pair: Pair, old: Node, new: Node) -> None:
    before, after = old.members("variables"), new.members("variables")
    for name in before:
        if name in after:
            _compare_variable(pair, name, before[name], after[name])


def _compare_variable(pair: Pair, name: str, old: Node, new: Node) -> None:
    defaults = old.get("default"), new.get("default")
    if defaults[0] != defaults[1]:
        _note(pair, new, "default-changed", name, before=defaults[0], after=defaults[1])
    before, after = _listed(old), _listed(new)
    if before is None or after is None:
        if before is not after:
            _note(pair, new, "became-enum" if before is None else "became-not-enum", name, before=before, after=after)
        return
    for value in before:
        if value not in after:
            _note(pair, new, "value-removed", name, before=value)
    for value in after:
        if value not in before:
            _note(pair, new, "value-added", name, after=value)


def _listed(variable: Node) -> list[Any] | None:
    values = variable.get("enum")
    return values if isinstance(values, list) else None


def _note(pair: Pair, at: Node, action: str, name: str, **changed: Any) -> None:  # noqa: ANN401 - a value of JSON
    values: Mapping[str, Any] = {"before": None, "after": None, **changed}
    key = (pair.selector, *values.values())
    pair.note(f"api-server-variable-{action}", at.pointer, key, name=name, **values)
