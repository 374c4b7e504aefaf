"""Claims on responses: the schema of the body, the error code, and the cause on the code's page."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from docgen.claims.case import Case, Proofs
from docgen.claims.contract import is_error, json_media
from docgen.claims.header import Place, abbreviated
from docgen.claims.kind import Kind, Rules
from docgen.claims.words import Block, Phrase, say
from docgen.model.claim import ResponseClaim
from docgen.model.proof import Proof
from docgen.openapi.allowed_values import field_values, in_any
from docgen.openapi.examples import field
from docgen.openapi.merging import demands
from docgen.openapi.nodes import Node, schema_name
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS
from docgen.openapi.spec import Operation
from docgen.wording import did_you_mean, json_text, ticked

_RULE: Final = "response-mismatch"


class Response(NamedTuple):
    """A response that a claim is about, with its name for a reader."""

    name: str
    node: Node


def _prove(case: Case, claim: ResponseClaim) -> Proofs:
    """Each response of the claim has the schema and shows the code; the code's page names the cause."""
    operations = [op for op in case.contract.operations if claim.operation in ("every-operation", op.name)]
    responses = list(chain.from_iterable(_responses(case, claim, operation) for operation in operations))
    if not operations:
        known = ["every-operation", *(operation.name for operation in case.contract.operations)]
        yield case.unknown_selector(claim.operation, "operation", known=known)
    elif claim.status != "every-error":
        yield from _missing(case, str(claim.status), operations)
    elif not responses:
        yield case.cannot_prove(f"{claim.operation} has no error response in the spec")
    if claim.schema is not None:
        yield from _body(case, claim.schema, responses)
    if claim.error is None:
        return
    code_field, wrong = case.project.config.code_field, list[Proof]()
    if code_field is None:
        yield case.cannot_prove("the configuration has no field for the error code")
    else:
        wrong = [*chain.from_iterable(_code(case, claim.error, response, code_field) for response in responses)]
        yield from wrong
    # no page explains a code that is misspelt
    if claim.cause is not None and "refuted" not in {proof.status for proof in wrong}:
        yield from _cause(case, claim.error, claim.cause)


def _responses(case: Case, claim: ResponseClaim, operation: Operation) -> Iterator[Response]:
    for status, response in case.contract.spec.responses(operation):
        if status == str(claim.status) or (claim.status == "every-error" and is_error(status)):
            yield Response(f"{status} of `{operation.name}`", response)


def _missing(case: Case, status: str, operations: Sequence[Operation]) -> Proofs:
    wider = (f"{status[0]}XX", f"{status[0]}xx", "default")  # the keys of several statuses, of which it can be one
    missing: list[Place] = []
    unsaid: list[Proof] = []
    for operation in operations:
        listed = {*map(str, operation.responses)}
        keys = sorted(listed.intersection(wider))
        if status in listed:
            continue
        if keys:
            message = f"`{operation.name}` has `{keys[0]}` in the spec, which does not say {status}"
            unsaid.append(case.left_open(message, "status"))
        else:
            missing.append(Place(operation.name, operation.pointer))
    if missing:
        yield case.refuted(
            _RULE,
            f"the changelog says that {abbreviated(missing)} responds with {status}; the spec has no such response",
            "status",
            hint="add the response to the spec, or use a status that it has",
            spec=missing[0].pointer,
        )
    yield from unsaid


def _body(case: Case, schema: str, responses: Sequence[Response]) -> Proofs:
    different = []
    for response in responses:
        bodies = [medium.child("schema") for medium in response.node.members("content").values()]
        if not bodies or not all(refers_to(case.contract.resolver, body, schema) for body in bodies):
            different.append(Place(response.name, response.node.pointer))
    known = case.contract.spec.schemas()
    if different:
        yield case.refuted(
            _RULE,
            f"the changelog says that the body of {abbreviated(different)} is `{schema}`; "
            "the spec has another schema, or none",
            "schema",
            hint=did_you_mean(
                schema,
                () if schema in known else known,
                f"reference `#/components/schemas/{schema}` in the response",
            ),
            spec=different[0].pointer,
        )


