"""What an operation answers: the schema of the body, the error code, and the cause on the code's page."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from docgen.examples import field, media_examples
from docgen.model.claim import ResponseClaim
from docgen.model.proof import Proof
from docgen.model.source import Pointer
from docgen.model.spec import Operation, Spec
from docgen.prove.case import Case
from docgen.prove.contract import is_error

AGAINST: Final = "the responses of the spec"


def prove(case: Case) -> Iterator[Proof]:
    """Each response in question has the schema and shows the code; the code's page names the cause."""
    claim: ResponseClaim = case.said
    operations = [op for op in case.contract.operations if claim.operation in ("every-operation", op.name)]
    if not operations:
        yield case.unknown(claim.operation, "operation")
    for operation in operations:
        yield from _answers(case, claim, operation)
    if claim.cause is not None and claim.error is not None:
        yield from _cause(case, claim.error, claim.cause)


def _answers(case: Case, claim: ResponseClaim, operation: Operation) -> Iterator[Proof]:
    answers = [
        (status, response, pointer)
        for status, response, pointer in case.contract.responses(operation)
        if (is_error(status) if claim.status == "every-error" else status == str(claim.status))
    ]
    if not answers and claim.status != "every-error":
        yield case.refuted(
            "response-mismatch",
            f"the changelog says that `{operation.name}` answers {claim.status}; the spec has no such response",
            "status",
            hint="add the response to the spec, or write a status that it has",
            spec=operation.pointer,
        )
    for status, response, pointer in answers:
        yield from _body(case, claim, f"{status} of `{operation.name}`", response, pointer)


def _body(
    case: Case, claim: ResponseClaim, where: str, response: Mapping[str, Any], pointer: Pointer
) -> Iterator[Proof]:
    media = [spec for name, spec in (response.get("content") or {}).items() if "json" in name]
    if claim.schema is not None:
        wanted = case.contract.spec.schema(claim.schema)
        if not media or not all(refers(case.contract.spec, medium.get("schema"), wanted) for medium in media):
            yield case.refuted(
                "response-mismatch",
                f"the changelog says that the body of {where} is `{claim.schema}`; the spec has another",
                "schema",
                hint=f"let the response refer to `#/components/schemas/{claim.schema}`",
                spec=pointer,
            )
    if claim.error is not None:
        yield from _code(case, claim.error, where, media, pointer)


def refers(spec: Spec, schema: object, wanted: Mapping[str, Any] | None) -> bool:
    """Whether a schema is the wanted one, by reference or as a member of its `allOf`."""
    resolved = spec.resolve(schema)
    if wanted is None or not resolved:
        return False
    return resolved is wanted or any(refers(spec, member, wanted) for member in resolved.get("allOf") or ())


def _code(case: Case, code: str, where: str, media: list[Any], pointer: Pointer) -> Iterator[Proof]:
    spec, path = case.contract.spec, case.project.config.errors.code
    shown = [str(field(value, path)) for medium in media for _, value in media_examples(spec, medium)]
    if not shown:
        yield case.cannot_prove(f"the spec has no example of {where} that would show the code `{code}`")
    elif code not in shown:
        yield case.refuted(
            "response-mismatch",
            f"the changelog says that {where} carries the code `{code}`; its examples show {', '.join(shown)}",
            "error",
            hint="add an example with that code, or write the code of the example",
            spec=pointer,
        )


def _cause(case: Case, code: str, cause: str) -> Iterator[Proof]:
    page = next((page for page in case.project.errors if page.text.code == code), None)
    if page is None or cause.casefold() not in page.prose.casefold():
        yield case.refuted(
            "response-mismatch",
            f"the changelog names `{cause}` as a cause of `{code}`; the page of the code does not",
            "cause",
            hint=f"explain `{cause}` on the page of `{code}`",
            other=(page.source, ()) if page else None,
        )
