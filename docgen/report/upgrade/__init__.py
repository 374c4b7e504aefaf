"""The way to a later pin in the formats that people and machines read."""

from collections.abc import Callable, Mapping
from typing import Final

from docgen.model.project import Project
from docgen.report.upgrade import json, markdown, text
from docgen.upgrade import Upgrade

Report = Callable[[Upgrade, Project], str]

FORMATS: Final[Mapping[str, Report]] = {"text": text.report, "json": json.report, "markdown": markdown.report}
"""Format name to its report; a new format is a module, and a line here."""
