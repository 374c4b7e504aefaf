"""One reply of an edge against what the oracle says, with the cause of each disagreement."""

from collections.abc import Collection, Iterator
from typing import Final

from docgen.model.redirect import Redirect, rfc3339
from docgen.redirects.oracle import Answer
from docgen.verify import headers
from docgen.verify.disagreement import Disagreement, lines_of
from docgen.verify.http_exchange import Reply
from docgen.verify.location import chosen_by_request, difference
from docgen.verify.questions import INJECTED, Question

_STATUS: Final = {
    301: "a client may change POST to GET, and keeps the redirect for ever",
    302: "a client may change POST to GET",
    303: "a client changes every method to GET",
    307: "a client takes the move for a temporary one",
    308: "a client takes the move for a permanent one",
}
_UPSTREAM: Final = ("the upstream's own answer",)


def disagreements(
    question: Question, expected: Answer | None, reply: Reply, own: Collection[str]
) -> list[Disagreement]:
    """Every way in which the reply is not what was expected; None is the upstream's own answer, whatever that is.

    `own` are the hosts that a Location may name: that of the question, and those of the rules' targets. An edge may
    refuse a hostile request, or normalise it first, so that only what nobody may ever get is looked for there.
    """
    if question.aspect in ("boundary", "hostile"):
        unsafe = list(_unsafe(question, reply, own))
        if unsafe or question.aspect == "hostile":
            return unsafe
    if expected is None:
        return list(_passed(question, reply))
    return list(_redirected(question, expected, reply) if expected.status < 400 else _gone(question, expected, reply))


def _unsafe(question: Question, reply: Reply, own: Collection[str]) -> Iterator[Disagreement]:
    """What no request may ever get: a host that it chose, a header that it made up."""
    rule = question.redirect
    for location in reply.values("Location"):
        if chosen_by_request(location, question.request.target, own):
            said = f"`{rule.id}`: the request chooses the host that clients are sent to"
            yield Disagreement("open-redirect", said, (f"Location on {' or '.join(sorted(own))}",), _head(reply))
    for value in reply.values(INJECTED):
        said = f"`{rule.id}`: the request writes a header into the answer"
        yield Disagreement("header-injected", said, (f"no {INJECTED}",), (f"{INJECTED}: {value}",))


def _passed(question: Question, reply: Reply) -> Iterator[Disagreement]:
    """What of a rule shows in an answer that is the upstream's."""
    rule, request = question.redirect, question.request
    if question.aspect == "boundary" and (lines := headers.of_redirect(rule, reply)) and not _answers_as(rule, reply):
        said = f"`{rule.id}`: an answer of the upstream carries headers of the rule"
        yield Disagreement("header-on-pass-through", said, (), lines)
    elif request.method in rule.excluded and reply.location is not None:
        said = f"`{rule.id}`: {request.method} is redirected, and the rule leaves it to the upstream"
        yield Disagreement("preflight-redirected", said, _UPSTREAM, _head(reply))
    elif _answers_as(rule, reply) and question.aspect == "boundary":
        said = f"`{rule.id}`: {request.target} is redirected, and only begins like {rule.path}"
        yield Disagreement("boundary-missing", said, _UPSTREAM, _head(reply))
    elif _answers_as(rule, reply) and question.aspect == "removed":
        said = f"`{rule.id}` was removed on {rule.text.removed}, and the edge still answers for it"
        yield Disagreement("removed-rule-deployed", said, _UPSTREAM, _head(reply))
    elif _answers_as(rule, reply):
        yield _still(question, reply)


def _redirected(question: Question, expected: Answer, reply: Reply) -> Iterator[Disagreement]:
    rule, (_, wanted) = question.redirect, expected.headers[0]
    if reply.location is None:
        yield _not_redirected(question, expected, reply)
        return
    if reply.status != expected.status:
        why = _STATUS.get(reply.status, "clients do not agree on what it means")
        said = f"`{rule.id}` answers {reply.status} instead of {expected.status}: {why}"
        yield Disagreement("redirect-status-changed", said, (str(expected.status),), (str(reply.status),))
    if reply.values("Location") != (wanted,):
        yield _wrong_location(difference(wanted, reply.location, rule), question, wanted, *reply.values("Location"))
    yield from headers.promised(rule, expected.headers, reply)
    yield from headers.unpromised(rule, expected.headers, reply)


