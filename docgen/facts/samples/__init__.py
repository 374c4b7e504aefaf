"""The samples of a text, in their order: requests, responses, JSON, and the addresses in any language.

Of HTTP messages, the oracle is asked of those on the address of a rule, and the contract of all others.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import chain
from typing import Final

import msgspec

from docgen.facts.knowledge.places import Place, unknown_fields
from docgen.facts.knowledge.surface import segments
from docgen.facts.samples.answers import bind_to_rules, misfits
from docgen.facts.samples.http_text import header, is_http_date, url_of
from docgen.facts.samples.shell import SHELLS
from docgen.facts.samples.ties import JSON, Tied, asked_by, tied
from docgen.facts.spans.headers import DATED, bind_header
from docgen.facts.spans.names import HINT, NEAR, earlier_contract, named, out_of_date
from docgen.facts.spans.routes import (
    answer_place,
    bind_path,
    bind_url,
    body_place,
)
from docgen.facts.spans.statuses import bind_status, of_operations
from docgen.facts.verdict import Around, Found, Sample, Verdict, Verdicts, bound, contradicted, unbound
from docgen.markdown.fences import Fence
from docgen.model.statuses import PHRASES, beyond_status
from docgen.openapi.nodes import Node
from docgen.wording import choice, did_you_mean

_LISTED: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""The methods that a contract lists: a server may answer HEAD and OPTIONS for all of its paths."""
_WORD: Final = re.compile(r"[A-Za-z_$][\w$]*(?:[.-][A-Za-z_$][\w$]*)*|-?\d[\d.]*")
_URL: Final = re.compile(r"https?://[^\s\"'`<>\\)]+")
_STRING: Final = re.compile(r"[\"']([a-z][a-z0-9]*(?:[._][a-z0-9]+)*)[\"']")
_KEY: Final = re.compile(r"\"([^\"\\\n]+)\"\s*:")
_DENIAL: Final = re.compile(r"\b(?:not|never|reserved)\b")


def words_of(fences: Sequence[Fence]) -> frozenset[str]:
    """Every word of the samples of a text: its prose may name them."""
    words = {*chain.from_iterable(_WORD.findall(fence.text) for fence in fences)}
    return frozenset(words.union(*(word.split(".") for word in words)))


def bind_samples(samples: Iterable[Sample]) -> Verdicts:
    """Each fact of the samples of a text, in their order."""
    for sample, listed in tied(samples):
        if sample.fence.language not in (*JSON, "http", "diff"):
            yield from _bind_code(sample)
        for key in dict.fromkeys(_KEY.findall(sample.fence.text)):
            earlier = earlier_contract(key, sample)
            if earlier and not any(key in contract.names for contract in sample.contracts):
                yield sample.found("sample", f'"{key}"'), out_of_date(key, earlier)
        for shown in listed:
            if shown.message.method:
                yield from _bind_request(shown, sample)
                continue
            if shown.message.status and sample.fence.language == "http":
                yield sample.found("sample", shown.shown), _response(shown, sample)
                yield from _bind_headers(shown, sample)
            if shown.value is not None and not shown.problem:
                yield from _bind_json(shown, sample)


def _bind_code(sample: Sample) -> Verdicts:
    """The addresses of a sample of a strict text in any language, and the values that a claim denies."""
    if not sample.is_strict:
        return
    for match in _URL.finditer(sample.fence.text):
        url = match[0].rstrip(".,;")
        if sample.addresses.is_meant(url):
            yield sample.found("url", url), bind_url(url, sample)
    for line in sample.fence.text.split("\n"):
        for match in _STRING.finditer(line):
            denied = sample.scope.denied.get(match[1])
            if denied and not _DENIAL.search(line):
                message = f"the sample uses `{match[1]}`; claim {denied.claim} says that it is {denied.as_}"
                yield sample.found("value", match[0]), contradicted(message, "use a value that is sent")


def _bind_request(shown: Tied, sample: Sample) -> Verdicts:
    """The address of a request with its query, its headers, and its body."""
    message, asked, is_http = shown.message, shown.asked, sample.fence.language == "http"
    yield from _bind_address(shown, sample)
    if asked or (is_http and header(message, "Host") in (None, *sample.project.config.hosts)):
        yield from _bind_headers(shown, sample)
    if message.body and asked and not any("requestBody" in operation.mapping for _, operation in asked):
        what = f"`{asked[0][1].name}` of the contract has no request body"
        yield sample.found("sample", shown.shown), contradicted(what, "correct the method, or delete the body")
    yield from _bind_body(shown, body_place(asked), sample)


