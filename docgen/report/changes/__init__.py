"""Reports on changes of a contract, one format per module."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any, Final

Report = Callable[..., str]
"""Changes -> text, with a newline at its end; all but JSON name the lines of the revision, if its source is given."""


def _report(module: str, *arguments: Any, **options: bool) -> str:  # noqa: ANN401 - those of the module's report
    report: Report = import_module(f"docgen.report.changes.{module}").report
    return report(*arguments, **options)


FORMATS: Final[Mapping[str, Report]] = {
    **{form: partial(_report, form) for form in ("text", "json", "markdown")},
    **{form: partial(_report, "annotations", form) for form in ("github", "sarif", "codequality", "junit")},
}
"""The report of each format, imported on its first call, so that `docgen diff` starts quickly."""
