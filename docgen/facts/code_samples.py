"""Samples in any language: their addresses, headers and names, their requests, and what they read of the answers."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.facts.calls import code_requests
from docgen.facts.headers import bind_header
from docgen.facts.operations import Request, Sent, answer_place, event_place, operations_of
from docgen.facts.places import Place
from docgen.facts.program import Program
from docgen.facts.program_headers import sent_headers
from docgen.facts.reads import Body, Reads, compared
from docgen.facts.relevance import is_of_the_api
from docgen.facts.requests import bind_request
from docgen.facts.routes import bind_path, bind_url
from docgen.facts.shell import SHELLS, shell_requests
from docgen.facts.statuses import bind_status
from docgen.facts.tokens import tokens
from docgen.facts.verdict import Around, Found, Verdict, bound, contradicted, found_in, unbound, written
from docgen.facts.vocabulary import split_url
from docgen.facts.yaml_requests import yaml_requests
from docgen.markdown.fences import Fence
from docgen.openapi.object_shape import object_shape
from docgen.wording import choice, did_you_mean

_URL: Final = re.compile(r"(?:https?|wss?)://[^\s\"'`<>\\)]+")
_STRING: Final = re.compile(r"[\"']([a-z][a-z0-9]*(?:[._][a-z0-9]+)*)[\"']")
_COMMENT: Final = re.compile(r"(?:#|//|--)\s.*$")
_COMPOUND: Final = re.compile(r"[._]")
_MOST: Final = 6
_DESCRIBED: Final = dict.fromkeys(SHELLS, shell_requests) | dict.fromkeys(("yaml", "yml"), yaml_requests)
"""The languages that describe requests and do not read the answers."""


def bind_code_sample(
    fence: Fence, text: str, around: Around, variables: dict[str, Body]
) -> Iterator[tuple[Found, Verdict]]:
    """The facts of a sample: its addresses, its requests with their headers, its reads, and strings nearly known.

    `variables` have what the samples before have left in them; those of this sample are added.
    """
    for match in _URL.finditer(fence.text):
        url = match[0].rstrip(".,;")
        if around.scope.shared.addresses.is_meant(url, around.vocabularies):
            yield found_in(fence, "url", url, text), bind_url(url, around)
    describe = _DESCRIBED.get(fence.language)
    for sent in describe(fence.text) if describe else ():
        yield from _bind_sent(sent, fence, text, around)
    if not describe:
        yield from _bind_program(Program(tokens(fence.language, fence.text)), fence, text, around, variables)
    for line in fence.text.split("\n"):
        if fence.language == "diff" and line.startswith("-"):
            continue  # what was there before
        yield from _strings(line, fence, text, around)


def _bind_sent(sent: Sent, fence: Fence, text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    addresses, url = around.scope.shared.addresses, sent.request.url
    if addresses.is_meant(url, around.vocabularies) or not split_url(url).netloc:
        for name, value in sent.headers:
            yield found_in(fence, "header", name, text), bind_header(name, value, around)
    yield from bind_request(sent.request, fence, text, around)


def _bind_program(
    program: Program, fence: Fence, text: str, around: Around, variables: dict[str, Body]
) -> Iterator[tuple[Found, Verdict]]:
    found = [*code_requests(program)]
    asked = [(one, operations_of(one.request, around)) for one in found if not one.is_route]
    for at, (one, _) in enumerate(asked):
        if one.request in [before.request for before, _ in asked[:at]]:
            continue
        yield from _bind_address(one.request.url, fence, text, around)
        yield from bind_request(one.request, fence, text, around)
    if any(operations for _, operations in asked):
        for name, value in sent_headers(program):
            yield found_in(fence, "header", name, text), bind_header(name, value, around)
    answers = {one.start: (one.end, answer_place(operations)) for one, operations in asked if operations}
    event = _received(program, around)
    reads = Reads(program, answers, event, _records_on(text, around), variables)
    variables.update(reads.variables)
    yield from _bind_reads(program, reads, fence, text, around)
    if event.schemas:
        routes = [one.request for one in found if one.is_route]
        yield from _bind_receivers(routes, fence, text)
    yield from _bind_statuses(program, fence, text, around)


def _received(program: Program, around: Around) -> Place:
    """What a program receives that names an event: the payload of any."""
    events = {event for one in around.vocabularies for event in one.spec.events()}
    has_event = any(token.kind == "string" and token.text in events for token in program.tokens)
    return event_place(around.vocabularies) if has_event else Place()


def _records_on(text: str, around: Around) -> Place:
    """The schemas of which the page shows an object: each of their required fields stands in it."""
    schemas = [(one.resolver, node) for one in around.vocabularies for node in one.resolver.schemas().values()]
    required = [(schema, object_shape(*schema).required) for schema in schemas]
    return Place(tuple(one for one, names in required if names and all(f'"{name}"' in text for name in names)))


def _bind_receivers(routes: list[Request], fence: Fence, text: str) -> Iterator[tuple[Found, Verdict]]:
    """The verdict on the routes of a receiver of events, none of which takes what the API sends."""
    methods = {one.method for one in routes}
    if methods and methods <= {"PUT", "PATCH", "DELETE"}:
        message = f"events are sent with POST; the receiver takes {choice(sorted(methods))}"
        yield found_in(fence, "path", written(routes[0].url, fence), text), contradicted(message, "write POST")


def _bind_address(url: str, fence: Fence, text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """The verdict on an address that is put together from parts."""
    if url in fence.text and "://" in url:
        return  # read as it is written
    addresses = around.scope.shared.addresses
    found = found_in(fence, "url" if "://" in url else "path", written(url, fence), text)
    if "://" not in url:
        verdict = bind_path(url, around)
        if verdict.state == "unbound" and is_of_the_api(found._replace(text=url), around):
            yield found, verdict
    elif addresses.is_meant(url, around.vocabularies):
        yield found, bind_url(url, around)


def _bind_reads(
    program: Program, reads: Reads, fence: Fence, text: str, around: Around
) -> Iterator[tuple[Found, Verdict]]:
    for read in reads.found():
        found = found_in(fence, "name", written(read.name, fence), text)
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
            if value not in values and value not in around.scope.denied:
                message = f"the contract has no value `{value}` of `{read.name}`"
                yield (
                    found_in(fence, "value", written(value, fence), text),
                    unbound(message, did_you_mean(value, values, f"it has {choice(values[:_MOST], 'and')}")),
                )


def _bind_statuses(program: Program, fence: Fence, text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """The verdict on each status that an answer's is compared with."""
    for number in program.statuses():
        found = found_in(fence, "status", number, text)
        verdict = bind_status(int(number), around)
        if verdict.state != "bound" and is_of_the_api(found, around):
            yield found, verdict


