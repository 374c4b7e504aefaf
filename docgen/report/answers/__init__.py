"""Reports on what becomes of what a customer uses, one format per module."""

from collections.abc import Callable, Mapping
from typing import Final

from docgen.answers import Answers
from docgen.model.project import Project
from docgen.report.answers import json, markdown, text

Report = Callable[[Answers, Project], str]

FORMATS: Final[Mapping[str, Report]] = {"text": text.report, "json": json.report, "markdown": markdown.report}
"""The report of each format; a new format is a module and a name here."""
