"""The samples of a text, in their order: requests, responses, JSON, and the addresses in any language.

Of HTTP messages, the oracle is asked of those on the address of a rule, and the contract of all others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from docgen.facts.knowledge.places import Place, unknown_fields
from docgen.facts.samples.http_text import Message, header, is_http_date, url_of
from docgen.facts.samples.payloads import misfits
from docgen.facts.samples.ties import DATA, Tied, tied
from docgen.facts.spans.headers import DATED, PROMISES, bind_header
from docgen.facts.spans.names import named
from docgen.facts.spans.routes import (
    Asked,
    Request,
    answer_place,
    bind_path,
    bind_url,
    body_place,
    operations_of,
    query_of,
    query_parameters,
    status_of,
)
from docgen.facts.verdict import Around, Found, Sample, Verdict, Verdicts, bound, contradicted, unbound
from docgen.markdown.fences import Fence
from docgen.model.redirect import Redirect
from docgen.model.statuses import PHRASES, STATUSES
from docgen.openapi.nodes import Node
from docgen.redirects import oracle
from docgen.wording import choice, did_you_mean

_SECONDS: Final = 1
_NOT_MODIFIED: Final = 304
_MOST_LISTED: Final = 5
_CHANGING: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""The methods that a contract lists: a server may answer HEAD and OPTIONS for all of its paths."""
_WORD: Final = re.compile(r"[A-Za-z_$][\w$]*(?:[.-][A-Za-z_$][\w$]*)*|-?\d[\d.]*")
_URL: Final = re.compile(r"(?:https?|wss?)://[^\s\"'`<>\\)]+")
_STRING: Final = re.compile(r"[\"']([a-z][a-z0-9]*(?:[._][a-z0-9]+)*)[\"']")
_DENIAL: Final = re.compile(r"\b(?:not|never|reserved)\b")


def words_of(fences: Sequence[Fence]) -> frozenset[str]:
    """Every word of the samples of a text: its prose may name them."""
    found = {word for fence in fences for word in _WORD.findall(fence.text)}
    return frozenset(found | {part for word in found for part in word.split(".")})


def bind_samples(samples: Iterable[Sample]) -> Verdicts:
    """Each fact of the samples of a text, in their order."""
    for sample, listed in tied(samples):
        if sample.fence.language not in DATA:
            yield from _bind_code(sample)
        for shown in listed:
            if shown.message.method:
                yield from _bind_request(shown, sample)
            elif shown.message.status and sample.fence.language == "http":
                yield from _bind_response(shown, sample)
            elif shown.value is not None and not shown.problem:
                yield from _bind_json(shown, sample)


def _bind_code(sample: Sample) -> Verdicts:
    """The addresses of a sample in any language; in a strict text, the values that a claim denies, too."""
    for match in _URL.finditer(sample.fence.text):
        url = match[0].rstrip(".,;")
        if sample.addresses.is_meant(url, sample.vocabularies):
            yield sample.found("url", url), bind_url(url, sample)
    for line in sample.fence.text.split("\n") if sample.is_strict else ():
        for match in _STRING.finditer(line):
            denied = sample.scope.denied.get(match[1])
            if denied and not _DENIAL.search(line):
                message = f"the sample uses `{match[1]}`; claim {denied.claim} says that it is {denied.as_}"
                yield sample.found("value", match[0]), contradicted(message, "use a value that is sent")


def _bind_request(shown: Tied, sample: Sample) -> Verdicts:
    """The address of a request, its headers, the names of its query, and its body."""
    message, is_http = shown.message, sample.fence.language == "http"
    host = header(message, "Host") or ""
    if is_http and host and host not in sample.addresses.hosts:
        yield sample.found("sample", shown.shown), _of_another_host(host, sample)
        return
    if is_http:
        is_api = host in ("", *sample.project.config.hosts)
        verdict = bind_path(message.target, sample, message.method) if is_api else bind_url(url_of(message), sample)
        yield sample.found("sample", shown.shown), verdict
    elif not shown.asked and _has_wrong_method(message, sample):
        verdict = bind_path(message.target, sample, message.method)
        yield sample.found("path", shown.shown), verdict
    if is_http or shown.asked:
        yield from _bind_headers(shown, sample)
    known = query_parameters(shown.asked, sample)
    for name, _ in query_of(message.target) if shown.asked else ():
        if name not in known:
            what = f"`{shown.asked[0][1].name}` of the contract has no query parameter `{name}`"
            yield sample.named("name", name), contradicted(what, _one_of(name, known))
    yield from _bind_body(shown, body_place(shown.asked), "the body", sample)


