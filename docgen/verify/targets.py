"""The targets of redirects: where clients are sent, and whether anything is there."""

from collections.abc import Mapping, Sequence
from typing import Final

from docgen.model.finding import Finding
from docgen.model.redirect import Redirect
from docgen.verify.disagreement import Disagreement, shown
from docgen.verify.findings import finding
from docgen.verify.http_exchange import Exchange

_FAILURES: Final = {"dns": "target-unresolved"}


def targets(redirects: Sequence[Redirect], host: str, now: int, only: str | None = None) -> tuple[str, ...]:
    """The addresses to which the rules of a host (or `only` one of them) send clients at `now`, each once."""
    live = [rule for rule in redirects if rule.host == host and rule.is_served and only in (None, rule.id)]
    return tuple(dict.fromkeys(rule.to for rule in live if rule.sunset is None or now < rule.sunset))


def target_findings(
    redirects: Sequence[Redirect], host: str, asked: Mapping[str, Exchange]
) -> dict[str, tuple[Finding, ...]]:
    """The findings by the id of each rule of the host whose target was asked without credentials, and not followed."""
    return {
        rule.id: tuple(finding(rule.source, (*rule.pointer, "to"), wrong, f"GET {rule.to}") for wrong in found)
        for rule in redirects
        if rule.host == host and rule.is_served and rule.to in asked
        for found in [_wrong(rule, asked[rule.to])]
    }


def _wrong(rule: Redirect, exchange: Exchange) -> tuple[Disagreement, ...]:
    """What is wrong with a target: one that asks for credentials, or for a pause, is there."""
    reply = exchange.reply
    if reply is None:
        cause = _FAILURES.get(exchange.failure or "", "target-unreachable")
        return (Disagreement(cause, f"the target of `{rule.id}` gives no response: {shown(exchange.said)}"),)
    back = f"https://{rule.host}{rule.path}"
    if (reply.location or "").rstrip("/") == back:
        return (Disagreement("target-not-found", f"the target of `{rule.id}` leads back to {back}"),)
    if reply.status in (404, 410) or reply.status >= 500:
        said = f"the target of `{rule.id}` answers {reply.status}"
        return (Disagreement("target-not-found", said, ("an answer below 400",), (str(reply.status),)),)
    return ()
