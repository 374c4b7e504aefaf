"""The routes of a contract: the operation that answers a request, literal segments before templates."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec

from docgen.openapi.spec import Spec

_TEMPLATE: Final = re.compile(r"\{[^{}]*\}")


class _Node(msgspec.Struct):
    """A segment of a path: the segments after it, and by method the operations whose path ends here."""

    literals: dict[str, "_Node"] = msgspec.field(default_factory=dict)
    patterns: list[tuple[re.Pattern[str], "_Node"]] = msgspec.field(default_factory=list)
    operations: dict[str, str] = msgspec.field(default_factory=dict)
    literal: int = 0
    """The length of its own text without its templates."""

    def child(self, segment: str) -> "_Node":
        """The node of the next segment, as the contract writes it; added if it is new."""
        if "{" not in segment:
            return self.literals.setdefault(segment, _Node())
        first, *others = map(re.escape, _TEMPLATE.split(segment))
        pattern = re.compile(_segment_pattern(first, others), re.S)
        for known, node in self.patterns:
            if known.pattern == pattern.pattern:
                return node
        node = _Node(literal=len("".join((first, *others))))
        self.patterns.append((pattern, node))
        # where two templates match, the one with more literal text is meant
        self.patterns.sort(key=lambda item: -item[1].literal)
        return node


def _segment_pattern(first: str, others: list[str]) -> str:
    """A value ends where the text behind it first is, and is not tried again: the time is linear in the segment."""
    values = "".join(f"(?>.+?{part})" for part in others[:-1])
    return f"{first}{values}.+{others[-1]}" if others else first


class Routes:
    """The operations of one contract, by the method and the path or URL of a request.

    A path matches with and without the base path of a server; an absolute URL must name a host of the contract,
    if the contract names any. A literal segment wins over a template.
    """

    def __init__(self, spec: Spec) -> None:
        self._root = _Node()
        self._names = {operation.name for operation in spec.operations()}
        self._hosts = set(spec.hosts())
        self._bases = sorted(spec.bases(), key=len, reverse=True)
        self._methods = tuple(dict.fromkeys(operation.method for operation in spec.operations()))
        for operation in spec.operations():
            node = self._root
            for segment in _segments(re.split(r"[?#]", operation.path, maxsplit=1)[0]):
                node = node.child(segment)
            node.operations.setdefault(operation.method, operation.name)

    def find(self, method: str, target: str) -> str | None:
        """The name of the operation that answers a request, such as `GET /v1/images/{id}`; None if there is none."""
        method = method.upper()
        if f"{method} {target}" in self._names:
            return f"{method} {target}"
        path = self._request_path(target)
        if path is None:
            return None
        candidates = [path[len(base) :] for base in self._bases if f"{path}/".startswith(f"{base}/")]
        # RFC 9110, section 9.3.2: HEAD is answered as GET is.
        methods = (method, "GET") if method == "HEAD" else (method,)
        for name, rest in product(methods, candidates):
            if operation := _match(self._root, _segments(rest), name):
                return operation
        return None

    def find_all(self, method: str, target: str) -> list[str]:
        """The operation that answers a request; without a method, the operation of each method."""
        methods = (method,) if method else self._methods
        return list(dict.fromkeys(filter(None, (self.find(method, target) for method in methods))))

    def _request_path(self, target: str) -> str | None:
        try:
            # a path gets the host `-`: without one, urlsplit would take `//x/y` for the path `/y` on host `x`
            url = urlsplit(target if "://" in target.partition("?")[0] else f"//-{target}")
        except ValueError:
            return None
        is_foreign = url.hostname != "-" and bool(self._hosts) and url.hostname not in self._hosts
        return None if is_foreign else url.path


def _segments(path: str) -> list[str]:
    return [segment for segment in path.strip("/").split("/") if segment or path.strip("/")]


def _match(node: _Node, segments: list[str], method: str) -> str | None:
    """The operation below a node: depth first, the literal segment before the patterns, with backtracking."""
    if not segments:
        return node.operations.get(method)
    for following in _following(node, unquote(segments[0])):
        if operation := _match(following, segments[1:], method):
            return operation
    return None


def _following(node: _Node, segment: str) -> Iterator[_Node]:
    if segment in node.literals:
        yield node.literals[segment]
    for pattern, following in node.patterns:
        if pattern.fullmatch(segment):
            yield following
