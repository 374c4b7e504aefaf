"""Facts that a whole sentence or row states: of two known things, one is not so beside the other."""

from collections.abc import Callable
from typing import Final

from docgen.facts.statements.declarations import misdeclared
from docgen.facts.statements.error_codes import (
    unknown_numbers,
    wrong_code_statuses,
    wrong_page_statuses,
    wrong_retries,
    wrong_retry_rows,
)
from docgen.facts.statements.event_statuses import sent_reserved_values, wrong_event_statuses
from docgen.facts.statements.limits import limits_of_fields, measures
from docgen.facts.statements.membership import misplaced_parts
from docgen.facts.statements.pins import fields_of_other_pins, steps_back, wrong_current_pins
from docgen.facts.statements.protocol import misdirected, misspoken
from docgen.facts.statements.replacements import misreplaced, wrong_sources, wrong_targets
from docgen.facts.verdict import Around, Found, Verdicts

AroundAt = Callable[[Found], Around]
"""What surrounds a fact of a text, by its offsets."""
_READERS: Final = (
    wrong_targets,
    wrong_sources,
    fields_of_other_pins,
    steps_back,
    wrong_current_pins,
    wrong_event_statuses,
    wrong_code_statuses,
    unknown_numbers,
    wrong_page_statuses,
    sent_reserved_values,
    wrong_retries,
    wrong_retry_rows,
    misreplaced,
    misdeclared,
    limits_of_fields,
    measures,
)
_UNLESS_DENIED: Final = (misspoken, misplaced_parts, misdirected)


def statements(sentence: Found, around: AroundAt) -> Verdicts:
    """Each fact of a sentence or row as a whole, with its verdict."""
    whole = around(sentence)
    for read in _READERS:
        yield from read(sentence, whole)
    for read in _UNLESS_DENIED:
        for found, verdict in read(sentence, whole):
            if not around(found).clause_denies():
                yield found, verdict
