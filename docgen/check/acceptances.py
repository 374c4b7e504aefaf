"""Entries of `.docgen/accepted.yaml` that have expired, match nothing, or hide findings; and ids that are unknown."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from docgen.check.accepted import UNACCEPTABLE, Acceptances, known_places
from docgen.check.rule import Findings, calendar_rule, error_rule, found, info_rule, rule
from docgen.differ.acceptances import matching_acceptances
from docgen.differ.ids import known_change_ids
from docgen.model.accepted import BASE_UNREADABLE, MISSING_FEATURE, Acceptance
from docgen.model.change import Changes
from docgen.model.finding import Severity
from docgen.model.project import Project
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.features import ACCEPTABLE_FEATURES
from docgen.redirects.edges.files import Setup
from docgen.redirects.edges.output import Desired
from docgen.wording import counted, did_you_mean, plural

_ADD_PLACE: Final = "add `at` with the place as the report prints it: anywhere, it would excuse later changes, too"
_Wrong = Iterator[tuple[str, str]]
"""A message and a hint, where something is wrong."""


@calendar_rule
def acceptance_expired(project: Project) -> Findings:
    """An acceptance has expired, and somebody has to decide again."""
    for index, acceptance in enumerate(project.accepted.entries):
        if acceptance.is_expired(project.today):
            message = f"{_named(acceptance)} was {acceptance.summary}"
            hint = "remove the entry, or decide again and set a new `until`"
            yield found(project.accepted.source, ("accepted", index, "until"), message, hint)


@error_rule
def acceptance_unused(project: Project, changes: Changes, acceptances: Acceptances) -> Findings:
    """An acceptance matches nothing: later it could hide something that nobody has decided on."""
    for index, acceptance in acceptances.in_force():
        for message, hint in _unused(project, changes, acceptances, index, acceptance):
            key = "at" if acceptance.at else "what"
            yield found(project.accepted.source, ("accepted", index, key), message, hint)
        if acceptance.as_ and (acceptance.what in known_change_ids() or _is_for_feature(acceptance)):
            message = "`as` has no effect on a change or on a feature of an edge"
            yield found(project.accepted.source, ("accepted", index, "as"), message, "remove `as`")


def _unused(project: Project, changes: Changes, acceptances: Acceptances, index: int, acceptance: Acceptance) -> _Wrong:
    what, at = acceptance.what, acceptance.at
    checked_ids = {rule.id for rule in acceptances.rules if project.base or not rule.compares}
    if what in acceptances.gate and at in (None, *acceptances.contracts):
        yield f"`{what}` is accepted only by place; expected `at` with a part of the contract", _ADD_PLACE
    elif what in known_change_ids():
        if project.judge.gate.accept != "reviewed":
            yield from _unused_change(project, changes, acceptance)
    elif _is_for_feature(acceptance):
        yield from _unused_feature(project, *str(at).split(" ", 1))
    elif what in checked_ids and index not in acceptances.matched and at and not acceptances.lines_of(at):
        hint = did_you_mean(at, known_places(project), "remove the entry, or correct `at`")
        yield f"`{at}` is not found in this project", hint


@rule(Severity.INFO, also_compares=True)
def acceptance_waiting(project: Project, changes: Changes, acceptances: Acceptances) -> Findings:
    """An acceptance matches no change yet: with `accept = "reviewed"` it comes before the change that needs it."""
    for index, acceptance in acceptances.in_force():
        if project.judge.gate.accept == "reviewed" and acceptance.what in known_change_ids():
            for message, _ in _unused_change(project, changes, acceptance):
                yield found(project.accepted.source, ("accepted", index), f"{message} yet", "nothing to do")


@calendar_rule
def acceptance_spent(project: Project, acceptances: Acceptances) -> Findings:
    """An accepted finding is no longer found: the entry would hide the next one."""
    # what a day or a base makes come and go is no sign that an entry has done its work
    content_ids = {rule.id for rule in acceptances.rules if rule.trigger == "content" and not rule.compares}
    for index, acceptance in acceptances.in_force():
        is_known_place = acceptance.at is None or acceptances.lines_of(acceptance.at)
        if acceptance.what in content_ids and is_known_place and index not in acceptances.matched:
            message = f"{_named(acceptance)} is no longer found"
            yield found(project.accepted.source, ("accepted", index, "what"), message, "remove the entry")


@info_rule
def accepted_not_shown(project: Project, changes: Changes, acceptances: Acceptances) -> Findings:
    """Accepted findings or changes are not shown: this counts them."""
    hidden = len(acceptances.findings) - len([*acceptances.applied()])
    # what is excused since the base is shown by let-through
    unshown = len(changes.accepted) - sum(map(len, changes.excused.values()))
    parts = [counted(count, noun) for count, noun in ((hidden, "finding"), (unshown, "change")) if count]
    if parts:
        verb = plural(hidden + unshown, "is", "are")
        message = f"{' and '.join(parts)} {verb} accepted and not shown"
        yield found(project.accepted.source, ("accepted",), message, "each entry names who accepts it, and until when")


@error_rule
def unknown_id(project: Project, acceptances: Acceptances) -> Findings:
    """An id is unknown or cannot be accepted: the entry or the level has no effect."""
    for id_ in project.config.diff.levels:
        if id_ not in known_change_ids():
            message = f"`{id_}` in diff.levels is not the id of a change; expected one that `docgen diff` prints"
            levels = ("tool", "docgen", "diff", "levels")
            yield found(project.config_source, (*levels, id_), message, _near(id_, known_change_ids()))
    acceptable = sorted({*known_change_ids(), *(rule.id for rule in acceptances.rules), BASE_UNREADABLE} - UNACCEPTABLE)
    for index, acceptance in enumerate(project.accepted.entries):
        if acceptance.what not in acceptable:
            message = f"`{acceptance.what}` is not an id that can be accepted; expected the id of a rule or a change"
            pointer = ("accepted", index, "what")
            yield found(project.accepted.source, pointer, message, _near(acceptance.what, acceptable))


def _unused_change(project: Project, changes: Changes, acceptance: Acceptance) -> _Wrong:
    compared = chain(*changes.between.values(), changes.accepted)
    hint = _ADD_PLACE
    if acceptance.at:
        compared = chain(compared, *changes.against.values())
        hint = "remove the entry, or correct `what` and `at` as `docgen diff` prints them"
    if project.base and not any(matching_acceptances(change, (acceptance,)) for change in compared):
        yield f"no change matches {_named(acceptance)}", hint


def _unused_feature(project: Project, name: str, feature: str) -> _Wrong:
    if name not in project.config.edges or name not in EDGES:
        message = f"`{name}` is not in `edges` of [tool.docgen]"
        yield message, did_you_mean(name, project.config.edges, "remove the entry")
    elif feature not in ACCEPTABLE_FEATURES:
        message = f"`{feature}` cannot be accepted; expected one of {', '.join(sorted(ACCEPTABLE_FEATURES))}"
        yield message, did_you_mean(feature, ACCEPTABLE_FEATURES, "remove the entry")
    else:
        served = (rule for rule in Desired.of(project, name).rules if rule.is_served)
        if not any(feature in EDGES[name].missing_features(rule, Setup()) for rule in served):
            yield f"no rule on {name} is missing `{feature}`", "remove the entry"


def _is_for_feature(acceptance: Acceptance) -> bool:
    """Whether an entry is about a feature that an edge lacks."""
    return acceptance.what == MISSING_FEATURE and " " in (acceptance.at or "")


def _named(acceptance: Acceptance) -> str:
    return f"`{acceptance.what}` at `{acceptance.at}`" if acceptance.at else f"`{acceptance.what}`"


def _near(id_: str, known: Iterable[str]) -> str:
    return did_you_mean(id_, known, "`docgen check` and `docgen diff` print the ids")
