"""The findings on an edge: one for each rule and id, or one for all rules with the same cause."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from docgen.model.finding import Finding, Severity
from docgen.model.redirect import Redirect
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.verify.finding_docs import FINDING_DOCS
from docgen.verify.http_exchange import Mismatch
from docgen.verify.in_front import IN_FRONT_IDS
from docgen.verify.observations import SKEW, Observation, Observations
from docgen.verify.questions import SAFE, Question

_MAX_REPEATED: Final = 3
OF_ANY_NODE: Final = ("rate-limited", "request-unanswered", "edge-clock-skewed")
"""The findings that a node alone does not explain."""


class _Group(msgspec.Struct, frozen=True):
    """The observations with a mismatch of one id, of one rule or of several; `mismatch` is that of the first."""

    mismatch: Mismatch
    observations: tuple[Observation, ...]

    @property
    def repeatable(self) -> Observation | None:
        """The first observation that may be made again."""
        if self.mismatch.id in OF_ANY_NODE:
            return None
        return next((one for one in self.observations if one.question.request.method in SAFE), None)


def edge_findings(
    redirects: Sequence[Redirect], observations: Sequence[Observation], repeated: Sequence[Observation] = ()
) -> dict[str, tuple[Finding, ...]]:
    """The findings on one edge by the id of each rule; an empty tuple if all its responses are as promised.

    `repeated` are further exchanges of the questions in `to_repeat`: if only some are as promised, the nodes of the
    edge differ. A finding on several rules is in the tuple of each, at the position of the first.
    """
    edge = Observations(redirects, observations)
    found: dict[str, tuple[Finding, ...]] = {one.question.redirect.id: () for one in observations}
    for group in _by_node(edge, _groups(edge), repeated):
        first = group.observations[0]
        more = f" (and {len(group.observations) - 1} more)" if len(group.observations) > 1 else ""
        rule = first.question.redirect
        finding = mismatch_finding(*rule.at("id"), group.mismatch, first.request_line + more)
        for id_ in dict.fromkeys(one.question.redirect.id for one in group.observations):
            found[id_] += (finding,)
    return found


def refused_requests(redirects: Sequence[Redirect], observations: Sequence[Observation]) -> tuple[str, ...]:
    """The requests that a firewall or the server refuses whether a rule covers them or not."""
    edge = Observations(redirects, observations)
    return tuple(one.request_line for one in observations if edge.is_refused(one))


def to_repeat(redirects: Sequence[Redirect], observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """A few observations that show a mismatch: asked again, they tell a fault of every node from a fault of one."""
    groups = _groups(Observations(redirects, observations))
    return tuple(group.repeatable for group in groups if group.repeatable)[:_MAX_REPEATED]


def _groups(edge: Observations) -> list[_Group]:
    """The mismatches by rule and id, in the order of the observations."""
    found = [(one, mismatch) for one in edge.observations for mismatch in edge.mismatches(one)]
    get_ids: dict[str, set[str]] = {}
    for one, mismatch in found:
        if one.question.aspect in ("address", "variant"):
            get_ids.setdefault(one.question.redirect.id, set()).add(mismatch.id)
    groups: dict[tuple[str, str], _Group] = {}
    for one, mismatch in found:
        rule = one.question.redirect.id
        if new := _new_mismatch(one.question, mismatch, get_ids.get(rule, set())):
            key = ("" if new.id in IN_FRONT_IDS else rule, new.id)
            known = groups.get(key, _Group(new, ()))
            groups[key] = _Group(known.mismatch, (*known.observations, one))
    return [*_merged(edge, groups), *_clock_groups(edge)]


def _new_mismatch(question: Question, mismatch: Mismatch, get_ids: set[str]) -> Mismatch | None:
    """The mismatch as it is reported beside those of the rule's own addresses; None if those imply it."""
    # a cache may store what the upstream answers in place of the rule
    is_implied = mismatch.id == "answer-cached" or (
        mismatch.id == "request-not-covered" and question.aspect == "variant"
    )
    if is_implied and "rule-not-deployed" in get_ids:
        return None
    if question.aspect != "method" or mismatch.id in ("preflight-redirected", "request-unanswered", *IN_FRONT_IDS):
        return mismatch
    implied = "rule-not-deployed" in get_ids or (
        mismatch.id == "rule-not-deployed" and "request-not-covered" in get_ids
    )
    if mismatch.id in get_ids or implied:
        return None
    method = question.request.method
    finding_id = "head-differs" if method == "HEAD" else "method-differs"
    return msgspec.structs.replace(mismatch, id=finding_id, message=f"{method} differs from GET: {mismatch.message}")


