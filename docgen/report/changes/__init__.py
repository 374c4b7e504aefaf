"""Reports on changes of a contract, one format per module."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Final, Protocol

from docgen.model.change import Change
from docgen.positions.source import Source


class Report(Protocol):
    """Changes -> text. The CI formats annotate the lines of `source`, the text of the revision, if it is known."""

    def __call__(self, changes: Sequence[Change], source: Source | None = None) -> str:
        """The whole report, with a newline at its end."""


def _report(form: str, changes: Sequence[Change], source: Source | None = None) -> str:
    report: Report = import_module(f"docgen.report.changes.{form}").report
    return report(changes, source)


def _annotated(form: str, changes: Sequence[Change], source: Source | None = None) -> str:
    report: Callable[..., str] = import_module("docgen.report.changes.annotations").report
    return report(form, changes, source)


FORMATS: Final[Mapping[str, Report]] = {
    **{form: partial(_report, form) for form in ("text", "json", "markdown")},
    **{form: partial(_annotated, form) for form in ("github", "sarif", "codequality", "junit")},
}
"""The report of each format, imported on its first call, so that `docgen diff` starts quickly."""
