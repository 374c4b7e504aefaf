"""Claims on redirects, compared with their rules and with a simulation of them."""

from collections.abc import Iterator
from typing import Final

from docgen.claims.case import Case
from docgen.claims.kind import Kind, Rules
from docgen.claims.words import Block, Code, Details, Phrase, say, sentence
from docgen.model.claim import RedirectClaim
from docgen.model.proof import Proof
from docgen.model.redirect import Redirect, midnight, rfc3339
from docgen.redirects import oracle

_BELOW: Final = "docgen-probe"  # a path that no API has, for what is below a prefix
REMOVED: Final = "the redirect rule, which was removed and which no edge carries"


def _prove(case: Case, claim: RedirectClaim) -> Iterator[Proof]:
    """The rule has the claimed URL, status, headers, target, sunset (00:00Z) and `after`."""
    rules = case.redirects.named(claim.rule)
    by_text = case._replace(against=REMOVED).proved()  # no edge serves a removed rule
    if not rules:
        yield case.refuted(
            "redirect-mismatch",
            f"the changelog promises the redirect `{claim.rule}`; no rule has that id",
            "rule",
            hint="add the rule under redirects/, or name an existing one",
        )
    for rule in rules:
        differences = (
            *_compare(case, claim, rule),
            *_check_removal(case, claim, rule),
        )
        yield from differences or (_check_simulation(case, claim, rule) if rule.is_served else [by_text])


def _compare(case: Case, claim: RedirectClaim, rule: Redirect) -> Iterator[Proof]:
    sunset = None if claim.sunset is None else midnight(claim.sunset)
    name = claim.deprecated_header or case.project.config.deprecated_header or "no header"
    sent = {header.casefold(): value for header, value in rule.headers}.get(name.casefold())
    after = "upstream" if rule.gone is None else str(rule.gone.status)
    compared = (
        ("from_", str(claim.from_).rstrip("/"), _address(case, claim, rule), "from"),
        ("match", str(claim.match), rule.match, "match"),
        ("deprecated_header", str(claim.deprecated_header), name if sent is not None else "none", "deprecated"),
        ("deprecated", f"{name}: {claim.deprecated}", f"{name}: {sent}" if sent else "none", "deprecated"),
        ("since", str(claim.since), str(rule.text.since), "since"),
        ("status", str(claim.status), str(rule.status), "status"),
        ("sunset", _instant(sunset), _instant(rule.sunset), "sunset"),
        ("after", str(claim.after), after, "after"),
        ("to", str(claim.to), rule.to, "to"),
    )
    for field, claimed, actual, rule_key in compared:
        key = field.rstrip("_")
        if getattr(claim, field) is not None and claimed != actual:
            yield case.refuted(
                "redirect-mismatch",
                f"the changelog says that `{claim.rule}` has {key} {claimed}; the rule has {actual}",
                key,
                hint=f"write {key} {actual} in the changelog with a correction, or set the rule back to {claimed}",
                other=rule.at(rule_key),
            )


def _address(case: Case, claim: RedirectClaim, rule: Redirect) -> str:
    """The rule's URL: the claimed one, if the rule has it in one of its environments."""
    urls = {f"https://{r.host}{r.path}" for r in case.redirects.named(claim.rule)}
    claimed = str(claim.from_).rstrip("/")
    return claimed if claimed in urls else f"https://{rule.host}{rule.path}"


def _check_removal(case: Case, claim: RedirectClaim, rule: Redirect) -> Iterator[Proof]:
    """A rule that no edge serves kept its promise: it was removed on the day of its sunset or later, which has come.

    `removed` is a day: a removal on the day of the sunset is taken to follow it, whatever its hour.
    """
    removed = rule.text.removed
    if removed is None:
        return
    sunset = claim.sunset or (rule.text.sunset.date() if rule.text.sunset else None)
    if sunset is None:
        promised = "without an end"
    elif removed < sunset or case.project.epoch < (rule.sunset or midnight(sunset)):
        promised = f"until {sunset}"
    else:
        return
    yield case.refuted(
        "redirect-mismatch",
        f"the changelog promises `{claim.rule}` {promised}; the rule has `removed: {removed}`, so no edge serves it",
        "sunset" if claim.sunset else "rule",
        hint="delete `removed` from the rule, so that the edge keeps the promise",
        other=rule.at("removed"),
    )


