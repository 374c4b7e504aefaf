"""Claims on redirects, compared with their rules and with a simulation of them."""

from collections.abc import Iterator
from itertools import product
from typing import Final

from docgen.claims.case import Case, Proofs
from docgen.claims.kind import Kind, Rules
from docgen.claims.words import Block, Phrase, say
from docgen.model.claim import RedirectClaim
from docgen.model.ending import Ending, redirect_ending
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.redirect import Redirect, midnight, rfc3339
from docgen.model.statuses import status_line
from docgen.positions.source import Pointer
from docgen.redirects import oracle
from docgen.wording import did_you_mean

_BELOW: Final = "docgen-probe"  # a path that no API has, for what is below a prefix
_RULE: Final = "redirect-mismatch"
REMOVED: Final = "the redirect rule, which was removed and which no edge carries"


def _prove(case: Case, claim: RedirectClaim) -> Proofs:
    """The rule has the claimed URL, status, headers, target, sunset (00:00Z) and `after`."""
    rules = case.redirects.named(claim.rule)
    if not rules:
        yield case.refuted(
            _RULE,
            f"the changelog promises the redirect `{claim.rule}`; no rule has that id",
            "rule",
            hint=did_you_mean(
                claim.rule,
                (rule.id for rule in case.project.redirects),
                "add the rule under redirects/, or name an existing one",
            ),
        )
    for rule in rules:
        differences = (*_differences(case, claim, rule), *_early_removal(case, claim, rule))
        if differences:
            yield from differences
        elif rule.is_served:
            yield from _simulated(case, claim, rule)
        else:
            # nothing answers for it any more, so there is nothing to simulate
            yield case._replace(against=REMOVED).proved()


def _differences(case: Case, claim: RedirectClaim, rule: Redirect) -> Proofs:
    name = claim.deprecated_header or case.project.config.deprecated_header or "no header"
    sent_name = sent = "none"
    for header, value in rule.headers:
        if header.casefold() == name.casefold():
            sent_name, sent = name, f"{name}: {value}"
    after = rule.gone.status if rule.gone else "upstream"
    ends = "none" if rule.sunset is None else rfc3339(rule.sunset)
    compared = (
        ("from", claim.from_ and claim.from_.rstrip("/"), _address(case, claim, rule), "from"),
        ("match", claim.match, rule.match, "match"),
        ("deprecated_header", claim.deprecated_header, sent_name, "deprecated"),
        ("deprecated", claim.deprecated and f"{name}: {claim.deprecated}", sent, "deprecated"),
        ("since", claim.since, rule.text.since, "since"),
        ("status", claim.status, rule.status, "status"),
        ("sunset", claim.sunset and rfc3339(midnight(claim.sunset)), ends, "sunset"),
        ("after", claim.after, after, "after"),
        ("to", claim.to, rule.to, "to"),
    )
    for key, claimed, actual, rule_key in compared:
        if claimed is not None and str(claimed) != str(actual):
            yield case.refuted(
                _RULE,
                f"the changelog says that `{claim.rule}` has {key} {claimed}; the rule has {actual}",
                key,
                hint=f"write {key} {actual} in the changelog with a correction, or set the rule back to {claimed}",
                other=rule.at(rule_key),
            )


def _address(case: Case, claim: RedirectClaim, rule: Redirect) -> str:
    """The rule's URL: the claimed one, if the rule has it in one of its environments."""
    claimed = str(claim.from_).rstrip("/")
    if any(claimed == f"https://{other.host}{other.path}" for other in case.redirects.named(claim.rule)):
        return claimed
    return f"https://{rule.host}{rule.path}"


def _early_removal(case: Case, claim: RedirectClaim, rule: Redirect) -> Proofs:
    """A rule that no edge serves kept its promise: it was removed on the day of its sunset or later, which has come.

    `removed` is a day: a removal on the day of the sunset is taken to follow it, whatever its hour.
    """
    removed, sunset = rule.text.removed, claim.sunset or rule.sunset_day
    if removed is None:
        return
    promised = "without an end"
    if sunset:
        if removed >= sunset and case.project.epoch >= (rule.sunset or midnight(sunset)):
            return
        promised = f"until {sunset}"
    yield case.refuted(
        _RULE,
        f"the changelog promises `{claim.rule}` {promised}; the rule has `removed: {removed}`, so no edge serves it",
        "sunset" if claim.sunset else "rule",
        hint="delete `removed` from the rule, so that the edge keeps the promise",
        other=rule.at("removed"),
    )


