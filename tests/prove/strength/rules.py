"""Edits of redirect rules, the configuration and the calendar under which a claim on them is false."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from docgen.model.claim import Claim, RedirectClaim
from docgen.model.redirect import Gone, Redirect
from tests.prove.strength.edit import Carrier, Edit, Edits, Json, with_rules


def of_redirect(carrier: Carrier) -> Edits:
    claim = carrier.claim and carrier.claim.redirect
    assert claim
    project, rule_id = carrier.project, claim.rule
    rule = next(rule for rule in project.redirects if rule.text.id == rule_id)
    yield Edit("no rule", msgspec.structs.replace(project, redirects=()))
    for label, changes in _changes(claim, rule):
        yield Edit(label, with_rules(project, rule_id, **changes))
    yield from _shadowed(project, rule, prefix=claim.match == "prefix")


def _changes(claim: RedirectClaim, rule: Redirect) -> Iterator[tuple[str, dict[str, Json]]]:
    """Other values of a rule, for the keys that the claim has."""
    yield "another id", {"text": msgspec.structs.replace(rule.text, id="docgen")}
    yield "removed too early", {"text": msgspec.structs.replace(rule.text, removed=date(2020, 1, 1))}
    yield "without GET", {"excluded": ("GET", "HEAD")}
    yield from ((f"status {status}", {"status": status}) for status in {301, 302, 307, 308} - {claim.status})
    gone = rule.gone or Gone(404)
    headers = tuple((name, "other" if value == claim.deprecated else value) for name, value in rule.headers)
    by_key: dict[str, list[dict[str, Json]]] = {
        "sunset": [{"sunset": (rule.sunset or 0) + seconds} for seconds in (-86400, -1, 1, 86400)] + [{"sunset": None}],
        "after": [{"gone": msgspec.structs.replace(gone, status=418)}, {"gone": None}],
        "to": [{"to": "https://docgen.example/"}],
        "from_": [{"path": "/docgen"}, {"host": "docgen.example"}],
        "match": [{"match": "exact" if rule.match == "prefix" else "prefix"}],
        "since": [{"text": msgspec.structs.replace(rule.text, since=day)} for day in (date(2020, 1, 1), None)],
        "deprecated": [{"headers": ()}, {"headers": headers}],
    }
    for key, edits in by_key.items():
        if getattr(claim, key) is not None:
            yield from ((f"{key}: {changes}", changes) for changes in edits)


def _shadowed(project: Json, rule: Redirect, *, prefix: bool) -> Edits:
    """An earlier rule takes the path, or a path below it, also where it answers with the same status."""
    earlier = {"of the path": rule.path, **({"of what is below": f"{rule.path}/docgen-probe"} if prefix else {})}
    for label, path in earlier.items():
        text = msgspec.structs.replace(rule.text, id="earlier")
        first = msgspec.structs.replace(rule, id="earlier", text=text, path=path, to="https://docgen.example/")
        yield Edit(f"an earlier rule {label}", msgspec.structs.replace(project, redirects=(first, *project.redirects)))


def of_notice(carrier: Carrier) -> Edits:
    claim = carrier.claim and carrier.claim.notice
    assert claim
    assert carrier.entry
    for days in (-1, 1):
        for changes in (
            {"days": claim.days + days},
            {"until": claim.until + timedelta(days)},
            {"from_": claim.from_ + timedelta(days)},
        ):
            notice = msgspec.structs.replace(claim, **changes)
            text = msgspec.structs.replace(carrier.entry.text, claims=(Claim(notice=notice),))
            entry = msgspec.structs.replace(carrier.entry, text=text)
            yield Edit(f"{changes}", msgspec.structs.replace(carrier.project, entries=(entry,)))


def of_url(carrier: Carrier) -> Edits:
    claim = carrier.claim and carrier.claim.url
    assert claim
    project = carrier.project
    key = "spec_url" if claim.serves == "api-spec" else "site_url"
    config = msgspec.structs.replace(project.config, **{key: "https://docgen.example/other"})
    yield Edit("another URL in the configuration", msgspec.structs.replace(project, config=config))
    host, _, path = claim.is_.removeprefix("https://").partition("/")
    rule = project.redirects[0]
    for label, at, match in (("the path", f"/{path}", "exact"), ("a path above", f"/{path}"[: -len(path)], "prefix")):
        text = msgspec.structs.replace(rule.text, id="docgen", removed=None)
        taking = msgspec.structs.replace(
            rule, id="docgen", text=text, host=host, path=at.rstrip("/"), match=match, to="https://docgen.example/"
        )
        yield Edit(f"a rule takes {label}", msgspec.structs.replace(project, redirects=(taking,)))