def _merged(edge: Observations, groups: dict[tuple[str, str], _Group]) -> Iterator[_Group]:
    """The groups by id, with one in place of those that all rules have: what is wrong everywhere has one cause."""
    rules = {one.question.redirect.id for one in edge.observations if one.question.redirect.is_served}
    by_id: dict[str, list[_Group]] = {}
    for (_, id_), group in groups.items():
        by_id.setdefault(id_, []).append(group)
    for same in by_id.values():
        if len(same) == len(rules) > 1:
            mismatch, host = same[0].mismatch, same[0].observations[0].question.redirect.host
            message = f"{mismatch.message}; the same for all {len(rules)} rules of {host}"
            every = tuple(one for group in same for one in group.observations)
            same = [_Group(msgspec.structs.replace(mismatch, message=message), every)]
        yield from same


def _clock_groups(edge: Observations) -> Iterator[_Group]:
    """The mismatch of the clock if every dated response of the rules is off by more than SKEW seconds."""
    if edge.skew is not None and abs(edge.skew) > SKEW:
        dated = tuple(one for one in edge.observations if edge.skew_of(one) is not None)
        host, direction = dated[0].question.redirect.host, "ahead of" if edge.skew > 0 else "behind"
        clock = f"the clock of {host} is {abs(edge.skew):.0f} s {direction} the clock here"
        yield _Group(Mismatch("edge-clock-skewed", f"{clock}; it decides when a rule ends"), dated)


def _by_node(edge: Observations, groups: Sequence[_Group], repeated: Sequence[Observation]) -> list[_Group]:
    """The groups; if the same request is answered differently, one in place of all that a single node may cause."""
    certain, doubtful, differing = [], [], []
    for group in groups:
        first = group.repeatable
        again = [one for one in repeated if first and one.question == first.question]
        replies = [edge.mismatches(one) for one in again if not (one.exchange.reply and one.exchange.reply.is_limited)]
        if first and not all(replies):
            differing.append(nodes_differ(first.question.redirect.host, [edge.mismatches(first), *replies]))
        elif replies or not first:
            certain.append(group)
            continue
        doubtful.append(group)
    if not differing:
        return list(groups)
    return [_Group(differing[0], tuple(one for group in doubtful for one in group.observations)), *certain]


def nodes_differ(host: str, replies: Sequence[tuple[Mismatch, ...]]) -> Mismatch:
    """The mismatch of a request that was sent several times, with the share of each response."""
    count = len(replies)
    shares = Counter(found[0].message if found else "as promised" for found in replies)
    message = (
        f"the nodes of {host} differ: {shares['as promised']} of {count} responses to the same request are as promised"
    )
    got = tuple(f"{share} of {count}: {text}" for text, share in shares.items())
    return Mismatch("nodes-differ", message, (f"{count} of {count}: as promised",), got)


def mismatch_finding(source: Source, pointer: Pointer, mismatch: Mismatch, request: str) -> Finding:
    """The finding on a mismatch, at the text that promises otherwise; its message ends with the request and a diff."""
    line, column = locate(source, pointer)
    message = "\n".join([mismatch.message, *([request] if request else []), *mismatch.lines()])
    return Finding(source.path, line, column, mismatch.id, Severity.ERROR, message, FINDING_DOCS[mismatch.id].hint)