def _simulated(case: Case, claim: RedirectClaim, rule: Redirect) -> Proofs:
    """The simulated response around the sunset is the claimed one: an earlier rule could match the path first."""
    # a rule without a sunset redirects at any time: now is as good as another
    moments: list[tuple[int, int | None]] = [(case.project.epoch, claim.status)]
    if rule.sunset is not None:
        gone = rule.gone.status if rule.gone else None
        # servers count in whole seconds: the second of the sunset is the first of the end
        moments = [(rule.sunset - 1, claim.status), (rule.sunset, gone), (rule.sunset + 1, gone)]
    paths = [rule.path]
    if claim.match == "prefix":
        paths.append(f"{rule.path}/{_BELOW}")
    for (moment, status), path in product(moments, paths):
        request = oracle.Request("GET", rule.host, path)
        near = tuple(case.redirects.covering(rule.host, path))
        covering = oracle.covering_rule(near, request)
        answer = oracle.answer(near, request, moment)
        actual = answer.status if answer else None
        by = f" by `{covering[0].id}`" if covering and covering[0] is not rule else ""
        if by or actual != status:
            yield case.refuted(
                _RULE,
                f"the changelog says that {path} responds with {_status(status)} at {rfc3339(moment)}; "
                f"the rules together respond with {_status(actual)}{by}",
                "rule",
                hint="look for an earlier rule that matches the path",
                other=rule.at("from"),
            )
            return  # later moments fail for the same reason


def _status(status: int | None) -> str:
    return "the response of the upstream" if status is None else str(status)


def _sentence(claim: RedirectClaim) -> Phrase:
    source, then = "{from_}", ""
    if not claim.from_:
        source = "the rule {rule}"
    if claim.sunset and claim.after in (404, 410):
        then = ", and returns {after} from then on"
    return say(f"{source} redirects with {{status}}[ to {{to}}][ until {{sunset}}]{then}", claim)


def _page(claim: RedirectClaim, rules: Rules) -> Iterator[Block]:
    rule = rules.get(claim.rule)
    now: dict[str, str] = {}
    source, redirects, it_returns, after = "{from_}", "redirects", "it returns", ""
    # a rule may have moved on since the entry was written
    if rule:
        now = {"from_": claim.from_ or rule.path, "to": rule.to}
    elif not claim.from_:
        source = "The rule {rule}"
    if claim.match == "prefix":
        redirects, it_returns = "and paths below it redirect", "they return"
    if claim.after == "upstream":
        after = "; after that the API responds itself"
    elif claim.after:
        after = f"; after that {it_returns} {{after}}"
    mark = "[ The redirect is marked as deprecated with {deprecated}.]"
    if claim.deprecated and claim.deprecated_header:
        mark = " The redirect sends {sent}."
        now["sent"] = f"{claim.deprecated_header}: {claim.deprecated}"
    text = f"{source} {redirects}[ to {{to}}] with {{status}}[ until {{sunset}}]{after}.{mark}"
    yield Block(say(text + "[ In effect from {since}.]{rule:details}", claim, **now), is_apart=True)


def _endings(project: Project, entry: Entry, claim: RedirectClaim, _: Pointer) -> Iterator[Ending]:
    """By the rule, which may be extended; by the claim where no rule has the id, which is a finding of its own."""
    rules = project.redirects_of(claim.rule)
    for rule in rules:
        if rule.sunset is not None and rule.gone:
            yield redirect_ending(rule, (entry,))
    if not rules and claim.sunset and isinstance(claim.after, int):
        ends, then = midnight(claim.sunset), status_line(claim.after)
        yield Ending(kind="redirect", name=claim.rule, source=entry.source, ends=ends, then=then, entry=entry)


KIND: Final = Kind(
    type=RedirectClaim,
    against="the redirect rule, and its simulation one second before, at and after the sunset",
    evidence="rule",
    prove=_prove,
    sentence=_sentence,
    page=_page,
    endings=_endings,
    sunset=lambda claim: claim.sunset,
)
