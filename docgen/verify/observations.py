"""What was observed at an edge: each exchange, compared with the oracle and with the other exchanges."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.redirects.paths import example_path
from docgen.verify.http_exchange import Exchange, Mismatch, Reply, escape_untrusted, header_lines, no_response
from docgen.verify.in_front import Beside, limited, mismatch_in_front, redirected_to
from docgen.verify.judge import find_mismatches, not_deployed_after_sunset
from docgen.verify.location import host_of
from docgen.verify.questions import Question

SKEW: Final = 5
"""Seconds that the clock of an edge may be off."""
_CACHING: Final = "Cache-Control"
_HSTS: Final = "Strict-Transport-Security"


class Observation(NamedTuple):
    """A question with its exchange, and the URL that a finding names."""

    question: Question
    exchange: Exchange
    url: str

    @property
    def rule(self) -> Redirect:
        """The rule that the question is about."""
        return self.question.redirect

    @property
    def request_line(self) -> str:
        """The method and the URL of the request."""
        return f"{self.question.request.method} {escape_untrusted(self.url)}"


class Observations:
    """All observations at one edge, and what they say together."""

    def __init__(self, redirects: Sequence[Redirect], observations: Sequence[Observation]) -> None:
        self.redirects, self.observations = redirects, observations
        self._target_hosts = {host_of(rule.to) for rule in redirects}

    def expected(self, observation: Observation) -> oracle.Answer | None:
        """The answer of the oracle at the time of the exchange."""
        # the time of the request gives the same answer: docgen/probe repeats a request near a sunset
        return oracle.answer(self.redirects, observation.question.request, int(observation.exchange.received))

    def mismatches(self, observation: Observation) -> tuple[Mismatch, ...]:
        """What differs in one exchange, of these or of later ones; one mismatch where the rules did not respond."""
        question, reply = observation.question, observation.exchange.reply
        refusable = _may_be_refused(question)
        if self.is_refused(observation) or (reply is None and refusable):
            return ()
        if reply is None:
            return (no_response("request-unanswered", f"`{question.redirect.id}`", observation.exchange.error),)
        if question.aspect in ("control", "form") or (question.aspect == "removed" and self._is_usual(question, reply)):
            return ()
        expected = self.expected(observation)
        is_limited = reply.is_limited or reply.status == self._limit_status
        if is_limited and ((expected and not refusable) or question.aspect == "removed"):
            return (limited(question, reply),)
        if expected and not refusable:
            old = abs(self.skew or 0) <= SKEW < -(self.skew_of(observation) or 0)
            if front := mismatch_in_front(question, expected, reply, self._beside, old=old):
                return (front,)
        elif redirected_to(question, expected, reply, self._beside):
            # as every request: no matter of the rule
            return ()
        return tuple(self._of_rule(question, expected, reply))

    def is_refused(self, observation: Observation) -> bool:
        """Whether a form of an address gets a refusal that the same form gets beside the rules, and a plain one not."""
        reply = observation.exchange.reply
        if reply is None or reply.status < 400 or observation.question.aspect not in ("variant", "method"):
            return False
        return self._forms.get("") != self._forms.get(_form_of(observation)) == reply.kind

    @cached_property
    def _forms(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """What each form of an address gets beside the rules."""
        forms = {}
        for observation in self.observations:
            if observation.question.aspect == "form" and observation.exchange.reply:
                forms[_form_of(observation)] = observation.exchange.reply.kind
        return forms

    @cached_property
    def _limit_status(self) -> int | None:
        """The 5xx that all requests get from one on, as of a rate limit that asks for no pause; None without one."""
        replies = [observation.exchange.reply for observation in self.observations]
        statuses = [reply.status if reply else 0 for reply in replies]
        # from some request on all have the last one: a limit that was reached
        last = statuses[-1]
        since = statuses[statuses.index(last) :]
        if last >= 500 and statuses[0] != last and len(since) >= 3 and {*since} <= {last, 400}:
            return last
        return None

    def _of_rule(self, question: Question, expected: oracle.Answer | None, reply: Reply) -> Iterator[Mismatch]:
        allowed_hosts, hsts = {question.redirect.host, *self._target_hosts}, self._hsts
        mismatches = find_mismatches(question, expected, reply, allowed_hosts)
        if mismatches and expected and self._is_of_upstream(question, expected, reply):
            yield not_deployed_after_sunset(question, expected, reply)
            return
        yield from mismatches
        if expected and not mismatches and question.aspect != "hostile" and hsts and not reply.values(_HSTS):
            message = f"`{question.redirect.id}`: the header {_HSTS} is missing; other responses of the host have it"
            yield Mismatch("host-header-wrong", message, header_lines(_HSTS, hsts), header_lines(_HSTS, ()))

    @cached_property
    def _passed(self) -> list[tuple[Question, Reply]]:
        """The replies to requests that no rule covers, which say what the host does without its rules."""
        passed = []
        for observation in self.observations:
            question, reply = observation.question, observation.exchange.reply
            is_beside = question.aspect in ("boundary", "control") and not _may_be_refused(question)
            if is_beside and reply and not reply.is_limited:
                passed.append((question, reply))
        return passed

    @cached_property
    def _beside(self) -> Beside:
        return Beside.of([reply for _, reply in self._passed])

    def _is_usual(self, question: Question, reply: Reply) -> bool:
        """Whether the address beside that of a removed rule gets the same response."""
        path = question.request.target
        for beside, other in self._passed:
            if beside.redirect is question.redirect:
                location = (other.location or "").replace(beside.request.target, path)
                return (other.status, location) == (reply.status, reply.location or "")
        return False

    def _is_of_upstream(self, question: Question, expected: oracle.Answer, reply: Reply) -> bool:
        """Whether a response after the sunset is what requests get that no rule covers, but for the path in it."""
        if expected.status < 400 or question.aspect == "hostile" or "no-store" in ", ".join(reply.values(_CACHING)):
            return False
        promised, path = expected.body.encode(), question.request.target.encode()
        for beside, other in self._passed:
            same_body = other.body.replace(beside.request.target.encode(), path) == reply.body
            if other.kind == reply.kind and (same_body or (promised and reply.body != promised)):
                return True
        return False

    @cached_property
    def _hsts(self) -> tuple[str, ...]:
        """The HSTS header of the upstream's responses; empty if one of them lacks it."""
        passed = [reply.values(_HSTS) for _, reply in self._passed if reply.location is None]
        if all(passed):
            return next(iter(passed), ())
        return ()

    @cached_property
    def skew(self) -> float | None:
        """Seconds by which the clock of the edge is ahead, or behind if negative; None without a dated response."""
        skews = [skew for skew in map(self.skew_of, self.observations) if skew is not None]
        # one response in time proves the clock: the others may be old ones from a cache
        return min(skews, key=abs, default=None)

    def skew_of(self, observation: Observation) -> float | None:
        """The skew that a response of a rule shows: the upstream's have its own Date."""
        exchange, reply = observation.exchange, observation.exchange.reply
        if reply is None or self.expected(observation) is None:
            return None
        edge_time = reply.date("Date")
        if edge_time is None:
            return None
        # a Date has whole seconds: the edge may have sent it up to a second later
        return max(edge_time - exchange.received, 0.0) or min(edge_time + 1 - exchange.sent, 0.0)


def _form_of(observation: Observation) -> str:
    """What follows the path of the rule in the address, or the one beside it."""
    question = observation.question
    return question.request.target.removeprefix(example_path(question.redirect.path)).removeprefix("-docgen")


def _may_be_refused(question: Question) -> bool:
    """Whether any refusal is right: an edge need not serve an attack, nor a path with NUL."""
    return question.aspect == "hostile" or "%00" in question.request.target
