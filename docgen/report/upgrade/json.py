"""The way to a later pin for a program."""

import json
from typing import Any

import msgspec

from docgen.model.change import Change
from docgen.model.project import Project
from docgen.upgrade import Step, Upgrade, Usage
from docgen.upgrade.wording import link


def report(told: Upgrade, project: Project) -> str:
    """The keys `version`, `api`, `from`, `to`, `pins`, `using`, `steps`, `unexplained`, the counts and a `summary`."""
    document = {
        "version": 1,
        "api": project.config.api,
        "from": told.start.id,
        "to": told.end.id,
        "pins": [pin.id for pin in told.pins],
        "using": _used(told.usage) if told.usage else None,
        "steps": [_step(step, project) for step in told.steps],
        "unexplained": [_change(change) for change in told.unexplained],
        "left_out": {"entries": told.left_out[0], "changes": told.left_out[1]},
        "unpublished": told.unpublished,
        "summary": {
            "breaking": sum(step.is_breaking for step in told.steps),
            "required": sum(step.entry.text.action.level == "required" for step in told.steps),
            "unexplained_breaking": sum(change.level == "breaking" for change in told.unexplained),
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"


def _used(used: Usage) -> dict[str, Any]:
    return {
        "lines": used.lines,
        "unreadable": used.unreadable,
        "operations": list(used.operations),
        "events": list(used.events),
        "unknown": [{"text": text, "count": count} for text, count in used.unknown],
    }


def _step(step: Step, project: Project) -> dict[str, Any]:
    text = step.entry.text
    return {
        "slug": step.entry.slug,
        "pin": step.entry.pin,
        "title": text.title,
        "summary": text.summary,
        "url": link(step, project),
        "kind": text.kind,
        "impact": text.impact,
        "breaking": step.is_breaking,
        "action": msgspec.to_builtins(text.action),
        "covers": list(text.covers),
        "changes": [_change(change) for change in step.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    keys = ("id", "level", "polarity", "selector", "text", "operations", "events", "fingerprint")
    return {key: msgspec.to_builtins(getattr(change, key)) for key in keys}
