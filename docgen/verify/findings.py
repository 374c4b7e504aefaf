"""The findings on an edge: one for each rule and id, or one for all rules with the same cause."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from docgen.finding_pages import first_step
from docgen.model.finding import Finding, Severity
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.verify.http_exchange import Mismatch
from docgen.verify.in_front import IN_FRONT_IDS
from docgen.verify.observations import SKEW, Observation, Observations
from docgen.verify.questions import SAFE, Question

_MAX_REPEATED: Final = 3
OF_ANY_NODE: Final = ("rate-limited", "request-unanswered", "edge-clock-skewed")
"""The findings that a node alone does not explain."""


FindingsByRule = dict[str, tuple[Finding, ...]]
"""The findings by the id of a rule."""


class _Group(NamedTuple):
    """The observations with a mismatch of one id, of one rule or of several; `mismatch` is that of the first."""

    mismatch: Mismatch
    observations: tuple[Observation, ...]

    @property
    def repeatable(self) -> Observation | None:
        """The first observation that may be made again."""
        if self.mismatch.id in OF_ANY_NODE:
            return None
        for observation in self.observations:
            if observation.question.request.method in SAFE:
                return observation
        return None

    @property
    def host(self) -> str:
        """The host of the edge."""
        return self.observations[0].rule.host


def edge_findings(edge: Observations, repeated: Sequence[Observation] = ()) -> FindingsByRule:
    """The findings on one edge by the id of each rule; an empty tuple if all its responses are as promised.

    `repeated` are further exchanges of the questions in `to_repeat`: if only some are as promised, the nodes of the
    edge differ. A finding on several rules is in the tuple of each, at the position of the first.
    """
    findings: FindingsByRule = {observation.rule.id: () for observation in edge.observations}
    for group in _by_node(edge, _groups(edge), repeated):
        first, *others = group.observations
        request = first.request_line
        if others:
            request += f" (and {len(others)} more)"
        finding = mismatch_finding(*first.rule.at("id"), group.mismatch, request)
        for id_ in dict.fromkeys(observation.rule.id for observation in group.observations):
            findings[id_] += (finding,)
    return findings


def refused_requests(edge: Observations) -> list[str]:
    """The requests that a firewall or the server refuses whether a rule covers them or not."""
    return [observation.request_line for observation in edge.observations if edge.is_refused(observation)]


def to_repeat(edge: Observations) -> list[Observation]:
    """A few observations that show a mismatch: asked again, they tell a fault of every node from a fault of one."""
    return [group.repeatable for group in _groups(edge) if group.repeatable][:_MAX_REPEATED]


def _groups(edge: Observations) -> list[_Group]:
    """The mismatches by rule and id, in the order of the observations."""
    judged = [(observation, edge.mismatches(observation)) for observation in edge.observations]
    get_ids = defaultdict[str, set[str]](set)
    for observation, mismatches in judged:
        if observation.question.aspect in ("address", "variant"):
            get_ids[observation.rule.id].update(mismatch.id for mismatch in mismatches)
    groups: dict[tuple[str, str], _Group] = {}
    for observation, mismatches in judged:
        for mismatch in mismatches:
            reported = _reported(observation.question, mismatch, get_ids[observation.rule.id])
            if reported:
                key = (observation.rule.id, reported.id)
                if reported.id in IN_FRONT_IDS:
                    key = ("", reported.id)
                known = groups.get(key, _Group(reported, ()))
                groups[key] = _Group(known.mismatch, (*known.observations, observation))
    return [*_merged(edge, list(groups.values())), *_clock_groups(edge)]


def _reported(question: Question, mismatch: Mismatch, get_ids: set[str]) -> Mismatch | None:
    """The mismatch as it is reported beside those of the rule's own addresses; None if those imply it."""
    id_, not_deployed = mismatch.id, "rule-not-deployed" in get_ids
    # a cache may store what the upstream answers in place of the rule
    if not_deployed and (id_ == "answer-cached" or (id_, question.aspect) == ("request-not-covered", "variant")):
        return None
    if question.aspect != "method" or id_ in ("preflight-redirected", "request-unanswered", *IN_FRONT_IDS):
        return mismatch
    if not_deployed or id_ in get_ids or (id_ == "rule-not-deployed" and "request-not-covered" in get_ids):
        return None
    method = question.request.method
    new_id = "method-differs"
    if method == "HEAD":
        new_id = "head-differs"
    return mismatch._replace(id=new_id, message=f"{method} differs from GET: {mismatch.message}")


