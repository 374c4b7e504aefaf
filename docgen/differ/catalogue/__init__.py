"""Every change that a comparison can note: one row for each action, with its ids, its sentence and its variance.

To add a change, add its row to the file of its part, and note it where it is found: `note("<the row's name>", ...)`.
A row of the ids `SCHEMA` with an empty sentence and nothing else has the ids `request-<part>-<name>`,
`response-<part>-<name>` and `component-<name>`, the level `info`, and a sentence made of its name. The steps:
CONTRIBUTING.md, "Add a change".
"""

from collections.abc import Mapping
from typing import Final

from docgen.differ.catalogue.action import Action
from docgen.differ.catalogue.contract import CONTRACT
from docgen.differ.catalogue.messages import MESSAGES
from docgen.differ.catalogue.properties import PROPERTIES
from docgen.differ.catalogue.unions import UNIONS
from docgen.differ.catalogue.values import VALUES

ROWS: Final = (*CONTRACT, *PROPERTIES, *VALUES, *UNIONS, *MESSAGES)

CATALOGUE: Final[Mapping[str, Action]] = {action.name: action for action in ROWS}
"""The rows by name; an id that two rows have in common is explained as that of the first."""
