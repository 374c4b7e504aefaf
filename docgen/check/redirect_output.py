"""The committed files of the edges, compared with what the rules generate now, or did before a sunset passed."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

import msgspec

from docgen.check.rule import found_at, rule
from docgen.model.files import Files
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import rfc3339
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.output import DIST, edge_files

OUTPUT_RULES: Final = frozenset({"stale-output", "output-expired"})
"""The ids of the rules here: the commands that write the files fix them, and the site does not depend on them."""


@rule(Severity.ERROR)
def stale_output(project: Project) -> Iterator[Finding]:
    """The committed files of an edge differ from what the rules generate."""
    for path, message, sunset in _differences(project):
        if sunset is None:
            yield found_at(path, 0, 0, f"the committed file {message}", "docgen redirects build")


@rule(Severity.WARNING, trigger="calendar")
def output_expired(project: Project) -> Iterator[Finding]:
    """The committed files of an edge without a clock still have a rule whose sunset has passed: it still redirects."""
    for path, _, sunset in _differences(project):
        if sunset is not None:
            message = f"the committed file is out of date since {rfc3339(sunset)}, when a rule ended"
            yield found_at(path, 0, 0, message, "docgen redirects build")


def _differences(project: Project) -> Iterator[tuple[str, str, int | None]]:
    """Each path that differs, how, and the sunset that explains it, where one does."""
    names = [name for name in project.config.edges if name in EDGES]
    expected = _output(project, names)
    committed = {path: text for path, text in project.committed.items() if path.startswith(f"{DIST}/")}
    paths = sorted(expected.keys() | committed.keys())
    different = {path: message for path in paths if (message := _difference(path, expected, committed))}
    # only for edges with a difference: each sunset means rendering all files of the edge again
    sunset = {name: _explaining_sunset(project, name) for name in {path.split("/")[2] for path in different}}
    yield from ((path, message, sunset[path.split("/")[2]]) for path, message in different.items())


def _difference(path: str, expected: Files, committed: Files) -> str:
    """How a committed file differs from what the rules generate; empty where it does not, or is not generated."""
    if path not in committed:
        return "is missing"
    if path not in expected:
        generated = any(part.startswith("docgen-") for part in path.split("/"))
        return "is left over: no rule generates it" if generated else ""
    return "" if _lines(expected[path]) == _lines(committed[path]) else "differs from what the rules generate"


def _explaining_sunset(project: Project, name: str) -> int | None:
    """The last sunset before which an edge without a clock had the committed files; None where none explains them."""
    if name not in project.config.edges or name not in EDGES or EDGES[name].HAS_CLOCK:
        return None
    sunsets = {redirect.sunset for redirect in project.redirects if redirect.is_served and redirect.sunset is not None}
    for sunset in sorted((sunset for sunset in sunsets if sunset <= project.epoch), reverse=True):
        before = _output(msgspec.structs.replace(project, now=datetime.fromtimestamp(sunset - 1, UTC)), [name])
        mine = {path: text for path, text in project.committed.items() if path.startswith(f"{DIST}/{name}/")}
        if not any(_difference(path, before, mine) for path in before.keys() | mine.keys()):
            return sunset
    return None


def _output(project: Project, names: Iterable[str]) -> Files:
    return {f"{DIST}/{path}": text for path, text in edge_files(project, names).items()}


def _lines(text: str | bytes) -> list[str]:
    return (text.decode() if isinstance(text, bytes) else text).splitlines()
