"""What a deploy would change, in the formats that people and programs read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from docgen.redirects.plan import FilePlan
from docgen.report.plan import json, text

Report = Callable[[Sequence[FilePlan], Mapping[str, str]], str]
"""Plans, and the path of each deployed file by its name, -> the whole report."""

FORMATS: Final[Mapping[str, Report]] = {"text": text.report, "json": json.report}
"""Format name to its report; a new format is a module, and a line here."""
