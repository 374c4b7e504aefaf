"""Answers to customers: what becomes of a request, an event or any other part of the API that they name.

The command answers from the same table as the page "does this affect me", whose script finds what these modules find:
both run the cases of `tests/answers/cases`.
"""

from typing import NamedTuple

from docgen.model.pin import Pin
from docgen.upgrade.answer import Answer
from docgen.upgrade.consumers import Usage


class Answers(NamedTuple):
    """The answers for what a customer of a pin uses, and what every customer must know."""

    pin: Pin
    usage: Usage
    everybody: tuple[Answer, ...]
