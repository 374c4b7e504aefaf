"""Programs in samples, in whatever language: what they ask the API, and what they take from its answers and events."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.facts.knowledge.places import Place, unknown_fields
from docgen.facts.knowledge.surface import split_url
from docgen.facts.samples.calls import code_requests
from docgen.facts.samples.comparisons import compared, listed_together, statuses
from docgen.facts.samples.program import Program
from docgen.facts.samples.reads import Reads, Variables
from docgen.facts.samples.tokens import tokens
from docgen.facts.spans.headers import bind_header
from docgen.facts.spans.named_parts import is_of_the_api, nearly
from docgen.facts.spans.routes import (
    Request,
    answer_place,
    bind_path,
    bind_url,
    body_place,
    event_place,
    operations_of,
    query_parameters,
)
from docgen.facts.spans.statuses import bind_status
from docgen.facts.verdict import Around, Sample, Verdicts, contradicted, unbound
from docgen.openapi.object_shape import object_shape
from docgen.wording import choice, did_you_mean

_MOST_LISTED: Final = 5
_NAME: Final = re.compile(r"(?:[A-Z][A-Za-z0-9]*|[Xx])(?:-[A-Za-z0-9]+)+|[Aa]uthorization")

_READS: Final = ("get", "getHeader", "fetch", "header_get", "has")
_MOST: Final = 6
_FEW: Final = 2


def bind_program(sample: Sample, variables: Variables) -> Verdicts:
    """The facts of a program: its requests with their headers, the fields that it reads, and what it compares.

    `variables` have what the samples before have left in them; those of this sample are added.
    """
    program = Program(tokens(sample.fence.language, sample.fence.text))
    found = [*code_requests(program)]
    asked = [(one, operations_of(one.request, sample)) for one in found if not one.is_route]
    for at, (one, _) in enumerate(asked):
        if one.request in [before.request for before, _ in asked[:at]]:
            continue
        yield from _bind_address(one.request.url, sample)
        yield from bind_request(one.request, sample)
    hosts = sample.addresses.apis(sample.vocabularies)
    if any(operations for _, operations in asked) or any(f"//{host}" in sample.fence.text for host in hosts):
        for name, value in sent_headers(program):
            yield sample.found("header", name), bind_header(name, value, sample)
    answers = {one.start: (one.end, answer_place(operations)) for one, operations in asked if operations}
    event = _received(program, sample)
    reads = Reads(program, answers, event, _records_on(sample), variables)
    variables.update(reads.variables)
    yield from _bind_reads(program, reads, sample)
    if event.schemas:
        routes = [one.request for one in found if one.is_route]
        yield from _bind_receivers(routes, sample)
    yield from _bind_statuses(program, sample)
    yield from _bind_lists(program, sample)


def _received(program: Program, around: Around) -> Place:
    """What a program receives that names an event: the payload of any."""
    events = set(around.events())
    has_event = any(token.kind == "string" and token.text in events for token in program.tokens)
    return event_place(around.vocabularies) if has_event else Place()


def _records_on(sample: Sample) -> Place:
    """The schemas of which the page shows an object: each of their required fields stands in it."""
    schemas = [(one.resolver, node) for one in sample.vocabularies for node in one.resolver.schemas().values()]
    required = [(schema, object_shape(*schema).required) for schema in schemas]
    return Place(tuple(one for one, names in required if names and all(f'"{name}"' in sample.text for name in names)))


def _bind_receivers(routes: list[Request], sample: Sample) -> Verdicts:
    """The verdict on the routes of a receiver of events, none of which takes what the API sends."""
    methods = {one.method for one in routes}
    if methods and methods <= {"PUT", "PATCH", "DELETE"}:
        message = f"events are sent with POST; the receiver takes {choice(sorted(methods))}"
        yield sample.named("path", routes[0].url), contradicted(message, "write POST")


def _bind_address(url: str, sample: Sample) -> Verdicts:
    """The verdict on an address that is put together from parts."""
    if url in sample.fence.text and "://" in url:
        return  # read as it is written
    addresses = sample.addresses
    found = sample.named("url" if "://" in url else "path", url)
    if "://" not in url:
        verdict = bind_path(url, sample)
        if verdict.state == "unbound" and is_of_the_api(found._replace(text=url), sample):
            yield found, verdict
    elif addresses.is_meant(url, sample.vocabularies):
        yield found, bind_url(url, sample)


def _bind_reads(program: Program, reads: Reads, sample: Sample) -> Verdicts:
    for read in reads.found():
        found = sample.named("name", read.name)
        if not read.is_known:
            known = read.place.fields
            hint = did_you_mean(read.name, known, f"it has {choice(sorted(known)[:_MOST], 'and')}")
            yield (
                found,
                unbound(f"the sample reads the field `{read.name}`, which the contract does not have there", hint),
            )
            continue
        values = read.place.child(read.name).values or ()
        for value in compared(program, read) if values else ():
            if value not in values and value not in sample.scope.denied:
                message = f"the contract has no value `{value}` of `{read.name}`"
                yield (
                    sample.named("value", value),
                    unbound(message, did_you_mean(value, values, f"it has {choice(values[:_MOST], 'and')}")),
                )


def _bind_statuses(program: Program, sample: Sample) -> Verdicts:
    """The verdict on each status that an answer's is compared with."""
    for number in statuses(program):
        found = sample.found("status", number)
        verdict = bind_status(int(number), sample)
        if verdict.state != "bound" and is_of_the_api(found, sample):
            yield found, verdict


