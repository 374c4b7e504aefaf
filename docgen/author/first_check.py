"""What the first check of a new project may find: each rule with a reason to accept it, and sentences for a writer."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from docgen.claims.contract import Contract, is_error
from docgen.claims.response import refers_to
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.openapi.references import schema_name
from docgen.wording import choice, counted, plural, printable

_MOST: Final = 3
"""How many kinds of wrong bodies are named."""
_KEPT: Final = "the contract is kept as it was given"


class Expected(NamedTuple):
    """A rule that a new project may fail: the reason to accept it, and what is wrong in one place and in many."""

    reason: str
    one: str
    many: str


EXPECTED: Final[Mapping[str, Expected]] = {
    "error-page-stub": Expected(
        "the causes and fixes are a writer's to add",
        "page of an error code waits for its causes and fixes",
        "pages of error codes wait for their causes and fixes",
    ),
    "doc-url-unresolved": Expected(
        "some codes of the contract cannot be the name of a page",
        "error code cannot be the name of a page",
        "error codes cannot be the name of a page",
    ),
    "spec-invalid": Expected(_KEPT, "place is not valid OpenAPI", "places are not valid OpenAPI"),
    "unresolved-ref": Expected(_KEPT, "reference is not found", "references are not found"),
    "example-invalid": Expected(_KEPT, "example does not match its schema", "examples do not match their schemas"),
    "malformed-http-date": Expected(_KEPT, "date is not a valid HTTP date", "dates are not valid HTTP dates"),
    "error-without-envelope": Expected(
        "some errors of the contract have another schema",
        "error responses does not use",
        "error responses do not use",
    ),
    "header-mismatch": Expected(
        "some operations of the contract name the version in another way, or not at all",
        "claim on the version does not hold for all operations",
        "claims on the version do not hold for all operations",
    ),
}


def reasons(findings: Sequence[Finding], day: str) -> dict[str, str]:
    """The reason to accept each rule of the findings, with their number; all rules are among EXPECTED."""
    counts = sorted(Counter(found.id for found in findings).items())
    return {rule: f"{count:,} found by docgen init on {day}: {EXPECTED[rule].reason}." for rule, count in counts}


def sentences(project: Project, findings: Sequence[Finding]) -> Iterator[str]:
    """For each rule of the findings what is wrong, in how many places, and the first as `path:line:col`."""
    for rule in sorted({found.id for found in findings}):
        listed = sorted(found for found in findings if found.id == rule)
        places = {(found.path, found.line, found.column) for found in listed}
        if rule == "error-without-envelope":
            wrong = _without_envelope(project, len(places))
        else:
            wrong = counted(len(places), EXPECTED[rule].one, EXPECTED[rule].many)
        number = f" ({len(listed):,} findings)" if len(listed) > len(places) else ""
        path, line, column = listed[0].path, listed[0].line, listed[0].column
        yield printable(f"{wrong}{number}; first: {f'{path}:{line}:{column}' if line else path} [{rule}]")


def _without_envelope(project: Project, wrong: int) -> str:
    """How many error responses lack the envelope, and what most of them have in its place."""
    expected, errors, pin = EXPECTED["error-without-envelope"], project.config.errors, project.pins[-1]
    if errors is None or pin.spec is None:
        return counted(wrong, expected.one, expected.many)
    contract = Contract(pin.spec, project.config)
    bodies = [_body(contract, response, errors.envelope) for response in _errors(contract)]
    kinds = Counter(body for body in bodies if body).most_common(_MOST)
    listed = [f"{count:,} {plural(count, 'has', 'have')} {body}" for body, count in kinds]
    sentence = f"{wrong:,} of {len(bodies):,} {plural(wrong, expected.one, expected.many)} `{errors.envelope}`"
    return f"{sentence}: {choice(listed, 'and')}" if listed else sentence


def _errors(contract: Contract) -> Iterator[Mapping[str, Any]]:
    for operation in contract.operations:
        yield from (response for status, response, _ in contract.responses(operation) if is_error(status))


def _body(contract: Contract, response: Mapping[str, Any], envelope: str) -> str:
    """What an error response has in place of the envelope; empty where it has the envelope."""
    schemas = [media.get("schema") for name, media in (response.get("content") or {}).items() if "json" in name]
    others = [schema for schema in schemas if not refers_to(contract.resolver, schema, envelope)]
    if not others:
        return "" if schemas else "no JSON body"
    if not isinstance(others[0], Mapping):
        return "no schema"
    name = schema_name(others[0].get("$ref"))
    return f"`{name}`" if name else "an inline schema"
