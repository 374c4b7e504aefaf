"""Claims on a notice period, compared with the calendar, the policy, and what else their entry announces."""

from collections.abc import Iterator
from typing import Final

from docgen.claims.case import Case, Proofs
from docgen.claims.deprecation import part_ending
from docgen.claims.kind import Kind
from docgen.claims.words import says, shows
from docgen.model.claim import NoticeClaim
from docgen.model.ending import Ending, redirect_ending
from docgen.model.entry import Entry
from docgen.model.proof import Proof

_RULE: Final = "notice-mismatch"


def _prove(case: Case, claim: NoticeClaim) -> Proofs:
    """`from` plus `days` is `until`; the policy promises no more, and what ends then has the same first day."""
    days = (claim.until - claim.from_).days
    if days != claim.days:
        message = f"the changelog says that {claim.until} is {claim.days} days after {claim.from_}; it is {days}"
        yield case.refuted(_RULE, message, "until", hint=f"write `days: {days}`, or another day")
    entry = next(entry for entry in case.project.entries_of(case.pin) if entry.source is case.source)
    announced, policy = [*_announced(case, entry)], case.pin.text.policy
    # what breaks nobody may come at any time
    is_promised = announced or entry.text.impact == "breaking" or entry.text.is_about_ends
    if policy and is_promised and claim.days < policy.notice_days:
        promised = f"the policy of {case.pin.id} promises {policy.notice_days}"
        yield case.refuted(
            _RULE,
            f"the changelog gives {claim.days} days of notice; {promised}",
            "days",
            hint="give the notice that the policy promises",
            other=(case.pin.source, ("policy", "notice_days")),
        )
    # of several ends, another may have no notice
    same = [ending for ending in announced if ending.sunset in (None, claim.until)]
    if same and not any(ending.since in (None, claim.from_) for ending in same):
        yield _differs(case, "from", f"begins on {claim.from_}", same[0], f"is announced from {same[0].since} on")
    if announced and not same:
        yield _differs(case, "until", f"ends on {claim.until}", announced[0], f"ends on {announced[0].sunset}")


def _announced(case: Case, entry: Entry) -> Iterator[Ending]:
    """What the entry of the claim says ends."""
    for pointer, claim in entry.placed_claims():
        if claim.redirect:
            rules = case.redirects.named(claim.redirect.rule)
            yield from (redirect_ending(rule, ()) for rule in rules if rule.sunset is not None)
        if claim.deprecation:
            yield part_ending(case.pin.spec, entry, claim.deprecation, pointer)


def _differs(case: Case, key: str, notice: str, ending: Ending, says: str) -> Proof:
    message = f"the changelog says that the notice {notice}; `{ending.name}`, which it is about, {says}"
    return case.refuted(_RULE, message, key, hint="write the same day in both", other=(ending.source, ending.pointer))


KIND: Final = Kind(
    type=NoticeClaim,
    against="the calendar, the policy, and what its entry announces",
    evidence="calendar",
    prove=_prove,
    sentence=says("{days:#day} of notice, from {from_} until {until}"),
    page=shows("**{days:#day} of notice**, from {from_} until {until}."),
)
