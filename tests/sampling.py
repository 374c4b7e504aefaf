"""Some of many cases, others in each run: its seed is said at the head of a run, and `DOCGEN_SEED` repeats it.

`DOCGEN_SAMPLES=all` takes all of them: see the long runs of CONTRIBUTING.md.
"""

import os
import random
import secrets
from collections.abc import Sequence
from typing import Final, TypeVar

SEED: Final = int(os.environ.setdefault("DOCGEN_SEED", str(secrets.randbelow(10_000))))
"""Set in the environment, so that all processes of a run take the same cases."""
ALL: Final = os.environ.get("DOCGEN_SAMPLES") == "all"
Case = TypeVar("Case")


def some(cases: Sequence[Case], count: int) -> list[Case]:
    """That many of the cases, in their order; all of them in the long run."""
    chosen = random.Random(SEED).sample(range(len(cases)), min(count, len(cases)))  # noqa: S311 - it need not be secret
    return list(cases) if ALL else [cases[place] for place in sorted(chosen)]
