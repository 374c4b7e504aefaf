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
    for one in project.header_rules:
        if one.is_served and one.host == one.text.hosts[0]:
            yield from _mismatches(one, _promises(project, one, announced, decided.get((one.host, one.id))))


def _announced(project: Project) -> Mapping[str, Ending]:
    """What the newest published entry announces of each operation."""
    found: dict[str, Ending] = {}
    for entry in sorted(project.visible_entries(), key=lambda entry: entry.text.published):
        found |= {one.name: one for one in deprecations(project, entry)}
    return found


def _decided(project: Project) -> Mapping[tuple[str, str], list[str]]:
    """The operations for which each rule decides, by its host and id; a rule that covers none at all is left out."""
    rules = [one for one in project.header_rules if one.is_served]
    index, hosts = RuleIndex(rules), dict.fromkeys(one.host for one in rules)
    decided: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for pin_id, spec in project.specs().items():
        for operation, host in product(spec.operations(), hosts):
            name, versions = operation.name, set[tuple[str, str] | None]()
            for one in index.covering(host, *paths_of(spec, host, name)):
                if one.text.version not in (None, pin_id) or not covers_operation(one, spec, name):
                    continue
                own = decided[host, one.id]
                # an earlier rule for all versions, or for this one, decides
                if versions.isdisjoint((None, one.version)):
                    own.append(name)
                versions.add(one.version)
    return decided


def _promises(
    project: Project, one: HeaderRule, announced: Mapping[str, Ending], own: list[str] | None
) -> Iterator[tuple[str, Ending | None]]:
    """What a rule covers, each with the announcement of it; `own` are the operations for which it decides."""
    pin = project.pin(one.text.version) if one.version and one.text.version else None
    if pin:
        ends = next((end for end in pin_endings(project, pin) if end.kind == "pin-retired"), None)
        if ends or not one.path:
            yield f"the pin {pin.id}", ends
            return
    if own is None:
        yield f"{one.path or '/'}, which is no operation of a contract,", None
    for name in dict.fromkeys(own or ()):
        yield f"`{name}`", announced.get(name)


def _mismatches(one: HeaderRule, covered: Iterator[tuple[str, Ending | None]]) -> Iterator[Finding]:
    for name, promise in covered:
        if not one.headers:
            if promise:
                message = f"`{one.id}` exempts {name}, which {_by(promise)} announces as deprecated"
                yield found(*one.at("exempt"), message, "remove `exempt`, or narrow the rule")
        elif promise is None:
            message = f"`{one.id}` says that {name} is deprecated; nothing announces it"
            hint = "announce it, with a claim `deprecation` or in pin.yaml; or narrow the rule, or exempt requests"
            yield found(*one.at("from"), message, hint)
        else:
            yield from _other_days(one, name, promise)


def _other_days(one: HeaderRule, name: str, promise: Ending) -> Iterator[Finding]:
    narrower = "; where other operations have other days, write a narrower rule for this one"
    if promise.since not in (None, one.text.since):
        message = (
            f"`{one.id}` says that {name} is deprecated since {one.text.since}; {_by(promise)} says {promise.since}"
        )
        yield found(*one.at("since"), message, f"write `since: {promise.since}`{narrower}")
        return
    ends, announced, expected, hint = "has no sunset", "has no sunset", None, "remove `sunset`"
    if one.sunset is not None:
        ends = f"ends at {rfc3339(one.sunset)}"
    if promise.sunset:
        announced, expected = f"ends on {promise.sunset}", midnight(promise.sunset)
        hint = f"write `sunset: {promise.sunset}T00:00:00Z`"
    if one.sunset != expected:
        message = f"by `{one.id}`, {name} {ends}; by {_by(promise)}, it {announced}"
        yield found(*one.at("sunset"), message, hint + narrower)


def _by(promise: Ending) -> str:
    return f"`{promise.entry.slug}`" if promise.entry else f"the pin {promise.pin}"
