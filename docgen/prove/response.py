"""Claims on responses: the schema of the body, the error code, and the cause on the code's page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from docgen.model.claim import ResponseClaim
from docgen.model.proof import Proof
from docgen.openapi.examples import field, media_examples
from docgen.openapi.merging import demands
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation
from docgen.positions.source import Pointer
from docgen.prove.case import Case
from docgen.prove.contract import is_error
from docgen.prove.header import abbreviated
from docgen.wording import json_text

AGAINST: Final = "the responses of the spec"


class Response(NamedTuple):
    """A response that a claim is about: its name for a reader, its JSON media types, its pointer."""

    name: str
    media: tuple[Mapping[str, Any], ...]
    pointer: Pointer


def prove(case: Case) -> Iterator[Proof]:
    """Each response of the claim has the schema and shows the code; the code's page names the cause."""
    claim: ResponseClaim = case.claim
    operations = [op for op in case.contract.operations if claim.operation in ("every-operation", op.name)]
    responses = [response for operation in operations for response in _responses(case, claim, operation)]
    if not operations:
        yield case.unknown_selector(claim.operation, "operation")
    elif claim.status == "every-error" and not responses:
        yield case.cannot_prove(f"{claim.operation} has no error response in the spec")
    elif claim.status != "every-error":
        yield from _missing(case, claim, operations)
    if claim.schema is not None:
        yield from _body(case, claim.schema, responses)
    if claim.error is not None:
        yield from _code(case, claim.error, responses)
    if claim.cause is not None and claim.error is not None:
        yield from _cause(case, claim.error, claim.cause)


def _responses(case: Case, claim: ResponseClaim, operation: Operation) -> Iterator[Response]:
    for status, response, pointer in case.contract.responses(operation):
        if is_error(status) if claim.status == "every-error" else status == str(claim.status):
            media = tuple(medium for name, medium in (response.get("content") or {}).items() if "json" in name)
            yield Response(f"{status} of `{operation.name}`", media, pointer)


def _missing(case: Case, claim: ResponseClaim, operations: Sequence[Operation]) -> Iterator[Proof]:
    missing = [
        (operation.name, operation.pointer)
        for operation in operations
        if all(status != str(claim.status) for status, _, _ in case.contract.responses(operation))
    ]
    if missing:
        yield case.refuted(
            "response-mismatch",
            f"the changelog says that {abbreviated(missing)} responds with {claim.status}; "
            "the spec has no such response",
            "status",
            hint="add the response to the spec, or use a status that it has",
            spec=missing[0][1],
        )


def _body(case: Case, schema: str, responses: Sequence[Response]) -> Iterator[Proof]:
    resolver = case.contract.resolver
    different = [
        (response.name, response.pointer)
        for response in responses
        if not response.media or not all(refers_to(resolver, medium.get("schema"), schema) for medium in response.media)
    ]
    if different:
        yield case.refuted(
            "response-mismatch",
            f"the changelog says that the body of {abbreviated(different)} is `{schema}`; "
            "the spec has another schema, or none",
            "schema",
            hint=f"reference `#/components/schemas/{schema}` in the response",
            spec=different[0][1],
        )


def refers_to(resolver: Resolver, schema: object, name: str) -> bool:
    """Whether a schema is a component schema, by reference or as a part of its `allOf`."""
    component = resolver.schema(name).value
    return bool(component) and any(
        part.value is component for part in demands(resolver, resolver.resolve(Node(schema, ())))
    )


def _code(case: Case, code: str, responses: Sequence[Response]) -> Iterator[Proof]:
    spec, path = case.contract.spec, case.project.config.code_field
    if path is None:
        yield case.cannot_prove("the configuration has no field for the error code")
        return
    for response in responses:
        shown = [
            json_text(field(value, path)) for medium in response.media for _, value in media_examples(spec, medium)
        ]
        if not shown:
            yield case.cannot_prove(f"the spec has no example of {response.name} with the code `{code}`")
        elif code not in shown:
            says = ", ".join(f"`{other}`" for other in dict.fromkeys(shown))
            yield case.refuted(
                "response-mismatch",
                f"the changelog says that {response.name} carries the code `{code}`; its examples show {says}",
                "error",
                hint="add an example with that code, or use the code of the example",
                spec=response.pointer,
            )


def _cause(case: Case, code: str, cause: str) -> Iterator[Proof]:
    # a version for another pin counts: the day of a pin proves and refutes nothing
    pages = [page for page in case.project.error_versions() if page.text.code == code]
    page = pages[0] if pages else None
    if not any(cause.casefold() in page.prose.casefold() for page in pages):
        yield case.refuted(
            "response-mismatch",
            f"the changelog names `{cause}` as a cause of `{code}`; the page of the code does not",
            "cause",
            hint=f"explain `{cause}` on the page of `{code}`",
            other=(page.source, ()) if page else None,
        )
