"""Workflow commands of GitHub Actions: annotations on the lines of a pull request."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.finding import Finding, Severity
from docgen.report.annotation import LEVELS, Annotation, of_findings, summary
from docgen.wording import counted, printable

SHOWN: Final = 10
"""How many annotations of one kind GitHub shows of a step."""

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(findings: Sequence[Finding]) -> str:
    """The ten worst findings of each kind as annotations, the others as lines of the log, a summary last."""
    annotations = of_findings(findings)
    return write(annotations, summary(annotations, "no findings"))


def write(annotations: Sequence[Annotation], summary: str) -> str:
    """Annotations as workflow commands by kind, the worst first, and the summary with what GitHub does not show."""
    return "\n".join(_lines(annotations, summary)) + "\n"


def _lines(annotations: Sequence[Annotation], summary: str) -> Iterator[str]:
    kinds = {level: [found for found in annotations if found.level is level] for level in LEVELS}
    hidden = sum(max(0, len(kind) - SHOWN) for kind in kinds.values())
    for level, kind in kinds.items():
        # the summary of what is not shown is itself a notice
        room = SHOWN - (level is Severity.INFO and hidden > 0)
        yield from (_command(found) for found in kind[:room])
        yield from (_plain(found) for found in kind[room:])
    if hidden:
        left = ", ".join(counted(len(kind), level.value) for level, kind in kinds.items() if len(kind) > SHOWN)
        message = f"{summary}; GitHub shows {SHOWN} of a kind, and here are {left}: the log of this step has them all"
        yield f"::notice title=docgen::{_data(message)}"
    else:
        yield summary


def _command(found: Annotation) -> str:
    place = {"file": found.path, "line": found.line, "col": found.column} if found.path else {}
    properties = {key: value for key, value in {**place, "title": found.id}.items() if value}
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[found.level]} {written}::{_data(found.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(found: Annotation) -> str:
    """A line of the log that no text of a contract can turn into a command (`::set-env`, `##[add-mask]`)."""
    place = f"{found.place}: " if found.path else ""
    line = f"{place}{found.level.value}: {found.message} [{found.id}]"
    return "- " + printable(line).replace("##[", "# #[")
