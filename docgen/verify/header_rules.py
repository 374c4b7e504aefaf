"""The requests that verify rules which add headers, and what differs in the replies."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from docgen.model.finding import Finding
from docgen.model.redirect import HeaderRule, Headers, Redirect
from docgen.redirects import oracle
from docgen.redirects.paths import covered, example_path
from docgen.verify.findings import OF_ANY_NODE, FindingsByRule, mismatch_finding, nodes_differ
from docgen.verify.headers import FINDING_IDS, listed
from docgen.verify.http_exchange import Exchange, Mismatch, Reply, header_lines, no_response

_SENT: Final = ("GET", "HEAD")
"""The methods that change nothing on a live operation, the preferred one first."""


class HeaderQuestion(NamedTuple):
    """A request about a rule: it gets the headers of `expected`, or of none."""

    rule: HeaderRule
    request: oracle.Request
    expected: HeaderRule | None


def header_questions(
    header_rules: Sequence[HeaderRule], redirects: Sequence[Redirect], now: int, only: str | None
) -> tuple[HeaderQuestion, ...]:
    """A request that each rule covers and those beside it, as far as the upstream answers them at `now`.

    A rule for unsafe methods alone is not asked about: they would change something. Nor is a removed one, since the
    API may send the headers itself now.
    """
    questions = []
    for rule in header_rules:
        if rule.is_served and rule.headers and only in (None, rule.id):
            for request in _requests(rule):
                if oracle.answer(redirects, request, now) is None:
                    questions.append(HeaderQuestion(rule, request, oracle.added_by(header_rules, request)))
    return tuple(questions)


def _requests(rule: HeaderRule) -> Iterator[oracle.Request]:
    method = next((method for method in _SENT if method in (rule.methods or _SENT)), None)
    if method is None:
        return
    path = example_path(rule.path)
    fields: Headers = ()
    if rule.version:
        fields = ((rule.version[0].lower(), rule.version[1]),)
    yield oracle.Request(method, rule.host, path or "/", fields)
    # one beside the rule shows whether it is matched too widely
    for beside in (f"{path}-docgen", f"{path}/docgen"):
        if path and covered(rule, beside) is None:
            yield oracle.Request(method, rule.host, beside, fields)
            break
    # and without the version, no header may come
    if fields:
        yield oracle.Request(method, rule.host, path or "/")


def header_findings(asked: Iterable[tuple[HeaderQuestion, Sequence[Exchange]]], url: str) -> FindingsByRule:
    """The findings by the id of each rule, at the edge with that URL; empty where all replies are as promised.

    Where only some exchanges of a question are as promised, the nodes of the edge differ: one finding for all such
    rules.
    """
    findings: FindingsByRule = {}
    of_nodes: tuple[Finding, ...] = ()
    for question, exchanges in asked:
        rule, request = question.rule, f"{question.request.method} {url}{question.request.target}"
        replies = [tuple(_mismatches(question, exchange)) for exchange in exchanges]
        mismatches = next(filter(None, replies), ())
        if mismatches and not all(replies) and mismatches[0].id not in OF_ANY_NODE:
            new = of_nodes = of_nodes or (mismatch_finding(*rule.at("id"), nodes_differ(rule.host, replies), request),)
        else:
            new = tuple(mismatch_finding(*rule.at("id"), mismatch, request) for mismatch in mismatches)
        findings[rule.id] = (*findings.get(rule.id, ()), *new)
    return findings


def _mismatches(question: HeaderQuestion, exchange: Exchange) -> Iterator[Mismatch]:
    rule, expected, reply = question.rule, question.expected, exchange.reply
    if reply is None:
        yield no_response("request-unanswered", f"`{rule.id}`", exchange.error)
    elif reply.is_limited:
        message = f"`{rule.id}`: {reply.status} asks to try later, so its headers were not checked"
        yield Mismatch("rate-limited", message, (), reply.status_lines())
    elif expected is rule:
        # CloudFront runs no function where the origin answers with 400 or higher
        if reply.status < 400 or not reply.values("X-Amz-Cf-Id"):
            yield from _differing(rule, reply)
    elif lines := tuple(_own_lines(rule, expected, reply)):
        message = f"`{rule.id}`: a request that the rule does not cover gets its headers"
        yield Mismatch("header-on-pass-through", message, (), lines)


def _differing(rule: HeaderRule, reply: Reply) -> Iterator[Mismatch]:
    mismatches = []
    missing = 0
    for name, value in rule.headers:
        if _has(reply, name, value):
            continue
        problem = "has a different value, of the upstream or of another build"
        # the upstream's own Link says nothing of that of the rule
        if name == "Link" or not reply.values(name):
            problem = "is missing"
            missing += 1
        id_, message = FINDING_IDS.get(name.lower(), "rule-header-wrong"), f"`{rule.id}`: the header {name} {problem}"
        got = header_lines(name, reply.values(name))
        mismatches.append(Mismatch(id_, message, header_lines(name, (value,)), got))
    if missing == len(rule.headers):
        message = f"`{rule.id}`: no header of the rule is on the response"
        yield Mismatch("headers-not-added", message, tuple(map(": ".join, rule.headers)), reply.status_lines())
    else:
        yield from mismatches


def _has(reply: Reply, name: str, value: str) -> bool:
    """Whether a reply has a header with a value, of Link beside other links."""
    got, wanted = listed(reply.values(name)), listed((value,))
    return got == wanted or (name == "Link" and set(wanted) <= set(got))


def _own_lines(rule: HeaderRule, expected: HeaderRule | None, reply: Reply) -> Iterator[str]:
    """The headers of a reply that only the rule adds."""
    for name, value in rule.headers:
        is_of_other = expected is not None and (name, value) in expected.headers
        if not is_of_other and _has(reply, name, value):
            yield f"{name}: {value}"
