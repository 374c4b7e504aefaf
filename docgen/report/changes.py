"""Changes of a contract: for a terminal, as JSON, as a comment on a pull request, and as rows of the formats for CI."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from docgen.differ.wording import describe, group_by_level, reach_phrases, summary, unnamed_selector
from docgen.model.change import LEVELS, Change, Effect
from docgen.model.finding import Severity
from docgen.positions import location, place
from docgen.positions.source import Source
from docgen.report.folding import folded
from docgen.report.json import picked, records
from docgen.report.table import Row, Table, ci_formats, fingerprints, worst_first
from docgen.report.text import WIDTH, wrapped
from docgen.wording import printable

_MOST: Final = 50
"""How many changes of a level a short text lists."""
# textwrap breaks at ASCII spaces only
_NO_BREAK: Final = "\u00a0"
_SHORT: Final = 40
"""Characters up to which a part is never folded, so that `reached by 480 operations` can be searched for."""
VERSION: Final = 2
_KEYS: Final = ("id", "level", "polarity", "selector", "selectors", "pointer", "sites", "milder", "schemas")
_OPTIONAL: Final = ("selectors", "milder", "schemas")
_EFFECT_KEYS: Final = ("id", "level", "polarity")
_LISTED: Final = 16
"""Up to this many operations and events stand where they belong; longer lists are written once, under `reaches`."""
_SEVERITIES: Final = dict(zip(LEVELS, Severity, strict=True))

Reach = tuple[tuple[str, ...], tuple[str, ...]]
"""Operations and events."""


def text(changes: Sequence[Change], source: Source | None = None, *, short: bool = False) -> str:
    """The counts, a heading for each level, and a line per change: its place in the revision, and what it affects.

    In a `short` report, changes that differ in a name are one, and a level has fifty lines and the count of the others.
    """
    return "\n".join(_lines(changes, source, short)) + "\n"


def _lines(changes: Sequence[Change], source: Source | None, short: bool) -> Iterator[str]:
    yield summary(changes)
    lines = 0
    for level, of_level in group_by_level(changes):
        shown = [(change, 1) for change in of_level]
        if short:
            shown = folded(of_level)[:_MOST]
        lines += len(shown)
        yield f"\n{level} ({len(of_level):,})"
        for change, _ in shown:
            yield _line(change, source)
        if left := len(of_level) - sum(count for _, count in shown):
            yield f"  ... and {left:,} more {level}"
    if lines < len(changes):
        yield "\n`docgen diff --all` lists each change by itself"


def _line(change: Change, source: Source | None) -> str:
    """The change, what it affects and its id, folded between words where a line is too wide."""
    # whoever searches a log for a name or copies it finds it whole, however narrow the lines are
    words = [_unbreakable_names(describe(change), change)]
    for phrase in reach_phrases(change, _unbreakable):
        words.append(_unbreakable(phrase) if len(phrase) <= _SHORT else phrase)
    placed = ": ".join(filter(None, (_unbreakable(_place(change, source)), "; ".join(words))))
    line = f"  {printable(placed)} [{printable(change.id)}]"
    if len(line) > WIDTH:
        line = wrapped(line, 6)
    return line.replace(_NO_BREAK, " ")


def _unbreakable_names(text: str, change: Change) -> str:
    """The text with its selector and all code spans unbreakable, so that names can be copied."""
    text = re.sub(r"`[^`]+`", lambda name: _unbreakable(name[0]), text)
    if text.startswith(change.selector):
        text = _unbreakable(change.selector) + text[len(change.selector) :]
    return text


def _unbreakable(name: str) -> str:
    return name.replace(" ", _NO_BREAK)


def _place(change: Change, source: Source | None) -> str:
    """`path:line:column` in the revision, of a removed part that of its nearest existing parent; else empty."""
    return location(source, change.place) if source else ""


def markdown(changes: Sequence[Change], source: Source | None = None) -> str:
    """A section for each level with an item per change, or for several equal ones, as a comment."""
    # most comparisons end as text or JSON, and start faster without
    from docgen.report.comment import Section, comment

    head = [f"**{summary(changes)}**" if changes else "No changes."]
    sections = []
    for level, of_level in group_by_level(changes):
        items = [change_item(change, source) for change, _ in folded(of_level)]
        sections.append(Section(f"{level.capitalize()} ({len(of_level):,})", items))
    return comment(head, sections, "docgen diff --all")


def change_item(change: Change, source: Source | None = None) -> str:
    """`- selector: text; what it affects (id, path:line)`, with every text of the contract escaped."""
    # most comparisons end as text or JSON, and start faster without
    from docgen.report.markdown import code, prose

    words = prose(change.text)
    if selector := unnamed_selector(change):
        words = f"{code(selector)}: {words}"
    about = ", ".join(map(code, filter(None, (change.id, _place(change, source)))))
    return f"- {'; '.join([words, *reach_phrases(change, code)])} ({about})"


def content(changes: Sequence[Change]) -> dict[str, Any]:
    """`{"version": 2, "changes": [...], "reaches": {...}, "summary": {level: count, "total": count}}`."""
    # a schema that many operations share would else repeat their names with each of its changes
    reaches: dict[Reach, str] = {}
    listed = [_record(change, reaches) for change in changes]
    counts = Counter(map(attrgetter("level"), changes))
    return {
        "version": VERSION,
        "changes": listed,
        "reaches": {name: _lists(*reach) for reach, name in reaches.items()},
        "summary": {level: counts[level] for level in LEVELS} | {"total": len(changes)},
    }


def _record(change: Change, reaches: dict[Reach, str]) -> dict[str, Any]:
    record = picked(change, _KEYS)
    for key in _OPTIONAL:
        if not record[key]:
            del record[key]
    if change.selectors == (change.selector,):
        del record["selectors"]
    record["effects"] = [picked(effect, _EFFECT_KEYS) | _reach(effect, reaches) for effect in change.effects]
    return record | _reach(change, reaches) | picked(change, ("text", "fingerprint"))


def _reach(of: Change | Effect, reaches: dict[Reach, str]) -> dict[str, Any]:
    """The operations and events of a change or an effect, or the name of the list that has them."""
    if len(of.operations) + len(of.events) <= _LISTED:
        return _lists(of.operations, of.events)
    return {"reach": reaches.setdefault((of.operations, of.events), str(len(reaches) + 1))}


def _lists(operations: tuple[str, ...], events: tuple[str, ...]) -> dict[str, Any]:
    return {"operations": operations, "events": events}


def _table(changes: Sequence[Change], source: Source | None = None) -> Table:
    """A row for each change; a breaking one is an error. That of a removed part is at its nearest existing parent."""
    rows: list[Row] = []
    own = fingerprints(map(attrgetter("fingerprint"), changes), first=str)
    for change, fingerprint in zip(changes, own, strict=True):
        at = place(source, change.place) if source else ("", 0, 0)
        message = printable("; ".join([describe(change), *reach_phrases(change)]))
        rows.append(Row(*at, change.id, _SEVERITIES[change.level], message, fingerprint))
    return Table(worst_first(rows), summary(changes), "diff")


FORMATS: Final[Mapping[str, Callable[..., str]]] = {
    "text": text,
    "json": lambda changes, source=None: records(content(changes)),
    "markdown": markdown,
    **ci_formats(_table),
}
"""The report of changes in each format; all but JSON name the lines of the revision, if its source is given."""
