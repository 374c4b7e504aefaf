"""The endings that a logged request calls: it is matched as the edges and the API match it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, product
from typing import Final
from urllib.parse import parse_qsl

from docgen.model.ending import Ending
from docgen.model.pin import Pin, Versioning
from docgen.model.project import Project
from docgen.model.redirect import Rule
from docgen.openapi.deprecated import PARAMETER, owner, parts
from docgen.openapi.routes import Routes
from docgen.openapi.spec import Spec
from docgen.redirects.edges.overlap import literal_start
from docgen.redirects.oracle import Request, added_by, covering_rule, host_and_target
from docgen.redirects.paths import base_paths
from docgen.traffic.records import LoggedRequest, request_header

_CACHED: Final = 2**12
"""Targets repeat, and each miss tries every rule; the limit keeps a scan of random paths out of the memory."""


class CalledEndings:
    """Those of rules, of operations with their query parameters, and of versions that requests name.

    `by_header` are the ids of those that only a log with the headers of requests shows, `by_target` the others.
    """

    def __init__(self, project: Project, endings: Sequence[Ending]) -> None:
        self._redirects, self._header_rules = project.redirects, project.header_rules
        self._of_rules: dict[tuple[str, str], str] = {}
        self._of_pins: dict[str, tuple[Pin, Versioning]] = {}
        by_header: set[str] = set()
        for end in endings:
            # the requests of a brownout are those of its rule
            if end.rule and end.kind != "brownout":
                self._of_rules[end.rule.host, end.rule.id] = end.id
            if end.rule and end.rule.text.version and end.kind == "headers":
                by_header.add(end.id)
            pin = project.pin(end.pin)
            if pin and pin.text.versioning and end.kind in ("pin-deprecated", "pin-retired"):
                self._of_pins[end.id] = pin, pin.text.versioning
                if pin.text.versioning.carrier == "header":
                    by_header.add(end.id)
        self._of_operations = _by_operation(project, endings)
        self._routes = [Routes(spec) for spec in project.specs().values() if self._of_operations]
        # to look for a header costs as much as to read its line
        is_asked = by_header or any(rule.version for rule in project.header_rules)
        self._headers = project.version_headers if is_asked else ()
        of_parts = (id_ for _, id_ in chain(*self._of_operations.values()))
        self.by_header = frozenset(by_header)
        self.by_target = frozenset((*self._of_rules.values(), *self._of_pins, *of_parts)) - self.by_header
        self._matching = lru_cache(maxsize=_CACHED)(self._match)
        self._starts = tuple(_literal_starts(project, self._of_operations, self._of_pins.values()))

    def versions(self, request: LoggedRequest) -> tuple[tuple[str, str], ...]:
        """The headers of a request that may name a version, by their names in lower case."""
        values = ((name, request_header(request, name)) for name in self._headers)
        return tuple((name, value) for name, value in values if value)

    def of(self, request: Request) -> tuple[str, ...]:
        """The ids of the endings that a request calls; its host is empty where it is not known."""
        target = request.target
        if not request.fields and target.startswith("/") and "%" not in target and not target.startswith(self._starts):
            # most lines: nothing ends whose path begins like this one
            return ()
        return self._matching(request)

    def _match(self, request: Request) -> tuple[str, ...]:
        covering = covering_rule(self._redirects, request)
        if covering and request.method not in covering[0].excluded:
            return tuple(self._of_rule(covering[0]))
        added = added_by(self._header_rules, request)
        versions = (id_ for id_, asked in self._of_pins.items() if _names_version(request, *asked))
        return tuple(dict.fromkeys((*self._of_rule(added), *self._parts(request), *versions)))

    def _of_rule(self, rule: Rule | None) -> Iterator[str]:
        if rule and (rule.host, rule.id) in self._of_rules:
            yield self._of_rules[rule.host, rule.id]

    def _parts(self, request: Request) -> Iterator[str]:
        url = request.target
        if request.host and "://" not in url.partition("?")[0]:
            url = f"https://{request.host}{url}"
        sent = _query(url)
        # the contract of each pin is asked: a log does not say which one a client follows
        for routes in self._routes:
            for parameter, id_ in self._of_operations.get(routes.find(request.method, url) or "", ()):
                if not parameter or parameter in sent:
                    yield id_


def _by_operation(project: Project, endings: Sequence[Ending]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The name of the query parameter, empty for the operation itself, and the id of each ending of an operation."""
    specs = project.specs()
    by_operation: dict[str, list[tuple[str, str]]] = {}
    for end in endings:
        spec = specs.get(end.pin)
        if end.kind == "operation" or (spec and end.kind == "parameter" and _is_sent(spec, end.name)):
            by_operation.setdefault(owner(end.name), []).append((end.name.partition(PARAMETER)[2], end.id))
    return by_operation


def _is_sent(spec: Spec, parameter: str) -> bool:
    """Whether a parameter is in the query, so that a logged target shows it."""
    return any(spec.at(part.pointer).get("in") == "query" for part in parts(spec, parameter))


def _literal_starts(
    project: Project, operations: Iterable[str], versions: Iterable[tuple[Pin, Versioning]]
) -> Iterator[str]:
    """What the paths begin with that call something: up to the first placeholder, below every server."""
    yield from map(literal_start, project.rules)
    bases = {"", *chain.from_iterable(map(Spec.bases, project.specs().values()))}
    paths = [name.partition(" ")[2].partition("{")[0].rstrip("/") for name in operations]
    for _, versioning in versions:
        if versioning.carrier == "path":
            paths.append(f"/{versioning.name}")
        if versioning.carrier == "query":
            paths.append("")
    for base, path in product(bases, paths):
        yield base + path


def _names_version(request: Request, pin: Pin, versioning: Versioning) -> bool:
    """Whether a request names a pin as its API asks for it: in a header, in the query or as its first segment."""
    if versioning.carrier == "header":
        return (versioning.name.lower(), pin.id) in request.fields
    if versioning.carrier == "query":
        return _query(request.target).get(versioning.name) == pin.id
    host, target = host_and_target(request)
    path = target.partition("?")[0]
    return any(f"{path}/".startswith(f"{base}/{versioning.name}/") for base in base_paths(pin.contract, host))


def _query(target: str) -> Mapping[str, str]:
    return dict(parse_qsl(target.partition("?")[2], keep_blank_values=True))
