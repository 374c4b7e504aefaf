"""What a deploy would change, rule by rule: the deployed files of an edge against those that the rules give.

A generated file does not say which rules it was built from. So each file is rendered once more with the rules as the
deployed titles have them: what differs from that was changed in the rules since (an earlier build in the history has
it), or edited by hand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal

import msgspec

from docgen.model.files import Files
from docgen.model.project import Project
from docgen.model.redirect import Redirect, Rule, Rules
from docgen.redirects.edges import EDGES, missing_features
from docgen.redirects.edges.comparison import EDIT_KINDS, Comparison, Step
from docgen.redirects.edges.deployed import Deployed, Title, read_deployed, without_commented_clocks
from docgen.redirects.edges.edge import Setup, base_names
from docgen.redirects.edges.files import host_of
from docgen.redirects.edges.output import edge_setup, for_edge

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

    def __bool__(self) -> bool:
        return self.state != "both" or bool(self.steps) or self.other_version


class Desired(msgspec.Struct, frozen=True):
    """The state that the project wants on an edge: its rules, by host in the configured order, and the edge's setup."""

    edge: str
    redirects: Sequence[Redirect]
    setup: Setup

    @classmethod
    def of(cls, project: Project, edge: str) -> "Desired":
        """What a project wants on one of its edges."""
        mine = for_edge(project, edge)
        return cls(edge, mine.redirects, edge_setup(mine, edge))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, those without a target last."""
        return (*self.redirects, *self.setup.header_rules)

    @property
    def bases(self) -> dict[str, str]:
        """The base name of each host's files."""
        return base_names(self.redirects, self.setup)

    def render(self, rules: Sequence[Rule], now: int) -> Files:
        """The files of some rules at a time, without those of the documentation's host."""
        redirects, header_rules = Rules.of(rules)
        return EDGES[self.edge].render(
            redirects, msgspec.structs.replace(self.setup, now=now, header_rules=header_rules)
        )


def plan(desired: Desired, texts: Mapping[str, str], resolve: Resolve, builds: Builds | None) -> tuple[FilePlan, ...]:
    """The plan of each file that the rules give or that is deployed, sorted by name.

    `texts` are the deployed files by the name that `render` gives them; `builds` is None without a whole history.
    """
    rendered = desired.render(desired.rules, desired.setup.now)
    deployed = {name: _read(text) for name, text in texts.items()}
    in_both = {name: file for name, file in deployed.items() if name in rendered}
    candidates = list(_deployed_rules(desired, in_both, resolve))
    rebuilt = [desired.render(rules, now) for rules, now in candidates]
    with_other_sunsets = desired.render([_with_other_sunset(rule) for rule in candidates[0][0]], 0)
    plans = []
    for name in sorted({*rendered, *texts}):
        if name not in rendered:
            why = "no rule generates this file"
            removed = [Step("removed", id_, was=title, why=why) for id_, title in deployed[name].titles.items()]
            plans.append(FilePlan(desired.edge, name, "left-over", tuple(removed), ()))
            continue
        will = _read(rendered[name])
        if name not in deployed:
            added = [Step("added", id_, will=title) for id_, title in will.titles.items()]
            plans.append(FilePlan(desired.edge, name, "not-deployed", tuple(added), ()))
            continue
        was = deployed[name]
        same = [_read(files[name]) for files in rebuilt if name in files]
        history = None if builds is None else [_read(text) for text in builds.get(name, ())]
        nearest = next((file for file in same if file == was), same[0] if same else will)
        other_sunsets = _read(with_other_sunsets.get(name, ""))
        compared = Comparison(without_commented_clocks(was), will, nearest, other_sunsets, history)
        plans.append(_plan_of_both(desired, name, compared))
    return tuple(_following(plans, desired.bases))


