"""Claims on headers, compared with the parameters and response headers of operations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docgen.model.claim import HeaderClaim
from docgen.model.proof import Proof
from docgen.openapi.spec import Operation
from docgen.positions.source import Pointer
from docgen.prove.case import Case

AGAINST: Final = "the parameters and response headers of the spec"


def prove(case: Case) -> Iterator[Proof]:
    """Each operation of the claim has the header, as a parameter (`required` as claimed) or in its responses."""
    claim: HeaderClaim = case.claim
    if not case.contract.operations:
        yield case.cannot_prove("the spec has no operation")
    elif claim.in_ == "every-request":
        yield from on_requests(case, claim.name, claim.required)
    elif claim.in_ == "every-response":
        yield from on_responses(case, claim.name)
    else:
        yield from _on_named(case, claim)


def on_requests(
    case: Case, name: str, required: bool | None, carrier: str = "header", among: Sequence[Operation] | None = None
) -> Iterator[Proof]:
    """Each operation (or each of `among`) has the parameter, with `required` as claimed unless that is None."""
    listed = case.contract.operations if among is None else among
    found = [(operation, _parameter(operation, name, carrier)) for operation in listed]
    missing = [(operation.name, operation.pointer) for operation, parameter in found if parameter is None]
    if missing:
        yield case.refuted(
            "header-mismatch",
            f"the changelog says that a request can carry the {carrier} `{name}`; "
            f"{abbreviated(missing)} of the spec does not",
            hint="add the parameter to the spec, or list the operations that have it in the changelog",
            spec=missing[0][1],
        )
    wrong = [
        (operation.name, operation.pointer)
        for operation, parameter in found
        if parameter is not None and required is not None and bool(parameter.get("required")) != required
    ]
    if wrong:
        claimed, actual = ("required", "optional") if required else ("optional", "required")
        yield case.refuted(
            "header-mismatch",
            f"the changelog says that `{name}` is {claimed}; the spec says that it is {actual} on {abbreviated(wrong)}",
            hint=f"write `required: {str(not required).lower()}` in the changelog, or change the parameter",
            spec=wrong[0][1],
        )


def _parameter(operation: Operation, name: str, carrier: str) -> Mapping[str, object] | None:
    # names of headers are not case-sensitive (RFC 9110, section 5.1)
    for parameter in operation.parameters:
        if parameter.get("in") == carrier and str(parameter.get("name")).casefold() == name.casefold():
            return parameter
    return None


def on_responses(case: Case, name: str, among: Sequence[Operation] | None = None) -> Iterator[Proof]:
    """Each response of each operation (or of each of `among`) has the header."""
    missing = [
        (f"{status} of `{operation.name}`", pointer)
        for operation in (case.contract.operations if among is None else among)
        for status, response, pointer in case.contract.responses(operation)
        if not any(header.casefold() == name.casefold() for header in response.get("headers") or {})
    ]
    if missing:
        yield case.refuted(
            "header-mismatch",
            f"the changelog says that every response carries the header `{name}`; {abbreviated(missing)} does not",
            hint=f"add `{name}` to the headers of that response",
            spec=missing[0][1],
        )


def abbreviated(places: Sequence[tuple[str, Pointer]]) -> str:
    """The first name, and how many more there are."""
    first = places[0][0] if "`" in places[0][0] else f"`{places[0][0]}`"
    return first if len(places) == 1 else f"{first} (and {len(places) - 1} more)"


def _on_named(case: Case, claim: HeaderClaim) -> Iterator[Proof]:
    operations = {operation.name: operation for operation in case.contract.operations}
    for index, selector in enumerate(claim.in_):
        operation = operations.get(selector)
        if operation is None:
            yield case.unknown_selector(selector, "in", index)
        elif claim.required is not None or _parameter(operation, claim.name, "header"):
            yield from on_requests(case, claim.name, claim.required, among=[operation])
        else:
            yield from on_responses(case, claim.name, [operation])
