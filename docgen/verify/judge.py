"""One reply of an edge, compared with the answer of the oracle."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from docgen.model.redirect import Redirect, rfc3339
from docgen.redirects.oracle import Answer
from docgen.verify import headers
from docgen.verify.http_exchange import Mismatch, Reply, escape_untrusted, header_lines
from docgen.verify.location import base_of, fault, is_chosen_by_request, origin_of
from docgen.verify.questions import INJECTED, Question

_STATUS_EFFECTS: Final = {
    301: "clients may change POST to GET, and cache the redirect permanently",
    302: "clients may change POST to GET",
    303: "clients change every method to GET",
    307: "clients treat the redirect as temporary",
    308: "clients treat the redirect as permanent",
}
_UPSTREAM: Final = "the upstream's own response"


def find_mismatches(
    question: Question, expected: Answer | None, reply: Reply, allowed_hosts: Collection[str]
) -> list[Mismatch]:
    """The mismatches of a reply; if `expected` is None, any response of the upstream is right.

    `allowed_hosts` are the hosts that Location may name: those of the question and of the rules' targets. An edge may
    refuse or normalise a hostile request, so for those only an unsafe reply is a mismatch.
    """
    judged = _Judged(question, reply)
    if question.aspect in ("boundary", "hostile"):
        unsafe = list(judged.unsafe(allowed_hosts))
        if unsafe or question.aspect == "hostile":
            return unsafe
    if expected is None:
        return list(judged.as_upstream())
    # which say what is not supported
    if reply.status >= 500 and reply.status not in (501, 505):
        message = f" returns {reply.status}: the edge fails where the rule should respond"
        return [judged.mismatch("server-error", message, str(expected.status))]
    if expected.status < 400:
        return list(judged.as_redirect(expected))
    return list(judged.as_gone(expected))


def not_deployed_after_sunset(question: Question, expected: Answer, reply: Reply) -> Mismatch:
    """The mismatch of a response after the sunset that is the upstream's own."""
    kind = escape_untrusted(" ".join((str(reply.status), *reply.values("Content-Type"))))
    message = f" responds as the upstream to requests that no rule covers, with {kind}"
    wanted = map(": ".join, expected.headers)
    return _Judged(question, reply).mismatch("rule-not-deployed", message, str(expected.status), *wanted)


