"""A header on every request, on every response, or on some operations."""

from collections.abc import Iterator
from typing import Final

from docgen.model.claim import HeaderClaim
from docgen.model.proof import Proof
from docgen.model.spec import Operation
from docgen.prove.case import Case

AGAINST: Final = "the parameters and response headers of the spec"


def prove(case: Case) -> Iterator[Proof]:
    """The header is a parameter (required as said) or a response header of each operation in question."""
    claim: HeaderClaim = case.said
    if claim.in_ == "every-request":
        yield from on_requests(case, claim.name, claim.required)
    elif claim.in_ == "every-response":
        yield from on_responses(case, claim.name)
    else:
        yield from _on_named(case, claim)


def on_requests(case: Case, name: str, required: bool | None, carrier: str = "header") -> Iterator[Proof]:
    """Each operation has the parameter, required or not as said."""
    for operation in case.contract.operations:
        yield from _on_request(case, operation, name, required, carrier)


def _on_request(case: Case, operation: Operation, name: str, required: bool | None, carrier: str) -> Iterator[Proof]:
    for parameter in operation.parameters:
        if parameter.get("in") == carrier and str(parameter.get("name")).casefold() == name.casefold():
            if required is not None and bool(parameter.get("required")) != required:
                yield _wrong_need(case, operation, name, required)
            return
    yield case.refuted(
        "header-mismatch",
        f"the changelog says that a request can carry the {carrier} `{name}`; "
        f"`{operation.name}` of the spec does not take it",
        hint=f"add the parameter to `{operation.name}`, or say in the changelog which operations take it",
        spec=operation.pointer,
    )


def _wrong_need(case: Case, operation: Operation, name: str, required: bool) -> Proof:
    said, found = ("required", "optional") if required else ("optional", "required")
    return case.refuted(
        "header-mismatch",
        f"the changelog says that `{name}` is {said}; the spec says that it is {found} on `{operation.name}`",
        hint=f"write `required: {str(not required).lower()}` in the changelog, or change the parameter",
        spec=operation.pointer,
    )


def on_responses(case: Case, name: str) -> Iterator[Proof]:
    """Each response of each operation has the header."""
    for operation in case.contract.operations:
        yield from _on_response(case, operation, name)


def _on_response(case: Case, operation: Operation, name: str) -> Iterator[Proof]:
    for status, response, pointer in case.contract.responses(operation):
        if not any(header.casefold() == name.casefold() for header in response.get("headers") or {}):
            yield case.refuted(
                "header-mismatch",
                f"the changelog says that every response carries the header `{name}`; "
                f"{status} of `{operation.name}` in the spec does not",
                hint=f"add `{name}` to the headers of that response",
                spec=pointer,
            )


def _on_named(case: Case, claim: HeaderClaim) -> Iterator[Proof]:
    operations = {operation.name: operation for operation in case.contract.operations}
    for index, selector in enumerate(claim.in_):
        operation = operations.get(selector)
        if operation is None:
            yield case.unknown(selector, "in", index)
        elif claim.required is not None or any(
            str(parameter.get("name")).casefold() == claim.name.casefold() for parameter in operation.parameters
        ):
            yield from _on_request(case, operation, claim.name, claim.required, "header")
        else:
            yield from _on_response(case, operation, claim.name)
