"""Findings in the formats that people and machines read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from docgen.model.finding import Finding
from docgen.report import json, text

Report = Callable[[Sequence[Finding]], str]

FORMATS: Final[Mapping[str, Report]] = {"text": text.report, "json": json.report}
"""Format name to its report; a new format is a module, and a line here."""
