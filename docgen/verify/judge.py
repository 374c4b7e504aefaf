"""One reply of an edge, compared with the answer of the oracle."""

from collections.abc import Collection, Iterator
from typing import Final

from docgen.model.redirect import Redirect, rfc3339
from docgen.redirects.oracle import Answer
from docgen.verify import headers
from docgen.verify.http_exchange import Mismatch, Reply, escape_untrusted, header_lines
from docgen.verify.location import base_of, describe_change, is_chosen_by_request, mismatch_id, origin_of
from docgen.verify.questions import INJECTED, Question

_STATUS_EFFECTS: Final = {
    301: "clients may change POST to GET, and cache the redirect permanently",
    302: "clients may change POST to GET",
    303: "clients change every method to GET",
    307: "clients treat the redirect as temporary",
    308: "clients treat the redirect as permanent",
}
_UPSTREAM_ANSWER: Final = ("the upstream's own response",)


def find_mismatches(
    question: Question, expected: Answer | None, reply: Reply, allowed_hosts: Collection[str]
) -> list[Mismatch]:
    """The mismatches of a reply; if `expected` is None, any response of the upstream is right.

    `allowed_hosts` are the hosts that Location may name: those of the question and of the rules' targets. An edge may
    refuse or normalise a hostile request, so for those only an unsafe reply is a mismatch.
    """
    if question.aspect in ("boundary", "hostile"):
        unsafe = list(_unsafe(question, reply, allowed_hosts))
        if unsafe or question.aspect == "hostile":
            return unsafe
    if expected is None:
        return list(_upstream_mismatches(question, reply))
    if reply.status >= 500 and reply.status not in (501, 505):  # which say what is not supported
        message = f"`{question.redirect.id}` returns {reply.status}: the edge fails where the rule should respond"
        return [Mismatch("server-error", message, (str(expected.status),), reply.status_lines())]
    compare = _redirect_mismatches if expected.status < 400 else _gone_mismatches
    return list(compare(question, expected, reply))


def _unsafe(question: Question, reply: Reply, allowed_hosts: Collection[str]) -> Iterator[Mismatch]:
    """What no request may cause: a Location on a host of its choice, or an injected header."""
    rule = question.redirect
    for location in reply.values("Location"):
        if is_chosen_by_request(location, question.request.target, allowed_hosts):
            message = f"`{rule.id}`: the request controls the host in Location"
            wanted = f"Location on {' or '.join(sorted(allowed_hosts))}"
            yield Mismatch("open-redirect", message, (wanted,), reply.status_lines())
    for value in reply.values(INJECTED):
        message = f"`{rule.id}`: the request injects a header into the response"
        yield Mismatch("header-injected", message, (f"no {INJECTED}",), (f"{INJECTED}: {value}",))


def _upstream_mismatches(question: Question, reply: Reply) -> Iterator[Mismatch]:
    """Signs of a rule in a response that should be the upstream's."""
    rule, request = question.redirect, question.request
    if question.aspect == "removed":
        yield from _removed_mismatches(question, reply)
        return
    redirected, boundary = _redirects_to_target(rule, reply), question.aspect == "boundary"
    if boundary and (lines := headers.redirect_lines(rule, reply)) and not redirected:
        message = f"`{rule.id}`: a response of the upstream has headers of the rule"
        yield Mismatch("header-on-pass-through", message, (), lines)
    elif request.method in rule.excluded and reply.location is not None:
        message = f"`{rule.id}`: {request.method} is redirected; the rule leaves it to the upstream"
        yield Mismatch("preflight-redirected", message, _UPSTREAM_ANSWER, reply.status_lines())
    elif redirected and boundary:
        message = f"`{rule.id}`: {request.target} is redirected; the rule for {rule.path} does not cover it"
        yield Mismatch("boundary-missing", message, _UPSTREAM_ANSWER, reply.status_lines())
    elif redirected and question.aspect == "normalised":
        message = f"`{rule.id}`: the edge or a proxy in front merges slashes, so {request.target} is redirected, too"
        yield Mismatch("path-normalised", message, _UPSTREAM_ANSWER, reply.status_lines())
    elif redirected:
        yield _still_redirecting(question, reply)


def _removed_mismatches(question: Question, reply: Reply) -> Iterator[Mismatch]:
    rule, path, location = question.redirect, question.request.target, reply.location
    if location is not None and _redirects_to_target(rule, reply):
        problem = "the edge still redirects"
    elif location is not None and location.removeprefix(origin_of(location)) not in (path, f"{path}/"):
        problem = f"{path} is redirected elsewhere"
    elif reply.status >= 500:
        problem = f"{path} returns {reply.status}: a line of the edge's configuration may still use the rule"
    else:
        return
    message = f"`{rule.id}` was removed on {rule.text.removed}; {problem}"
    yield Mismatch("removed-rule-deployed", message, _UPSTREAM_ANSWER, reply.status_lines())


def _redirect_mismatches(question: Question, expected: Answer, reply: Reply) -> Iterator[Mismatch]:
    rule, (_, wanted) = question.redirect, expected.headers[0]
    own = [name for name, _ in expected.headers if name not in ("Location", "Cache-Control")]
    is_of_other_rule = own and not _redirects_to_target(rule, reply) and not any(map(reply.values, own))
    if reply.location is None or is_of_other_rule:
        yield _not_redirected(question, expected, reply)
        return
    if reply.status != expected.status:
        effect = _STATUS_EFFECTS.get(reply.status, "clients disagree on what it means")
        message = f"`{rule.id}` returns {reply.status} instead of {expected.status}: {effect}"
        yield Mismatch("redirect-status-changed", message, (str(expected.status),), (str(reply.status),))
    if reply.values("Location") != (wanted,):
        yield _location_mismatch(question, wanted, *reply.values("Location"))
    yield from headers.mismatches(rule, expected.headers, reply)
    yield from headers.unexpected(rule, expected.headers, reply)


