"""The answers for what a customer uses as Markdown."""

from collections.abc import Iterator

from docgen.answers import Answers
from docgen.model.project import Project
from docgen.report.inline import code, prose
from docgen.upgrade.answer import Answer
from docgen.upgrade.answer_wording import Counted, name_line, opening, sections
from docgen.wording import MANY, day


def report(answers: Answers, project: Project) -> str:
    """A heading per section, what is unknown first, and a line per answer."""
    return "\n".join(_lines(answers, project)).rstrip("\n") + "\n"


def _lines(answers: Answers, project: Project) -> Iterator[str]:
    yield f"# {prose(project.config.api)}: {answers.pin.id}, as of {day(project.now)}\n"
    yield " ".join(map(prose, opening(answers.usage, answers.everybody)))
    yield from section_lines(answers.usage.answers)
    if answers.everybody:
        yield "\n## For everyone\n"
        yield from (_line(answer, 1) for answer in answers.everybody)


def section_lines(answers: Counted) -> Iterator[str]:
    """The sections of answers, each with its heading."""
    for title, listed in sections(answers):
        yield f"\n## {title}\n"
        yield from (_line(answer, count) for answer, count in listed[:MANY])
        if len(listed) > MANY:
            yield f"- and {len(listed) - MANY:,} more"


def _line(answer: Answer, count: int) -> str:
    name = name_line(answer, count)
    text = (
        f"{prose(answer.text)}{f' Use {code(answer.instead, len(answer.instead))} instead.' if answer.instead else ''}"
    )
    more = f" ([more]({answer.url}))" if answer.url else ""
    return f"- {code(name, len(name))}: {text}{more}" if name else f"- {text}{more}"
