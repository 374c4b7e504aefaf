"""What a deploy would change, rule by rule: the deployed files of an edge against those that the rules give.

A generated file does not say which rules it was built from. So each file is rendered once more with the rules as the
deployed titles have them: what differs from that was changed in the rules since (an earlier build in the history has
it), or edited by hand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Final, Literal

import msgspec

from docgen.model.redirect import Rule
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.comparison import EDIT_KINDS, Comparison, Step
from docgen.redirects.edges.files import (
    Deployed,
    Title,
    host_of,
    read_deployed,
    without_commented_clocks,
)
from docgen.redirects.edges.output import Desired
from docgen.redirects.edges.variants import with_sunset

Resolve = Callable[[str, Title], Rule]
"""A host and a title -> the project's rule of that id as the title has it, or a rule of the title alone."""
Builds = Mapping[str, Sequence[str]]
"""Name of a generated file -> the texts that earlier builds gave it."""


_OTHER_SUNSET: Final = 9_999_999_999
"""A sunset whose first digit no other has: what it changes in the line of a clock is the time there."""


class FilePlan(msgspec.Struct, frozen=True):
    """What a deploy changes in one file: `state` says whether both have it, or only the edge or the rules.

    `other_version`: no rule is in the form that this version of docgen writes, so only titles and deleted clocks count.
    """

    edge: str
    name: str
    state: Literal["both", "not-deployed", "left-over"]
    steps: tuple[Step, ...]
    unchanged: tuple[str, ...]
    other_version: bool = False

    @property
    def changes_rules(self) -> bool:
        """Whether a step is about a rule."""
        return any(step.rule for step in self.steps)

    def __bool__(self) -> bool:
        return self.state != "both" or bool(self.steps) or self.other_version


def plan(desired: Desired, texts: Mapping[str, str], resolve: Resolve, builds: Builds | None) -> tuple[FilePlan, ...]:
    """The plan of each file that the rules give or that is deployed, sorted by name.

    `texts` are the deployed files by the name that `render` gives them; `builds` is None without a whole history.
    """
    rendered = _as_read(desired, desired.rules, desired.setup.now)
    deployed = {name: read_deployed(text) for name, text in texts.items()}
    # how the edge was built is not known: each way is tried, and the nearest counts
    candidates = list(_deployed_rules(desired, {name: deployed[name] for name in texts if name in rendered}, resolve))
    rebuilt = [_as_read(desired, rules, now) for rules, now in candidates]
    other_sunsets = _as_read(desired, [with_sunset(rule, _OTHER_SUNSET) for rule in candidates[0][0]], 0)
    plans = []
    for name in sorted({*rendered, *texts}):
        was, will = deployed.get(name), rendered.get(name)
        if was and will:
            same = [files[name] for files in rebuilt if name in files] or [will]
            # any of them shows the same edits where none is equal
            nearest = next(filter(was.__eq__, same), same[0])
            history = None
            if builds is not None:
                history = list(map(read_deployed, builds.get(name, ())))
            other = other_sunsets.get(name, will)
            compared = Comparison(without_commented_clocks(was), will, nearest, other, history)
            plans.append(_plan_of_both(desired, name, compared))
        elif will:
            added = [Step("added", id_, will=title) for id_, title in will.titles.items()]
            plans.append(FilePlan(desired.edge, name, "not-deployed", tuple(added), ()))
        elif was:
            why = "no rule generates this file"
            removed = [Step("removed", id_, was=title, why=why) for id_, title in was.titles.items()]
            plans.append(FilePlan(desired.edge, name, "left-over", tuple(removed), ()))
    return tuple(_following(plans, desired.bases))


def _as_read(desired: Desired, rules: Sequence[Rule], now: int) -> dict[str, Deployed]:
    """The files of some rules at a time, as they would be read where they are deployed."""
    return {name: read_deployed(str(text)) for name, text in desired.render(rules, now).items()}


def _following(plans: Sequence[FilePlan], bases: Mapping[str, str]) -> Iterator[FilePlan]:
    """The plans; lines of no rule that change follow the rules of the host, where these are in another file."""
    changing = {host_of(plan.name, bases) for plan in plans if plan.changes_rules}
    for plan in plans:
        if host_of(plan.name, bases) in changing and not plan.changes_rules:
            steps = list(plan.steps)
            for index, step in enumerate(steps):
                if step.kind == "changed":
                    steps[index] = Step("follows", lines=step.lines)
            yield msgspec.structs.replace(plan, steps=tuple(steps))
        else:
            yield plan


def _deployed_rules(
    desired: Desired, deployed: Mapping[str, Deployed], resolve: Resolve
) -> Iterator[tuple[list[Rule], int]]:
    """The rules as the deployed titles have them, in each order and with each build time that may have given the files.

    The order is that of the source, which an edge need not keep in its files, or of the files where the source has
    another since. An edge with a clock has one such time. A rule without a title stays as one that emits nothing, so
    that hosts keep their file names.
    """
    in_files: list[Rule] = []
    in_source: list[Rule] = []
    bases = desired.bases
    for host in bases:
        own = {rule.id: rule for rule in desired.rules if rule.host == host}
        titles: dict[str, Title] = {}
        has_files = False
        for name, file in deployed.items():
            if host_of(name, bases) == host:
                titles |= file.titles
                has_files = True
        titled = {id_: resolve(host, title) for id_, title in titles.items()}
        others = [rule for rule in own.values() if rule.id not in titled]
        if has_files:
            for index, rule in enumerate(others):
                removed = msgspec.structs.replace(rule.text, removed=date.min)
                others[index] = msgspec.structs.replace(rule, text=removed)
        in_files += [*titled.values(), *others]
        ordered = {id_: titled[id_] for id_ in own if id_ in titled} | titled
        in_source += [*ordered.values(), *others]
    times = [desired.setup.now]
    if not EDGES[desired.edge].HAS_CLOCK:
        # the files are as they were after one of the passed sunsets, or before all of them
        passed = {rule.sunset for rule in in_files if rule.sunset is not None and rule.sunset <= desired.setup.now}
        times += [*sorted(passed, reverse=True), 0]
    orders = [in_source]
    if in_source != in_files:
        orders.append(in_files)
    yield from product(orders, times)


def _plan_of_both(desired: Desired, name: str, compared: Comparison) -> FilePlan:
    host = host_of(name, desired.bases)
    rules = {rule.id: rule for rule in desired.rules if rule.host == host}
    other_version = compared.is_other_version()
    steps: list[Step] = []
    unchanged = []
    for id_ in compared.will.titles | compared.was.titles:
        of_rule = list(compared.rule_steps(id_))
        if id_ not in compared.will.titles:
            of_rule = [Step("removed", id_, compared.was.titles[id_], why=_reason(rules.get(id_), desired))]
        elif other_version:
            of_rule = [step for step in of_rule if step.kind not in EDIT_KINDS]
        elif not of_rule:
            unchanged.append(id_)
        steps += of_rule
    if not other_version:
        steps += compared.head_steps(bool(steps))
    return FilePlan(desired.edge, name, "both", tuple(steps), tuple(unchanged), other_version)


def _reason(rule: Rule | None, desired: Desired) -> str:
    """Why a rule is not in a file any more."""
    if rule is None:
        return "no rule has this id any more"
    if rule.text.removed:
        return f"the rule was removed on {rule.text.removed}"
    if lacking := sorted(desired.missing_features(rule)):
        return f"the edge lacks {', '.join(lacking)}"
    return "its sunset has passed, and this edge has no clock"
