"""Rules that add headers, drafted from the deprecations that entries and pins announce."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import chain, count
from pathlib import PurePosixPath
from typing import NamedTuple

from docgen.author.edit import quoted
from docgen.author.slug import slug_of
from docgen.author.template import template
from docgen.entries.deprecations import Announcement, announcements
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.spec import Operation, Spec
from docgen.redirects.operations import covers_operation
from docgen.redirects.paths import covered


class _Draft(NamedTuple):
    """A rule; operations on one path with the same days share it. Without `since` it exempts its requests."""

    host: str
    path: str
    since: date | None
    sunset: date | None
    methods: tuple[str, ...] = ()
    version: str = ""
    id: str = ""

    @property
    def match(self) -> str:
        """`exact`, or `prefix` for a whole version."""
        return "prefix" if self.version else "exact"

    @property
    def generality(self) -> tuple[bool, ...]:
        """A path with a placeholder comes behind one with text at that place, as in a contract."""
        return tuple("{" in segment for segment in self.path.split("/"))


def drafted_header_rules(project: Project) -> Files:
    """A new file below `redirects/` with a rule for each announced deprecation that no rule covers yet.

    They are operations of any contract, and versions that requests name in a header; empty where none is left.
    """
    taken = {rule.id for rule in project.rules}
    rules: list[_Draft] = []
    for draft in (*sorted(_merged(_operations(project)), key=lambda draft: draft.generality), *_versions(project)):
        words = slug_of(f"version-{draft.version}" if draft.version else f"{draft.methods[0]} {draft.path}")
        rules.append(draft._replace(id=_unused(words, taken)))
        taken.add(rules[-1].id)
    files = {PurePosixPath(rule.source.path).stem for rule in project.rules}
    path = f"redirects/{_unused('headers', files)}.yaml"
    return {path: template("header-rules.yaml", {"quoted": quoted}).render(rules=rules)} if rules else {}


def _operations(project: Project) -> Iterator[_Draft]:
    specs = {pin.id: pin.spec for pin in project.pins}
    announced: dict[str, Announcement] = {}  # by the first entry that names it
    for one in (one for entry in project.entries for one in announcements(project, entry)):
        announced.setdefault(one.selector, one)
    for name, one in announced.items():
        spec = specs.get(one.entry.pin)
        operation = next((other for other in spec.operations() if other.name == name), None) if spec else None
        if spec and operation and not _is_covered(project, spec, operation):
            host, base = _address(project, spec)
            draft = _Draft(host, base + _rule_path(operation.path), one.since, one.sunset, _methods(operation))
            yield draft
            yield from _exempt(draft, base, [other for other in spec.operations() if other.name not in announced])


def _exempt(draft: _Draft, base: str, others: Sequence[Operation]) -> Iterator[_Draft]:
    """A rule for each other operation that a rule covers, too: `/orgs/me/keys` beside `/orgs/{org}/{kind}`."""
    for other in others:
        path = base + _rule_path(other.path)
        if other.method in draft.methods and path != draft.path and covered(draft, path) is not None:
            yield draft._replace(path=path, methods=_methods(other), since=None, sunset=None)


def _methods(operation: Operation) -> tuple[str, ...]:
    return ("GET", "HEAD") if operation.method == "GET" else (operation.method,)


def _versions(project: Project) -> Iterator[_Draft]:
    ruled = {rule.text.version for rule in project.header_rules}
    for pin in project.pins:
        since = pin.text.deprecated or pin.text.retired
        if since and _names_version_in_header(pin) and pin.spec and pin.id not in ruled:
            yield _Draft(_address(project, pin.spec)[0], "/", since, pin.text.retired, version=pin.id)


def _names_version_in_header(pin: Pin) -> bool:
    return pin.text.versioning is not None and pin.text.versioning.carrier == "header"


def _merged(drafts: Iterator[_Draft]) -> Iterator[_Draft]:
    """The drafts with the methods of those that are otherwise the same, each once."""
    methods: dict[_Draft, dict[str, None]] = {}
    for draft in drafts:
        methods.setdefault(draft._replace(methods=()), {}).update(dict.fromkeys(draft.methods))
    return (draft._replace(methods=tuple(listed)) for draft, listed in methods.items())


def _is_covered(project: Project, spec: Spec, operation: Operation) -> bool:
    return any(covers_operation(rule, spec, operation.name) for rule in project.header_rules if not rule.text.version)


def _address(project: Project, spec: Spec) -> tuple[str, str]:
    """The host of the API, and the path of its server, of the first server on a configured host."""
    for server in spec.servers():
        if server.hostname is None or server.hostname in project.config.hosts:
            path = server.path.strip("/")
            return server.hostname or project.config.hosts[0], f"/{path}" if path else ""
    return project.config.hosts[0], ""


def _rule_path(path: str) -> str:
    """The path of an operation with the names that placeholders of a rule have: `{payment_id}` for `{paymentId}`."""
    return re.sub(r"\{([^}]*)\}", lambda name: f"{{{slug_of(name[1]).replace('-', '_')}}}", path)


def _unused(name: str, taken: Collection[str]) -> str:
    """The name, or the first of it with a number that is not taken."""
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(one for one in names if one not in taken)
