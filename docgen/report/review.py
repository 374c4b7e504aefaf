"""A review for the people who decide: a comment in Markdown, and JSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from docgen.differ.wording import summary
from docgen.model.finding import Finding
from docgen.model.review import Review, ReviewedChange, ReviewedEnd, ReviewedEntry, ReviewedPin, ReviewedRule
from docgen.redirects.edges import EDGES
from docgen.report.changes import change_item, content
from docgen.report.comment import Section, comment
from docgen.report.folding import folded
from docgen.report.json import document, picked
from docgen.report.markdown import code, prose
from docgen.wording import choice, counted, day

_MARK: Final = "<!-- docgen -->"
"""The first line, by which a CI job finds the comment again."""
_DIFFERENCES: Final = 4
_VERSIONS: Final = 3
"""How many of an item's lines and of the API versions are shown."""


def markdown(review: Review) -> str:
    """The verdict, then what it is made of.

    Texts of contracts, entries and rules are escaped: no mentions, no links, no line breaks.
    """
    head = [_MARK, f"## {_verdict(review)}", "", _scope(review)]
    return comment(head, _sections(review), "docgen review --format json")


def _verdict(review: Review) -> str:
    if review.unreadable:
        return "Cannot be judged: nothing could be compared"
    if review.stops:
        return f"Do not merge: {counted(len(review.stops), 'error')}"
    if review.decisions:
        return f"May ship, if you agree with {counted(len(review.decisions), 'decision')}"
    return "May ship"


def _scope(review: Review) -> str:
    """Which API versions it changes, and what it is compared with."""
    if review.unreadable:
        return prose(review.unreadable)
    versions = [_version(one) for one in review.pins[-_VERSIONS:]] or ["No API version changes"]
    if review.pins[:-_VERSIONS]:
        versions.append(f"and {len(review.pins) - _VERSIONS} earlier")
    as_of = f", as of {day(review.today)}" if review.today else ""
    return f"{'; '.join(versions)}. Compared with {code(review.base)}{as_of}."


def _version(reviewed: ReviewedPin) -> str:
    pin = reviewed.pin
    what = "Adds" if reviewed.state == "new" else "Changes"
    return f"{what} API version {code(pin.id)} ({prose(pin.text.label)}), released on {day(pin.text.released)}"


def _sections(review: Review) -> Iterator[Section]:
    yield Section("What stops it", [_finding(finding) for finding in review.stops])
    yield Section("Decisions to agree with", [_finding(finding) for finding in review.decisions])
    yield Section("What customers will see", [_entry(entry) for entry in review.entries])
    contract = [one.change for one in review.changes]
    title = f"The contract, {summary(contract) if contract else 'nothing that a client notices'}"
    annotations = []
    if review.annotations:
        annotations = [f"- {counted(review.annotations, 'change')} of descriptions and examples"]
    yield Section(title, [*_changes(review.changes), *annotations])
    edges = []
    if review.edges:
        files = ", ".join(f"{EDGES[edge].TITLE} ({count:,})" for edge, count in review.edges.items())
        edges = [f"- files to deploy on each edge: {files}"]
    rules, ends = map(_rule, review.rules), map(_end, review.ends)
    yield Section("Redirects, headers and end dates", [*rules, *ends, *edges])
    yield Section("Changed, and judged by no rule", [f"- {code(path)}" for path in review.unjudged])


def _finding(finding: Finding) -> str:
    words, *differences = finding.message.split("\n")
    parts = [prose(words), *map(code, differences[:_DIFFERENCES])]
    if differences[_DIFFERENCES:]:
        parts.append(f"and {counted(len(differences) - _DIFFERENCES, 'more line')}")
    parts += map(prose, filter(None, (finding.hint, finding.accepted)))
    about = map(code, filter(None, (finding.id, finding.location)))
    return f"- {'; '.join(parts)} ({', '.join(about)})"


def _entry(reviewed: ReviewedEntry) -> str:
    text = reviewed.entry.text
    parts = [f"{text.impact}" if text.impact != "none" else "no impact", _action(reviewed)]
    parts.append(f"published on {day(text.published)}, effective on {day(text.effective)}")
    if reviewed.note:
        parts.append(f"corrected: {prose(reviewed.note)}")
    return f"- {reviewed.state}: **{prose(text.title)}**: {'; '.join(parts)} ({code(reviewed.entry.slug)})"


def _action(reviewed: ReviewedEntry) -> str:
    action = reviewed.entry.text.action
    if action.level == "none":
        return "no action"
    by = f" by {day(action.by)}" if action.by else ""
    return f"action {action.level}{by}"


def _changes(changes: Sequence[ReviewedChange]) -> Iterator[str]:
    """The changes, worst first, of which those that one entry describes and that differ in a name are one."""
    for (level, entries, accepted), same in groupby(changes, lambda one: (one.change.level, one.entries, one.accepted)):
        by = f"entry {', '.join(map(code, entries))}" if entries else "**no entry**"
        for change, _ in folded([one.change for one in same]):
            item = change_item(change).removeprefix("- ")
            yield f"- {level}: {item}: {prose(accepted) if accepted else by}"


def _rule(rule: ReviewedRule) -> str:
    item = _finding(rule.finding)
    edges = [f"{EDGES[edge].TITLE}{'' if EDGES[edge].HAS_CLOCK else ' (deploy on that day)'}" for edge in rule.edges]
    ends = f"ends on {day(rule.ends)}" if rule.ends else "has no end"
    return f"{item}: {ends}; on {choice(edges, 'and') or 'no edge'}"


def _end(end: ReviewedEnd) -> str:
    was, now = (day(one) if one else "no date" for one in (end.was, end.now))
    return f"- {prose(end.what)}: ends on {now}, before this change: {was}"


def json(review: Review) -> str:
    """The same as `{"version": 1, "verdict": "stop", ...}`, whole; days are ISO 8601, and changes as in `diff`."""
    changes = content([one.change for one in review.changes])
    described = [picked(one, ("pin", "entries", "accepted")) for one in review.changes]
    for record, more in zip(changes["changes"], described, strict=True):
        record |= more
    return document(
        {
            "version": 1,
            "verdict": review.verdict,
            **picked(review, ("base", "today", "unreadable", "stops", "decisions")),
            "pins": [{"id": one.pin.id, "state": one.state, "released": one.pin.text.released} for one in review.pins],
            "entries": [_entry_record(one) for one in review.entries],
            "contract": changes,
            **picked(review, ("annotations", "rules", "ends", "edges", "unjudged")),
        }
    )


def _entry_record(reviewed: ReviewedEntry) -> dict[str, Any]:
    entry = reviewed.entry
    record = {"slug": entry.slug, "pin": entry.pin, "state": reviewed.state, "note": reviewed.note}
    return record | picked(entry.text, ("title", "impact", "action", "published", "effective"))


FORMATS: Final[Mapping[str, Callable[[Review], str]]] = {"markdown": markdown, "json": json}
"""The report in each format of its own."""
