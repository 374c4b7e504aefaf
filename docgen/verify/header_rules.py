"""The requests that verify rules which add headers, and what differs in the replies."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from docgen.model.finding import Finding
from docgen.model.redirect import HeaderRule, Redirect
from docgen.redirects import oracle
from docgen.redirects.paths import covered, example_path
from docgen.verify.findings import OF_ANY_NODE, mismatch_finding, nodes_differ
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
    header_rules: Sequence[HeaderRule], redirects: Sequence[Redirect], host: str, now: int, only: str | None = None
) -> tuple[HeaderQuestion, ...]:
    """A request that each rule of a host covers and those beside it, as far as the upstream answers them at `now`.

    A rule for unsafe methods alone is not asked about: they would change something. Nor is a removed one, since the
    API may send the headers itself now.
    """
    served = (one for one in header_rules if one.is_served and one.headers)
    asked = [one for one in served if one.host == host and only in (None, one.id)]
    requests = ((rule, request) for rule in asked for request in _requests(rule))
    return tuple(
        HeaderQuestion(rule, request, oracle.added_by(header_rules, request))
        for rule, request in requests
        if oracle.answer(redirects, request, now) is None
    )


def _requests(rule: HeaderRule) -> Iterator[oracle.Request]:
    path = example_path(rule.path)
    fields = ((rule.version[0].lower(), rule.version[1]),) if rule.version else ()
    for method in [method for method in _SENT if not rule.methods or method in rule.methods][:1]:
        yield oracle.Request(method, rule.host, path or "/", fields)
        near = (f"{path}-docgen", f"{path}/docgen") if path else ()
        beside = [target for target in near if covered(rule, target) is None]
        for target in beside[:1]:
            yield oracle.Request(method, rule.host, target, fields)
        for _ in fields:
            yield oracle.Request(method, rule.host, path or "/")


def header_findings(exchanges: Sequence[tuple[HeaderQuestion, Exchange]], url: str) -> dict[str, tuple[Finding, ...]]:
    """The findings by the id of each rule, at the edge with that URL; empty where all replies are as promised.

    The exchanges of a question follow each other. Where only some are as promised, the nodes of the edge differ: one
    finding for all such rules.
    """
    found: dict[str, tuple[Finding, ...]] = {}
    of_nodes: tuple[Finding, ...] = ()
    for question, same in groupby(exchanges, _question):
        rule, request = question.rule, f"{question.request.method} {url}{question.request.target}"
        replies = [tuple(_mismatches(question, exchange)) for _, exchange in same]
        found_once = next(filter(None, replies), ())
        if found_once and not all(replies) and found_once[0].id not in OF_ANY_NODE:
            new = of_nodes = of_nodes or (mismatch_finding(*rule.at("id"), nodes_differ(rule.host, replies), request),)
        else:
            new = tuple(mismatch_finding(*rule.at("id"), one, request) for one in found_once)
        found[rule.id] = (*found.get(rule.id, ()), *new)
    return found


def _question(asked: tuple[HeaderQuestion, Exchange]) -> HeaderQuestion:
    return asked[0]


def _mismatches(question: HeaderQuestion, exchange: Exchange) -> Iterator[Mismatch]:
    rule, expected, reply = question.rule, question.expected, exchange.reply
    if reply is None:
        yield no_response("request-unanswered", f"`{rule.id}`", exchange.error)
    elif reply.is_limited:
        message = f"`{rule.id}`: {reply.status} asks to try later, so its headers were not checked"
        yield Mismatch("rate-limited", message, (), reply.status_lines())
    elif expected is rule:
        # CloudFront runs no function where the origin answers with 400 or higher
        yield from () if reply.status >= 400 and reply.values("X-Amz-Cf-Id") else _differing(rule, reply)
    elif lines := _own_lines(rule, expected, reply):
        message = f"`{rule.id}`: a request that the rule does not cover gets its headers"
        yield Mismatch("header-on-pass-through", message, (), lines)


def _differing(rule: HeaderRule, reply: Reply) -> Iterator[Mismatch]:
    wrong = [(name, value) for name, value in rule.headers if not _has(reply, name, value)]
    missing = [name for name, _ in wrong if name == "Link" or not reply.values(name)]
    if len(missing) == len(rule.headers):
        message = f"`{rule.id}`: no header of the rule is on the response"
        wanted = tuple(f"{name}: {value}" for name, value in rule.headers)
        yield Mismatch("headers-not-added", message, wanted, reply.status_lines())
        return
    for name, value in wrong:
        problem = "is missing" if name in missing else "has a different value, of the upstream or of another build"
        finding_id = FINDING_IDS.get(name.lower(), "rule-header-wrong")
        got = header_lines(name, reply.values(name))
        yield Mismatch(finding_id, f"`{rule.id}`: the header {name} {problem}", header_lines(name, (value,)), got)


def _has(reply: Reply, name: str, value: str) -> bool:
    """Whether a reply has a header with a value, of Link beside other links."""
    got, wanted = listed(reply.values(name)), listed((value,))
    return set(wanted) <= set(got) if name == "Link" else got == wanted


def _own_lines(rule: HeaderRule, expected: HeaderRule | None, reply: Reply) -> tuple[str, ...]:
    """The headers of a reply that only the rule adds."""
    others = expected.headers if expected else ()
    own = [(name, value) for name, value in rule.headers if (name, value) not in others]
    return tuple(f"{name}: {value}" for name, value in own if _has(reply, name, value))
