"""Live edges held against the rules: what `redirects verify` and `verify` share."""

from collections.abc import Sequence

import msgspec

from docgen.cli.project import progress
from docgen.errors import UsageError
from docgen.model.finding import Finding
from docgen.model.redirect import Redirect
from docgen.probe import Client, Origin, ask_edge, ask_targets, parse_origin
from docgen.verify.findings import edge_findings
from docgen.verify.questions import questions
from docgen.verify.targets import target_findings, targets


class Scope(msgspec.Struct, frozen=True):
    """How much is asked of an edge."""

    unsafe: bool = False
    only: str | None = None
    skip_targets: bool = False


class Verified(msgspec.Struct, frozen=True):
    """What was found at an origin, by the id of each rule that was asked about; and the number of requests."""

    origin: Origin
    findings: dict[str, tuple[Finding, ...]]
    asked: int


def origins_of(urls: Sequence[str], client: Client, redirects: Sequence[Redirect]) -> tuple[Origin, ...]:
    """The origins that are named; UsageError (exit code 2) for one on whose host no rule lives."""
    known = sorted({redirect.host for redirect in redirects})
    origins = tuple(parse_origin(url, client.network.resolve) for url in urls)
    for origin in origins:
        if origin.host not in known:
            raise UsageError(f"no rule lives on {origin.host}; expected one of {', '.join(known) or 'none'}")
    return origins


def verified(client: Client, origin: Origin, redirects: Sequence[Redirect], scope: Scope) -> Verified:
    """One edge asked about the rules of its host."""
    now = int(client.now())
    about = questions(redirects, origin.host, now, unsafe=scope.unsafe, only=scope.only)
    progress(f"asking {origin.url} {len(about)} times")
    found = edge_findings(redirects, tuple(ask_edge(client, origin, about, redirects)))
    places = () if scope.skip_targets else targets(redirects, origin.host, now, scope.only)
    answered = ask_targets(client, places)
    for rule, more in target_findings(redirects, origin.host, answered).items():
        found[rule] = (*found.get(rule, ()), *more)
    return Verified(origin, found, len(about) + len(places))
