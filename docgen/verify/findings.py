"""What an edge answered to all questions -> Findings: one a rule and cause, with the first request that shows it."""

from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from typing import Final

import msgspec

from docgen.model.finding import Finding, Severity
from docgen.model.redirect import Redirect
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.redirects import oracle
from docgen.verify.causes import CAUSES
from docgen.verify.disagreement import Disagreement, lines_of, shown
from docgen.verify.http_exchange import Exchange, Reply
from docgen.verify.judge import disagreements
from docgen.verify.location import host_of
from docgen.verify.questions import Question

SKEW: Final = 5
"""Seconds that the clock of an edge may be off."""
_HSTS: Final = "Strict-Transport-Security"


class Asked(msgspec.Struct, frozen=True):
    """A question with what came back, and the address as a reader knows it."""

    question: Question
    exchange: Exchange
    url: str

    @property
    def told(self) -> str:
        """The request in a line."""
        return f"{self.question.request.method} {shown(self.url)}"


def edge_findings(redirects: Sequence[Redirect], asked: Sequence[Asked]) -> dict[str, tuple[Finding, ...]]:
    """The findings on one edge by the id of each rule that was asked about; none where every answer is as promised."""
    by_rule: dict[str, list[Asked]] = {}
    for one in asked:
        by_rule.setdefault(one.question.redirect.id, []).append(one)
    hsts = _host_sends(asked)
    found = {rule: tuple(_of_rule(redirects, about, hsts)) for rule, about in by_rule.items()}
    for one, wrong in _skewed(redirects, asked):
        rule = one.question.redirect
        found[rule.id] += (finding(rule.source, (*rule.pointer, "id"), wrong, one.told),)
    return found


def _of_rule(redirects: Sequence[Redirect], asked: Sequence[Asked], hsts: tuple[str, ...]) -> Iterator[Finding]:
    rule = asked[0].question.redirect
    own = {rule.host, *(host_of(other.to) for other in redirects)}
    found = [(one, tuple(_found(redirects, one, own, hsts))) for one in asked]
    first = {wrong.cause for one, all_ in found if one.question.aspect == "address" for wrong in all_}
    causes: dict[str, list[tuple[Asked, Disagreement]]] = {}
    for one, all_ in found:
        for wrong in all_:
            if told := _beside(one.question, wrong, first):
                causes.setdefault(told.cause, []).append((one, told))
    for shows in causes.values():
        one, wrong = shows[0]
        more = f" (and {len(shows) - 1} more)" if len(shows) > 1 else ""
        yield finding(rule.source, (*rule.pointer, "id"), wrong, one.told + more)


def _found(redirects: Sequence[Redirect], one: Asked, own: set[str], hsts: tuple[str, ...]) -> Iterator[Disagreement]:
    question, reply = one.question, one.exchange.reply
    if reply is None:
        if question.aspect != "hostile":
            yield Disagreement(
                "request-unanswered", f"`{question.redirect.id}`: no response: {shown(one.exchange.said)}"
            )
        return
    expected = oracle.answer(redirects, question.request, int(one.exchange.received))
    wrong = disagreements(question, expected, reply, own)
    yield from wrong
    if expected and not wrong and question.aspect != "hostile" and hsts and not reply.values(_HSTS):
        said = f"`{question.redirect.id}`: the header {_HSTS} is missing, and other answers of the host have it"
        yield Disagreement("host-header-wrong", said, lines_of(_HSTS, hsts), lines_of(_HSTS, ()))


def _beside(question: Question, wrong: Disagreement, first: set[str]) -> Disagreement | None:
    """What a question adds to what the rule's own address shows already; another method is held against GET."""
    if question.aspect == "variant" and wrong.cause == "request-not-covered" and "rule-not-deployed" in first:
        return None
    if question.aspect != "method" or wrong.cause in ("preflight-redirected", "request-unanswered"):
        return wrong
    if wrong.cause in first:
        return None
    method = question.request.method
    cause = "head-differs" if method == "HEAD" else "method-differs"
    return msgspec.structs.replace(wrong, cause=cause, said=f"{method} is answered otherwise than GET: {wrong.said}")


def finding(source: Source, pointer: Pointer, wrong: Disagreement, request: str) -> Finding:
    """A disagreement at the place that promises otherwise; below the first line, the request and the difference."""
    line, column = locate(source, pointer)
    message = "\n".join([wrong.said, *([request] if request else []), *wrong.lines()])
    return Finding(source.path, line, column, wrong.cause, Severity.ERROR, message, CAUSES[wrong.cause].hint)


def _host_sends(asked: Sequence[Asked]) -> tuple[str, ...]:
    """The HSTS header that every answer of the upstream has; none where one has it not."""
    passed = [
        one.exchange.reply.values(_HSTS)
        for one in asked
        if one.question.aspect == "boundary" and one.exchange.reply and one.exchange.reply.location is None
    ]
    return passed[0] if passed and all(passed) else ()


def _skewed(redirects: Sequence[Redirect], asked: Sequence[Asked]) -> Iterator[tuple[Asked, Disagreement]]:
    """What is wrong where every dated answer of the rules is off by more than SKEW seconds; the nearest is told."""
    off = [(abs(skew), skew, one) for one in asked if (skew := _skew(redirects, one)) is not None]
    if not off:
        return
    size, skew, one = min(off, key=lambda found: found[0])
    if size <= SKEW:
        return
    host, side = one.question.redirect.host, "ahead" if skew > 0 else "behind"
    said = f"the clock of {host} is {size:.0f} s {side}, by the clock here; it decides when a rule ends"
    yield one, Disagreement("edge-clock-skewed", said)


def _skew(redirects: Sequence[Redirect], one: Asked) -> float | None:
    """Seconds by which the edge's Date lies after the exchange, or before it if negative; None without a Date.

    Only an answer of a rule is the edge's own.
    """
    exchange, reply = one.exchange, one.exchange.reply
    if reply is None or oracle.answer(redirects, one.question.request, int(exchange.received)) is None:
        return None
    moment = _date(reply)
    if moment is None:
        return None
    return max(moment - exchange.received, 0.0) or min(moment + 1 - exchange.sent, 0.0)


def _date(reply: Reply) -> float | None:
    try:
        return parsedate_to_datetime(next(iter(reply.values("Date")), "")).timestamp()
    except (ValueError, OverflowError):
        return None