def _strings(line: str, fence: Fence, text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    for match in _STRING.finditer(_COMMENT.sub("", line)):
        found, denied = found_in(fence, "value", match[0], text), around.scope.denied.get(match[1])
        if denied:
            if not re.search(r"\b(?:not|never|reserved)\b", line):
                yield (
                    found,
                    contradicted(
                        f"the sample uses `{match[1]}`; claim {denied.claim} says that it is {denied.as_}",
                        "use a value that is sent",
                    ),
                )
        elif by := _by_contract(match[1], around):
            yield found, bound(by)
        elif near := _near(match[1], around):
            yield found, unbound(f"nothing in the contract has `{match[1]}`", near)


def _by_contract(name: str, around: Around) -> str:
    return next((f"contract {one.id}: {one.what(name)}" for one in around.vocabularies if one.what(name)), "")


def _near(name: str, around: Around) -> str:
    """The question for the name that a string was meant to be: of compound names alone, as others are any word."""
    if not _COMPOUND.search(name):
        return ""
    known = {
        known
        for one in around.vocabularies
        for known, what in one.names.items()
        if what in ("event", "field", "value", "error code")
    }
    values = {value for one in around.vocabularies for listed in one.field_values.values() for value in listed}
    known |= {value for value in values if _COMPOUND.sub("", value) == _COMPOUND.sub("", name)}
    return did_you_mean(name, known)
