"""Findings as workflow commands of GitHub Actions, which annotate the lines of a pull request."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.finding import Finding, Severity
from docgen.report.annotation import LEVELS, Annotation, annotate_findings, summary
from docgen.wording import counted, printable

SHOWN: Final = 10
"""How many annotations of one level GitHub shows per step."""

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(findings: Sequence[Finding]) -> str:
    """The first ten findings of each level as annotations, the others as log lines, and a summary."""
    annotations = annotate_findings(findings)
    return render(annotations, summary(annotations, "no findings"))


def render(annotations: Sequence[Annotation], summary: str) -> str:
    """Annotations as workflow commands, the worst level first; the summary says what GitHub does not show.

    What a comparison let through comes after the summary.
    """
    return "\n".join(_lines(annotations, summary)) + "\n"


def _lines(annotations: Sequence[Annotation], summary: str) -> Iterator[str]:
    kinds = {level: [found for found in annotations if found.level is level] for level in LEVELS}
    hidden = sum(max(0, len(kind) - SHOWN) for kind in kinds.values())
    last: list[str] = []
    for level, kind in kinds.items():
        # where some are hidden, the summary is a notice, too, and takes one of the places
        room = SHOWN - (level is Severity.INFO and hidden > 0)
        for index, found in enumerate(kind):
            line = _command(found) if index < room else _plain(found)
            if found.passed:
                last.append(line)
            else:
                yield line
    if hidden:
        cut = ", ".join(counted(len(kind), level.value) for level, kind in kinds.items() if len(kind) > SHOWN)
        message = f"{summary}; GitHub shows {SHOWN} per level of {cut}; the log of this step lists them all"
        yield f"::notice title=docgen::{_data(message)}"
    else:
        yield summary
    yield from last


def _command(found: Annotation) -> str:
    location = {"file": found.path, "line": found.line, "col": found.column} if found.path else {}
    properties = {key: value for key, value in {**location, "title": found.id}.items() if value}
    joined = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[found.level]} {joined}::{_data(found.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(found: Annotation) -> str:
    """A log line that GitHub never takes for a command (`::set-env`, `##[add-mask]`), whatever a contract says."""
    location = f"{found.location}: " if found.path else ""
    line = f"{location}{found.level.value}: {found.message} [{found.id}]"
    return "- " + printable(line).replace("##[", "# #[")
