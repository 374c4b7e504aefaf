"""Every change that a comparison can note: one row for each action, with its ids, its levels and its sentence.

To add a change, add its row to the file of its part, and note it where it is found: `note("<the row's name>", ...)`.
A row with a name alone has the ids `request-<part>-<name>`, `response-<part>-<name>` and `component-<name>`, the level
`info`, and a sentence made of its name. The steps: CONTRIBUTING.md, "Add a change".
"""

from collections.abc import Mapping
from typing import Final

from docgen.differ.catalogue.action import Action, Exemption
from docgen.differ.catalogue.bodies import BODIES
from docgen.differ.catalogue.document import DOCUMENT
from docgen.differ.catalogue.exemptions import UNSENT
from docgen.differ.catalogue.operations import OPERATIONS
from docgen.differ.catalogue.parameters import PARAMETERS
from docgen.differ.catalogue.properties import PROPERTIES
from docgen.differ.catalogue.security import SECURITY
from docgen.differ.catalogue.unions import UNIONS
from docgen.differ.catalogue.values import VALUES

ROWS: Final = (*OPERATIONS, *DOCUMENT, *SECURITY, *PROPERTIES, *VALUES, *UNIONS, *PARAMETERS, *BODIES)

CATALOGUE: Final[Mapping[str, Action]] = {action.name: action for action in ROWS}
"""The rows by name; an id that two rows have in common is explained as that of the first."""

_ALL: Final = tuple(dict.fromkeys(exemption for action in ROWS for exemption in action.exemptions))
EXEMPTIONS: Final[tuple[Exemption, ...]] = (
    *(exemption for exemption in _ALL if exemption.unsent),
    *UNSENT,
    *(exemption for exemption in _ALL if not exemption.unsent),
)
"""The exemptions of all rows: the first that matches an id applies."""
