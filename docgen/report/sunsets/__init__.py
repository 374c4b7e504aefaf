"""What comes due, in the formats that people and machines read."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Final

from docgen.sunsets import Sunsets

Report = Callable[[Sunsets], str]


def _report(form: str, told: Sunsets) -> str:
    report: Report = import_module(f"docgen.report.sunsets.{form}").report
    return report(told)


FORMATS: Final[Mapping[str, Report]] = {form: partial(_report, form) for form in ("text", "json", "markdown", "ics")}
"""Format name to its report, imported when it is called; a new format is a module, and a name here."""
