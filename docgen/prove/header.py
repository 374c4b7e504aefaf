"""Claims on headers, compared with the parameters and response headers of operations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from docgen.model.claim import HeaderClaim
from docgen.model.proof import Proof
from docgen.openapi.references import is_reference
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
        yield from on_responses(case, claim.name, required=claim.required)
    else:
        yield from _on_named(case, claim)


def on_requests(
    case: Case, name: str, required: bool | None, carrier: str = "header", among: Sequence[Operation] | None = None
) -> Iterator[Proof]:
    """Each operation (or each of `among`) has the parameter, with `required` as claimed unless that is None."""
    listed = case.contract.operations if among is None else among
    if not listed:
        yield case.cannot_prove("the spec has no operation")
    found = [(operation, parameter_of(operation, name, carrier)) for operation in listed]
    missing = [(operation.name, operation.pointer) for operation, parameter in found if parameter is None]
    if missing:
        yield case.refuted(
            "header-mismatch",
            f"the changelog says that a request can carry the {carrier} `{name}`; "
            f"{abbreviated(missing)} of the spec does not",
            hint="add the parameter to the spec, or list the operations that have it in the changelog",
            spec=missing[0][1],
        )
    wrong = [(operation.name, operation.pointer) for operation, one in found if _differs(one, required)]
    if wrong:
        yield _wrongly_required(case, name, bool(required), wrong)


def parameter_of(operation: Operation, name: str, carrier: str) -> Mapping[str, Any] | None:
    """The parameter of an operation by its name and place, the operation's own before that of its path."""
    # names of headers are not case-sensitive (RFC 9110, section 5.1); the operation's own come last and override
    for parameter in operation.parameters[::-1]:
        if parameter.get("in") == carrier and str(parameter.get("name")).casefold() == name.casefold():
            return parameter
    return None


def on_responses(
    case: Case, name: str, among: Sequence[Operation] | None = None, required: bool | None = None
) -> Iterator[Proof]:
    """Each response of each operation (or of each of `among`) has the header, with `required` as claimed."""
    found = [
        (f"{status} of `{operation.name}`", pointer, _response_header(case, response, name))
        for operation in (case.contract.operations if among is None else among)
        for status, response, pointer in case.contract.responses(operation)
    ]
    if not found:
        yield case.cannot_prove("the spec has no response")
    missing = [(place, pointer) for place, pointer, header in found if header is None]
    if missing:
        yield case.refuted(
            "header-mismatch",
            f"the changelog says that every response carries the header `{name}`; {abbreviated(missing)} does not",
            hint=f"add `{name}` to the headers of that response",
            spec=missing[0][1],
        )
    wrong = [(place, pointer) for place, pointer, header in found if _differs(header, required)]
    if wrong:
        yield _wrongly_required(case, name, bool(required), wrong)


def _response_header(case: Case, response: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """The header of a response; None where it has none, or a reference to nothing."""
    headers = response.get("headers")
    for header, node in headers.items() if isinstance(headers, Mapping) else ():
        if header.casefold() == name.casefold():
            resolved: Mapping[str, Any] = case.contract.spec.resolve(node)
            return None if is_reference(node) and not resolved else resolved
    return None


def _differs(parameter: Mapping[str, object] | None, required: bool | None) -> bool:
    return parameter is not None and required is not None and bool(parameter.get("required")) != required


def _wrongly_required(case: Case, name: str, required: bool, wrong: Sequence[tuple[str, Pointer]]) -> Proof:
    claimed, actual = ("required", "optional") if required else ("optional", "required")
    return case.refuted(
        "header-mismatch",
        f"the changelog says that `{name}` is {claimed}; the spec says that it is {actual} on {abbreviated(wrong)}",
        hint=f"write `required: {str(not required).lower()}` in the changelog, or change the spec",
        spec=wrong[0][1],
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
        elif claim.required is not None or parameter_of(operation, claim.name, "header"):
            yield from on_requests(case, claim.name, claim.required, among=[operation])
        else:
            yield from on_responses(case, claim.name, [operation])
