"""What a deploy would change, rule by rule: the files that stand on an edge against those that the rules give.

A generated file does not say what its rules were made from. So each file is rendered once more with the rules as the
deployed titles have them: what differs from that was changed in the rules since (an earlier build in the history has
it), or edited by hand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal

import msgspec

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.edges import EDGES, missing_features
from docgen.redirects.edges.comparison import EDIT_KINDS, Comparison, Step
from docgen.redirects.edges.deployed import Deployed, Title, read_deployed, without_commented_clocks
from docgen.redirects.edges.edge import Setup
from docgen.redirects.edges.files import base_names, host_of

Resolve = Callable[[str, Title], Redirect]
"""A host and a title -> the project's rule of that id as the title has it, or a rule of the title alone."""
Builds = Mapping[str, Sequence[str]]
"""Name of a generated file -> what earlier builds wrote there."""


_ANOTHER_TIME: Final = 9_999_999_999
"""A sunset that shares no digit with any other at its beginning: what it changes of a clock is the time in it."""


class FilePlan(msgspec.Struct, frozen=True):
    """What a deploy changes of one file: `state` says whether both have it, or only the edge or the rules.

    `other_version` is told instead of every rule where none is in the form that this version of docgen gives it.
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
    """What the project gives: its rules, hosts in the order of the configuration, and what the edge depends on."""

    edge: str
    redirects: Sequence[Redirect]
    setup: Setup

    def render(self, redirects: Sequence[Redirect], now: int) -> Files:
        """The files of some rules, without those of the documentation's host."""
        return EDGES[self.edge].render(redirects, msgspec.structs.replace(self.setup, now=now))


def plan(wanted: Desired, texts: Mapping[str, str], resolve: Resolve, builds: Builds | None) -> tuple[FilePlan, ...]:
    """The plan of each file, of those that the rules give and of those that are deployed, sorted by name.

    `texts` are the deployed files by the name that `render` gives them; `builds` is None without a whole history.
    """
    rendered = wanted.render(wanted.redirects, wanted.setup.now)
    deployed = {name: read_deployed(text) for name, text in texts.items()}
    there = {name: file for name, file in deployed.items() if name in rendered}
    told = list(_deployed_rules(wanted, there, resolve))
    again = [wanted.render(rules, now) for rules, now in told]
    at_another_time = wanted.render([_at_another_time(rule) for rule in told[0][0]], 0)
    plans = []
    for name in sorted({*rendered, *texts}):
        was = deployed.get(name)
        will = read_deployed(_text(rendered[name])) if name in rendered else None
        if was is None or will is None:
            plans.append(_plan_of_one_side(wanted, name, was, will))
            continue
        same = [read_deployed(_text(files[name])) for files in again if name in files]
        earlier = None if builds is None else [read_deployed(text) for text in builds.get(name, ())]
        like = next((one for one in same if one == was), same[0] if same else will)
        timed = read_deployed(_text(at_another_time.get(name, "")))
        compared = Comparison(without_commented_clocks(was, like), will, like, timed, earlier)
        plans.append(_plan_of_both(wanted, name, compared))
    return tuple(plans)


def _text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode()


def _deployed_rules(
    wanted: Desired, deployed: Mapping[str, Deployed], resolve: Resolve
) -> Iterator[tuple[list[Redirect], int]]:
    """The rules as the deployed titles have them, at each time that tells: one for an edge with a clock.

    What the titles do not name stays as a rule that emits nothing, so that hosts keep their file names.
    """
    rules: list[Redirect] = []
    bases = base_names(wanted.redirects, wanted.setup)
    for host in bases:
        own = [redirect for redirect in wanted.redirects if redirect.host == host]
        found = [file.titles for name, file in deployed.items() if host_of(name, bases) == host]
        titles = {id_: title for titles in found for id_, title in titles.items()}
        rules += [resolve(host, title) for title in titles.values()]
        rules += [_without_output(redirect) if found else redirect for redirect in own if redirect.id not in titles]
    passed = {rule.sunset for rule in rules if rule.sunset is not None and rule.sunset <= wanted.setup.now}
    times = [] if EDGES[wanted.edge].HAS_CLOCK else [*sorted(passed, reverse=True), 0]
    yield from ((rules, now) for now in (wanted.setup.now, *times))


def _at_another_time(redirect: Redirect) -> Redirect:
    return redirect if redirect.sunset is None else msgspec.structs.replace(redirect, sunset=_ANOTHER_TIME)


def _without_output(redirect: Redirect) -> Redirect:
    return msgspec.structs.replace(redirect, text=msgspec.structs.replace(redirect.text, removed=date.min))


def _plan_of_one_side(wanted: Desired, name: str, was: Deployed | None, will: Deployed | None) -> FilePlan:
    added = [Step("added", id_, will=title) for id_, title in (will.titles if will else {}).items()]
    why = "no rule generates this file"
    removed = [Step("removed", id_, was=title, why=why) for id_, title in (was.titles if was else {}).items()]
    return FilePlan(wanted.edge, name, "not-deployed" if will else "left-over", (*added, *removed), ())


def _plan_of_both(wanted: Desired, name: str, compared: Comparison) -> FilePlan:
    foreign = compared.in_another_form()
    ids = list(dict.fromkeys([*compared.will.titles, *compared.was.titles]))
    steps = {id_: [step for step in compared.rule(id_) if not (foreign and step.kind in EDIT_KINDS)] for id_ in ids}
    removed = [_with_reason(step, name, wanted) for id_ in ids for step in steps[id_]]
    rest = [] if foreign else compared.rest(any(steps.values()))
    unchanged = tuple(id_ for id_ in ids if not steps[id_])
    return FilePlan(wanted.edge, name, "both", (*removed, *rest), () if foreign else unchanged, foreign)


def _with_reason(step: Step, name: str, wanted: Desired) -> Step:
    """A removal with its reason, any other step as it is."""
    if step.kind != "removed":
        return step
    bases = base_names(wanted.redirects, wanted.setup)
    rules = [rule for rule in wanted.redirects if rule.id == step.rule and rule.host == host_of(name, bases)]
    return msgspec.structs.replace(step, why=_reason(rules[0], wanted) if rules else "no rule has this id any more")


def _reason(redirect: Redirect, wanted: Desired) -> str:
    if redirect.text.removed:
        return f"the rule was removed on {redirect.text.removed}"
    if lacking := sorted(missing_features(redirect, wanted.edge, wanted.setup)):
        return f"the edge lacks {', '.join(lacking)}"
    return "its sunset has passed, and this edge has no clock"
