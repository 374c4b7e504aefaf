"""A review for the people who decide: a comment in Markdown, and JSON."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from docgen.differ.wording import summary
from docgen.model.finding import Finding
from docgen.model.review import Review, ReviewedChange, ReviewedEnd, ReviewedEntry, ReviewedPin, ReviewedRule
from docgen.redirects.edges import EDGES
from docgen.report.changes import change_item, content
from docgen.report.comment import Section, comment
from docgen.report.findings import record
from docgen.report.folding import folded
from docgen.report.json import document, picked
from docgen.report.markdown import code, prose
from docgen.wording import capitalized, choice, counted, day, printable

_MARK: Final = "<!-- docgen -->"
"""The first line, by which a CI job finds the comment again."""
_DIFFERENCES: Final = 10
_VERSIONS: Final = 3
_REASONS: Final = 30
"""How many of an item's lines, of the API versions, and of the reasons why nothing could be compared are shown."""


def markdown(review: Review) -> str:
    """The verdict, then what it is made of.

    Texts of contracts, entries and rules are escaped: no mentions, no links, no line breaks.
    """
    head = [_MARK, f"## {_verdict(review)}", "", *_scope(review)]
    return comment(head, _sections(review), "docgen review --format json")


def _verdict(review: Review) -> str:
    if review.unreadable:
        return "Stop: nothing could be compared, so nothing was judged"
    if review.stops:
        return f"Stop: {counted(len(review.stops), 'error')}"
    if review.decisions:
        return f"Ship, if you agree with {counted(len(review.decisions), 'decision')}"
    return "Ship"


def _scope(review: Review) -> Iterator[str]:
    """Which API versions it changes, and what it is compared with."""
    if review.unreadable:
        yield from ("Mend the job that wrote this, and run it again:", "")
        for line in review.unreadable.splitlines()[:_REASONS]:
            yield f"    {printable(line)[:400]}"  # code, which nothing in it can end
        return
    if not review.base:
        yield "Some files cannot be read: nothing else was judged, and nothing was compared."
        return
    versions = [_version(one, review) for one in review.pins[-_VERSIONS:]] or ["no API version changes"]
    if review.pins[:-_VERSIONS]:
        versions.append(f"and {len(review.pins) - _VERSIONS} earlier")
    as_of = f", as of {day(review.today)}" if review.today else ""
    yield f"{capitalized('; '.join(versions))}. Compared with {code(review.base)}{as_of}."


def _version(reviewed: ReviewedPin, review: Review) -> str:
    pin, since = reviewed.pin, "from"
    if review.today and pin.text.released <= review.today:
        since = "in force since"
    version = f"API version {code(pin.id)} ({prose(pin.text.label)}), {since} {day(pin.text.released)}"
    if reviewed.state != "changed":
        return f"{version}: {reviewed.state}"
    changed = f"{choice(reviewed.parts, 'and')} changed"
    return f"{version}: {changed if 'contract' in reviewed.parts else f'{changed}, the contract did not'}"


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
        edges = [f"- files that change on each edge: {files}"]
    ends = [f"- {prose(end.what)}: {_days(end)}" for end in review.ends]
    yield Section("Redirects, headers and end dates", [*map(_rule, review.rules), *ends, *edges])
    yield Section(
        "Texts that changed and no rule judges: somebody has to read them",
        [f"- {code(path)}" for path in review.unjudged],
    )


def _finding(finding: Finding) -> str:
    words, *differences = finding.message.split("\n")
    parts = [prose(words), *map(code, differences[:_DIFFERENCES])]
    if differences[_DIFFERENCES:]:
        parts.append(f"and {counted(len(differences) - _DIFFERENCES, 'more line')}")
    parts += [prose(text) for text in (finding.hint, finding.accepted) if text]
    about = [code(text) for text in (finding.id, finding.location) if text != "let-through"]
    # a sentence that goes on
    said = "; ".join(part.removesuffix(".") for part in parts)
    return f"- {said} ({', '.join(about)})"


def _entry(reviewed: ReviewedEntry) -> str:
    text = reviewed.entry.text
    parts = [f"impact {text.impact}", f"action {text.action.words}"]
    parts.append(f"published {day(text.published)}, effective {day(text.effective)}")
    if reviewed.note:
        parts.append(f"corrected: {prose(reviewed.note)}")
    return f"- {reviewed.state}: **{prose(text.title)}**: {'; '.join(parts)} (entry {code(reviewed.entry.slug)})"


def _changes(changes: Sequence[ReviewedChange]) -> Iterator[str]:
    """The changes, worst first, of which those that one entry describes and that differ in a name are one."""
    for (level, entries, accepted), same in groupby(changes, lambda one: (one.change.level, one.entries, one.accepted)):
        by = f"entry {', '.join(map(code, entries))}" if entries else "**no entry**"
        for change, _ in folded([one.change for one in same]):
            item = change_item(change).removeprefix("- ")
            yield f"- {level}: {item}: {', '.join(filter(None, (by, prose(accepted.partition(': ')[0]))))}"


def _rule(rule: ReviewedRule) -> str:
    edges = [f"{EDGES[edge].TITLE}{'' if EDGES[edge].HAS_CLOCK else ' (deploy on that day)'}" for edge in rule.edges]
    days = "ends with the next deploy" if rule.state == "gone" else _days(rule)
    return f"{_finding(rule.finding)}: {days}, on {choice(edges, 'and') or 'no edge'}"


def _days(end: ReviewedRule | ReviewedEnd) -> str:
    """When it ends, and how that moved."""
    ends = f"ends {day(end.now)}" if end.now else "has no end"
    if end.was == end.now or (isinstance(end, ReviewedRule) and end.state == "new"):
        return ends
    if not end.was or not end.now:
        return f"{ends} (before: {day(end.was) if end.was else 'no end'})"
    days = (end.now - end.was).days
    return f"{ends}, {counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'} than before"


def json(review: Review) -> str:
    """The same as `{"version": 1, "verdict": "stop", ...}`, whole; days are ISO 8601, and changes as in `diff`."""
    changes = content([one.change for one in review.changes])
    described = [picked(one, ("pin", "entries", "accepted")) for one in review.changes]
    for change, more in zip(changes["changes"], described, strict=True):
        change |= more
    return document(
        {
            "version": 1,
            "verdict": review.verdict,
            **picked(review, ("base", "today", "unreadable")),
            "stops": list(map(record, review.stops)),
            "decisions": list(map(record, review.decisions)),
            "pins": [
                {"id": one.pin.id, "released": one.pin.text.released, **picked(one, ("state", "parts"))}
                for one in review.pins
            ],
            "entries": [_entry_record(one) for one in review.entries],
            "contract": changes,
            "rules": [
                picked(one, ("state", "edges", "was", "now")) | {"finding": record(one.finding)} for one in review.rules
            ],
            **picked(review, ("annotations", "ends", "edges", "unjudged")),
        }
    )


def _entry_record(reviewed: ReviewedEntry) -> dict[str, Any]:
    entry = reviewed.entry
    keys = {"slug": entry.slug, "pin": entry.pin, "state": reviewed.state, "note": reviewed.note}
    return keys | picked(entry.text, ("title", "impact", "action", "published", "effective"))


FORMATS: Final = {"markdown": markdown, "json": json}
"""The report in each format of its own."""
