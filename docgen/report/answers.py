"""What becomes of what a customer uses: for a terminal, as JSON, and as Markdown."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from docgen.answers import Answers
from docgen.model.project import Project
from docgen.model.redirect import rfc3339
from docgen.report.json import document
from docgen.report.markdown import code, prose
from docgen.report.text import wrapped
from docgen.upgrade.answer import STATES, Answer
from docgen.upgrade.answer_wording import Counted, line, name_line, opening, sections
from docgen.upgrade.consumers import Usage
from docgen.wording import MANY, day, printable


def text(answers: Answers, project: Project) -> str:
    """The verdict, then the sections, what is unknown first, and a line per answer."""
    lines = [f"{printable(project.config.api)}: {answers.pin.id}, as of {day(project.now)}"]
    lines += [wrapped(sentence, 0) for sentence in opening(answers.usage, answers.everybody)]
    lines += text_sections(answers.usage.answers)
    if answers.everybody:
        lines.append("\nFOR EVERYONE\n")
    lines += [_text_line(answer, 1) for answer in answers.everybody]
    return "\n".join(lines).rstrip("\n") + "\n"


def text_sections(answers: Counted) -> Iterator[str]:
    """The sections of answers for a terminal, each with its heading."""
    for title, listed in sections(answers):
        yield f"\n{title.upper()}\n"
        for answer, count in listed[:MANY]:
            yield _text_line(answer, count)
        if len(listed) > MANY:
            yield f"and {len(listed) - MANY:,} more: --format json lists them all"


def _text_line(answer: Answer, count: int) -> str:
    name = f"{name_line(answer, count)}: " if answer.name else ""
    return wrapped(printable(f"- {name}{line(answer)} {answer.url or ''}"), 2)


def markdown(answers: Answers, project: Project) -> str:
    """A heading per section, what is unknown first, and a line per answer."""
    lines = [f"# {prose(project.config.api)}: {answers.pin.id}, as of {day(project.now)}\n"]
    lines.append(" ".join(map(prose, opening(answers.usage, answers.everybody))))
    lines += markdown_sections(answers.usage.answers)
    if answers.everybody:
        lines.append("\n## For everyone\n")
    lines += [_markdown_line(answer, 1) for answer in answers.everybody]
    return "\n".join(lines).rstrip("\n") + "\n"


def markdown_sections(answers: Counted) -> Iterator[str]:
    """The sections of answers in Markdown, each with its heading."""
    for title, listed in sections(answers):
        yield f"\n## {title}\n"
        for answer, count in listed[:MANY]:
            yield _markdown_line(answer, count)
        if len(listed) > MANY:
            yield f"- and {len(listed) - MANY:,} more"


def _markdown_line(answer: Answer, count: int) -> str:
    name = name_line(answer, count)
    words = prose(answer.text)
    if answer.instead:
        words += f" Use {code(answer.instead, len(answer.instead))} instead."
    if answer.url:
        words += f" ([more]({answer.url}))"
    return f"- {code(name, len(name))}: {words}" if name else f"- {words}"


def json(answers: Answers, project: Project) -> str:
    """The keys `version`, `api`, `pin`, `as_of`, `using`, `everybody`, `answers` and a `summary` by state."""
    usage = answers.usage
    content = {
        "version": 1,
        "api": project.config.api,
        "pin": answers.pin.id,
        "as_of": project.now.date(),
        "using": usage_record(usage),
        "everybody": [answer_record(answer) for answer in answers.everybody],
        "answers": [answer_record(*counted) for counted in usage.answers],
        "summary": {state: sum(answer.state == state for answer, _ in usage.answers) for state in STATES},
    }
    return document(content)


def usage_record(usage: Usage) -> dict[str, Any]:
    """What was read, and what of it is known."""
    return {
        "lines": usage.lines,
        "unreadable": usage.unreadable,
        "operations": usage.operations,
        "events": usage.events,
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


FORMATS: Final[Mapping[str, Callable[[Answers, Project], str]]] = {"text": text, "json": json, "markdown": markdown}
"""The report of each format."""