def _not_redirected(question: Question, expected: Answer, reply: Reply) -> Mismatch:
    rule = question.redirect
    wanted = (str(expected.status), f"Location: {expected.headers[0][1]}")
    if rule.sunset is not None and rule.gone is not None and _is_gone_answer(question, reply):
        message = f"`{rule.id}` responds as after its sunset, {rfc3339(rule.sunset)}{_edge_time(reply)}"
        return Mismatch("gone-before-sunset", message, wanted, reply.status_lines())
    finding_id = "request-not-covered" if question.aspect == "variant" else "rule-not-deployed"
    target, kind = escape_untrusted(question.request.target), " ".join(reply.values("Content-Type"))
    by = f"the upstream responds, or another rule, with {escape_untrusted(f'{reply.status} {kind}'.strip())}"
    return Mismatch(finding_id, f"`{rule.id}` does not redirect {target}: {by}", wanted, reply.status_lines())


def not_deployed_after_sunset(question: Question, expected: Answer, reply: Reply) -> Mismatch:
    """The mismatch of a response after the sunset that is the upstream's own."""
    kind = escape_untrusted(" ".join((str(reply.status), *reply.values("Content-Type"))))
    message = f"`{question.redirect.id}` responds as the upstream to requests that no rule covers, with {kind}"
    wanted = (str(expected.status), *(f"{name}: {value}" for name, value in expected.headers))
    return Mismatch("rule-not-deployed", message, wanted, reply.status_lines())


def _gone_mismatches(question: Question, expected: Answer, reply: Reply) -> Iterator[Mismatch]:
    rule = question.redirect
    if reply.location is not None:
        yield _still_redirecting(question, reply)
        return
    if reply.status != expected.status:
        sunset_note = "" if rule.sunset is None else f" after its sunset, {rfc3339(rule.sunset)}"
        finding_id = "gone-answer-wrong" if reply.status in (404, 410) else "rule-not-deployed"
        message = f"`{rule.id}` returns {reply.status} instead of {expected.status}{sunset_note}"
        yield Mismatch(finding_id, message, (str(expected.status),), reply.status_lines())
        return
    if expected.content_type:
        yield from _body_mismatches(question, expected, reply)
    if lines := headers.leftover_lines(rule, reply):
        message = f"`{rule.id}`: the response after the sunset still has headers of the redirect"
        yield Mismatch("deprecation-after-sunset", message, (), lines)
    yield from headers.mismatches(rule, expected.headers, reply)


def _body_mismatches(question: Question, expected: Answer, reply: Reply) -> Iterator[Mismatch]:
    rule = question.redirect
    # a proxy may add a charset
    kinds = [value.partition(";")[0].strip().lower() for value in reply.values("Content-Type")]
    if kinds != [expected.content_type]:
        message = f"`{rule.id}`: the response after the sunset is not {expected.content_type}"
        got = header_lines("Content-Type", reply.values("Content-Type"))
        yield Mismatch("gone-answer-wrong", message, (f"Content-Type: {expected.content_type}",), got)
    if coding := reply.values("Content-Encoding"):
        message = f"`{rule.id}`: the body after the sunset is compressed, and the request does not ask for that"
        yield Mismatch("answer-compressed", message, (), header_lines("Content-Encoding", coding))
    elif question.request.method != "HEAD" and reply.body != expected.body.encode():
        message = f"`{rule.id}`: the body of the response after the sunset differs from the API's error"
        yield Mismatch("gone-answer-wrong", message, (expected.body,), (reply.body.decode("utf-8", "replace"),))


def _location_mismatch(question: Question, wanted: str, *got: str) -> Mismatch:
    finding_id = mismatch_id(wanted, got[0], question.redirect)
    messages = {
        "query-lost": "the query is cut" if "?" in got[0] else "the query is lost",
        "query-doubled": "the query is repeated",
        "suffix-lost": "the path after the prefix is lost",
        "slash-changed": "a trailing slash is lost or added",
        "internal-address": "Location is plain http, or an internal address",
        "location-changed": describe_change(wanted, got[0]),
    }
    message = f"`{question.redirect.id}`: {messages[finding_id]}"
    return Mismatch(finding_id, message, (f"Location: {wanted}",), tuple(f"Location: {value}" for value in got))


def _still_redirecting(question: Question, reply: Reply) -> Mismatch:
    rule = question.redirect
    sunset_note = "" if rule.sunset is None else f", {rfc3339(rule.sunset)}{_edge_time(reply)}"
    when = "in a brownout, or after its sunset" if rule.brownouts else "after its sunset"
    message = f"`{rule.id}` still redirects {when}{sunset_note}"
    wanted = _UPSTREAM_ANSWER if rule.gone is None else (str(rule.gone.status),)
    return Mismatch("redirect-after-sunset", message, wanted, reply.status_lines())


def _redirects_to_target(rule: Redirect, reply: Reply) -> bool:
    """Whether the reply redirects to the rule's target."""
    return reply.location is not None and reply.location.startswith(base_of(rule.to))


def _is_gone_answer(question: Question, reply: Reply) -> bool:
    """Whether the reply is the rule's response after its sunset: its body, or `no-store` without a body."""
    gone = question.redirect.gone
    if gone is None or reply.status != gone.status:
        return False
    if gone.body and question.request.method != "HEAD":
        return reply.body == gone.body.encode()
    return reply.values("Cache-Control") == ("no-store",)


def _edge_time(reply: Reply) -> str:
    dates = reply.values("Date")
    return f" (the edge's clock: {dates[0]})" if dates else ""
