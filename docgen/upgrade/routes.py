"""Concrete paths of requests -> operations of a contract: literal segments before templates, base paths taken off."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec

from docgen.openapi.spec import Operation, Spec

_TEMPLATE: Final = re.compile(r"\{[^{}]*\}")


class _Node(msgspec.Struct):
    """A segment of a path: what may follow it, and the operations that end here by their method."""

    literals: dict[str, "_Node"] = msgspec.field(default_factory=dict)
    patterns: list[tuple[re.Pattern[str], "_Node"]] = msgspec.field(default_factory=list)
    ends: dict[str, str] = msgspec.field(default_factory=dict)

    def follow(self, segment: str) -> "_Node":
        """The node of a segment as the contract writes it, new where it is the first of its kind."""
        if "{" not in segment:
            return self.literals.setdefault(segment, _Node())
        pattern = re.compile(_pattern(segment), re.S)
        for known, node in self.patterns:
            if known.pattern == pattern.pattern:
                return node
        node = _Node()
        self.patterns.append((pattern, node))
        self.patterns.sort(key=lambda item: -len(item[0].pattern.replace("(.+)", "")))  # the most literal text first
        return node


def _pattern(segment: str) -> str:
    return "(.+)".join(re.escape(part) for part in _TEMPLATE.split(segment))


class Routes:
    """The operations of one contract, to be found by what a client sent.

    A path matches with and without the base path of a server; an absolute URL must name a host of the
    contract, where the contract names any. Of two paths the one with the literal segment is the right one.
    """

    def __init__(self, spec: Spec) -> None:
        self._root = _Node()
        self._names = {operation.name for operation in spec.operations()}
        urls = spec.servers()
        self._hosts = {url.hostname for url in urls if url.hostname}
        self._bases = sorted({url.path.rstrip("/") for url in urls} | {""}, key=len, reverse=True)
        for operation in spec.operations():
            self._add(operation)

    def _add(self, operation: Operation) -> None:
        node = self._root
        for segment in _segments(re.split(r"[?#]", operation.path, maxsplit=1)[0]):
            node = node.follow(segment)
        node.ends.setdefault(operation.method, operation.name)

    def find(self, method: str, target: str) -> str | None:
        """The operation that answers a method on a path or URL, such as `GET /v1/images/{id}`, or None."""
        method = method.upper()
        if f"{method} {target}" in self._names:
            return f"{method} {target}"
        path = self._path(target)
        if path is None:
            return None
        candidates = [path[len(base) :] for base in self._bases if f"{path}/".startswith(f"{base}/")]
        # RFC 9110, section 9.3.2: HEAD is answered as GET is.
        methods = (method, "GET") if method == "HEAD" else (method,)
        found = (_match(self._root, _segments(rest), name) for name in methods for rest in candidates)
        return next((name for name in found if name), None)

    def _path(self, target: str) -> str | None:
        try:
            url = urlsplit(target if "://" in target.partition("?")[0] else f"//-{target}")
        except ValueError:
            return None
        foreign = url.hostname != "-" and bool(self._hosts) and url.hostname not in self._hosts
        return None if foreign else url.path


def _segments(path: str) -> list[str]:
    return [segment for segment in path.strip("/").split("/") if segment or path.strip("/")]


def _match(node: _Node, segments: list[str], method: str) -> str | None:
    """Depth first, the literal before the patterns; one that does not lead to the method is left again."""
    if not segments:
        return node.ends.get(method)
    segment, rest = unquote(segments[0]), segments[1:]
    literal = node.literals.get(segment)
    found = _match(literal, rest, method) if literal else None
    for pattern, following in node.patterns if found is None else ():
        if pattern.fullmatch(segment) and (found := _match(following, rest, method)):
            break
    return found
