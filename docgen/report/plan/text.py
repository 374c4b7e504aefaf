"""What a deploy would change, for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from posixpath import commonprefix
from typing import Final

from docgen.model.redirect import rfc3339
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.comparison import Step
from docgen.redirects.edges.deployed import Lines, Title
from docgen.redirects.plan import FilePlan
from docgen.wording import counted, printable

_MAX_LINES: Final = 6
_MAX_WIDTH: Final = 140
_SIGNS: Final = {
    "added": "+",
    "removed": "-",
    "clock-deleted": "!",
    "clock-edited": "!",
    "edited": "!",
    "notice": "!",
    "not-loaded": "!",
}
_DESCRIPTIONS: Final = {
    "follows": "changes with the rules",
    "changed": "has other changes: the deployed lines come from an earlier build",
    "edited": "was edited by hand: no build in the git history wrote these lines, and the deploy overwrites them",
    "changed-or-edited": "has other changes, or was edited by hand: fetch the whole git history to find out",
}


def report(plans: Sequence[FilePlan], paths: Mapping[str, str]) -> str:
    """A paragraph per file: a line for each step, with a sign in front; `!` marks a manual edit."""
    lines = [line for plan in plans for line in (*_file(plan, paths.get(plan.name)), "")]
    return "\n".join([*lines, _summary(plans)]) + "\n"


def _file(plan: FilePlan, path: str | None) -> Iterator[str]:
    yield printable(f"{EDGES[plan.edge].TITLE}: {path or plan.name}")
    if plan.state == "not-deployed":
        yield "  is not deployed yet; the comment at its top says how to load it"
    if plan.state == "left-over":
        yield "  is obsolete, and a deploy does not delete it: remove its include first, then the file"
    if plan.other_version:
        yield "  was written by another version of docgen: only titles and deleted clocks are compared"
    for step in plan.steps:
        yield printable(f"  {_SIGNS.get(step.kind, '~')} {_describe(step)}")
        if step.kind == "follows":
            continue
        if step.kind == "not-loaded":  # lines to copy
            yield from (f"      {printable(line)}" for line in step.lines)
            continue
        yield from (f"      {_clipped(line, step.lines)}" for line in step.lines[:_MAX_LINES])
        if len(step.lines) > _MAX_LINES:
            yield f"      and {counted(len(step.lines) - _MAX_LINES, 'more line')}: --format json lists them all"
    if plan.unchanged:
        yield f"  = {counted(len(plan.unchanged), 'rule')} unchanged"


def _describe(step: Step) -> str:
    name = step.rule or "the part outside of the rules"
    if step.kind == "notice":
        return f"the file says that it is not an ordinary build: {step.why}"
    if step.kind == "not-loaded":
        return f"does not act: {step.why}"
    if step.kind == "added" and step.will:
        return f"{name} is added: {step.will.path} {_what(step.will)}{_until(step.will)}"
    if step.kind == "removed" and step.was:
        return f"{name} is removed: {step.was.path} {_what(step.was)}{_until(step.was)}; {step.why}"
    if step.was and step.will:
        return f"{name}{_changed(step, step.was, step.will)}"
    return f"{name} {_DESCRIPTIONS[step.kind]}"


def _changed(step: Step, was: Title, will: Title) -> str:
    if step.kind == "sunset-moved":
        return f": the sunset moves from {_moment(was.sunset)} to {_moment(will.sunset)}"
    if step.kind == "target-changed":
        return f": the target changes from {was.to or 'none'} to {will.to or 'none'}"
    if step.kind == "path-changed":
        return f": the path changes from {was.path} to {will.path}"
    if step.kind == "clock-deleted":
        return (
            ": its clock was deleted by hand, so it redirects until the next deploy; "
            f"the deploy restores it with the sunset {_moment(will.sunset)}"
        )
    if step.kind == "clock-edited":
        return (
            f": its clock was edited by hand, and no longer has the sunset {_moment(was.sunset)}; "
            f"the deploy writes {_moment(will.sunset)}"
        )
    return f" {_DESCRIPTIONS[step.kind]}"


def _what(title: Title) -> str:
    return "gets headers" if title.to is None else f"to {title.to}"


def _until(title: Title) -> str:
    return "" if title.sunset is None else f", until {_moment(title.sunset)}"


def _moment(sunset: int | None) -> str:
    return "never" if sunset is None else rfc3339(sunset)


def _clipped(line: str, others: Lines) -> str:
    """A line cut to _MAX_WIDTH around the first difference from the lines of the other sign."""
    text = printable(line)
    same = max((len(commonprefix((line[1:], other[1:]))) for other in others if other[0] != line[0]), default=0)
    start = 1 if same < _MAX_WIDTH else same - _MAX_WIDTH // 2
    end = start + _MAX_WIDTH - 1
    return f"{text[0]}{'...' if start > 1 else ''}{text[start:end]}{'...' if end < len(text) else ''}"


def _summary(plans: Sequence[FilePlan]) -> str:
    idle = [plan for plan in plans if any(step.kind == "not-loaded" for step in plan.steps)]
    changing = sum(bool(plan) and {step.kind for step in plan.steps} != {"not-loaded"} for plan in plans)
    what = f"{changing:,} of {counted(len(plans), 'file')}" if changing else "nothing"
    more = f", and {counted(len(idle), 'file')} would not act" if idle else ""
    return f"A deploy would change {what}{more}."
