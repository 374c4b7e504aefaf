"""Responses in samples that a redirect rule gives, compared with what the oracle says that it answers."""

from collections.abc import Iterator
from typing import Final

from docgen.facts.samples.http_text import Message, header
from docgen.facts.verdict import Around, Verdict, bound, contradicted
from docgen.model.redirect import Redirect
from docgen.redirects import oracle

_NOT_MODIFIED: Final = 304


def bind_to_rules(message: Message, request: Message | None, around: Around) -> Verdict | None:
    """The verdict on a response that a rule may give; None where no rule may."""
    reasons = {rule.id: _disagreement(rule, asked, message, around) for rule, asked in _rules(message, request, around)}
    agreeing = [rule for rule, reason in reasons.items() if not reason]
    if agreeing:
        return bound(f"rule {agreeing[0]}: oracle")
    reason = next(iter(reasons.values()), "")
    return contradicted(reason, "write what the rule answers, or correct the rule") if reason else None


def _rules(message: Message, request: Message | None, around: Around) -> Iterator[tuple[Redirect, oracle.Request]]:
    """The rules that the response may be of, each with a request that it covers."""
    project = around.project
    if request:
        host = header(request, "Host") or next(iter(project.config.hosts), "")
        asked = oracle.Request(request.method, host, request.target)
        covered = oracle.covering_rule(project.redirects, asked)
        is_operation = around.addresses.path(request.target, around.vocabularies, request.method)
        # covers-live-operation says where a rule hides an operation
        if covered and request.method not in covered[0].excluded and not is_operation:
            yield covered[0], asked
    elif 300 <= message.status < 400 and message.status != _NOT_MODIFIED:
        for rule in around.scope.rules or project.redirects:
            to, base = header(message, "Location") or rule.to, rule.to.rstrip("/")
            rest = to.removeprefix(base) if rule.match == "prefix" and to.startswith(base) else ""
            yield rule, oracle.Request("GET", rule.host, rule.path + rest)


def _disagreement(rule: Redirect, asked: oracle.Request, message: Message, around: Around) -> str:
    """Why a response is none of a rule, before and after its sunset; empty where it is."""
    project = around.project
    moments = (project.epoch,) if rule.sunset is None else (rule.sunset - 1, rule.sunset)
    answers = [oracle.answer(project.redirects, asked, now) for now in moments]
    reasons = [_difference(rule, answer, message) for answer in answers if answer]
    return reasons[0] if reasons and all(reasons) else ""


def _difference(rule: Redirect, answer: oracle.Answer, message: Message) -> str:
    if answer.status != message.status:
        return f"the rule `{rule.id}` answers {answer.status}, not {message.status}"
    sent = {name.casefold(): value for name, value in answer.headers}
    for name, value in message.headers.items():
        known = sent.get(name.casefold())
        if known is None and name.casefold() in ("location", "sunset", "deprecation"):
            return f"the rule `{rule.id}` sends no `{name}`"
        if known not in (None, value):
            return f"the rule `{rule.id}` sends `{name}: {known}`, not `{value}`"
    return ""
