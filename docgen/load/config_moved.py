"""Keys of `[tool.docgen]` that are gone: what the project accepts moved to `.docgen/accepted.yaml`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docgen.model.accepted import ACCEPTED, MISSING_FEATURE
from docgen.positions.source import Pointer

Table = Mapping[str, Any]
_TREE: Final = "matcher_tree"


def moved_keys(table: Table) -> Iterator[tuple[Pointer, str, str]]:
    """The pointer of each key that is no longer supported, a message, and a hint with the entry to write instead."""
    for rule, value in _as_table(table.get("severity")).items():
        yield ("severity", rule), *_severity(rule, _as_table(value))
    ignores = _as_table(table.get("diff")).get("ignore")
    for index, ignore in enumerate(ignores if isinstance(ignores, list) else ()):
        fields = _as_table(ignore)
        entry = _entry(fields.get("id"), fields.get("selector"), fields.get("reason"), fields.get("expires"))
        yield ("diff", "ignore", index), *_moved("diff.ignore", entry)
    for edge, settings in _as_table(table.get("edge")).items():
        for feature, reason in _as_table(_as_table(settings).get("accept")).items():
            entry = _entry(MISSING_FEATURE, f"{edge} {feature}", reason, None)
            yield ("edge", edge, "accept", feature), *_moved(f"edge.{edge}.accept", entry)
    if _TREE in _as_table(_as_table(table.get("edge")).get("envoy")):
        message = f"edge.envoy.{_TREE}: is no longer supported: the rules are always a tree; expected no such key"
        yield ("edge", "envoy", _TREE), message, "remove it; docgen's runbook of Envoy says where your own routes go"


def without_moved(table: Table) -> Table:
    """The table without the moved keys, so that its other errors are found in the same run."""
    remaining = dict(_without(table, "severity", dict))
    if "diff" in remaining:
        remaining["diff"] = _without(remaining["diff"], "ignore", list)
    if isinstance(remaining.get("edge"), dict):
        remaining["edge"] = {name: _without(settings, "accept", dict) for name, settings in remaining["edge"].items()}
        if "envoy" in remaining["edge"]:
            remaining["edge"]["envoy"] = _without(remaining["edge"]["envoy"], _TREE, object)
    return remaining


def _without(table: Any, key: str, kind: type) -> Any:  # noqa: ANN401 - any TOML value
    """A table without a key whose value is of a type; any other value unchanged."""
    if not isinstance(table, dict) or not isinstance(table.get(key), kind):
        return table
    return {name: value for name, value in table.items() if name != key}


def _severity(rule: str, fields: Table) -> tuple[str, str]:
    if fields.get("level") == "error":
        message = f"severity.{rule}: a severity can no longer be raised here; expected no such key"
        return message, "remove it, and run `docgen check --fail-on warning`"
    return _moved(f"severity.{rule}", _entry(rule, None, fields.get("reason"), None, fields.get("level")))


def _moved(key: str, entry: str) -> tuple[str, str]:
    return (
        f"{key}: is no longer supported here; move it to {ACCEPTED}",
        f"add this item to its `accepted:` list: - {entry}",
    )


def _entry(what: object, at: object, why: object, until: object, as_: object = None) -> str:
    """An entry of `accepted.yaml` as YAML, with the known values and `...` for the others."""
    known = {"what": what, "at": at, "as": as_, "why": why}
    pairs = [f"{key}: {json.dumps(str(value), ensure_ascii=False)}" for key, value in known.items() if value]
    return f"{{{', '.join(pairs)}, who: ..., until: {until or 'YYYY-MM-DD'}}}"


def _as_table(value: object) -> Table:
    return value if isinstance(value, dict) else {}
