"""What becomes of what a customer uses: for a terminal, as JSON, and as Markdown."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import starmap
from typing import Any, Final, NamedTuple

from docgen.answers import Answers
from docgen.model.project import Project
from docgen.model.redirect import rfc3339
from docgen.report.json import document, picked
from docgen.report.markdown import code, prose
from docgen.report.text import wrapped
from docgen.upgrade.answer import STATES, Answer
from docgen.upgrade.answer_wording import Counted, line, name_line, opening, sections
from docgen.upgrade.consumers import Usage
from docgen.wording import MANY, day, printable


class Layout(NamedTuple):
    """How a format writes the parts of a report; `more` counts what a section leaves out."""

    title: Callable[[str, str], str]
    opening: Callable[[Iterable[str]], str]
    heading: Callable[[str], str]
    line: Callable[[Answer, int], str]
    more: str


def _report(layout: Layout, answers: Answers, project: Project) -> str:
    """The verdict, then the sections, what is unknown first, and a line per answer."""
    lines = [
        layout.title(project.config.api, f"{answers.pin.id}, as of {day(project.now)}"),
        layout.opening(opening(answers.usage, answers.everybody)),
        *answer_sections(layout, answers.usage.answers),
    ]
    if answers.everybody:
        lines += [layout.heading("For everyone"), *(layout.line(answer, 1) for answer in answers.everybody)]
    return "\n".join(lines).rstrip("\n") + "\n"


def answer_sections(layout: Layout, answers: Counted) -> Iterator[str]:
    """The sections of answers, each with its heading."""
    for title, listed in sections(answers):
        yield layout.heading(title)
        yield from starmap(layout.line, listed[:MANY])
        if len(listed) > MANY:
            yield layout.more.format(len(listed) - MANY)


def _text_line(answer: Answer, count: int) -> str:
    words = line(answer)
    if answer.name:
        words = f"{name_line(answer, count)}: {words}"
    return wrapped(printable(f"- {words} {answer.url or ''}"), 2)


def _markdown_line(answer: Answer, count: int) -> str:
    words = prose(answer.text)
    if answer.instead:
        words += f" Use {code(answer.instead, len(answer.instead))} instead."
    if answer.url:
        words += f" ([more]({answer.url}))"
    if name := name_line(answer, count):
        words = f"{code(name, len(name))}: {words}"
    return f"- {words}"


TEXT: Final = Layout(
    title=lambda api, of: f"{printable(api)}: {of}",
    opening=lambda sentences: "\n".join(wrapped(sentence, 0) for sentence in sentences),
    heading=lambda title: f"\n{title.upper()}\n",
    line=_text_line,
    more="and {:,} more: --format json lists them all",
)
MARKDOWN: Final = Layout(
    title=lambda api, of: f"# {prose(api)}: {of}\n",
    opening=lambda sentences: " ".join(map(prose, sentences)),
    heading=lambda title: f"\n## {title}\n",
    line=_markdown_line,
    more="- and {:,} more",
)


def _json(answers: Answers, project: Project) -> str:
    """The keys `version`, `api`, `pin`, `as_of`, `using`, `everybody`, `answers` and a `summary` by state."""
    usage = answers.usage
    counts = Counter(answer.state for answer, _ in usage.answers)
    content = {
        "version": 1,
        "api": project.config.api,
        "pin": answers.pin.id,
        "as_of": project.today,
        "using": usage_record(usage),
        "everybody": list(map(answer_record, answers.everybody)),
        "answers": list(starmap(answer_record, usage.answers)),
        "summary": {state: counts[state] for state in STATES},
    }
    return document(content)


def usage_record(usage: Usage) -> dict[str, Any]:
    """What was read, and what of it is known."""
    return {
        **picked(usage, ("lines", "unreadable", "operations", "events")),
        "parts": [*usage.parts],
        "unknown": [{"text": text, "count": count} for text, count in usage.unknown],
    }


def answer_record(answer: Answer, count: int = 1) -> dict[str, Any]:
    """An answer; `ends` is the time of its end in UTC, null without one."""
    return {
        **picked(answer, ("asked", "name", "kind", "state", "text")),
        "ends": None if answer.at is None else rfc3339(answer.at),
        "instead": answer.instead or None,
        "url": answer.url,
        "count": count,
    }


FORMATS: Final[Mapping[str, Callable[[Answers, Project], str]]] = {
    "text": partial(_report, TEXT),
    "json": _json,
    "markdown": partial(_report, MARKDOWN),
}
"""The report of each format."""
