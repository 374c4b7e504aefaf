"""The answers for what a customer uses as JSON."""

from typing import Any

from docgen.answers import Answers
from docgen.model.project import Project
from docgen.model.redirect import rfc3339
from docgen.report.json_document import document
from docgen.upgrade.answer import STATES, Answer
from docgen.upgrade.consumers import Usage


def report(answers: Answers, project: Project) -> str:
    """The keys `version`, `api`, `pin`, `as_of`, `using`, `everybody`, `answers` and a `summary` by state."""
    usage = answers.usage
    content = {
        "version": 1,
        "api": project.config.api,
        "pin": answers.pin.id,
        "as_of": project.now.date().isoformat(),
        "using": usage_record(usage),
        "everybody": [answer_record(answer) for answer in answers.everybody],
        "answers": [answer_record(answer, count) for answer, count in usage.answers],
        "summary": {state: sum(one.state == state for one, _ in usage.answers) for state in STATES},
    }
    return document(content)


def usage_record(usage: Usage) -> dict[str, Any]:
    """What was read, and what of it is known."""
    return {
        "lines": usage.lines,
        "unreadable": usage.unreadable,
        "operations": list(usage.operations),
        "events": list(usage.events),
        "unknown": [{"text": text, "count": count} for text, count in usage.unknown],
    }


def answer_record(answer: Answer, count: int = 1) -> dict[str, Any]:
    """An answer; `ends` is the time of its end in UTC, null without one."""
    return {
        "asked": answer.asked,
        "name": answer.name,
        "kind": answer.kind,
        "state": answer.state,
        "text": answer.text,
        "ends": None if answer.at is None else rfc3339(answer.at),
        "instead": answer.instead or None,
        "url": answer.url,
        "count": count,
    }
