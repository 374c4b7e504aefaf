"""GitLab's code quality report, which a merge request shows as new and as fixed."""

from typing import Final

from docgen.model.finding import Severity
from docgen.report.json import document
from docgen.report.table import Table

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(table: Table) -> str:
    """A JSON array with an issue for each row."""
    issues = [
        {
            # GitLab shows one line
            "description": " ".join(row.message.split()),
            "check_name": row.id,
            "fingerprint": row.fingerprint,
            "severity": _SEVERITIES[row.level],
            # GitLab requires a path and a line
            "location": {"path": row.path or ".", "lines": {"begin": row.line or 1}},
        }
        for row in table.rows
    ]
    return document(issues)
