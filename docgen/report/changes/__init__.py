"""Changes of a contract in the formats that people and machines read."""

from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Final, Protocol

from docgen.model.change import Change
from docgen.positions.source import Source


class Report(Protocol):
    """Changes -> text. The formats for CI annotate the lines of `source`, the revision, where it is known."""

    def __call__(self, changes: Sequence[Change], source: Source | None = None) -> str:
        """The whole report, with a newline at its end."""


def _report(form: str, changes: Sequence[Change], source: Source | None = None) -> str:
    report: Report = import_module(f"docgen.report.changes.{form}").report
    return report(changes, source)


FORMATS: Final[Mapping[str, Report]] = {
    form: partial(_report, form) for form in ("text", "json", "markdown", "github", "sarif", "codequality", "junit")
}
"""Format name to its report, imported when it is called: JSON of a small pair must not wait for the others."""
