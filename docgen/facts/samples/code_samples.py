"""Samples in any language: their addresses and headers, the requests of commands, and strings that are nearly known."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import yaml

from docgen.facts.knowledge.surface import split_url
from docgen.facts.samples.program_samples import bind_program, bind_request
from docgen.facts.samples.reads import Variables
from docgen.facts.samples.shell import SHELLS, shell_requests
from docgen.facts.spans.headers import bind_header
from docgen.facts.spans.named_parts import FILE, nearly
from docgen.facts.spans.names import HINT
from docgen.facts.spans.routes import Request, Sent, bind_url
from docgen.facts.verdict import Around, Sample, Verdicts, bound, contradicted, unbound
from docgen.openapi.nodes import children
from docgen.wording import did_you_mean

_URL: Final = re.compile(r"(?:https?|wss?)://[^\s\"'`<>\\)]+")
_STRING: Final = re.compile(r"[\"']([a-z][a-z0-9]*(?:[._][a-z0-9]+)*)[\"']")
_COMMENT: Final = re.compile(r"(?:#|//|--)\s.*$")
_FURTHER: Final = 2
_COMPOUND: Final = re.compile(r"[._]")
_ADDRESSES: Final = ("url", "uri", "endpoint")
_QUERY: Final = ("params", "query", "query_params")
_BODY: Final = ("json", "body", "data", "payload")
_METHODS: Final = re.compile(r"[A-Za-z]{3,7}")


def bind_code_sample(sample: Sample, variables: Variables) -> Verdicts:
    """The facts of a sample: its addresses, its requests with their headers, its reads, and strings nearly known.

    `variables` have what the samples before have left in them; those of this sample are added.
    """
    for match in _URL.finditer(sample.fence.text):
        url = match[0].rstrip(".,;")
        if sample.addresses.is_meant(url, sample.vocabularies):
            yield sample.found("url", url), bind_url(url, sample)
    describe = _DESCRIBED.get(sample.fence.language)
    for sent in describe(sample.fence.text) if describe else ():
        yield from _bind_sent(sent, sample)
    if not describe:
        yield from bind_program(sample, variables)
    for line in sample.fence.text.split("\n"):
        if sample.fence.language == "diff" and line.startswith("-"):
            continue  # what was there before
        yield from _strings(line, sample)


def _bind_sent(sent: Sent, sample: Sample) -> Verdicts:
    addresses, url = sample.addresses, sent.request.url
    if addresses.is_meant(url, sample.vocabularies) or not split_url(url).netloc:
        for name, value in sent.headers:
            yield sample.found("header", name), bind_header(name, value, sample)
    if url not in sample.fence.text and addresses.is_meant(url, sample.vocabularies):  # put together from variables
        yield sample.named("url", url), bind_url(url, sample)
    yield from bind_request(sent.request, sample)


def _strings(line: str, sample: Sample) -> Verdicts:
    for match in _STRING.finditer(_COMMENT.sub("", line)):
        found, denied = sample.found("value", match[0]), sample.scope.denied.get(match[1])
        if denied:
            if not re.search(r"\b(?:not|never|reserved)\b", line):
                yield (
                    found,
                    contradicted(
                        f"the sample uses `{match[1]}`; claim {denied.claim} says that it is {denied.as_}",
                        "use a value that is sent",
                    ),
                )
        elif by := _by_contract(match[1], sample):
            yield found, bound(by)
        elif near := _near(match[1], sample):
            yield found, unbound(f"nothing in the contract has `{match[1]}`", near)


def _by_contract(name: str, around: Around) -> str:
    return next((f"contract {one.id}: {one.what(name)}" for one in around.vocabularies if one.what(name)), "")


def _near(name: str, around: Around) -> str:
    """The question for the name that a string was meant to be: of compound names alone, as others are any word."""
    if not _COMPOUND.search(name):
        return ""
    if name.partition(".")[0] in around.scope.event_prefixes and "." in name and not FILE.search(name):
        return did_you_mean(name, around.events(), HINT)
    known = [known for one in around.vocabularies for known in one.near(len(name), _FURTHER) if one.has(known)]
    found = nearly(name, known) or next((one for one in known if one.startswith(name) or name.startswith(one)), "")
    return f"did you mean `{found}`?" if found else ""


def yaml_requests(text: str) -> Iterator[Sent]:
    """The request of each mapping with an address; none of what is no YAML."""
    try:
        # BaseLoader: what is written as 2026-05-15 or 010 stays text
        documents = [*yaml.load_all(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))]
    except (yaml.YAMLError, RecursionError):
        return
    for document in documents:
        yield from _below(document)


def _below(value: object) -> Iterator[Sent]:
    if isinstance(value, Mapping):
        keys = {str(key).casefold(): child for key, child in value.items()}
        url = next((keys[key] for key in _ADDRESSES if isinstance(keys.get(key), str)), "")
        if url:
            yield Sent(_request(url, keys), tuple(_pairs(keys.get("headers"))))
    for _, child in children(value):
        yield from _below(child)


def _request(url: str, keys: Mapping[str, object]) -> Request:
    method, body = keys.get("method"), next((keys[key] for key in _BODY if isinstance(keys.get(key), dict)), None)
    query = tuple(name for key in _QUERY for name, _ in _pairs(keys.get(key)))
    return Request(method.upper() if isinstance(method, str) and _METHODS.fullmatch(method) else "", url, query, body)


def _pairs(value: object) -> list[tuple[str, str]]:
    return [(str(name), str(one)) for name, one in value.items()] if isinstance(value, Mapping) else []


_DESCRIBED: Final = dict.fromkeys(SHELLS, shell_requests) | dict.fromkeys(("yaml", "yml"), yaml_requests)
"""The languages that describe requests and do not read the answers."""
