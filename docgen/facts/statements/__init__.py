"""Facts that a whole sentence or row states: of two known things, one is not so beside the other."""

from collections.abc import Callable
from typing import Final

from docgen.facts.statements.contract import (
    misdeclared,
    misnamed,
    misreplaced,
    misspoken,
    misvalued,
    out_of_bounds,
    wrong_targets,
)
from docgen.facts.statements.errors import wrong_code_statuses
from docgen.facts.verdict import Around, Found, Verdicts

AroundAt = Callable[[Found], Around]
"""What surrounds a fact of a text, by its offsets."""
_READERS: Final = (misdeclared, misvalued, misreplaced, wrong_targets, wrong_code_statuses)
_UNLESS_DENIED: Final = (misspoken, misnamed, out_of_bounds)


def statements(sentence: Found, around: AroundAt) -> Verdicts:
    """Each fact of a sentence or row as a whole, where it is not so; in a guide, a method of a known path."""
    whole = around(sentence)
    for read in _READERS if whole.is_strict else ():
        yield from read(sentence, whole)
    for read in _UNLESS_DENIED if whole.is_strict else (misspoken,):
        for found, verdict in read(sentence, whole):
            if not around(found).clause_denies():
                yield found, verdict
