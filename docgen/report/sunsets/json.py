"""Sunsets as JSON."""

from typing import Any

import msgspec

from docgen.model.ending import Ending
from docgen.openapi.deprecated import PARTS
from docgen.report.json_document import document
from docgen.report.sunsets.wording import advice, link
from docgen.sunsets import STATES, Logs, Sunsets


def report(sunsets: Sunsets) -> str:
    """The keys `version`, `api`, `now`, `within`, `sunsets`, `logs`, `summary`; times are Unix times in seconds.

    `logs` is null without a log; the `state` of each sunset is a key of `summary`.
    """
    return document(
        {
            "version": 1,
            "api": sunsets.project.config.api,
            "now": sunsets.project.epoch,
            "within": sunsets.within,
            "sunsets": [_sunset(end, sunsets) for end in sunsets.every],
            "logs": _logs(sunsets.logs) if sunsets.logs else None,
            "summary": {state: len(sunsets.of(state)) for state in STATES} | {"due": len(sunsets.due)},
        }
    )


def _sunset(end: Ending, sunsets: Sunsets) -> dict[str, Any]:
    rule, traffic = end.redirect, sunsets.traffic(end)
    return {
        "id": end.id,
        "kind": end.kind,
        "state": sunsets.state(end),
        "at": end.ends,
        "day": end.sunset,
        "days_left": None if end.ends is None else end.days_left(sunsets.project.now),
        "selector": end.name if end.kind in PARTS else None,
        "what": end.what,
        "then": end.then,
        "redirect": rule
        and {"rule": rule.id, "host": rule.host, "path": rule.path, "match": rule.match, "to": rule.to},
        "entry": end.entry and {"slug": end.entry.slug, "pin": end.entry.pin, "url": link(end, sunsets)},
        "file": end.source.path,
        "fails": end in sunsets.due,
        "accepted": sunsets.accepted.get(end.id),
        "advice": dict(zip(("text", "command"), advice(end, sunsets), strict=True)),
        "traffic": msgspec.to_builtins(traffic),
    }


def _logs(logs: Logs) -> dict[str, Any]:
    return {key: value for key, value in msgspec.structs.asdict(logs).items() if key not in ("traffic", "shown")}
