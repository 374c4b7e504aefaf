"""What a deploy would change on the edges: for a terminal, and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from posixpath import commonprefix
from typing import Final

import msgspec

from docgen.model.redirect import rfc3339
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.comparison import Step
from docgen.redirects.edges.files import Lines, Title
from docgen.redirects.plan import FilePlan
from docgen.report.json import document
from docgen.wording import counted, printable

_MAX_LINES: Final = 6
_MAX_WIDTH: Final = 140
_MANUAL: Final = dict.fromkeys(("clock-deleted", "clock-edited", "edited", "notice", "not-loaded"), "!")
_SIGNS: Final = {"added": "+", "removed": "-", **_MANUAL}
_STATES: Final = {
    "not-deployed": "is not deployed yet; the comment at its top says how to load it",
    "left-over": "is obsolete, and a deploy does not delete it: remove its include first, then the file",
}
_STEPS: Final = {
    "notice": "the file says that it is not an ordinary build: {why}",
    "not-loaded": "does not act: {why}",
    "added": "{rule} is added: {will[path]} {will[what]}",
    "removed": "{rule} is removed: {was[path]} {was[what]}; {why}",
    "sunset-moved": "{rule}: the sunset moves from {was[sunset]} to {will[sunset]}",
    "target-changed": "{rule}: the target changes from {was[target]} to {will[target]}",
    "path-changed": "{rule}: the path changes from {was[path]} to {will[path]}",
    "clock-deleted": "{rule}: its clock was deleted by hand, so it redirects until the next deploy; "
    "the deploy restores it with the sunset {will[sunset]}",
    "clock-edited": "{rule}: its clock was edited by hand, and no longer has the sunset {was[sunset]}; "
    "the deploy writes {will[sunset]}",
    "follows": "{rule} changes with the rules",
    "changed": "{rule} has other changes: the deployed lines come from an earlier build",
    "edited": "{rule} was edited by hand: no build in the git history wrote these lines, "
    "and the deploy overwrites them",
    "changed-or-edited": "{rule} has other changes, or was edited by hand: fetch the whole git history to find out",
}
"""The sentence of each kind of step; `was` and `will` are the titles of its rule."""


def text(plans: Sequence[FilePlan], paths: Mapping[str, str]) -> str:
    """A paragraph per file: a line for each step, with a sign in front; `!` marks a manual edit."""
    lines: list[str] = []
    for plan in plans:
        lines += [*_file(plan, paths.get(plan.name)), ""]
    return "\n".join([*lines, _summary(plans)]) + "\n"


def _file(plan: FilePlan, path: str | None) -> Iterator[str]:
    yield printable(f"{EDGES[plan.edge].TITLE}: {path or plan.name}")
    if plan.state in _STATES:
        yield f"  {_STATES[plan.state]}"
    if plan.other_version:
        yield "  was written by another version of docgen: only titles and deleted clocks are compared"
    for step in plan.steps:
        rule = step.rule or "the part outside of the rules"
        words = _STEPS[step.kind].format(rule=rule, why=step.why, was=_words(step.was), will=_words(step.will))
        yield printable(f"  {_SIGNS.get(step.kind, '~')} {words}")
        for line in _differences(step):
            yield f"      {line}"
    if plan.unchanged:
        yield f"  = {counted(len(plan.unchanged), 'rule')} unchanged"


def _words(title: Title | None) -> Mapping[str, str]:
    if title is None:
        return {}
    sunset, until = "never", ""
    if title.sunset is not None:
        sunset = rfc3339(title.sunset)
        until = f", until {sunset}"
    what = "gets headers" if title.to is None else f"to {title.to}"
    return {"path": title.path, "target": title.to or "none", "sunset": sunset, "what": what + until}


def _differences(step: Step) -> Iterator[str]:
    # lines to copy
    if step.kind == "not-loaded":
        yield from map(printable, step.lines)
    elif step.kind != "follows":
        for line in step.lines[:_MAX_LINES]:
            yield _clipped(line, step.lines)
        if len(step.lines) > _MAX_LINES:
            yield f"and {counted(len(step.lines) - _MAX_LINES, 'more line')}: --format json lists them all"


def _clipped(line: str, others: Lines) -> str:
    """A line cut to _MAX_WIDTH around the first difference from the lines of the other sign."""
    text = printable(line)
    same = max((len(commonprefix((line[1:], other[1:]))) for other in others if other[0] != line[0]), default=0)
    start = 1
    if same >= _MAX_WIDTH:
        start = same - _MAX_WIDTH // 2
    end = start + _MAX_WIDTH - 1
    return f"{text[0]}{'...' if start > 1 else ''}{text[start:end]}{'...' if end < len(text) else ''}"


def _summary(plans: Sequence[FilePlan]) -> str:
    changing = idle = 0
    for plan in plans:
        kinds = {step.kind for step in plan.steps}
        changing += bool(plan) and kinds != {"not-loaded"}
        idle += "not-loaded" in kinds
    what = f"{changing:,} of {counted(len(plans), 'file')}" if changing else "nothing"
    if idle:
        what += f", and {counted(idle, 'file')} would not act"
    return f"A deploy would change {what}."


def json(plans: Sequence[FilePlan], paths: Mapping[str, str]) -> str:
    """`{"version": 1, "changes": bool, "files": [...]}`; sunsets are Unix times in seconds.

    A file has `edge`, `name`, `deployed` (its path, or null), `state`, `other_version`, `unchanged` and `steps`.
    """
    files = [{"deployed": paths.get(plan.name), **msgspec.structs.asdict(plan)} for plan in plans]
    return document({"version": 1, "changes": any(plans), "files": files})


FORMATS: Final = {"text": text, "json": json}
"""The report of each format: the plans of the files, and the path of each deployed file by its name -> the text."""
