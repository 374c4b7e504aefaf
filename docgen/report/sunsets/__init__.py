"""Reports on upcoming sunsets, one format per module."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Final

from docgen.sunsets import Sunsets

Report = Callable[[Sunsets], str]


def _report(form: str, sunsets: Sunsets) -> str:
    report: Report = import_module(f"docgen.report.sunsets.{form}").report
    return report(sunsets)


FORMATS: Final[Mapping[str, Report]] = {form: partial(_report, form) for form in ("text", "json", "markdown", "ics")}
"""The report of each format, imported on its first call; a new format is a module and a name here."""
