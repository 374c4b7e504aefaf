"""The upgrade to a later pin as JSON."""

from typing import Any

import msgspec

from docgen.model.change import Change
from docgen.model.project import Project
from docgen.report.answers.json import answer_record, usage_record
from docgen.report.json_document import document
from docgen.upgrade import Step, Upgrade
from docgen.upgrade.wording import link


def report(upgrade: Upgrade, project: Project) -> str:
    """The upgrade with its steps, what no entry explains, the answers for what is used, and a `summary`."""
    content = {
        "version": 1,
        "api": project.config.api,
        "from": upgrade.start.id,
        "to": upgrade.end.id,
        "pins": [pin.id for pin in upgrade.pins],
        "using": usage_record(upgrade.usage) if upgrade.usage else None,
        "answers": [answer_record(answer, count) for answer, count in upgrade.usage.answers] if upgrade.usage else [],
        "steps": [_step(step, project) for step in upgrade.steps],
        "unexplained": [_change(change) for change in upgrade.unexplained],
        "left_out": {"entries": upgrade.left_out[0], "changes": upgrade.left_out[1]},
        "unpublished": upgrade.unpublished,
        "summary": {
            "breaking": sum(step.is_breaking for step in upgrade.steps),
            "required": sum(step.entry.text.action.level == "required" for step in upgrade.steps),
            "unexplained_breaking": sum(change.level == "breaking" for change in upgrade.unexplained),
        },
    }
    return document(content)


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
        "breaks_on": step.breaks_on,
        "action": msgspec.to_builtins(text.action),
        "covers": list(text.covers),
        "changes": [_change(change) for change in step.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    keys = ("id", "level", "polarity", "selector", "text", "operations", "events", "fingerprint")
    return {key: msgspec.to_builtins(getattr(change, key)) for key in keys}
