"""Sunsets as JSON."""

from typing import Any

import msgspec

from docgen.report.json_document import document
from docgen.report.sunsets.wording import advice, link
from docgen.sunsets import EndDate, Logs, Sunsets


def report(sunsets: Sunsets) -> str:
    """The keys `version`, `api`, `now`, `within`, `sunsets`, `logs`, `summary`; times are Unix times in seconds.

    `logs` is null without a log; the `state` of each sunset is a key of `summary`.
    """
    states = (
        ("passed", sunsets.passed),
        ("near", sunsets.near),
        ("overdue", sunsets.overdue),
        ("earlier", sunsets.earlier),
        ("later", sunsets.later),
    )
    state = {end_date.id: name for name, end_dates in states for end_date in end_dates}
    return document(
        {
            "version": 1,
            "api": sunsets.project.config.api,
            "now": sunsets.project.epoch,
            "within": sunsets.within,
            "sunsets": [_sunset(end_date, state[end_date.id], sunsets) for end_date in sunsets.every],
            "logs": _logs(sunsets.logs) if sunsets.logs else None,
            "summary": {name: len(end_dates) for name, end_dates in states} | {"due": len(sunsets.due)},
        }
    )


def _sunset(end_date: EndDate, state: str, sunsets: Sunsets) -> dict[str, Any]:
    rule, traffic = end_date.redirect, sunsets.traffic(end_date)
    return {
        "id": end_date.id,
        "kind": end_date.kind,
        "state": state,
        "at": end_date.at,
        "day": end_date.day,
        "days_left": end_date.days_left(sunsets.project.now),
        "selector": end_date.selector or None,
        "what": end_date.what,
        "then": end_date.then,
        "redirect": rule
        and {"rule": rule.id, "host": rule.host, "path": rule.path, "match": rule.match, "to": rule.to},
        "entry": end_date.entry
        and {"slug": end_date.entry.slug, "pin": end_date.entry.pin, "url": link(end_date, sunsets)},
        "file": end_date.path,
        "fails": end_date in sunsets.due,
        "accepted": sunsets.accepted.get(end_date.id),
        "advice": dict(zip(("text", "command"), advice(end_date, sunsets), strict=True)),
        "traffic": msgspec.to_builtins(traffic),
    }


def _logs(logs: Logs) -> dict[str, Any]:
    return {key: value for key, value in msgspec.structs.asdict(logs).items() if key != "traffic"}
