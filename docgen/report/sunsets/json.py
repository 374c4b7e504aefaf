"""What comes due for a program."""

from typing import Any

import msgspec

from docgen.report.json_document import document
from docgen.report.sunsets.wording import link
from docgen.sunsets import EndDate, Logs, Sunsets, Traffic


def report(told: Sunsets) -> str:
    """The keys `version`, `api`, `now`, `within`, `sunsets`, `logs`, `summary`; times are Unix times in seconds.

    `logs` is null without a log; each sunset says under `state` where it lies, as `summary` counts them.
    """
    states = (("passed", told.passed), ("near", told.near), ("earlier", told.earlier), ("later", told.later))
    state = {due.id: name for name, dues in states for due in dues}
    return document(
        {
            "version": 1,
            "api": told.project.config.api,
            "now": told.project.epoch,
            "within": told.within,
            "sunsets": [_sunset(due, state[due.id], told) for due in told.every],
            "logs": _logs(told.logs) if told.logs else None,
            "summary": {name: len(dues) for name, dues in states},
        }
    )


def _sunset(due: EndDate, state: str, told: Sunsets) -> dict[str, Any]:
    rule, traffic = due.redirect, told.traffic(due)
    return {
        "id": due.id,
        "kind": due.kind,
        "state": state,
        "at": due.at,
        "day": due.day,
        "days_left": due.days_left(told.project.now),
        "what": due.what,
        "then": due.then,
        "redirect": rule
        and {"rule": rule.id, "host": rule.host, "path": rule.path, "match": rule.match, "to": rule.to},
        "entry": due.entry and {"slug": due.entry.slug, "pin": due.entry.pin, "url": link(due, told)},
        "file": due.path,
        "advice": {"text": due.advice[0], "command": due.advice[1]},
        "traffic": _traffic(traffic) if traffic else None,
    }


def _traffic(traffic: Traffic) -> dict[str, Any]:
    pairs = {key: dict(getattr(traffic, key)) for key in ("statuses", "late_statuses", "agents", "addresses")}
    return {**msgspec.structs.asdict(traffic), **pairs}


def _logs(logs: Logs) -> dict[str, Any]:
    return {key: value for key, value in msgspec.structs.asdict(logs).items() if key != "traffic"}
