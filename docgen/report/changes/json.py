"""Changes as JSON."""

from collections.abc import Sequence
from typing import Any, Final

from docgen.model.change import Change, Effect
from docgen.positions.source import Source
from docgen.report.json_document import records

VERSION: Final = 2
_KEYS: Final = ("id", "level", "polarity", "selector", "selectors", "pointer", "sites", "milder", "schemas")
_OPTIONAL: Final = ("selectors", "milder", "schemas")
_LISTED: Final = 16
"""Up to this many operations and events stand where they belong; longer lists are written once, under `reaches`."""


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """The content of changes as JSON, a line for each."""
    return records(changes_content(changes))


def changes_content(changes: Sequence[Change]) -> dict[str, Any]:
    """`{"version": 2, "changes": [...], "reaches": {...}, "summary": {level: count, "total": count}}`."""
    summary = {"breaking": 0, "warning": 0, "info": 0, "total": len(changes)}
    reaches: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {}
    listed: list[dict[str, Any]] = []
    for change in changes:
        summary[change.level] += 1
        effects = [
            {"id": effect.id, "level": effect.level, "polarity": effect.polarity} | _reach(effect, reaches)
            for effect in change.effects
        ]
        record = {key: value for key in _KEYS if (value := getattr(change, key)) or key not in _OPTIONAL}
        if change.selectors == (change.selector,):
            del record["selectors"]
        said = {"text": change.text, "fingerprint": change.fingerprint}
        listed.append(record | {"effects": effects} | _reach(change, reaches) | said)
    shared = {name: _lists(*reached) for reached, name in reaches.items()}
    return {"version": VERSION, "changes": listed, "reaches": shared, "summary": summary}


def _reach(of: Change | Effect, reaches: dict[tuple[tuple[str, ...], tuple[str, ...]], str]) -> dict[str, Any]:
    """The operations and events of a change or an effect, or the name of the list that has them."""
    if len(of.operations) + len(of.events) <= _LISTED:
        return _lists(of.operations, of.events)
    return {"reach": reaches.setdefault((of.operations, of.events), str(len(reaches) + 1))}


def _lists(operations: tuple[str, ...], events: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {"operations": operations, "events": events}