class _Judged(NamedTuple):
    """A question and its reply."""

    question: Question
    reply: Reply

    @property
    def rule(self) -> Redirect:
        return self.question.redirect

    def mismatch(self, id_: str, message: str, *expected: str, got: tuple[str, ...] | None = None) -> Mismatch:
        """A mismatch whose message begins with the rule; what was received is the status, unless `got` says more."""
        if got is None:
            got = self.reply.status_lines()
        return Mismatch(id_, f"`{self.rule.id}`{message}", expected, got)

    def unsafe(self, allowed_hosts: Collection[str]) -> Iterator[Mismatch]:
        """What no request may cause: a Location on a host of its choice, or an injected header."""
        for location in self.reply.values("Location"):
            if is_chosen_by_request(location, self.question.request.target, allowed_hosts):
                wanted = f"Location on {' or '.join(sorted(allowed_hosts))}"
                yield self.mismatch("open-redirect", ": the request controls the host in Location", wanted)
        for value in self.reply.values(INJECTED):
            message = ": the request injects a header into the response"
            yield self.mismatch("header-injected", message, f"no {INJECTED}", got=(f"{INJECTED}: {value}",))

    def as_upstream(self) -> Iterator[Mismatch]:
        """Signs of a rule in a response that should be the upstream's."""
        rule, request, aspect = self.rule, self.question.request, self.question.aspect
        if aspect == "removed":
            yield from self._as_removed()
            return
        redirected = self._redirects_to_target()
        lines = headers.redirect_lines(rule, self.reply)
        if aspect == "boundary" and lines and not redirected:
            message = ": a response of the upstream has headers of the rule"
            yield self.mismatch("header-on-pass-through", message, got=lines)
        elif request.method in rule.excluded and self.reply.location is not None:
            message = f": {request.method} is redirected; the rule leaves it to the upstream"
            yield self.mismatch("preflight-redirected", message, _UPSTREAM)
        elif redirected and aspect == "boundary":
            message = f": {request.target} is redirected; the rule for {rule.path} does not cover it"
            yield self.mismatch("boundary-missing", message, _UPSTREAM)
        elif redirected and aspect == "normalised":
            message = f": the edge or a proxy in front merges slashes, so {request.target} is redirected, too"
            yield self.mismatch("path-normalised", message, _UPSTREAM)
        elif redirected:
            yield self._still_redirecting()

    def _as_removed(self) -> Iterator[Mismatch]:
        path, location, status = self.question.request.target, self.reply.location, self.reply.status
        if self._redirects_to_target():
            problem = "the edge still redirects"
        elif location is not None and location.removeprefix(origin_of(location)) not in (path, f"{path}/"):
            problem = f"{path} is redirected elsewhere"
        elif status >= 500:
            problem = f"{path} returns {status}: a line of the edge's configuration may still use the rule"
        else:
            return
        message = f" was removed on {self.rule.text.removed}; {problem}"
        yield self.mismatch("removed-rule-deployed", message, _UPSTREAM)

    def as_redirect(self, expected: Answer) -> Iterator[Mismatch]:
        """What differs from the redirect of the rule."""
        reply, (_, wanted) = self.reply, expected.headers[0]
        own = [name for name, _ in expected.headers if name not in ("Location", "Cache-Control")]
        # a redirect elsewhere, without any header of the rule, was not made by it
        is_of_other_rule = own and not self._redirects_to_target() and not any(map(reply.values, own))
        if reply.location is None or is_of_other_rule:
            yield self._not_redirected(str(expected.status), f"Location: {wanted}")
            return
        if reply.status != expected.status:
            effect = _STATUS_EFFECTS.get(reply.status, "clients disagree on what it means")
            message = f" returns {reply.status} instead of {expected.status}: {effect}"
            yield self.mismatch("redirect-status-changed", message, str(expected.status), got=(str(reply.status),))
        if reply.values("Location") != (wanted,):
            id_, problem = fault(wanted, reply.location, self.rule)
            got = header_lines("Location", reply.values("Location"))
            yield self.mismatch(id_, f": {problem}", f"Location: {wanted}", got=got)
        yield from headers.mismatches(self.rule, expected.headers, reply)
        yield from headers.unexpected(self.rule, expected.headers, reply)

    def _not_redirected(self, *wanted: str) -> Mismatch:
        rule, reply = self.rule, self.reply
        if rule.sunset is not None and self._is_gone_answer():
            message = f" responds as after its sunset, {rfc3339(rule.sunset)}{self._edge_time()}"
            return self.mismatch("gone-before-sunset", message, *wanted)
        id_ = "rule-not-deployed"
        # the rule's own address was asked before, and tells whether it is deployed at all
        if self.question.aspect == "variant":
            id_ = "request-not-covered"
        kind = f"{reply.status} {' '.join(reply.values('Content-Type'))}".strip()
        by = f"the upstream responds, or another rule, with {escape_untrusted(kind)}"
        message = f" does not redirect {escape_untrusted(self.question.request.target)}: {by}"
        return self.mismatch(id_, message, *wanted)

    def as_gone(self, expected: Answer) -> Iterator[Mismatch]:
        """What differs from the answer after the sunset."""
        rule, reply = self.rule, self.reply
        if reply.location is not None:
            yield self._still_redirecting()
            return
        if reply.status != expected.status:
            id_, since = "rule-not-deployed", ""
            if reply.status in (404, 410):
                id_ = "gone-answer-wrong"
            if rule.sunset is not None:
                since = f" after its sunset, {rfc3339(rule.sunset)}"
            message = f" returns {reply.status} instead of {expected.status}{since}"
            yield self.mismatch(id_, message, str(expected.status))
            return
        if expected.content_type:
            yield from self._body_mismatches(expected)
        if lines := headers.leftover_lines(rule, reply):
            message = ": the response after the sunset still has headers of the redirect"
            yield self.mismatch("deprecation-after-sunset", message, got=lines)
        yield from headers.mismatches(rule, expected.headers, reply)

    def _body_mismatches(self, expected: Answer) -> Iterator[Mismatch]:
        reply = self.reply
        # a proxy may add a charset
        kinds = [value.partition(";")[0].strip().lower() for value in reply.values("Content-Type")]
        if kinds != [expected.content_type]:
            message = f": the response after the sunset is not {expected.content_type}"
            got = header_lines("Content-Type", reply.values("Content-Type"))
            yield self.mismatch("gone-answer-wrong", message, f"Content-Type: {expected.content_type}", got=got)
        if coding := reply.values("Content-Encoding"):
            message = ": the body after the sunset is compressed, and the request does not ask for that"
            yield self.mismatch("answer-compressed", message, got=header_lines("Content-Encoding", coding))
        elif self.question.request.method != "HEAD" and reply.body != expected.body.encode():
            message = ": the body of the response after the sunset differs from the API's error"
            got = (reply.body.decode("utf-8", "replace"),)
            yield self.mismatch("gone-answer-wrong", message, expected.body, got=got)

    def _still_redirecting(self) -> Mismatch:
        rule = self.rule
        when, since, wanted = "after its sunset", "", _UPSTREAM
        if rule.brownouts:
            when = "in a brownout, or after its sunset"
        if rule.sunset is not None:
            since = f", {rfc3339(rule.sunset)}{self._edge_time()}"
        if rule.gone:
            wanted = str(rule.gone.status)
        return self.mismatch("redirect-after-sunset", f" still redirects {when}{since}", wanted)

    def _redirects_to_target(self) -> bool:
        """Whether the reply redirects to the rule's target."""
        return (self.reply.location or "").startswith(base_of(self.rule.to))

    def _is_gone_answer(self) -> bool:
        """Whether the reply is the rule's response after its sunset: its body, or `no-store` without a body."""
        gone, reply = self.rule.gone, self.reply
        if gone is None or reply.status != gone.status:
            return False
        if gone.body and self.question.request.method != "HEAD":
            return reply.body == gone.body.encode()
        return reply.values("Cache-Control") == ("no-store",)

    def _edge_time(self) -> str:
        date = self.reply.first("Date")
        if date is None:
            return ""
        return f" (the edge's clock: {date})"
