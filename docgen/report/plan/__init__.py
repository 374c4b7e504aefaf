"""Reports on what a deploy would change, one format per module."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from docgen.redirects.plan import FilePlan
from docgen.report.plan import json, text

Report = Callable[[Sequence[FilePlan], Mapping[str, str]], str]
"""The plans of the files, and the path of each deployed file by its name -> the whole report."""

FORMATS: Final[Mapping[str, Report]] = {"text": text.report, "json": json.report}
"""The report of each format; a new format is a module and a name here."""
