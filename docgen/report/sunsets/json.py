"""Sunsets as JSON."""

from typing import Any

import msgspec

from docgen.report.json_document import document
from docgen.report.sunsets.wording import link
from docgen.sunsets import Due, Logs, Sunsets, Traffic


def report(sunsets: Sunsets) -> str:
    """The keys `version`, `api`, `now`, `within`, `sunsets`, `logs`, `summary`; times are Unix times in seconds.

    `logs` is null without a log; the `state` of each sunset is a key of `summary`.
    """
    states = (
        ("passed", sunsets.passed),
        ("near", sunsets.near),
        ("earlier", sunsets.earlier),
        ("later", sunsets.later),
    )
    state = {due.id: name for name, items in states for due in items}
    return document(
        {
            "version": 1,
            "api": sunsets.project.config.api,
            "now": sunsets.project.epoch,
            "within": sunsets.within,
            "sunsets": [_sunset(due, state[due.id], sunsets) for due in sunsets.every],
            "logs": _logs(sunsets.logs) if sunsets.logs else None,
            "summary": {name: len(items) for name, items in states},
        }
    )


def _sunset(due: Due, state: str, sunsets: Sunsets) -> dict[str, Any]:
    rule, traffic = due.redirect, sunsets.traffic(due)
    return {
        "id": due.id,
        "kind": due.kind,
        "state": state,
        "at": due.at,
        "day": due.day,
        "days_left": due.days_left(sunsets.project.now),
        "what": due.what,
        "then": due.then,
        "redirect": rule
        and {"rule": rule.id, "host": rule.host, "path": rule.path, "match": rule.match, "to": rule.to},
        "entry": due.entry and {"slug": due.entry.slug, "pin": due.entry.pin, "url": link(due, sunsets)},
        "file": due.path,
        "advice": {"text": due.advice[0], "command": due.advice[1]},
        "traffic": _traffic(traffic) if traffic else None,
    }


def _traffic(traffic: Traffic) -> dict[str, Any]:
    pairs = {key: dict(getattr(traffic, key)) for key in ("statuses", "late_statuses", "agents", "addresses")}
    return {**msgspec.structs.asdict(traffic), **pairs}


def _logs(logs: Logs) -> dict[str, Any]:
    return {key: value for key, value in msgspec.structs.asdict(logs).items() if key != "traffic"}
