"""Samples in fences: the oracle is asked of HTTP on the address of a rule, and the contract of names and addresses."""

import json
import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any, Final

from docgen.facts.headers import DATED, bind_header
from docgen.facts.http_text import Message, header, is_http_date, parse
from docgen.facts.names import named
from docgen.facts.routes import METHOD, bind_path, bind_url
from docgen.facts.verdict import Around, Found, Verdict, bound, contradicted, unbound
from docgen.markdown.fences import Fence
from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.wording import did_you_mean

_URL: Final = re.compile(r"https?://[^\s\"'`<>\\)]+")
_HEADER: Final = re.compile(r"(?:-H|--header)[ =]+[\"']([^:\"']+): ?([^\"']*)[\"']")
_METHOD: Final = re.compile(
    rf"(?:-X|--request)[ =]*({METHOD})\b|\b(?:requests|axios|client|api|http)\.(get|post|put|patch|delete)\(",
    re.IGNORECASE,
)
_STRING: Final = re.compile(r"[\"']([a-z][a-z0-9]*(?:[._][a-z0-9]+)*)[\"']")
_COMMENT: Final = re.compile(r"(?:#|//|--)\s.*$")
_WORD: Final = re.compile(r"[A-Za-z_$][\w$]*(?:[.-][A-Za-z_$][\w$]*)*|-?\d[\d.]*")
_SECONDS: Final = 1


def words_of(fences: Sequence[Fence]) -> frozenset[str]:
    """Every word of the samples of a text: its prose may name them."""
    found = {word for fence in fences for word in _WORD.findall(fence.text)}
    return frozenset(found | {part for word in found for part in word.split(".")})


def bind_samples(fences: Sequence[Fence], text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """Each fact of the samples of a text, in their order."""
    request: Message | None = None
    for fence in fences:
        message = parse(fence.text.rstrip("\n")) if fence.language == "http" else None
        if message:
            yield from _message(message, request, fence, text, around)
            request = message if message.method else None
        elif fence.language in ("json", "jsonc"):
            yield from _keys(fence.text, fence, text, around)
        else:
            yield from _code(fence, text, around)


def _found(kind: Any, fact: str, fence: Fence, text: str) -> Found:  # noqa: ANN401 - a FactKind
    at = text.find(fact, fence.start, fence.end)
    return Found(kind, at if at >= 0 else fence.start, (at if at >= 0 else fence.start) + len(fact), fact)


def _message(
    message: Message, request: Message | None, fence: Fence, text: str, around: Around
) -> Iterator[tuple[Found, Verdict]]:
    first = fence.text.partition("\n")[0]
    found = _found("sample", first, fence, text)
    if message.method:
        host = header(message, "Host") or ""
        addresses = around.scope.shared.addresses
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
        api = host in around.scope.project.config.hosts or not host
        yield (
            found,
            bind_path(message.target, around, message.method)
            if api
            else bind_url(f"https://{host}{message.target}", around),
        )
    else:
        yield found, _response(message, request, first, around)
    for name, value in message.headers.items():
        if name.casefold() in DATED and not is_http_date(value):
            continue  # malformed-http-date says so
        yield _found("header", f"{name}: {value}", fence, text), bind_header(name, value, around)
    if message.body:
        yield from _keys(message.body.decode(), fence, text, around)


def _response(message: Message, request: Message | None, first: str, around: Around) -> Verdict:
    """The verdict on a response: that of the oracle on a rule, else a status of the contract."""
    phrase = first.partition(f" {message.status}")[2].strip()
    if phrase and message.status in set(HTTPStatus) and phrase.casefold() not in _phrases(message.status):
        return contradicted(
            f"{message.status} is `{HTTPStatus(message.status).phrase}`, not `{phrase}`", "correct the status line"
        )
    rules = [(rule, target) for rule, target in _rules(message, request, around)]
    verdicts = [_disagreement(rule, target, request, message, around) for rule, target in rules]
    if "" in verdicts:
        return bound(f"rule {rules[verdicts.index('')][0].id}: oracle")
    if verdicts:
        return contradicted(verdicts[0], "write what the rule answers, or correct the rule")
    contract = next((one for one in around.vocabularies if one.has_status(message.status)), None)
    if contract:
        return bound(f"contract {contract.id}: response")
    return unbound(f"nothing in the contract or the rules answers {message.status}", "correct the status")


def _phrases(status: int) -> tuple[str, ...]:
    older = {
        413: "payload too large",
        422: "unprocessable entity",
        416: "range not satisfiable",
        302: "moved temporarily",
    }
    return (HTTPStatus(status).phrase.casefold(), older.get(status, ""))


def _rules(message: Message, request: Message | None, around: Around) -> Iterator[tuple[Redirect, str]]:
    """The rules that the response may be of, each with a target that it covers."""
    project = around.scope.project
    if request:
        host = header(request, "Host") or next(iter(project.config.hosts), "")
        covered = oracle.covering_rule(project.redirects, oracle.Request(request.method, host, request.target))
        is_operation = around.scope.shared.addresses.path(request.target, around.vocabularies, request.method)
        # covers-live-operation says where a rule hides an operation
        if covered and request.method not in covered[0].excluded and not is_operation:
            yield covered[0], request.target
    elif 300 <= message.status < 400 and message.status != HTTPStatus.NOT_MODIFIED:
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
    project = around.scope.project
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


def _keys(body: str, fence: Fence, text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """The verdict on each name of a JSON object that the contract does not have; one for all that it has."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return  # example-in-docs-invalid says so
    unknown = [key for key in dict.fromkeys(_names(value)) if not named(key, around) or key in around.scope.denied]
    for key in unknown:
        found = _found("sample", f'"{key}"', fence, text)
        known = [name for one in around.vocabularies for name in one.fields]
        yield (
            found,
            unbound(
                f"nothing in the contract has the field `{key}`",
                did_you_mean(key, known, "write a field of the contract"),
            ),
        )
    if not unknown:
        yield Found("sample", fence.start, fence.start + 1, "JSON"), bound("contract: fields")


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield key
            yield from _names(child)
    elif isinstance(value, list):
        for child in value:
            yield from _names(child)


def _code(fence: Fence, text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """The addresses and headers of a sample in any language, and strings that are nearly a name of the contract."""
    for match in _URL.finditer(fence.text):
        url = match[0].rstrip(".,;")
        if url.partition("://")[2].partition("/")[0].lower() in around.scope.shared.addresses.hosts:
            yield _found("url", url, fence, text), bind_url(url, around)
    for match in _HEADER.finditer(fence.text):
        yield _found("header", match[1], fence, text), bind_header(match[1].strip(), match[2], around)
    for line in fence.text.split("\n"):
        yield from _strings(line, fence, text, around)


def _strings(line: str, fence: Fence, text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    for match in _STRING.finditer(_COMMENT.sub("", line)):
        found, denied = _found("value", match[0], fence, text), around.scope.denied.get(match[1])
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
    if not re.search(r"[._]", name):
        return ""
    known = {
        known
        for one in around.vocabularies
        for known, what in one.names.items()
        if what in ("event", "field", "value", "error code")
    }
    return did_you_mean(name, known)
