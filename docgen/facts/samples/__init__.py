"""The samples of a text, in their order: HTTP, JSON, and code in any language.

Of HTTP messages, the oracle is asked of those on the address of a rule, and the contract of all others.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from docgen.facts.knowledge.places import Place
from docgen.facts.samples.http_text import Message, header, is_http_date, parse
from docgen.facts.samples.payloads import Shown, misfits
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
    status_of,
)
from docgen.facts.verdict import Around, Found, Sample, Verdict, Verdicts, bound, contradicted, unbound
from docgen.markdown.fences import Fence
from docgen.model.redirect import Redirect
from docgen.model.statuses import PHRASES, STATUSES
from docgen.redirects import oracle
from docgen.wording import choice, did_you_mean

_SECONDS: Final = 1
_NOT_MODIFIED: Final = 304
_WORD: Final = re.compile(r"[A-Za-z_$][\w$]*(?:[.-][A-Za-z_$][\w$]*)*|-?\d[\d.]*")


def words_of(fences: Sequence[Fence]) -> frozenset[str]:
    """Every word of the samples of a text: its prose may name them."""
    found = {word for fence in fences for word in _WORD.findall(fence.text)}
    return frozenset(found | {part for word in found for part in word.split(".")})


def bind_samples(samples: Iterable[Sample]) -> Verdicts:
    """Each fact of the samples of a text, in their order."""
    request: Message | None = None
    for sample in samples:
        code, language = sample.fence.text, sample.fence.language
        message = parse(code.rstrip("\n")) if language == "http" else None
        if message:
            yield from bind_message(message, request, sample)
            request = message if message.method else None
        elif language in ("json", "jsonc"):
            yield from bind_json(code, sample)


def bind_message(message: Message, request: Message | None, sample: Sample) -> Verdicts:
    """The message itself, then each header line, then the names in its body; `request` is the one that it answers."""
    first = sample.fence.text.partition("\n")[0]
    found = sample.found("sample", first)
    if message.method:
        host = header(message, "Host") or ""
        addresses = sample.addresses
        if host and host not in addresses.hosts:
            yield (
                found,
                bound("example")
                if addresses.is_example(host)
                else unbound(
                    f"the project does not know the host {host}",
                    did_you_mean(host, addresses.hosts, "write a host of the API"),
                ),
            )
            return
        api = host in sample.project.config.hosts or not host
        yield (
            found,
            bind_path(message.target, sample, message.method)
            if api
            else bind_url(f"https://{host}{message.target}", sample),
        )
    else:
        yield found, _response(message, request, first, sample)
    asked = operations_of(_asking(request or message), sample) if request or message.method else ()
    for name, value in message.headers.items():
        if name.casefold() in DATED and not is_http_date(value):
            continue  # malformed-http-date says so
        yield sample.found("header", f"{name}: {value}"), _header(name, value, asked, sample)
    if message.body:
        place = body_place(asked) if message.method else answer_place(asked, message.status) if asked else Place()
        shown = Shown(None, request.target if request else "", message.status)
        yield from bind_json(message.body.decode(), sample, shown, place)


def _asking(message: Message) -> Request:
    host = header(message, "Host")
    return Request(message.method, f"https://{host}{message.target}" if host else message.target)


def _header(name: str, value: str, asked: Asked, around: Around) -> Verdict:
    """The verdict on a header; on one by which an operation makes a promise, what the contract has."""
    verdict = bind_header(name, value, around)
    if asked and name.casefold() in PROMISES and verdict.bound_to == "HTTP":
        message = f"`{asked[0][1].name}` of the contract has no header `{name}`"
        return unbound(message, "delete it, or add it to the contract")
    return verdict


def _response(message: Message, request: Message | None, first: str, around: Around) -> Verdict:
    """The verdict on a response: that of the oracle on a rule, else a status of the contract."""
    phrase = first.partition(f" {message.status}")[2].strip()
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
    asked = operations_of(_asking(request), around) if request else ()
    if asked and not any(status_of(operation, message.status) for _, operation in asked):
        listed = [*map(str, asked[0][1].node.get("responses") or ())]
        # a success is no answer of an error
        alike = [one for one in listed if one[0] == str(message.status)[0]] or listed
        answers = f"`{asked[0][1].name}` of the contract does not answer {message.status}; it answers {choice(listed)}"
        return unbound(answers, f"write {choice(alike)}")
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


def bind_json(body: str, sample: Sample, shown: Shown | None = None, place: Place | None = None) -> Verdicts:
    """The verdict on each name and value of a JSON sample that the contract has not so; one for all that it has.

    `shown` says what the sample answers, and `place` where it stands in the contract: without them it may be any data.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return  # example-in-docs-invalid says so
    names = list(dict.fromkeys(_names(value)))
    known_names = [*filter(sample.has_field, names)]
    is_own = sample.scope.entry is None and len(known_names) * 2 < len(names)
    if is_own and not (place and place.schemas):
        return  # the reader's own data
    wrong = [*_unknown(value, names, sample)]
    for misfit, verdict in misfits((shown or Shown(None))._replace(value=value), sample):
        wrong.append((sample.found("sample", f'"{misfit}"'), verdict))
    yield from wrong or [
        (Found("sample", sample.fence.start, sample.fence.start + 1, "JSON"), bound("contract: fields"))
    ]


def _unknown(value: object, names: list[str], sample: Sample) -> Verdicts:
    known = [name for one in sample.vocabularies for name in one.fields]
    wrappers = frozenset(_wrappers(value, frozenset(known)))
    for key in names:
        if not named(key, sample) or key in sample.scope.denied or key in wrappers:
            hint = did_you_mean(key, known, "write a field of the contract")
            yield (
                sample.found("sample", f'"{key}"'),
                unbound(f"nothing in the contract has the field `{key}`", hint),
            )


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
