"""Changes as JSON."""

from collections.abc import Sequence
from typing import Any, Final

from docgen.model.change import Change
from docgen.positions.source import Source
from docgen.report.json_document import document

_KEYS: Final = (
    "id",
    "level",
    "polarity",
    "selector",
    "pointer",
    "sites",
    "effects",
    "operations",
    "events",
    "text",
    "fingerprint",
)


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """The content of changes as JSON, indented by two spaces."""
    return document(changes_content(changes))


def changes_content(changes: Sequence[Change]) -> dict[str, Any]:
    """`{"version": 1, "changes": [...], "summary": {level: count, "total": count}}`."""
    summary = {"breaking": 0, "warning": 0, "info": 0, "total": len(changes)}
    for change in changes:
        summary[change.level] += 1
    records = [{key: getattr(change, key) for key in _KEYS} for change in changes]
    return {"version": 1, "changes": records, "summary": summary}
