"""Claims on headers, compared with the parameters and response headers of operations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from docgen.claims.case import Case
from docgen.claims.kind import Kind, Rules
from docgen.claims.words import Block, Code, Names, Phrase, say
from docgen.model.claim import HeaderClaim
from docgen.model.proof import Proof
from docgen.openapi.references import is_reference
from docgen.openapi.spec import Operation
from docgen.positions.source import Pointer

_EVERY: Final = {
    "every-request": "sent with **every request**",
    "every-response": "returned with **every response**",
}


def _prove(case: Case, claim: HeaderClaim) -> Iterator[Proof]:
    """Each operation of the claim has the header, as a parameter (`required` as claimed) or in its responses."""
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
    found = [(one.name, one.pointer, parameter_of(one, name, carrier)) for one in listed]
    claimed = f"a request can carry the {carrier} `{name}`", "of the spec does not"
    hint = "add the parameter to the spec, or list the operations that have it in the changelog"
    yield from _compare(case, name, required, found, claimed, hint)


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
    claimed = f"every response carries the header `{name}`", "does not"
    yield from _compare(case, name, required, found, claimed, f"add `{name}` to the headers of that response")


def _response_header(case: Case, response: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """The header of a response; None where it has none, or a reference to nothing."""
    headers = response.get("headers")
    for header, node in headers.items() if isinstance(headers, Mapping) else ():
        if header.casefold() == name.casefold():
            resolved: Mapping[str, Any] = case.contract.spec.resolve(node)
            return None if is_reference(node) and not resolved else resolved
    return None


def _compare(
    case: Case,
    name: str,
    required: bool | None,
    found: Sequence[tuple[str, Pointer, Mapping[str, Any] | None]],
    claimed: tuple[str, str],
    hint: str,
) -> Iterator[Proof]:
    """What lacks the header, of all that is `claimed` to have it; and what has it, with another `required`."""
    missing = [(place, pointer) for place, pointer, node in found if node is None]
    if missing:
        yield case.refuted(
            "header-mismatch",
            f"the changelog says that {claimed[0]}; {abbreviated(missing)} {claimed[1]}",
            hint=hint,
            spec=missing[0][1],
        )
    if required is None:
        return
    present = [(place, pointer, node) for place, pointer, node in found if node is not None]
    wrong = [(place, pointer) for place, pointer, node in present if bool(node.get("required")) != required]
    if wrong:
        claim, actual = ("required", "optional") if required else ("optional", "required")
        yield case.refuted(
            "header-mismatch",
            f"the changelog says that `{name}` is {claim}; the spec says that it is {actual} on {abbreviated(wrong)}",
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


def _sentence(claim: HeaderClaim) -> Iterator[Phrase]:
    if isinstance(claim.in_, str):
        yield say(f"{{}} is {_EVERY[claim.in_].replace('*', '')}", Code(claim.name))
    else:
        yield say("{} is on {}", Code(claim.name), Names(claim.in_, "and"))


def _page(claim: HeaderClaim, _: Rules) -> Iterator[Block]:
    need = {None: "", True: "required", False: "optional"}[claim.required]
    end = say(" ({}).", need) if need else say(".")
    if isinstance(claim.in_, str):
        yield Block((say(f"{{}} is\n {_EVERY[claim.in_]}", Code(claim.name)), end))
        return
    yield Block((say("{} is on {}", Code(claim.name), Names(claim.in_)), end), only="twin")
    yield Block((say("{} is\n on:", Code(claim.name)),), claim.in_, only="page")
    if need:
        yield Block((say("It is {}.", need),), only="page")


KIND: Final = Kind(
    type=HeaderClaim,
    against="the parameters and response headers of the spec",
    evidence="schema",
    prove=_prove,
    sentence=_sentence,
    page=_page,
)
