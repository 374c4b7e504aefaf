"""The endings that a logged request calls: it is matched as the edges and the API match it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from docgen.model.ending import Ending
from docgen.model.pin import Pin, Versioning
from docgen.model.project import Project
from docgen.openapi.deprecated import PARAMETER, owner, parts
from docgen.openapi.routes import Routes
from docgen.redirects.edges.overlap import literal_start
from docgen.redirects.oracle import Request, added_by, covering_rule
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
        self._of_rules = {
            (one.rule.host, one.rule.id): one.id for one in endings if one.rule and one.kind != "brownout"
        }
        self._of_operations = _by_operation(project, endings)
        specs = [pin.spec for pin in project.pins if pin.spec and self._of_operations]
        self._routes = [Routes(spec) for spec in specs]
        self._of_pins = _by_version(project, endings)
        self.by_header = frozenset(
            [id_ for id_, (_, versioning) in self._of_pins.items() if versioning.carrier == "header"]
            + [one.id for one in endings if one.kind == "headers" and one.rule and one.rule.text.version]
        )
        # to look for a header costs as much as to read its line
        is_asked = self.by_header or any(rule.version for rule in project.header_rules)
        self._headers = _version_headers(project) if is_asked else ()
        of_targets = (*self._of_rules.values(), *self._of_pins, *_ids(self._of_operations))
        self.by_target = frozenset(of_targets) - self.by_header
        self._matching = lru_cache(maxsize=_CACHED)(self._match)
        self._starts = tuple(_literal_starts(project, self._of_operations, self._of_pins))

    def versions(self, request: LoggedRequest) -> tuple[tuple[str, str], ...]:
        """The headers of a request that may name a version, by their names in lower case."""
        found = ((name, request_header(request, name)) for name in self._headers)
        return tuple((name, value) for name, value in found if value)

    def of(self, request: Request) -> tuple[str, ...]:
        """The ids of the endings that a request calls; its host is empty where it is not known."""
        target = request.target
        if not request.fields and target.startswith("/") and "%" not in target and not target.startswith(self._starts):
            return ()  # most lines: nothing ends whose path begins like this one
        return self._matching(request)

    def _match(self, request: Request) -> tuple[str, ...]:
        found = covering_rule(self._redirects, request)
        if found and request.method not in found[0].excluded:
            ending = self._of_rules.get((found[0].host, found[0].id))
            return (ending,) if ending else ()
        return tuple(dict.fromkeys((*self._rules(request), *self._parts(request), *self._versions(request))))

    def _rules(self, request: Request) -> Iterator[str]:
        added = added_by(self._header_rules, request)
        if added and (added.host, added.id) in self._of_rules:
            yield self._of_rules[added.host, added.id]

    def _parts(self, request: Request) -> Iterator[str]:
        is_whole = "://" in request.target.partition("?")[0]
        url = request.target if is_whole or not request.host else f"https://{request.host}{request.target}"
        sent = _query(url)
        for routes in self._routes:
            for parameter, id_ in self._of_operations.get(routes.find(request.method, url) or "", ()):
                if not parameter or parameter in sent:
                    yield id_

    def _versions(self, request: Request) -> Iterator[str]:
        for id_, (pin, versioning) in self._of_pins.items():
            if _names_version(request, pin, versioning):
                yield id_


def _by_operation(project: Project, endings: Sequence[Ending]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The name of the query parameter, empty for the operation itself, and the id of each ending of an operation."""
    specs = project.specs()
    found: dict[str, list[tuple[str, str]]] = {}
    for end in endings:
        spec = specs.get(end.pin)
        marked = parts(spec, end.name) if spec and end.kind == "parameter" else ()
        is_sent = spec and any(spec.at(part.pointer).get("in") == "query" for part in marked)
        if end.kind == "operation" or is_sent:
            found.setdefault(owner(end.name), []).append((end.name.partition(PARAMETER)[2], end.id))
    return found


def _by_version(project: Project, endings: Sequence[Ending]) -> Mapping[str, tuple[Pin, Versioning]]:
    pins = {pin.id: pin for pin in project.pins}
    versions = {end.id: pins[end.pin] for end in endings if end.kind in ("pin-deprecated", "pin-retired")}
    return {id_: (pin, pin.text.versioning) for id_, pin in versions.items() if pin.text.versioning}


def _version_headers(project: Project) -> tuple[str, ...]:
    versionings = (pin.text.versioning for pin in project.pins)
    return tuple({one.name.lower(): None for one in versionings if one and one.carrier == "header"})


def _literal_starts(
    project: Project, operations: Iterable[str], pins: Mapping[str, tuple[Pin, Versioning]]
) -> Iterator[str]:
    """What the paths begin with that call something: up to the first placeholder, below every server."""
    yield from map(literal_start, project.rules)
    bases = {url.path.rstrip("/") for pin in project.pins if pin.spec for url in pin.spec.servers()} | {""}
    paths = [name.partition(" ")[2].partition("{")[0].rstrip("/") for name in operations]
    for _, versioning in pins.values():
        paths += [f"/{versioning.name}"] if versioning.carrier == "path" else []
        paths += [""] if versioning.carrier == "query" else []
    for base, path in product(bases, paths):
        yield base + path


def _ids(by_operation: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[str]:
    for listed in by_operation.values():
        for _, id_ in listed:
            yield id_


def _names_version(request: Request, pin: Pin, versioning: Versioning) -> bool:
    """Whether a request names a pin as its API asks for it: in a header, in the query or as its first segment."""
    if versioning.carrier == "header":
        return (versioning.name.lower(), pin.id) in request.fields
    if versioning.carrier == "query":
        return _query(request.target).get(versioning.name) == pin.id
    path = urlsplit(request.target).path if "://" in request.target else request.target.partition("?")[0]
    bases = base_paths(pin.spec, request.host) if pin.spec else [""]
    return any(f"{path}/".startswith(f"{base}/{versioning.name}/") for base in bases)


def _query(target: str) -> Mapping[str, str]:
    return dict(parse_qsl(target.partition("?")[2], keep_blank_values=True))
