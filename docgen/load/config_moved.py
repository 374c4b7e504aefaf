"""Keys of `[tool.docgen]` that say what a project accepts, which `.docgen/accepted.yaml` says now."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from docgen.model.accepted import ACCEPTED, MISSING_FEATURE
from docgen.positions.source import Pointer

Table = Mapping[str, Any]


def moved_keys(table: Table) -> Iterator[tuple[Pointer, str, str]]:
    """Where a key stands that is read no more, what is wrong with it, and the entry to write instead."""
    for rule, value in _table(table.get("severity")).items():
        yield ("severity", rule), *_severity(rule, _table(value))
    ignores = _table(table.get("diff")).get("ignore")
    for index, ignore in enumerate(ignores if isinstance(ignores, list) else ()):
        said = _table(ignore)
        entry = _entry(said.get("id"), said.get("selector"), said.get("reason"), said.get("expires"))
        yield ("diff", "ignore", index), *_moved("diff.ignore", entry)
    for edge, settings in _table(table.get("edge")).items():
        for feature, reason in _table(_table(settings).get("accept")).items():
            entry = _entry(MISSING_FEATURE, f"{edge} {feature}", reason, None)
            yield ("edge", edge, "accept", feature), *_moved(f"edge.{edge}.accept", entry)


def without_moved(table: Table) -> Table:
    """The table without those keys, so that what else is wrong with it is found in the same run."""
    kept = dict(_without(table, "severity", dict))
    if "diff" in kept:
        kept["diff"] = _without(kept["diff"], "ignore", list)
    if isinstance(kept.get("edge"), dict):
        kept["edge"] = {name: _without(settings, "accept", dict) for name, settings in kept["edge"].items()}
    return kept


def _without(table: Any, key: str, kind: type) -> Any:  # noqa: ANN401 - any TOML value
    """A table without a key that has a value of a kind; anything else as it is."""
    if not isinstance(table, dict) or not isinstance(table.get(key), kind):
        return table
    return {name: value for name, value in table.items() if name != key}


def _severity(rule: str, said: Table) -> tuple[str, str]:
    if said.get("level") == "error":
        message = f"severity.{rule}: a severity is no longer raised here; expected no such key"
        return message, "remove it; `docgen check --fail-on warning` fails on warnings"
    return _moved(f"severity.{rule}", _entry(rule, None, said.get("reason"), None, said.get("level")))


def _moved(key: str, entry: str) -> tuple[str, str]:
    return f"{key}: is no longer supported here; move it to {ACCEPTED}", f"write there, under `accepted:`: - {entry}"


def _entry(what: object, at: object, why: object, until: object, as_: object = None) -> str:
    """One entry as YAML, with what is known of it."""
    known = {"what": what, "at": at, "as": as_, "why": why}
    pairs = [f"{key}: {json.dumps(str(value), ensure_ascii=False)}" for key, value in known.items() if value]
    return f"{{{', '.join(pairs)}, who: ..., until: {until or 'YYYY-MM-DD'}}}"


def _table(value: object) -> Table:
    return value if isinstance(value, dict) else {}