def _of_another_host(host: str, around: Around) -> Verdict:
    if around.addresses.is_example(host):
        return bound("example")
    hint = did_you_mean(host, around.addresses.hosts, "write a host of the API")
    return unbound(f"the project does not know the host {host}", hint)


def _has_wrong_method(message: Message, around: Around) -> bool:
    """Whether a contract has a path, but not with the method; any path could be one that is all parameters."""
    if message.method not in _CHANGING or not message.target.strip("/").count("/"):
        return False
    others = operations_of(Request("", url_of(message)), around)
    return bool(others) and not all(part.startswith("{") for part in others[0][1].path.strip("/").split("/"))


def _bind_headers(shown: Tied, sample: Sample) -> Verdicts:
    for name, value in shown.message.headers.items():
        line = f"{name}: {value}"
        if name.casefold() in DATED and not is_http_date(value):
            continue  # malformed-http-date says so
        if sample.fence.language == "http":
            yield sample.found("header", line), _header(name, value, shown.asked, sample)
        elif name in sample.fence.text:
            yield sample.found("header", name), bind_header(name, value, sample)
        elif name == "Authorization":  # `-u` and `--auth` of commands
            option = "-u" if "-u" in sample.fence.text else "-a"
            yield sample.found("header", option), bind_header(name, value, sample)


def _header(name: str, value: str, asked: Asked, around: Around) -> Verdict:
    """The verdict on a header; on one by which an operation makes a promise, what the contract has."""
    verdict = bind_header(name, value, around)
    if asked and name.casefold() in PROMISES and verdict.bound_to == "HTTP":
        message = f"`{asked[0][1].name}` of the contract has no header `{name}`"
        return unbound(message, "delete it, or add it to the contract")
    return verdict


def _bind_response(shown: Tied, sample: Sample) -> Verdicts:
    yield sample.found("sample", shown.shown), _response(shown, sample)
    yield from _bind_headers(shown, sample)
    if shown.value is not None:
        yield from _bind_json(shown, sample)


def _bind_json(shown: Tied, sample: Sample) -> Verdicts:
    """The verdict on each name and value of JSON that cannot be there; one for all where every one can.

    In a guide, what is tied to nothing may be any data.
    """
    place = answer_place(shown.asked, shown.message.status)
    if shown.schemas and not shown.is_alike:
        vocabulary = sample.vocabularies[0]
        place = Place(((vocabulary.resolver, Node(vocabulary.spec.schemas()[shown.schemas[0]], ())),))
    if not (sample.is_strict or shown.asked or shown.schemas):
        return
    unknown = [*_unknown(shown.value, sample)] if sample.is_strict else []
    wrong = unknown or [*_bind_body(shown, place, "the body", sample)]
    for misfit, verdict in misfits(shown.value, shown.message.status, sample):
        wrong.append((sample.found("sample", f'"{misfit}"'), verdict))
    all_known = Found("sample", sample.fence.start, sample.fence.start + 1, "JSON"), bound("contract: fields")
    yield from wrong or [all_known]


def _bind_body(shown: Tied, place: Place, what: str, sample: Sample) -> Verdicts:
    """Each field of a body that the schemas of its place do not have."""
    for name, inner in unknown_fields(place, shown.value):
        message = f"{what} has no field `{name}` in the contract"
        yield sample.named("sample", name), contradicted(message, _one_of(name, inner.fields))


def _one_of(name: str, known: frozenset[str] | tuple[str, ...]) -> str:
    listed = f"it has {choice(sorted(known)[:_MOST_LISTED], 'and')}" if known else "it has none"
    return did_you_mean(name, known, listed)