def _merged(edge: Observations, groups: Sequence[_Group]) -> Iterator[_Group]:
    """The groups by id, with one in place of those that all rules have: what is wrong everywhere has one cause."""
    rules = {observation.rule.id for observation in edge.observations if observation.rule.is_served}
    by_id = defaultdict[str, list[_Group]](list)
    for group in groups:
        by_id[group.mismatch.id].append(group)
    for same in by_id.values():
        if len(same) == len(rules) > 1:
            mismatch = same[0].mismatch
            message = f"{mismatch.message}; the same for all {len(rules)} rules of {same[0].host}"
            yield _joined(mismatch._replace(message=message), same)
        else:
            yield from same


def _joined(mismatch: Mismatch, groups: Sequence[_Group]) -> _Group:
    return _Group(mismatch, tuple(chain.from_iterable(group.observations for group in groups)))


def _clock_groups(edge: Observations) -> Iterator[_Group]:
    """The mismatch of the clock if every dated response of the rules is off by more than SKEW seconds."""
    if edge.skew is None or abs(edge.skew) <= SKEW:
        return
    dated = tuple(observation for observation in edge.observations if edge.skew_of(observation) is not None)
    direction = "behind"
    if edge.skew > 0:
        direction = "ahead of"
    clock = f"the clock of {dated[0].rule.host} is {abs(edge.skew):.0f} s {direction} the clock here"
    yield _Group(Mismatch("edge-clock-skewed", f"{clock}; it decides when a rule ends"), dated)


def _by_node(edge: Observations, groups: Sequence[_Group], repeated: Sequence[Observation]) -> Sequence[_Group]:
    """The groups; if the same request is answered differently, one in place of all that a single node may cause."""
    certain, doubtful, differing = [], [], []
    for group in groups:
        first, replies = group.repeatable, []
        for again in repeated:
            if first and again.question == first.question and not again.exchange.is_limited:
                replies.append(edge.mismatches(again))
        # an exchange without a mismatch, of the same request
        if first and not all(replies):
            differing.append(nodes_differ(group.host, [edge.mismatches(first), *replies]))
            doubtful.append(group)
        # not asked again, as only a few are: a single node may be the cause
        elif first and not replies:
            doubtful.append(group)
        else:
            certain.append(group)
    if not differing:
        return groups
    return [_joined(differing[0], doubtful), *certain]


def nodes_differ(host: str, replies: Sequence[tuple[Mismatch, ...]]) -> Mismatch:
    """The mismatch of a request that was sent several times, with the share of each response."""
    count = len(replies)
    shares = Counter[str]()
    for mismatches in replies:
        shares[next((mismatch.message for mismatch in mismatches), "as promised")] += 1
    right = shares["as promised"]
    message = f"the nodes of {host} differ: {right} of {count} responses to the same request are as promised"
    got = tuple(f"{share} of {count}: {text}" for text, share in shares.items())
    return Mismatch("nodes-differ", message, (f"{count} of {count}: as promised",), got)


def mismatch_finding(source: Source, pointer: Pointer, mismatch: Mismatch, request: str) -> Finding:
    """The finding on a mismatch, at the text that promises otherwise; its message ends with the request and a diff."""
    line, column = locate(source, pointer)
    message = "\n".join(filter(None, [mismatch.message, request, *mismatch.lines()]))
    return Finding(source.path, line, column, mismatch.id, Severity.ERROR, message, first_step(mismatch.id))
