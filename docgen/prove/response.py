"""Claims on responses: the schema of the body, the error code, and the cause on the code's page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from docgen.model.claim import ResponseClaim
from docgen.model.proof import Proof
from docgen.openapi.examples import field, media_examples
from docgen.openapi.field_values import Field, field_values, in_any
from docgen.openapi.merging import demands
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS
from docgen.openapi.spec import Operation
from docgen.positions.source import Pointer
from docgen.prove.case import Case
from docgen.prove.contract import is_error
from docgen.prove.header import abbreviated
from docgen.wording import json_text, ticked

AGAINST: Final = "the responses of the spec"


class Response(NamedTuple):
    """A response that a claim is about: its name for a reader, its media types by name, its pointer."""

    name: str
    content: Mapping[str, Node]
    pointer: Pointer

    @property
    def json(self) -> tuple[Node, ...]:
        """Its JSON media types, in which an error code can be shown."""
        return tuple(medium for name, medium in self.content.items() if "json" in name)


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
            content = Node(response, pointer).members("content")
            yield Response(f"{status} of `{operation.name}`", content, pointer)


def _missing(case: Case, claim: ResponseClaim, operations: Sequence[Operation]) -> Iterator[Proof]:
    status = str(claim.status)
    listed = {op.name: {key for key, _, _ in case.contract.responses(op)} for op in operations}
    without = [operation for operation in operations if status not in listed[operation.name]]
    missing = [(op.name, op.pointer) for op in without if not listed[op.name] & _wider(status)]
    if missing:
        yield case.refuted(
            "response-mismatch",
            f"the changelog says that {abbreviated(missing)} responds with {claim.status}; "
            "the spec has no such response",
            "status",
            hint="add the response to the spec, or use a status that it has",
            spec=missing[0][1],
        )
    for operation in without:
        for key in sorted(listed[operation.name] & _wider(status))[:1]:
            yield case.cannot_prove(f"`{operation.name}` has `{key}` in the spec, which does not say {status}")


def _wider(status: str) -> set[str]:
    """The keys of responses for several statuses, of which it can be one."""
    return {f"{status[0]}XX", f"{status[0]}xx", "default"}


def _body(case: Case, schema: str, responses: Sequence[Response]) -> Iterator[Proof]:
    resolver = case.contract.resolver
    different = [
        (response.name, response.pointer)
        for response in responses
        if not response.content
        or not all(refers_to(resolver, medium.get("schema"), schema) for medium in response.content.values())
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
    """Whether a schema is a component schema: by reference, as a part of its `allOf`, or in each alternative."""
    component = resolver.schema(name).value
    if not component:
        return False
    parts = list(demands(resolver, [resolver.resolve(Node(schema, ()))]))
    unions = [members for part in parts for keyword in UNIONS if (members := part.items(keyword))]
    return any(part.value is component for part in parts) or any(
        all(resolver.resolve(member).value is component for member in members) for members in unions
    )


def _code(case: Case, code: str, responses: Sequence[Response]) -> Iterator[Proof]:
    path = case.project.config.code_field
    if path is None:
        yield case.cannot_prove("the configuration has no field for the error code")
        return
    for response in responses:
        yield from _code_of(case, code, response, path)


def _code_of(case: Case, code: str, response: Response, path: str) -> Iterator[Proof]:
    """By the examples of the response, and by what its schema lists for the field."""
    spec, resolver = case.contract.spec, case.contract.resolver
    bodies = [field_values(resolver, medium.child("schema"), only=path) for medium in response.json]
    listed = in_any([body for body in bodies if path in body]).get(path, Field(None, nullable=True)).values
    shown = [
        json_text(field(value, path)) for medium in response.json for _, value in media_examples(spec, medium.value)
    ]
    if shown and code not in shown:
        yield _other_code(case, code, response, f"its examples show {ticked(dict.fromkeys(shown))}")
    elif listed is not None and code not in listed:
        yield _other_code(case, code, response, f"the spec lists {ticked(listed)}")
    elif not shown and listed != (code,):
        yield case.cannot_prove(f"the spec has no example of {response.name} with the code `{code}`")


def _other_code(case: Case, code: str, response: Response, says: str) -> Proof:
    return case.refuted(
        "response-mismatch",
        f"the changelog says that {response.name} carries the code `{code}`; {says}",
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