def _bind_lists(program: Program, sample: Sample) -> Verdicts:
    """The verdict on a string among values of a field, of which it is none: nearly one, or on a line with the field."""
    enums = {(name, values) for one in sample.vocabularies for name, values in one.field_values.items() if values}
    for listed in dict.fromkeys(listed_together(program)):
        for field, values in sorted(enums) if len(listed) > _FEW else ():
            for odd in sorted(listed - values) if len(listed & values) >= _FEW else ():
                near = nearly(odd, values)
                is_meant = near or _is_compared(odd, field, sample)
                if is_meant and not any(one.what(odd) for one in sample.vocabularies):
                    message = f"`{odd}` is none of the values of `{field}` in the contract, as those beside it are"
                    hint = f"did you mean `{near}`?" if near else f"it has {choice(sorted(values)[:_MOST], 'and')}"
                    yield sample.named("value", odd), unbound(message, hint)


def _is_compared(value: str, field: str, sample: Sample) -> bool:
    """Whether a line of a sample has both a value and the field that is read."""
    read = re.compile(rf"(?:\.|->|\[[\"'])(?:get)?{re.escape(field)}\b", re.IGNORECASE)
    return any(value in line and read.search(line) for line in sample.fence.text.splitlines())


def sent_headers(program: Program) -> Iterator[tuple[str, str]]:
    """Each header that is passed or set, with its value: in a mapping, in a call, by a subscript."""
    for at, token in enumerate(program.tokens):
        if token.kind == "mark" or not _NAME.fullmatch(token.text):
            continue
        value = _value_at(program, at)
        if value:
            yield token.text, program.text(value)[0]


def _value_at(program: Program, at: int) -> int:
    """The first token of the value of a name; 0 where the name is only read."""
    after = program.mark(at + 1)
    if after == "," and program.mark(at - 1) == "(" and program.tokens[at].kind == "string":
        return 0 if program.name(at - 2) in _READS else at + 2
    if after in (":", "=>") or (after == "=" and program.tokens[at].kind == "name"):
        return at + 2
    return at + 3 if after == "]" and program.mark(at + 2) == "=" else 0


def bind_request(request: Request, sample: Sample) -> Verdicts:
    """Each part of a request that is not as the contract has it: its method, its query, its credentials, its body."""
    asked = operations_of(request, sample)
    if not asked:
        if request.method and operations_of(request._replace(method=""), sample):
            found = sample.named("path", split_url(request.url).path)
            yield found, bind_path(split_url(request.url).path, sample, request.method)
        return
    for name in dict.fromkeys(request.query):
        if name not in (known := query_parameters(asked, sample)):
            message = f"`{asked[0][1].name}` of the contract has no query parameter `{name}`"
            yield sample.named("name", name), unbound(message, _one_of(name, known))
    if request.is_basic and (schemes := _schemes(sample)) and "basic" not in schemes:
        message = f"the contract has no authentication with `basic`; it has {choice(sorted(schemes))}"
        shown = next((one for one in ("-u", "--user", "auth", "--auth", "-a") if one in sample.fence.text), "")
        yield sample.found("header", shown), contradicted(message, "send the credentials of the contract")
    yield from bind_body(request.body, body_place(asked), f"the body of `{asked[0][1].name}`", sample)


def bind_body(value: object, place: Place, what: str, sample: Sample) -> Verdicts:
    """Each field of a body that the schemas of its place do not have."""
    for name, inner in unknown_fields(place, value):
        found = sample.named("sample", name)
        yield found, unbound(f"{what} has no field `{name}`", _one_of(name, inner.fields))


def _schemes(around: Around) -> frozenset[str]:
    listed = around.security_schemes()
    return frozenset(str(one.get("scheme") or one.get("name") or one.get("type")).casefold() for one in listed)


def _one_of(name: str, known: "frozenset[str] | tuple[str, ...]") -> str:
    return did_you_mean(
        name, known, f"it has {choice(sorted(known)[:_MOST_LISTED], 'and')}" if known else "it has none"
    )