def _bind_address(shown: Tied, sample: Sample) -> Verdicts:
    """The method and the address of a request; in a guide, the wrong ones of a command or a program alone."""
    message, host, url = shown.message, header(shown.message, "Host") or "", url_of(shown.message)
    is_api = host in ("", *sample.project.config.hosts)
    # of a strict text, a whole URL is bound as any is
    if not (host and sample.is_strict) and _is_nowhere(shown, host, sample):
        verdict = bind_path(message.target, msgspec.structs.replace(sample, is_strict=True), message.method)
        if verdict.state != "bound":
            # no mark excuses it in a guide
            hint = verdict.hint if verdict.hint != HINT else "correct it, or add the operation to the contract"
            yield sample.found("url", shown.shown), verdict._replace(state="contradicted", hint=hint)
    elif sample.fence.language == "http":
        verdict = bind_path(message.target, sample, message.method) if is_api else bind_url(url, sample)
        yield sample.found("sample", shown.shown), verdict
    elif message.method in _LISTED and asked_by(message._replace(method=""), sample):
        verdict = bind_path(message.target, sample, message.method)
        if verdict.state == "contradicted":
            yield sample.found("path", shown.shown), verdict
    elif host and sample.is_strict and not sample.addresses.is_meant(url):  # which are bound as any address is
        yield sample.found("url", shown.shown), bind_url(url, sample)


def _is_nowhere(shown: Tied, host: str, sample: Sample) -> bool:
    """Whether a request to the API is to no operation: its path begins as those of operations do.

    A command that changes something is to the API, whatever its path.
    """
    message, path = shown.message, segments(shown.message.target.partition("?")[0])
    if shown.asked or message.method not in _LISTED or "..." in message.target:
        return False
    # whether it begins as the paths of operations do
    is_below = any(known[:1] == path[:1] for known in sample.contracts.each(lambda contract: contract.routes))
    is_command = sample.fence.language in SHELLS
    if host in sample.addresses.apis(sample.contracts):
        return is_below or (is_command and message.method != "GET")
    # `$BASE/v1/images`
    return not host and is_command and is_below and len(path) > 1


def _bind_headers(shown: Tied, sample: Sample) -> Verdicts:
    for name, value in shown.message.headers.items():
        if name.casefold() in DATED and not is_http_date(value):
            continue  # malformed-http-date says so
        verdict = bind_header(name, value, sample)
        if name in sample.fence.text:
            line = f"{name}: {value}" if sample.fence.language == "http" else name
            yield sample.found("header", line), verdict
        elif name == "Authorization":  # an option of a command
            yield sample.found("header", shown.shown), verdict


def _bind_json(shown: Tied, sample: Sample) -> Verdicts:
    """The verdict on each name and value of JSON that cannot be there; one for all where every one can.

    In a guide, what is tied to nothing may be any data.
    """
    place = answer_place(shown.asked, shown.message.status)
    if shown.schemas and not shown.is_alike:
        vocabulary = sample.contracts[0]
        place = Place(((vocabulary.resolver, Node(vocabulary.spec.schemas()[shown.schemas[0]], ())),))
    if not (sample.is_strict or shown.asked or shown.schemas):
        return
    unknown = [*_unknown(sample)] if sample.is_strict else []
    wrong = unknown or [*_bind_body(shown, place, sample)]
    for misfit, verdict in misfits(shown.value, shown.message.status, sample):
        wrong.append((sample.found("sample", f'"{misfit}"'), verdict))
    yield from wrong or [
        (Found("sample", sample.fence.start, sample.fence.start + 1, "JSON"), bound("contract: fields"))
    ]


def _bind_body(shown: Tied, place: Place, sample: Sample) -> Verdicts:
    """Each field of a body that the schemas of its place do not have.

    In a guide, a field that the page describes may be one that the contract lacks, and so may several of one object,
    and any of a response, unless it is nearly one that the body does not have.
    """
    unknown = [*unknown_fields(place, shown.value)]
    # several unknown fields of one object: the page shows a body that the contract does not describe
    beside = Counter(id(inner) for _, inner in unknown)
    for name, inner in unknown:
        others = inner.fields.difference(_KEY.findall(sample.fence.text))
        is_alone = bool(shown.message.method) and beside[id(inner)] == 1 and f"`{name}" not in sample.text
        is_sent = sample.is_strict or is_alone
        if not (is_sent or get_close_matches(name, others, 1, NEAR)):
            continue
        hint = did_you_mean(name, inner.fields, f"it has {choice(sorted(inner.fields), 'and') or 'none'}")
        verdict = contradicted(f"the body has no field `{name}` in the contract", hint)
        yield sample.found("sample", f'"{name}"'), verdict


def _unknown(sample: Sample) -> Verdicts:
    """The names in JSON that nothing has."""
    known = frozenset(sample.contracts.each(lambda contract: contract.fields))
    for key in dict.fromkeys(_KEY.findall(sample.fence.text)):
        if not named(key, sample) or key in sample.scope.denied:
            hint = did_you_mean(key, known, "write a field of the contract")
            yield sample.found("sample", f'"{key}"'), unbound(f"nothing in the contract has the field `{key}`", hint)


def _response(shown: Tied, around: Around) -> Verdict:
    """The verdict on a response: that of the oracle on a rule, else a status of the contract."""
    status = shown.message.status
    phrase = shown.shown.partition(f" {status}")[2].strip()
    if status in PHRASES and beyond_status(str(status), phrase) and around.is_strict:
        return contradicted(f"{status} is `{PHRASES[status]}`, not `{phrase}`", "correct the status line")
    if verdict := bind_to_rules(shown.message, shown.request, around):
        return verdict
    if shown.asked:
        return of_operations(status, [operation for _, operation in shown.asked])
    return bind_status(status, around)
