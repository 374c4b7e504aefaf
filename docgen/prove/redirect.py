"""A promised redirect against its rule."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Final

from docgen.model.claim import RedirectClaim
from docgen.model.proof import Proof
from docgen.model.redirect import Redirect
from docgen.prove.case import Case

AGAINST: Final = "the redirect rule, which the simulation answers from"


def prove(case: Case) -> Iterator[Proof]:
    """The rule has the status, the target, the sunset (00:00Z of the day) and the answer after it."""
    claim: RedirectClaim = case.said
    rules = [rule for rule in case.project.redirects if rule.text.id == claim.rule]
    if not rules:
        yield case.refuted(
            "redirect-mismatch",
            f"the changelog promises the redirect `{claim.rule}`; no rule has that id",
            "rule",
            hint="write the rule under redirects/, or name one that is there",
        )
    for rule in rules[:1]:
        yield from _differences(case, claim, rule)


def _differences(case: Case, claim: RedirectClaim, rule: Redirect) -> Iterator[Proof]:
    sunset = None if claim.sunset is None else int(datetime.combine(claim.sunset, time(), UTC).timestamp())
    compared = (
        ("status", str(claim.status), str(rule.status), "status"),
        ("sunset", _instant(sunset), _instant(rule.sunset), "sunset"),
        ("after", str(claim.after), _after(rule), "after"),
        ("to", str(claim.to), rule.to, "to"),
    )
    for key, said, found, place in compared:
        if getattr(claim, key) is not None and said != found:
            yield case.refuted(
                "redirect-mismatch",
                f"the changelog says that `{claim.rule}` has {key} {said}; the rule has {found}",
                key,
                hint=f"write {key} {found} in the changelog with a correction, or set the rule back to {said}",
                other=(rule.source, (*rule.pointer, place)),
            )


def _after(rule: Redirect) -> str:
    return "upstream" if rule.gone is None else str(rule.gone.status)


def _instant(epoch: int | None) -> str:
    return "none" if epoch is None else f"{datetime.fromtimestamp(epoch, UTC):%Y-%m-%dT%H:%M:%SZ}"