def _check_simulation(case: Case, claim: RedirectClaim, rule: Redirect) -> Iterator[Proof]:
    """The simulated response around the sunset is the claimed one: an earlier rule could match the path first."""
    # a rule without a sunset is simulated now
    sunset = case.project.epoch + 1 if rule.sunset is None else rule.sunset
    gone = None if rule.gone is None else rule.gone.status
    expected = [(sunset - 1, claim.status)] + ([] if rule.sunset is None else [(sunset, gone), (sunset + 1, gone)])
    for moment, status in expected:
        for path in [rule.path] if claim.match != "prefix" else [rule.path, f"{rule.path}/{_BELOW}"]:
            request = oracle.Request("GET", rule.host, path)
            near = tuple(case.redirects.covering(rule.host, path))
            covering = oracle.covering_rule(near, request)
            answer = oracle.answer(near, request, moment)
            actual = None if answer is None else answer.status
            if actual != status or (covering and covering[0] is not rule):
                says = f"{path} responds with {_status(status)} at {_instant(moment)}"
                by = f" by `{covering[0].id}`" if covering and covering[0] is not rule else ""
                yield _taken(case, rule, f"{says}; the rules together respond with {_status(actual)}{by}")
                return  # later moments fail for the same reason


def _taken(case: Case, rule: Redirect, says: str) -> Proof:
    return case.refuted(
        "redirect-mismatch",
        f"the changelog says that {says}",
        "rule",
        hint="look for an earlier rule that matches the path",
        other=rule.at("from"),
    )


def _status(status: int | None) -> str:
    return "the response of the upstream" if status is None else str(status)


def _instant(epoch: int | None) -> str:
    return "none" if epoch is None else rfc3339(epoch)


def _sentence(claim: RedirectClaim) -> Iterator[Phrase]:
    yield say("{}", Code(claim.from_)) if claim.from_ else say("the rule {}", Code(claim.rule))
    yield say(" redirects with {}", claim.status)
    if claim.to:
        yield say(" to {}", Code(claim.to))
    if claim.sunset:
        yield say(" until {}", claim.sunset)
        if claim.after in (404, 410):
            yield say(", and returns {} from then on", claim.after)


def _page(claim: RedirectClaim, rules: Rules) -> Iterator[Block]:
    yield sentence(_on_page(claim, rules.get(claim.rule)))


def _on_page(claim: RedirectClaim, rule: Redirect | None) -> Iterator[Phrase]:
    """The rule, where there is one, says where it redirects from and to: it may have been extended, or moved on."""
    source, target = claim.from_, claim.to
    if rule:
        source, target = source or rule.path, rule.to
    redirects, it_returns = " redirects", "it returns"
    yield say("{}", Code(source)) if source else say("The rule {}", Code(claim.rule))
    if claim.match == "prefix":
        redirects, it_returns = " and paths below it redirect", "they return"
    yield say(redirects)
    if target:
        yield say(" to {}", Code(target))
    yield say(" with {}", claim.status)
    if claim.sunset:
        yield say(" until {}", claim.sunset)
    if claim.after == "upstream":
        yield say("; after that the API responds itself")
    elif claim.after:
        yield say("; after that {} {}", it_returns, claim.after)
    yield say(".")
    if claim.deprecated and claim.deprecated_header:
        yield say(" The redirect sends {}.", Code(f"{claim.deprecated_header}: {claim.deprecated}"))
    elif claim.deprecated:
        yield say(" The redirect is marked as deprecated with {}.", Code(claim.deprecated))
    if claim.since:
        yield say(" In effect from {}.", claim.since)
    yield say("{}", Details(claim.rule))


KIND: Final = Kind(
    type=RedirectClaim,
    against="the redirect rule, and its simulation one second before, at and after the sunset",
    evidence="rule",
    prove=_prove,
    sentence=_sentence,
    page=_page,
    sunset=lambda claim: claim.sunset,
)