def _following(plans: Sequence[FilePlan], bases: Mapping[str, str]) -> Iterator[FilePlan]:
    """The plans; lines of no rule that change follow the rules of the host, where these are in another file."""
    changing = {host_of(one.name, bases) for one in plans if any(step.rule for step in one.steps)}
    for one in plans:
        if host_of(one.name, bases) in changing and not any(step.rule for step in one.steps):
            steps = [Step("follows", lines=step.lines) if step.kind == "changed" else step for step in one.steps]
            yield msgspec.structs.replace(one, steps=tuple(steps))
        else:
            yield one


def _read(content: str | bytes) -> Deployed:
    return read_deployed(content if isinstance(content, str) else content.decode())


def _deployed_rules(
    desired: Desired, deployed: Mapping[str, Deployed], resolve: Resolve
) -> Iterator[tuple[list[Rule], int]]:
    """The rules as the deployed titles have them, in each order and with each build time that may have given the files.

    The order is that of the source, which an edge need not keep in its files, or of the files where the source has
    another since. An edge with a clock has one such time. A rule without a title stays as one that emits nothing, so
    that hosts keep their file names.
    """
    rules: list[Rule] = []
    in_source: list[Rule] = []
    bases = desired.bases
    for host in bases:
        own = [rule for rule in desired.rules if rule.host == host]
        files = [file for name, file in deployed.items() if host_of(name, bases) == host]
        titles = {id_: title for file in files for id_, title in file.titles.items()}
        titled = [resolve(host, title) for title in titles.values()]
        others = [_without_output(rule) if files else rule for rule in own if rule.id not in titles]
        rules += [*titled, *others]
        order = {rule.id: place for place, rule in enumerate(own)}
        in_source += [*sorted(titled, key=lambda rule: order.get(rule.id, len(own))), *others]
    # without a clock, the files are as they were after one of the passed sunsets, or before all of them
    passed = {rule.sunset for rule in rules if rule.sunset is not None and rule.sunset <= desired.setup.now}
    times = [] if EDGES[desired.edge].HAS_CLOCK else [*sorted(passed, reverse=True), 0]
    orders = [in_source] if in_source == rules else [in_source, rules]
    yield from ((order, now) for order in orders for now in (desired.setup.now, *times))


def _with_other_sunset(rule: Rule) -> Rule:
    has_clock = isinstance(rule, Redirect) and rule.sunset is not None
    return msgspec.structs.replace(rule, sunset=_OTHER_SUNSET) if has_clock else rule


def _without_output(rule: Rule) -> Rule:
    return msgspec.structs.replace(rule, text=msgspec.structs.replace(rule.text, removed=date.min))


def _plan_of_both(desired: Desired, name: str, compared: Comparison) -> FilePlan:
    other_version = compared.is_other_version()
    ids = list(dict.fromkeys([*compared.will.titles, *compared.was.titles]))
    steps = {
        id_: [step for step in compared.rule_steps(id_) if not (other_version and step.kind in EDIT_KINDS)]
        for id_ in ids
    }
    of_rules = [_with_reason(step, name, desired) for id_ in ids for step in steps[id_]]
    of_head = [] if other_version else compared.head_steps(any(steps.values()))
    unchanged = () if other_version else tuple(id_ for id_ in ids if not steps[id_])
    return FilePlan(desired.edge, name, "both", (*of_rules, *of_head), unchanged, other_version)


def _with_reason(step: Step, name: str, desired: Desired) -> Step:
    """A removal with its reason, any other step as it is."""
    if step.kind != "removed":
        return step
    host = host_of(name, desired.bases)
    rules = [rule for rule in desired.rules if (rule.id, rule.host) == (step.rule, host)]
    return msgspec.structs.replace(step, why=_reason(rules[0], desired) if rules else "no rule has this id any more")


def _reason(rule: Rule, desired: Desired) -> str:
    if rule.text.removed:
        return f"the rule was removed on {rule.text.removed}"
    if lacking := sorted(missing_features(rule, desired.edge, desired.setup)):
        return f"the edge lacks {', '.join(lacking)}"
    return "its sunset has passed, and this edge has no clock"
