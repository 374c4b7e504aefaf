"""How long Hypothesis looks: the same examples in each run of the suite, or `DOCGEN_EXAMPLES` new ones."""

import os
from typing import Final

from hypothesis import HealthCheck, settings

_ASKED: Final = os.environ.get("DOCGEN_EXAMPLES")
EXAMPLES: Final = settings(
    max_examples=int(_ASKED or 25),
    derandomize=not _ASKED,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
