"""Rules that add headers, compared with what entries and pins announce as deprecated."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

from docgen.check.rule import found, rule
from docgen.entries.endings import deprecations
from docgen.model.ending import Ending
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import HeaderRule, midnight, rfc3339
from docgen.redirects.paths import RuleIndex, covers_operation, paths_of
from docgen.sunsets.endings import pin_endings


@rule(Severity.ERROR)
def header_rule_mismatch(project: Project) -> Iterator[Finding]:
    """A rule adds `Deprecation` or `Sunset` to answers, but the changelog does not say the same of what it covers."""
    announced, decided = _announced(project), _decided(project)
    for header_rule in project.header_rules:
        if header_rule.is_served and header_rule.host == header_rule.text.hosts[0]:
            yield from _mismatches(
                header_rule, _promises(project, header_rule, announced, decided.get((header_rule.host, header_rule.id)))
            )


def _announced(project: Project) -> Mapping[str, Ending]:
    """What the newest published entry announces of each operation."""
    announced: dict[str, Ending] = {}
    for entry in sorted(project.visible_entries(), key=lambda entry: entry.text.published):
        announced |= {ending.name: ending for ending in deprecations(project, entry)}
    return announced


def _decided(project: Project) -> Mapping[tuple[str, str], list[str]]:
    """The operations for which each rule decides, by its host and id; a rule that covers none at all is left out."""
    rules = [header_rule for header_rule in project.header_rules if header_rule.is_served]
    index, hosts = RuleIndex(rules), dict.fromkeys(header_rule.host for header_rule in rules)
    decided: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for pin_id, spec in project.specs().items():
        for operation, host in product(spec.operations(), hosts):
            name, versions = operation.name, set[tuple[str, str] | None]()
            for header_rule in index.covering(host, *paths_of(spec, host, name)):
                if header_rule.text.version not in (None, pin_id) or not covers_operation(header_rule, spec, name):
                    continue
                own = decided[host, header_rule.id]
                # an earlier rule for all versions, or for this version, decides
                if versions.isdisjoint((None, header_rule.version)):
                    own.append(name)
                versions.add(header_rule.version)
    return decided


def _promises(
    project: Project, header_rule: HeaderRule, announced: Mapping[str, Ending], own: list[str] | None
) -> Iterator[tuple[str, Ending | None]]:
    """What a rule covers, each with the announcement of it; `own` are the operations for which it decides."""
    pin = project.pin(header_rule.text.version) if header_rule.version and header_rule.text.version else None
    if pin:
        ends = next((end for end in pin_endings(project, pin) if end.kind == "pin-retired"), None)
        if ends or not header_rule.path:
            yield f"the pin {pin.id}", ends
            return
    if own is None:
        yield f"{header_rule.path or '/'}, which is no operation of a contract,", None
    for name in dict.fromkeys(own or ()):
        yield f"`{name}`", announced.get(name)


def _mismatches(header_rule: HeaderRule, covered: Iterator[tuple[str, Ending | None]]) -> Iterator[Finding]:
    for name, promise in covered:
        if not header_rule.headers:
            if promise:
                message = f"`{header_rule.id}` exempts {name}, which {_by(promise)} announces as deprecated"
                yield found(*header_rule.at("exempt"), message, "remove `exempt`, or narrow the rule")
        elif promise is None:
            message = f"`{header_rule.id}` says that {name} is deprecated; nothing announces it"
            hint = "announce it, with a claim `deprecation` or in pin.yaml; or narrow the rule, or exempt requests"
            yield found(*header_rule.at("from"), message, hint)
        else:
            yield from _other_days(header_rule, name, promise)


def _other_days(header_rule: HeaderRule, name: str, promise: Ending) -> Iterator[Finding]:
    narrower = "; where other operations have other days, write a narrower rule for this one"
    if promise.since not in (None, header_rule.text.since):
        deprecated = f"`{header_rule.id}` says that {name} is deprecated since {header_rule.text.since}"
        message = f"{deprecated}; {_by(promise)} says {promise.since}"
        yield found(*header_rule.at("since"), message, f"write `since: {promise.since}`{narrower}")
        return
    ends, announced, expected, hint = "has no sunset", "has no sunset", None, "remove `sunset`"
    if header_rule.sunset is not None:
        ends = f"ends at {rfc3339(header_rule.sunset)}"
    if promise.sunset:
        announced, expected = f"ends on {promise.sunset}", midnight(promise.sunset)
        hint = f"write `sunset: {promise.sunset}T00:00:00Z`"
    if header_rule.sunset != expected:
        message = f"by `{header_rule.id}`, {name} {ends}; by {_by(promise)}, it {announced}"
        yield found(*header_rule.at("sunset"), message, hint + narrower)


def _by(promise: Ending) -> str:
    return f"`{promise.entry.slug}`" if promise.entry else f"the pin {promise.pin}"
