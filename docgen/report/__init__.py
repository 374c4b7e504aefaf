"""Reports: findings in one format per module."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Final

from docgen.model.finding import Finding

Report = Callable[[Sequence[Finding]], str]


def _report(form: str, findings: Sequence[Finding]) -> str:
    report: Report = import_module(f"docgen.report.{form}").report
    return report(findings)


FORMATS: Final[Mapping[str, Report]] = {
    form: partial(_report, form) for form in ("text", "json", "github", "sarif", "codequality", "junit")
}
"""The report of each format, imported on its first call; a new format is a module and a name here."""
