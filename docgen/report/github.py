"""Workflow commands of GitHub Actions, which annotate the lines of a pull request."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from docgen.model.finding import Severity
from docgen.report.table import LEVELS, Row, Table
from docgen.wording import counted, printable

SHOWN: Final = 10
"""How many annotations of one level GitHub shows per step."""

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(table: Table) -> str:
    """The first ten rows of each level that annotate as annotations, the others as log lines.

    The summary says what is not shown.

    What a comparison let through comes after the summary.
    """
    return "\n".join(_lines(table)) + "\n"


def _lines(table: Table) -> Iterator[str]:
    counts = Counter(row.level for row in table.rows if row.annotates)
    cut = [level for level in LEVELS if counts[level] > SHOWN]
    shown = Counter[Severity]()
    last: list[str] = []
    for row in table.rows:
        # where some are hidden, the summary is a notice, too, and takes one of the places
        room = SHOWN - bool(cut and row.level is Severity.INFO)
        shown[row.level] += row.annotates
        line = _command(row) if row.annotates and shown[row.level] <= room else _plain(row)
        if row.passed:
            last.append(line)
        else:
            yield line
    if cut:
        hidden = ", ".join(counted(counts[level], level.value) for level in cut)
        message = f"{table.summary}; GitHub shows {SHOWN} per level of {hidden}; the log of this step lists them all"
        yield f"::notice title=docgen::{_data(message)}"
    else:
        yield table.summary
    yield from last


def _command(row: Row) -> str:
    properties = {"file": row.path, "line": row.line, "col": row.column, "title": row.id}
    joined = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
    return f"::{_COMMANDS[row.level]} {joined}::{_data(row.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(row: Row) -> str:
    """A log line that GitHub never takes for a command (`::set-env`, `##[add-mask]`), whatever a contract says."""
    line = f"{row.level.value}: {row.message} [{row.id}]"
    if row.path:
        line = f"{row.location}: {line}"
    return "- " + printable(line).replace("##[", "# #[")
