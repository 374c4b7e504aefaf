"""The targets of redirects: which there are, and whether they respond."""

from collections.abc import Mapping, Sequence

from docgen.model.finding import Finding
from docgen.model.redirect import Redirect
from docgen.verify.findings import mismatch_finding
from docgen.verify.http_exchange import Exchange
from docgen.verify.mismatch import Mismatch, no_response


def target_urls(redirects: Sequence[Redirect], host: str, now: int, only: str | None = None) -> tuple[str, ...]:
    """The targets of the rules of a host, or of the rule `only`, that redirect at `now` (Unix seconds), each once.

    A target with placeholders has no address of its own.
    """
    live = [rule for rule in redirects if rule.host == host and rule.is_served and only in (None, rule.id)]
    return tuple(dict.fromkeys(rule.to for rule in live if not rule.is_closed(now) and "{" not in rule.to))


def target_findings(
    redirects: Sequence[Redirect], host: str, exchanges: Mapping[str, Exchange]
) -> dict[str, tuple[Finding, ...]]:
    """The findings on the targets in `exchanges`, requested without credentials, by the id of each rule of the host."""
    return {
        rule.id: tuple(mismatch_finding(*rule.at("to"), mismatch, f"GET {rule.to}") for mismatch in found)
        for rule in redirects
        if rule.host == host and rule.is_served and rule.to in exchanges
        for found in [_target_mismatches(rule, exchanges[rule.to])]
    }


def _target_mismatches(rule: Redirect, exchange: Exchange) -> tuple[Mismatch, ...]:
    """The mismatches of a target; one that asks for credentials or for a retry (401, 403, 429) exists."""
    reply = exchange.reply
    if reply is None:
        finding_id = "target-unresolved" if exchange.failure == "dns" else "target-unreachable"
        return (no_response(finding_id, f"the target of `{rule.id}`", exchange.error),)
    back = f"https://{rule.host}{rule.path}"
    if (reply.location or "").rstrip("/") == back:
        return (Mismatch("target-not-found", f"the target of `{rule.id}` redirects back to {back}"),)
    if reply.status in (404, 410) or reply.status >= 500:
        message = f"the target of `{rule.id}` returns {reply.status}"
        return (Mismatch("target-not-found", message, ("a status below 400",), (str(reply.status),)),)
    return ()
