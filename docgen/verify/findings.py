"""The findings on an edge: one for each rule and id, with the first request that shows it."""

from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from typing import Final

import msgspec

from docgen.model.finding import Finding, Severity
from docgen.model.redirect import Redirect
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.redirects import oracle
from docgen.verify.finding_docs import FINDING_DOCS
from docgen.verify.http_exchange import Exchange, Reply
from docgen.verify.judge import find_mismatches
from docgen.verify.location import host_of
from docgen.verify.mismatch import Mismatch, escape_untrusted, header_lines, no_response
from docgen.verify.questions import Question

SKEW: Final = 5
"""Seconds that the clock of an edge may be off."""
_HSTS: Final = "Strict-Transport-Security"


class Observation(msgspec.Struct, frozen=True):
    """A question with its exchange, and the URL that a finding names."""

    question: Question
    exchange: Exchange
    url: str

    @property
    def request_line(self) -> str:
        """The method and the URL of the request."""
        return f"{self.question.request.method} {escape_untrusted(self.url)}"


def edge_findings(redirects: Sequence[Redirect], observations: Sequence[Observation]) -> dict[str, tuple[Finding, ...]]:
    """The findings on one edge by the id of each rule; an empty tuple if all its responses are as promised."""
    by_rule: dict[str, list[Observation]] = {}
    for observation in observations:
        by_rule.setdefault(observation.question.redirect.id, []).append(observation)
    hsts = _upstream_hsts(observations)
    found = {rule: tuple(_rule_findings(redirects, of_rule, hsts)) for rule, of_rule in by_rule.items()}
    for observation, mismatch in _clock_mismatch(redirects, observations):
        rule = observation.question.redirect
        found[rule.id] += (mismatch_finding(rule.source, (*rule.pointer, "id"), mismatch, observation.request_line),)
    return found


def _rule_findings(
    redirects: Sequence[Redirect], observations: Sequence[Observation], hsts: tuple[str, ...]
) -> Iterator[Finding]:
    rule = observations[0].question.redirect
    allowed_hosts = {rule.host, *(host_of(other.to) for other in redirects)}
    found = [
        (observation, tuple(_mismatches(redirects, observation, allowed_hosts, hsts))) for observation in observations
    ]
    address_ids = {
        mismatch.id
        for observation, mismatches in found
        if observation.question.aspect == "address"
        for mismatch in mismatches
    }
    by_id: dict[str, list[tuple[Observation, Mismatch]]] = {}
    for observation, mismatches in found:
        for mismatch in mismatches:
            if new := _new_mismatch(observation.question, mismatch, address_ids):
                by_id.setdefault(new.id, []).append((observation, new))
    for occurrences in by_id.values():
        observation, mismatch = occurrences[0]
        more = f" (and {len(occurrences) - 1} more)" if len(occurrences) > 1 else ""
        yield mismatch_finding(rule.source, (*rule.pointer, "id"), mismatch, observation.request_line + more)


def _mismatches(
    redirects: Sequence[Redirect], observation: Observation, allowed_hosts: set[str], hsts: tuple[str, ...]
) -> Iterator[Mismatch]:
    question, reply = observation.question, observation.exchange.reply
    if reply is None:
        if question.aspect != "hostile":
            yield no_response("request-unanswered", f"`{question.redirect.id}`", observation.exchange.error)
        return
    # the time of the request gives the same answer: docgen/probe repeats a request near a sunset
    expected = oracle.answer(redirects, question.request, int(observation.exchange.received))
    mismatches = find_mismatches(question, expected, reply, allowed_hosts)
    yield from mismatches
    if expected and not mismatches and question.aspect != "hostile" and hsts and not reply.values(_HSTS):
        message = f"`{question.redirect.id}`: the header {_HSTS} is missing; other responses of the host have it"
        yield Mismatch("host-header-wrong", message, header_lines(_HSTS, hsts), header_lines(_HSTS, ()))


def _new_mismatch(question: Question, mismatch: Mismatch, address_ids: set[str]) -> Mismatch | None:
    """The mismatch as it is reported beside those of the rule's own address; None if those imply it."""
    if question.aspect == "variant" and mismatch.id == "request-not-covered" and "rule-not-deployed" in address_ids:
        return None
    if question.aspect != "method" or mismatch.id in ("preflight-redirected", "request-unanswered"):
        return mismatch
    if mismatch.id in address_ids:
        return None
    method = question.request.method
    finding_id = "head-differs" if method == "HEAD" else "method-differs"
    return msgspec.structs.replace(mismatch, id=finding_id, message=f"{method} differs from GET: {mismatch.message}")


def mismatch_finding(source: Source, pointer: Pointer, mismatch: Mismatch, request: str) -> Finding:
    """The finding on a mismatch, at the text that promises otherwise; its message ends with the request and a diff."""
    line, column = locate(source, pointer)
    message = "\n".join([mismatch.message, *([request] if request else []), *mismatch.lines()])
    return Finding(source.path, line, column, mismatch.id, Severity.ERROR, message, FINDING_DOCS[mismatch.id].hint)


def _upstream_hsts(observations: Sequence[Observation]) -> tuple[str, ...]:
    """The HSTS header of the upstream's responses; empty if one of them lacks it."""
    # requests beside a rule reach the upstream, whose responses show what the host always sends
    passed = [
        observation.exchange.reply.values(_HSTS)
        for observation in observations
        if observation.question.aspect == "boundary"
        and observation.exchange.reply
        and observation.exchange.reply.location is None
    ]
    return passed[0] if passed and all(passed) else ()


def _clock_mismatch(
    redirects: Sequence[Redirect], observations: Sequence[Observation]
) -> Iterator[tuple[Observation, Mismatch]]:
    """The mismatch of the clock if every dated response of the rules is off by more than SKEW seconds."""
    skews = [
        (abs(skew), skew, observation)
        for observation in observations
        if (skew := _clock_skew(redirects, observation)) is not None
    ]
    if not skews:
        return
    # one response in time proves the clock: the others may be old ones from a cache
    size, skew, observation = min(skews, key=lambda found: found[0])
    if size <= SKEW:
        return
    host, direction = observation.question.redirect.host, "ahead of" if skew > 0 else "behind"
    message = f"the clock of {host} is {size:.0f} s {direction} the clock here; it decides when a rule ends"
    yield observation, Mismatch("edge-clock-skewed", message)


def _clock_skew(redirects: Sequence[Redirect], observation: Observation) -> float | None:
    """Seconds by which the edge's Date is after the exchange, or before it if negative; None without a Date.

    Only responses of rules count: the upstream's have its own Date.
    """
    exchange, reply = observation.exchange, observation.exchange.reply
    if reply is None or oracle.answer(redirects, observation.question.request, int(exchange.received)) is None:
        return None
    edge_time = _date(reply)
    if edge_time is None:
        return None
    # a Date has whole seconds: the edge may have sent it up to a second later
    return max(edge_time - exchange.received, 0.0) or min(edge_time + 1 - exchange.sent, 0.0)


def _date(reply: Reply) -> float | None:
    try:
        return parsedate_to_datetime(next(iter(reply.values("Date")), "")).timestamp()
    except (ValueError, OverflowError):
        return None
