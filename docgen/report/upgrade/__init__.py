"""Reports on the upgrade to a later pin, one format per module."""

from collections.abc import Callable, Mapping
from typing import Final

from docgen.model.project import Project
from docgen.report.upgrade import json, markdown, text
from docgen.upgrade import Upgrade

Report = Callable[[Upgrade, Project], str]

FORMATS: Final[Mapping[str, Report]] = {"text": text.report, "json": json.report, "markdown": markdown.report}
"""The report of each format; a new format is a module and a name here."""
