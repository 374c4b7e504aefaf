"""Rules that add headers, drafted from the deprecations that entries and pins announce."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

import msgspec

from docgen.author.template import filled_in
from docgen.entries.endings import announced_parts
from docgen.model.entry import slug_of, unused
from docgen.model.files import Files, MutableFiles
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.text import RulePath
from docgen.openapi.spec import Operation, Spec
from docgen.redirects.paths import MOST_PLACEHOLDERS, PLACEHOLDER, base_paths, covered, encoded


class _Draft(NamedTuple):
    """A rule; operations on one path with the same days share it. Without `since` it exempts its requests."""

    host: str
    path: str
    since: date | None
    sunset: date | None
    methods: tuple[str, ...] = ()
    version: str = ""
    match: str = "exact"
    id: str = ""


def drafted_header_rules(project: Project) -> tuple[Files, list[str]]:
    """A rule for each announced deprecation of an operation or a version that no rule covers, or ever did.

    In a new file below `redirects/`, or none; and the operations and versions for which no rule can be drafted. What a
    rule covers beside its operation is exempt.
    """
    left: list[str] = []
    rules: list[_Draft] = []
    taken = {rule.id for rule in project.rules}
    for draft in (*_merged(_operations(project)), *_versions(project)):
        if not _is_writable(draft.path):
            left.append(f"{'/'.join(draft.methods)} {draft.path}")
            continue
        words = f"version-{draft.version}"
        if not draft.version:
            words = f"{draft.methods[0]} {draft.path}"
        rules.append(draft._replace(id=unused(slug_of(words), taken)))
        taken.add(rules[-1].id)
    for pin in project.pins:
        if _first_day(pin) and not pin.text.version_header:
            left.append(f"version {pin.id}")
    files = MutableFiles()
    if rules:
        name = unused("headers", {PurePosixPath(rule.source.path).stem for rule in project.rules})
        files[f"redirects/{name}.yaml"] = filled_in("header-rules.yaml", rules=rules)
    return files, left


def _operations(project: Project) -> Iterator[_Draft]:
    """The rules of the operations that published entries announce, of each by the entry that was published last."""
    announced = announced_parts(project)
    for end in announced.values():
        spec = project.spec_of(end.entry) if end.entry else None
        operation = spec.operation(end.name) if spec else None
        if spec and operation:
            for host, base in _addresses(project, spec):
                yield from _drafts(project, spec, operation, _Draft(host, base, end.since, end.sunset), announced)


def _drafts(
    project: Project, spec: Spec, operation: Operation, draft: _Draft, announced: Collection[str]
) -> Iterator[_Draft]:
    """The rule of an operation, and one for each other operation that it covers: `/me/keys` beside `/{user}/{kind}`."""
    base = draft.path
    draft = draft._replace(path=base + _rule_path(operation.path), methods=_methods(spec, operation))
    if _is_covered(project, draft):
        return
    yield draft
    for other in spec.operations():
        path = base + _rule_path(other.path)
        # without a rule of its own, a live operation would get the headers of the one whose template it fits
        if other.name in announced or other.method not in draft.methods or path == draft.path:
            continue
        exempt = draft._replace(path=path, methods=_methods(spec, other), since=None, sunset=None)
        if covered(draft, path) is not None and not _is_covered(project, exempt):
            yield exempt


def _methods(spec: Spec, operation: Operation) -> tuple[str, ...]:
    """The method of an operation; with HEAD, where GET answers it."""
    if operation.method != "GET" or any(other.name == f"HEAD {operation.path}" for other in spec.operations()):
        return (operation.method,)
    return ("GET", "HEAD")


def _versions(project: Project) -> Iterator[_Draft]:
    ruled = {(rule.host, rule.text.version) for rule in project.header_rules if not rule.path}
    for pin in project.pins:
        if _first_day(pin) and pin.text.version_header:
            for host, _ in _addresses(project, pin.contract):
                # a host has several addresses, where the contract has several base paths
                if (host, pin.id) not in ruled:
                    ruled.add((host, pin.id))
                    yield _Draft(host, "/", _first_day(pin), pin.text.retired, version=pin.id, match="prefix")


def _first_day(pin: Pin) -> date | None:
    """The day from which a version is deprecated, or else retired."""
    return pin.text.deprecated or pin.text.retired


def _merged(drafts: Iterable[_Draft]) -> Iterator[_Draft]:
    """The drafts with the methods of those that are otherwise the same, each once."""
    methods = defaultdict[_Draft, dict[str, None]](dict)
    for draft in drafts:
        methods[draft._replace(methods=())] |= dict.fromkeys(draft.methods)
    for draft, listed in methods.items():
        yield draft._replace(methods=tuple(listed))


def _is_covered(project: Project, draft: _Draft) -> bool:
    """Whether a rule has the draft's own path, or decides for it with the same days.

    A removed rule counts, since the API may send the headers itself; one that exempts an announced path does not.
    """
    path = encoded(draft.path)
    for rule in project.header_rules:
        if rule.host != draft.host or rule.text.version or covered(rule, path) is None:
            continue
        if rule.methods and draft.methods[0] not in rule.methods:
            continue
        is_own = PLACEHOLDER.sub("{}", rule.path) == PLACEHOLDER.sub("{}", path) and rule.match == "exact"
        if rule.is_served:
            return (rule.text.since, rule.sunset_day) == (draft.since, draft.sunset) or (is_own and bool(rule.headers))
        if is_own:
            return True
    return False


def _addresses(project: Project, spec: Spec) -> Iterator[tuple[str, str]]:
    """The configured hosts that the contract's servers name, each with a path of one; else the first host."""
    named = spec.hosts()
    for host in [host for host in project.config.hosts if host in named] or project.config.hosts[:1]:
        for base in base_paths(spec, host):
            yield host, base


def _rule_path(path: str) -> str:
    """The path of an operation with the names that placeholders of a rule have: `{payment_id}` for `{paymentId}`."""
    return re.sub(r"\{([^{}]*)\}", lambda name: f"{{{slug_of(name[1]).replace('-', '_')}}}", path)


def _is_writable(path: str) -> bool:
    """Whether a rule can have the path."""
    names = PLACEHOLDER.findall(path)
    is_single = all(part.count("{") <= 1 for part in path.split("/"))
    try:
        msgspec.convert(path, RulePath)
    except msgspec.ValidationError:
        return False
    return is_single and len(names) == len(set(names)) <= MOST_PLACEHOLDERS