def _not_redirected(question: Question, expected: Answer, reply: Reply) -> Disagreement:
    rule = question.redirect
    wanted = (str(expected.status), f"Location: {expected.headers[0][1]}")
    if rule.sunset is not None and rule.gone is not None and _is_gone(question, reply):
        said = f"`{rule.id}` answers as after its sunset, which is {_time(rule.sunset)}{_clock(reply)}"
        return Disagreement("gone-before-sunset", said, wanted, _head(reply))
    cause = "request-not-covered" if question.aspect == "variant" else "rule-not-deployed"
    said = f"`{rule.id}` does not answer {question.request.target}: the upstream does, or something before the rule"
    return Disagreement(cause, said, wanted, _head(reply))


def _gone(question: Question, expected: Answer, reply: Reply) -> Iterator[Disagreement]:
    rule = question.redirect
    if reply.location is not None:
        yield _still(question, reply)
        return
    if reply.status != expected.status:
        over = "" if rule.sunset is None else f", and its sunset was {_time(rule.sunset)}"
        cause = "gone-answer-wrong" if reply.status in (404, 410) else "rule-not-deployed"
        said = f"`{rule.id}` answers {reply.status} instead of {expected.status}{over}"
        yield Disagreement(cause, said, (str(expected.status),), _head(reply))
        return
    if expected.content_type:
        yield from _body(question, expected, reply)
    if lines := headers.left_over(rule, reply):
        said = f"`{rule.id}`: the answer after the sunset carries headers of the redirect"
        yield Disagreement("deprecation-after-sunset", said, (), lines)
    yield from headers.promised(rule, expected.headers, reply)


def _body(question: Question, expected: Answer, reply: Reply) -> Iterator[Disagreement]:
    rule = question.redirect
    if reply.values("Content-Type") != (expected.content_type,):
        said = f"`{rule.id}`: the answer after the sunset is not {expected.content_type}"
        got = lines_of("Content-Type", reply.values("Content-Type"))
        yield Disagreement("gone-answer-wrong", said, (f"Content-Type: {expected.content_type}",), got)
    if question.request.method != "HEAD" and reply.body != expected.body.encode():
        said = f"`{rule.id}`: the answer after the sunset has another body than the API's error"
        yield Disagreement("gone-answer-wrong", said, (expected.body,), (reply.body.decode("utf-8", "replace"),))


def _wrong_location(cause: str, question: Question, wanted: str, *got: str) -> Disagreement:
    words = {
        "query-lost": "the query is lost",
        "query-doubled": "the query is there twice",
        "suffix-lost": "what follows the prefix is lost",
        "slash-changed": "a slash at the end is lost or added",
        "internal-address": "Location is plain http, or an address that only the server knows",
        "location-changed": "Location differs",
    }
    said = f"`{question.redirect.id}`: {words[cause]}"
    return Disagreement(cause, said, (f"Location: {wanted}",), tuple(f"Location: {value}" for value in got))


def _still(question: Question, reply: Reply) -> Disagreement:
    rule = question.redirect
    over = "" if rule.sunset is None else f", which was {_time(rule.sunset)}{_clock(reply)}"
    said = f"`{rule.id}` still redirects after its sunset{over}"
    wanted = "the upstream's own answer" if rule.gone is None else str(rule.gone.status)
    return Disagreement("redirect-after-sunset", said, (wanted,), _head(reply))


def _answers_as(rule: Redirect, reply: Reply) -> bool:
    """Whether the reply leads to the rule's target."""
    return reply.location is not None and reply.location.startswith(rule.to.removesuffix("/"))


def _is_gone(question: Question, reply: Reply) -> bool:
    """Whether the reply is the rule's answer after its sunset: its body, or a bare status with `no-store`."""
    gone = question.redirect.gone
    if gone is None or reply.status != gone.status:
        return False
    same = bool(gone.body) and reply.body == gone.body.encode()
    return same or (reply.values("Cache-Control") == ("no-store",) and not gone.body)


def _head(reply: Reply) -> tuple[str, ...]:
    return (str(reply.status), *(f"Location: {value}" for value in reply.values("Location")))


def _clock(reply: Reply) -> str:
    dates = reply.values("Date")
    return f" (by the edge's own clock it is {dates[0]})" if dates else ""


def _time(epoch: int) -> str:
    return rfc3339(epoch)