def refers_to(resolver: Resolver, schema: Node, name: str) -> bool:
    """Whether a schema is a component schema: by reference, as a part of its `allOf`, or in each alternative."""
    component = resolver.schema(name).value
    if not component:
        return False
    for part in demands(resolver, [resolver.resolve(schema)]):
        if part.value is component:
            return True
        for keyword in UNIONS:
            members = part.items(keyword)
            if members and all(resolver.resolve(member).value is component for member in members):
                return True
    return False


def other_body(resolver: Resolver, response: Node, name: str) -> str:
    """What an error response has in place of a component schema as its body; empty where it has that one."""
    media = json_media(response)
    if not media:
        return "no JSON body"
    for medium in media:
        schema = medium.child("schema")
        if not refers_to(resolver, schema, name):
            if not isinstance(schema.value, Mapping):
                return "no schema"
            other = schema_name(schema.get("$ref"))
            return f"`{other}`" if other else "an inline schema"
    return ""


def _code(case: Case, code: str, response: Response, path: str) -> Proofs:
    """The examples of the response have the code in the field at a path, and the values of that list it."""
    resolver, media = case.contract.resolver, json_media(response.node)
    bodies = [field_values(resolver, medium.child("schema"), only=path) for medium in media]
    # a body without the field says nothing of its values
    described = in_any([body for body in bodies if path in body])
    listed = described[path].values if path in described else None
    examples = chain.from_iterable(case.contract.spec.examples(medium.value) for medium in media)
    shown = [json_text(field(value, path)) for _, value in examples]
    if shown and code not in shown:
        says = f"its examples show {ticked(dict.fromkeys(shown))}"
    elif listed is not None and code not in listed:
        says = f"the spec lists {ticked(listed)}"
    else:
        if not shown and listed != (code,):
            yield case.left_open(f"the spec has no example of {response.name} with the code `{code}`", "error")
        return
    yield case.refuted(
        _RULE,
        f"the changelog says that {response.name} carries the code `{code}`; {says}",
        "error",
        hint=did_you_mean(code, shown or listed or (), "add an example with that code, or use the code of the example"),
        spec=response.node.pointer,
    )


def _cause(case: Case, code: str, cause: str) -> Proofs:
    # a version for another pin counts: the day of a pin proves and refutes nothing
    pages = [page for page in case.project.error_versions() if page.text.code == code]
    if not any(cause.casefold() in page.prose.casefold() for page in pages):
        yield case.refuted(
            _RULE,
            f"the changelog names `{cause}` as a cause of `{code}`; the page of the code does not",
            "cause",
            hint=f"explain `{cause}` on the page of `{code}`",
            other=(pages[0].source, ()) if pages else None,
        )


def _sentence(claim: ResponseClaim) -> Phrase:
    subject, status = "{operation}", "{status}"
    if claim.operation == "every-operation":
        subject = "every operation"
    if claim.status == "every-error":
        status = "every 4xx and 5xx"
    return say(f"{subject} returns {status}[ with the code {{error}}][ with the body {{schema}}]", claim)


def _page(claim: ResponseClaim, _: Rules) -> Iterator[Block]:
    subject, status, joint = "{operation}", "**{status}**", "with"
    if claim.operation == "every-operation":
        subject = "**Every operation**"
    if claim.status == "every-error":
        status = "**every 4xx and 5xx** response"
    if claim.error:
        joint = "and"
    answer = "[ with the code {error:error}][ " + joint + " the body {schema}].\n[ Cause: {cause:prose}.]"
    yield Block(say(f"{subject} returns {status}{answer}", claim), is_apart=True)


def _about(claim: ResponseClaim) -> Iterator[str]:
    if claim.error:
        yield f"error {claim.error}"


KIND: Final = Kind(
    type=ResponseClaim,
    against="the responses of the spec",
    evidence="schema",
    prove=_prove,
    sentence=_sentence,
    page=_page,
    needs_example=lambda claim: claim.error is not None,
    about=_about,
)
