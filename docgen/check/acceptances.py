"""Entries of `.docgen/accepted.yaml` that have expired, match nothing, or hide findings."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from docgen.check.accepted import Matcher, is_for_feature, known_places
from docgen.check.change_ids import change_ids
from docgen.check.rule import Rule, found, rule
from docgen.differ.acceptances import matching_acceptances
from docgen.model.accepted import Acceptance
from docgen.model.change import Changes
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.redirects.edges import EDGES, missing_features
from docgen.redirects.edges.edge import Setup
from docgen.redirects.edges.features import ACCEPTABLE_FEATURES
from docgen.redirects.edges.output import for_edge
from docgen.wording import counted, did_you_mean

_ADD_PLACE: Final = "add `at` with the place as the report prints it: anywhere, it would excuse later changes, too"


@rule(Severity.WARNING, trigger="calendar")
def acceptance_expired(project: Project) -> Iterator[Finding]:
    """An acceptance has expired, and somebody has to decide again."""
    for index, acceptance in enumerate(project.accepted.entries):
        if acceptance.is_expired(project.now.date()):
            message = f"`{acceptance.what}`{_at(acceptance)} was {acceptance.summary}"
            hint = "remove the entry, or decide again and set a new `until`"
            yield found(project.accepted.source, ("accepted", index, "until"), message, hint)


@rule(Severity.ERROR)
def acceptance_unused(
    project: Project, changes: Changes, findings: Sequence[Finding], rules: Sequence[Rule]
) -> Iterator[Finding]:
    """An acceptance matches nothing: later it could hide something that nobody has decided on."""
    checked_ids, matcher = {rule.id for rule in rules if project.base or not rule.compares}, Matcher(project, rules)
    matched = matcher.matched(findings)
    for index, acceptance in _acceptances_in_force(project):
        unused: Iterator[tuple[str, str]] = iter(())
        if acceptance.what in change_ids():
            is_early = project.judge.gate.accept == "reviewed"
            unused = iter(()) if is_early else _unused_change(project, changes, acceptance)
        elif is_for_feature(acceptance):
            unused = _unused_feature(project, acceptance)
        elif acceptance.what in checked_ids and index not in matched:
            unused = _unused_place(project, matcher, acceptance)
        if acceptance.what in matcher.gate and acceptance.at in (None, *matcher.contracts):
            message = f"`{acceptance.what}` is accepted only by place; expected `at` with a part of the contract"
            unused = iter([(message, _ADD_PLACE)])
        for message, hint in unused:
            yield found(project.accepted.source, ("accepted", index, "at" if acceptance.at else "what"), message, hint)
        if acceptance.as_ and (acceptance.what in change_ids() or is_for_feature(acceptance)):
            message = "`as` has no effect on a change or on a feature of an edge"
            yield found(project.accepted.source, ("accepted", index, "as"), message, "remove `as`")


@rule(Severity.INFO, compares=True)
def acceptance_waiting(project: Project, changes: Changes) -> Iterator[Finding]:
    """An acceptance matches no change yet: with `accept = "reviewed"` it comes before the change that needs it."""
    for index, acceptance in _acceptances_in_force(project):
        if project.judge.gate.accept == "reviewed" and acceptance.what in change_ids():
            for message, _ in _unused_change(project, changes, acceptance):
                yield found(project.accepted.source, ("accepted", index), f"{message} yet", "nothing to do")


@rule(Severity.WARNING, trigger="calendar")
def acceptance_spent(project: Project, findings: Sequence[Finding], rules: Sequence[Rule]) -> Iterator[Finding]:
    """An accepted finding is no longer found: the entry would hide the next one."""
    matcher = Matcher(project, rules)
    matched = matcher.matched(findings)
    content_ids = {rule.id for rule in rules if rule.trigger == "content" and not rule.compares}
    for index, acceptance in _acceptances_in_force(project):
        is_known_place = acceptance.at is None or matcher.extents(acceptance.at)
        if acceptance.what in content_ids and is_known_place and index not in matched:
            message = f"`{acceptance.what}`{_at(acceptance)} is no longer found"
            yield found(project.accepted.source, ("accepted", index, "what"), message, "remove the entry")


@rule(Severity.INFO)
def accepted_not_shown(
    project: Project, changes: Changes, findings: Sequence[Finding], rules: Sequence[Rule]
) -> Iterator[Finding]:
    """Accepted findings or changes are not shown: this counts them."""
    today = project.now.date()
    matcher = Matcher(project, rules)
    accepting = [matcher.acceptance_of(one) for one in findings if one.id not in matcher.gate]
    hidden = sum(one is not None and one.as_ == "off" and not one.is_expired(today) for one in accepting)
    unshown = len(changes.accepted) - sum(map(len, changes.excused.values()))
    counts = [(hidden, "finding"), (unshown, "change")]
    parts = [counted(count, noun) for count, noun in counts if count]
    if parts:
        verb = "is" if hidden + unshown == 1 else "are"
        message = f"{' and '.join(parts)} {verb} accepted and not shown"
        yield found(project.accepted.source, ("accepted",), message, "each entry names who accepts it, and until when")


def _acceptances_in_force(project: Project) -> Iterator[tuple[int, Acceptance]]:
    today = project.now.date()
    return ((index, one) for index, one in enumerate(project.accepted.entries) if not one.is_expired(today))


def _unused_change(project: Project, changes: Changes, acceptance: Acceptance) -> Iterator[tuple[str, str]]:
    compared = chain(*changes.between.values(), changes.accepted, *(changes.against.values() if acceptance.at else ()))
    if project.base and not any(matching_acceptances(change, (acceptance,)) for change in compared):
        correct = "remove the entry, or correct `what` and `at` as `docgen diff` prints them"
        yield f"no change matches `{acceptance.what}`{_at(acceptance)}", correct if acceptance.at else _ADD_PLACE


def _unused_feature(project: Project, acceptance: Acceptance) -> Iterator[tuple[str, str]]:
    name, _, feature = (acceptance.at or "").partition(" ")
    rules = for_edge(project, name).rules
    if name not in project.config.edges or name not in EDGES:
        message = f"`{name}` is not in `edges` of [tool.docgen]"
        yield message, did_you_mean(name, project.config.edges, "remove the entry")
    elif feature not in ACCEPTABLE_FEATURES:
        message = f"`{feature}` cannot be accepted; expected one of {', '.join(sorted(ACCEPTABLE_FEATURES))}"
        yield message, did_you_mean(feature, ACCEPTABLE_FEATURES, "remove the entry")
    elif not any(feature in missing_features(rule, name, Setup()) for rule in rules if rule.is_served):
        yield f"no rule on {name} is missing `{feature}`", "remove the entry"


def _unused_place(project: Project, matcher: Matcher, acceptance: Acceptance) -> Iterator[tuple[str, str]]:
    if acceptance.at and not matcher.extents(acceptance.at):
        hint = did_you_mean(acceptance.at, known_places(project), "remove the entry, or correct `at`")
        yield f"`{acceptance.at}` is not found in this project", hint


def _at(acceptance: Acceptance) -> str:
    return f" at `{acceptance.at}`" if acceptance.at else ""
