"""Claims on headers, compared with the parameters and response headers of operations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from docgen.claims.case import Case, Proofs
from docgen.claims.kind import Kind, Rules
from docgen.claims.words import Block, Phrase, say
from docgen.model.claim import HeaderClaim
from docgen.openapi.nodes import Node, is_reference
from docgen.openapi.spec import Operation
from docgen.positions.source import Pointer
from docgen.wording import nearest

_EVERY: Final = {
    "every-request": "sent with **every request**",
    "every-response": "returned with **every response**",
}
_NEEDS: Final = {True: "required", False: "optional"}
NO_OPERATION: Final = "the spec has no operation"


class Place(NamedTuple):
    """An operation or a response by its name, and a header as it is there, if it is."""

    name: str
    pointer: Pointer
    header: Mapping[str, Any] | None = None


def _prove(case: Case, claim: HeaderClaim) -> Proofs:
    """Each operation of the claim has the header, as a parameter (`required` as claimed) or in its responses."""
    operations = case.contract.operations
    if not operations:
        yield case.cannot_prove(NO_OPERATION)
    elif claim.in_ == "every-request":
        yield from on_requests(case, operations, claim.name, claim.required)
    elif claim.in_ == "every-response":
        yield from on_responses(case, operations, claim.name, claim.required)
    else:
        yield from _on_named(case, claim, {operation.name: operation for operation in operations})


def _on_named(case: Case, claim: HeaderClaim, operations: Mapping[str, Operation]) -> Proofs:
    for index, selector in enumerate(claim.in_):
        operation = operations.get(selector)
        if operation is None:
            yield case.unknown_selector(selector, "in", index)
        # a header that a request can carry is one of the request; `required` is said of nothing else
        elif claim.required is not None or parameter_of(operation, claim.name, "header"):
            yield from on_requests(case, [operation], claim.name, claim.required)
        else:
            yield from on_responses(case, [operation], claim.name)


def on_requests(
    case: Case, operations: Sequence[Operation], name: str, required: bool | None, carrier: str = "header"
) -> Proofs:
    """Each of the operations has the parameter, with `required` as claimed unless that is None."""
    places = [Place(op.name, op.pointer, parameter_of(op, name, carrier)) for op in operations]
    says = f"a request can carry the {carrier} `{name}`"
    hint = "add the parameter to the spec, or list the operations that have it in the changelog"
    yield from _differences(case, places, says, "of the spec does not", hint, name, required)


def parameter_of(operation: Operation, name: str, carrier: str) -> Mapping[str, Any] | None:
    """The parameter of an operation by its name and place, the operation's own before that of its path."""
    # names of headers are not case-sensitive (RFC 9110, section 5.1), so one of the path may be replaced here alone
    for parameter in operation.parameters[::-1]:
        if parameter.get("in") == carrier and parameter.name.casefold() == name.casefold():
            return parameter.mapping
    return None


def on_responses(case: Case, operations: Sequence[Operation], name: str, required: bool | None = None) -> Proofs:
    """Each response of each of the operations has the header, with `required` as claimed."""
    places = []
    for operation in operations:
        for status, response in case.contract.spec.responses(operation):
            header = _response_header(case, response, name)
            # one that does not say whether it is required is taken to be there; one that is not may be missing
            if required is None and header is not None:
                header = {"required": True, **header}
            places.append(Place(f"{status} of `{operation.name}`", response.pointer, header))
    if not places:
        yield case.cannot_prove("the spec has no response")
    says, hint = f"every response carries the header `{name}`", f"add `{name}` to the headers of that response"
    yield from _differences(case, places, says, "does not", hint, name, required is not False)


def _response_header(case: Case, response: Node, name: str) -> Mapping[str, Any] | None:
    """The header of a response; None where it has none, or a reference to nothing."""
    for header, node in response.members("headers").items():
        if header.casefold() == name.casefold():
            # a header without a description is there; a reference to nothing is not
            resolved = case.contract.spec.resolve(node.value)
            return None if is_reference(node.value) and not resolved else resolved
    return None


def _differences(
    case: Case, places: Sequence[Place], says: str, but: str, hint: str, name: str, required: bool | None
) -> Proofs:
    """What lacks the header, and what has it with another `required` than the claimed one."""
    missing, wrong = list[Place](), list[Place]()
    for place in places:
        if place.header is None:
            missing.append(place)
        elif required not in (None, bool(place.header.get("required"))):
            wrong.append(place)
    if missing:
        message = f"the changelog says that {says}; {abbreviated(missing)} {but}"
        known = [selector for selector in case.contract.selectors() if selector.startswith("header ")]
        near = nearest(f"header {name}", known, 0.8)  # such names begin alike
        if near and f"header {name}" not in known:
            hint = f"did you mean `{near.removeprefix('header ')}`?"
        yield case.refuted("header-mismatch", message, hint=hint, spec=missing[0].pointer)
    if wrong:
        claimed, actual = _NEEDS[bool(required)], _NEEDS[not required]
        yield case.refuted(
            "header-mismatch",
            f"the changelog says that `{name}` is {claimed}; the spec says that it is {actual} on {abbreviated(wrong)}",
            hint=f"write `required: {str(not required).lower()}` in the changelog, or change the spec",
            spec=wrong[0].pointer,
        )


def abbreviated(places: Sequence[Place]) -> str:
    """The first name, and how many more there are."""
    first = places[0].name
    if "`" not in first:
        first = f"`{first}`"
    if len(places) == 1:
        return first
    return f"{first} (and {len(places) - 1} more)"


def _sentence(claim: HeaderClaim) -> Phrase:
    if isinstance(claim.in_, str):
        return say("{name} is " + _EVERY[claim.in_].replace("*", ""), claim)
    return say("{name} is on {in_:and}", claim)


def _page(claim: HeaderClaim, _: Rules) -> Iterator[Block]:
    need, end = "", "."
    if claim.required is not None:
        need = _NEEDS[claim.required]
        end = f" ({need})."
    if isinstance(claim.in_, str):
        yield Block(say(f"{{name}} is\n {_EVERY[claim.in_]}{end}", claim))
        return
    yield Block(say(f"{{name}} is on {{in_}}{end}", claim), only="twin")
    yield Block(say("{name} is\n on:", claim), claim.in_, only="page")
    if need:
        yield Block(say(f"It is {need}."), only="page")


KIND: Final = Kind(
    type=HeaderClaim,
    against="the parameters and response headers of the spec",
    evidence="schema",
    prove=_prove,
    sentence=_sentence,
    page=_page,
)
