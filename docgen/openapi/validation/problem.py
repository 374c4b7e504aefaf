"""What is wrong in a contract on its own, whatever is written about it."""

from typing import Final, Literal

import msgspec

from docgen.positions.source import Pointer

SEE: Final = "see the OpenAPI specification on this part"
ProblemId = Literal["spec-invalid", "unresolved-ref", "example-invalid", "unchecked-pattern"]


class Problem(msgspec.Struct, frozen=True):
    """What is wrong at a place of a contract, with the id of the rule that reports it and what to do."""

    id: ProblemId
    pointer: Pointer
    message: str
    hint: str


def invalid(pointer: Pointer, message: str, hint: str = SEE) -> Problem:
    """A place where a contract is not valid OpenAPI."""
    return Problem("spec-invalid", pointer, f"not valid OpenAPI: {message}", hint)