def _response(shown: Tied, around: Around) -> Verdict:
    """The verdict on a response: that of the oracle on a rule, else a status of the contract."""
    message, request, asked = shown.message, shown.request, shown.asked
    phrase = shown.shown.partition(f" {message.status}")[2].strip()
    known = [known.casefold() for known, status in STATUSES.items() if status == message.status]
    if phrase and known and phrase.casefold() not in known:
        return contradicted(
            f"{message.status} is `{PHRASES[message.status]}`, not `{phrase}`", "correct the status line"
        )
    rules = list(_rules(message, request, around))
    verdicts = [_disagreement(rule, target, request, message, around) for rule, target in rules]
    if "" in verdicts:
        return bound(f"rule {rules[verdicts.index('')][0].id}: oracle")
    if verdicts:
        return contradicted(verdicts[0], "write what the rule answers, or correct the rule")
    if asked and not any(status_of(operation, message.status) for _, operation in asked):
        listed = [*map(str, asked[0][1].node.get("responses") or ())]
        # a success is no answer of an error
        alike = [one for one in listed if one[0] == str(message.status)[0]] or listed
        answers = f"`{asked[0][1].name}` of the contract does not answer {message.status}; it answers {choice(listed)}"
        return contradicted(answers, f"write {choice(alike)}")
    contract = next((one for one in around.vocabularies if one.has_status(message.status)), None)
    if contract:
        return bound(f"contract {contract.id}: response")
    return unbound(f"nothing in the contract or the rules answers {message.status}", "correct the status")


def _rules(message: Message, request: Message | None, around: Around) -> Iterator[tuple[Redirect, str]]:
    """The rules that the response may be of, each with a target that it covers."""
    project = around.project
    if request:
        host = header(request, "Host") or next(iter(project.config.hosts), "")
        covered = oracle.covering_rule(project.redirects, oracle.Request(request.method, host, request.target))
        is_operation = around.addresses.path(request.target, around.vocabularies, request.method)
        # covers-live-operation says where a rule hides an operation
        if covered and request.method not in covered[0].excluded and not is_operation:
            yield covered[0], request.target
    elif 300 <= message.status < 400 and message.status != _NOT_MODIFIED:
        rules = around.scope.rules or project.redirects
        for rule in rules:
            to = header(message, "Location") or rule.to
            rest = (
                to.removeprefix(rule.to.rstrip("/"))
                if rule.match == "prefix" and to.startswith(rule.to.rstrip("/"))
                else ""
            )
            yield rule, rule.path + rest


def _disagreement(rule: Redirect, target: str, request: Message | None, message: Message, around: Around) -> str:
    """Why a response is none of a rule, before and after its sunset; empty where it is."""
    project = around.project
    moments = (project.epoch,) if rule.sunset is None else (rule.sunset - _SECONDS, rule.sunset)
    method = request.method if request else "GET"
    answers = [oracle.answer(project.redirects, oracle.Request(method, rule.host, target), now) for now in moments]
    reasons = [_difference(rule, answer, message) for answer in answers if answer]
    return "" if "" in reasons or not reasons else reasons[0]


def _difference(rule: Redirect, answer: oracle.Answer, message: Message) -> str:
    if answer.status != message.status:
        return f"the rule `{rule.id}` answers {answer.status}, not {message.status}"
    sent = {name.casefold(): value for name, value in answer.headers}
    for name, value in message.headers.items():
        if name.casefold() in sent and sent[name.casefold()] != value:
            return f"the rule `{rule.id}` sends `{name}: {sent[name.casefold()]}`, not `{value}`"
        if name.casefold() in ("location", "sunset", "deprecation") and name.casefold() not in sent:
            return f"the rule `{rule.id}` sends no `{name}`"
    return ""


def _unknown(value: object, sample: Sample) -> Verdicts:
    """The names in JSON that nothing has."""
    known = frozenset(name for one in sample.vocabularies for name in one.fields)
    wrappers = frozenset(_wrappers(value, known))
    for key in dict.fromkeys(_names(value)):
        if not named(key, sample) or key in sample.scope.denied or key in wrappers:
            hint = did_you_mean(key, known, "write a field of the contract")
            yield sample.found("sample", f'"{key}"'), unbound(f"nothing in the contract has the field `{key}`", hint)


def _wrappers(value: object, fields: frozenset[str]) -> Iterator[str]:
    """The key of an object that has nothing but an object of the API: `{"parcel": {"id": 1, "status": "booked"}}`."""
    if isinstance(value, dict) and len(value) == 1:
        for key, child in value.items():
            inner = child[0] if isinstance(child, list) and child else child
            if key not in fields and isinstance(inner, dict) and len(inner) > 1 and fields.issuperset(inner):
                yield key


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield key
            yield from _names(child)
    elif isinstance(value, list):
        for child in value:
            yield from _names(child)
