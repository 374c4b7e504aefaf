"""The answers for what a customer uses, for a terminal."""

from collections.abc import Iterator

from docgen.answers import Answers
from docgen.model.project import Project
from docgen.report.wrapped import wrapped
from docgen.upgrade.answer import Answer
from docgen.upgrade.answer_wording import Counted, line, name_line, opening, sections
from docgen.wording import MANY, day, printable


def report(answers: Answers, project: Project) -> str:
    """The verdict, then the sections, what is unknown first, and a line per answer."""
    return "\n".join(_lines(answers, project)).rstrip("\n") + "\n"


def _lines(answers: Answers, project: Project) -> Iterator[str]:
    yield f"{printable(project.config.api)}: {answers.pin.id}, as of {day(project.now)}"
    yield from (wrapped(sentence, 0) for sentence in opening(answers.usage, answers.everybody))
    yield from section_lines(answers.usage.answers)
    if answers.everybody:
        yield "\nFOR EVERYONE\n"
        yield from (_line(answer, 1) for answer in answers.everybody)


def section_lines(answers: Counted) -> Iterator[str]:
    """The sections of answers, each with its heading."""
    for title, listed in sections(answers):
        yield f"\n{title.upper()}\n"
        yield from (_line(answer, count) for answer, count in listed[:MANY])
        if len(listed) > MANY:
            yield f"and {len(listed) - MANY:,} more: --format json lists them all"


def _line(answer: Answer, count: int) -> str:
    name = f"{name_line(answer, count)}: " if answer.name else ""
    more = f" {answer.url}" if answer.url else ""
    return wrapped(printable(f"- {name}{line(answer)}{more}"), 2)
