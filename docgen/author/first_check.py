"""What the first check of a new project may find: each rule with a reason to accept it, and sentences for a writer."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from docgen.claims.contract import error_responses
from docgen.claims.response import other_body
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.openapi.resolver import Resolver
from docgen.wording import choice, counted, plural, printable

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


def reasons(findings: Sequence[Finding], pages: Collection[str], day: date) -> dict[tuple[str, str], str]:
    """The reason to accept each rule of the findings, by the rule and one of the older `pages`, or "" in new files."""
    found = sorted((finding.id, finding.path if finding.path in pages else "") for finding in findings)
    accepted = {}
    for (rule, page), count in Counter(found).items():
        reason = "the page was there before" if page else EXPECTED[rule].reason
        accepted[rule, page] = f"{count:,} found by docgen init on {day}: {reason}."
    return accepted


def sentences(project: Project, findings: Sequence[Finding], pages: Collection[str]) -> Iterator[str]:
    """What is wrong in the older `pages`, and for each rule elsewhere, in how many places, and the first of them."""
    older = sorted(finding for finding in findings if finding.path in pages)
    if older:
        wrong = counted(len(older), "error in a page that was", "errors in pages that were")
        yield printable(f"{wrong} there before; first: {older[0].location} [{older[0].id}]")
    new = sorted((finding for finding in findings if finding.path not in pages), key=attrgetter("id"))
    for rule, of_rule in groupby(new, key=attrgetter("id")):
        listed = sorted(of_rule)
        places = {finding.location for finding in listed}
        wrong = counted(len(places), EXPECTED[rule].one, EXPECTED[rule].many)
        if rule == "error-without-envelope":
            wrong = _without_envelope(project) or wrong
        if len(listed) > len(places):
            wrong += f" ({len(listed):,} findings)"
        yield printable(f"{wrong}; first: {listed[0].location} [{rule}]")


def _without_envelope(project: Project) -> str:
    """How many error responses lack the envelope, and what most have in its place; empty without an envelope."""
    errors, spec = project.config.errors, project.pins[-1].contract
    if errors is None:
        return ""
    expected = EXPECTED["error-without-envelope"]
    resolver, bodies = Resolver(spec), Counter[str]()
    for _, response in error_responses(spec):
        bodies[other_body(resolver, response, errors.envelope)] += 1
    total = bodies.total()
    del bodies[""]  # those that have the envelope count in the total, and are no kind of wrong
    wrong = bodies.total()
    kinds = [f"{count:,} {plural(count, 'has', 'have')} {body}" for body, count in bodies.most_common()]
    sentence = f"{wrong:,} of {total:,} {plural(wrong, expected.one, expected.many)} `{errors.envelope}`"
    return f"{sentence}: {choice(kinds, 'and')}"
