"""Rules that add headers, drafted from the deprecations that entries and pins announce."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

import msgspec

from docgen.author.edit import quoted
from docgen.author.slug import slug_of, unused
from docgen.author.template import template
from docgen.entries.endings import deprecations
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.files import Files
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
    id: str = ""

    @property
    def match(self) -> str:
        """`exact`, or `prefix` for a whole version."""
        return "prefix" if self.version else "exact"


class Drafts(NamedTuple):
    """A new file below `redirects/`, or none, and the operations and versions for which no rule can be drafted."""

    files: Files
    left: tuple[str, ...]


def drafted_header_rules(project: Project) -> Drafts:
    """A rule for each announced deprecation of an operation or a version that no rule covers, or ever did.

    What a rule covers beside its operation is exempt.
    """
    drafts = [*_merged(_operations(project)), *_versions(project)]
    writable = [draft for draft in drafts if _is_writable(draft.path)]
    left = [f"{'/'.join(one.methods)} {one.path}" for one in drafts if not _is_writable(one.path)]
    left += [f"version {pin.id}" for pin in project.pins if _ends(pin) and not _is_named_in_header(pin)]
    taken = {rule.id for rule in project.rules}
    rules: list[_Draft] = []
    for draft in writable:
        words = slug_of(f"version-{draft.version}" if draft.version else f"{draft.methods[0]} {draft.path}")
        rules.append(draft._replace(id=unused(words, taken)))
        taken.add(rules[-1].id)
    path = f"redirects/{unused('headers', {PurePosixPath(rule.source.path).stem for rule in project.rules})}.yaml"
    text = template("header-rules.yaml", {"quoted": quoted}).render(rules=rules)
    return Drafts({path: text} if rules else {}, tuple(left))


def _operations(project: Project) -> Iterator[_Draft]:
    specs = {pin.id: pin.spec for pin in project.pins}
    announced: dict[str, tuple[Entry, Ending]] = {}
    for entry in sorted(project.visible_entries(), key=lambda entry: entry.text.published):
        announced |= {one.name: (entry, one) for one in deprecations(project, entry)}
    for name, (entry, one) in announced.items():
        spec = specs.get(entry.pin)
        operation = next((other for other in spec.operations() if other.name == name), None) if spec else None
        if spec and operation:
            for host, base in _addresses(project, spec):
                yield from _drafts(project, spec, operation, _Draft(host, base, one.since, one.sunset), announced)


def _drafts(
    project: Project, spec: Spec, operation: Operation, draft: _Draft, announced: Collection[str]
) -> Iterator[_Draft]:
    """The rule of an operation, and one for each other operation that it covers: `/me/keys` beside `/{user}/{kind}`."""
    base, methods = draft.path, _methods(spec, operation)
    draft = draft._replace(path=base + _rule_path(operation.path), methods=methods)
    if _is_covered(project, draft):
        return
    yield draft
    for other in spec.operations():
        path, is_live = base + _rule_path(other.path), other.name not in announced and other.method in methods
        exempt = draft._replace(path=path, methods=_methods(spec, other), since=None, sunset=None)
        if is_live and path != draft.path and covered(draft, path) is not None and not _is_covered(project, exempt):
            yield exempt


def _methods(spec: Spec, operation: Operation) -> tuple[str, ...]:
    is_alone = f"HEAD {operation.path}" not in {other.name for other in spec.operations()}
    return ("GET", "HEAD") if operation.method == "GET" and is_alone else (operation.method,)


def _versions(project: Project) -> Iterator[_Draft]:
    ruled = {(rule.host, rule.text.version) for rule in project.header_rules if not rule.path}
    for pin in project.pins:
        if _ends(pin) and _is_named_in_header(pin) and pin.spec:
            for host in dict.fromkeys(host for host, _ in _addresses(project, pin.spec)):
                if (host, pin.id) not in ruled:
                    yield _Draft(host, "/", _ends(pin), pin.text.retired, version=pin.id)


def _ends(pin: Pin) -> date | None:
    return pin.text.deprecated or pin.text.retired


def _is_named_in_header(pin: Pin) -> bool:
    return pin.text.versioning is not None and pin.text.versioning.carrier == "header"


def _merged(drafts: Iterator[_Draft]) -> Iterator[_Draft]:
    """The drafts with the methods of those that are otherwise the same, each once."""
    methods: dict[_Draft, dict[str, None]] = {}
    for draft in drafts:
        methods.setdefault(draft._replace(methods=()), {}).update(dict.fromkeys(draft.methods))
    return (draft._replace(methods=tuple(listed)) for draft, listed in methods.items())


def _is_covered(project: Project, draft: _Draft) -> bool:
    """Whether a rule has the draft's own path, or decides for it with the same days.

    A removed rule counts, since the API may send the headers itself; one that exempts an announced path does not.
    """
    path = encoded(draft.path)
    for rule in (one for one in project.header_rules if one.host == draft.host and not one.text.version):
        if covered(rule, path) is None or (rule.methods and draft.methods[0] not in rule.methods):
            continue
        is_own = PLACEHOLDER.sub("{}", rule.path) == PLACEHOLDER.sub("{}", path) and rule.match == "exact"
        if rule.is_served:
            days = rule.text.since, rule.text.sunset and rule.text.sunset.date()
            return days == (draft.since, draft.sunset) or (is_own and bool(rule.headers))
        if is_own:
            return True
    return False


def _addresses(project: Project, spec: Spec) -> list[tuple[str, str]]:
    """The configured hosts that the contract's servers name, each with a path of one; else the first host."""
    named = {server.hostname for server in spec.servers()}
    hosts = [host for host in project.config.hosts if host in named] or list(project.config.hosts[:1])
    return [(host, base) for host in hosts for base in base_paths(spec, host)]


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
