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
    committed = _committed(project, f"{DIST}/")
    different = _different(_output(project, [name for name in project.config.edges if name in EDGES]), committed)
    sunsets: dict[str, int | None] = {}
    for path, message in different.items():
        edge = path.split("/")[2]
        if edge not in sunsets:  # only with a difference: each sunset means rendering all files of the edge again
            sunsets[edge] = _explaining_sunset(project, edge)
        yield path, message, sunsets[edge]


def _different(expected: Files, committed: Files) -> dict[str, str]:
    """How each committed file differs from what the rules generate, where it does and is generated; sorted by path."""
    different: dict[str, str] = {}
    for path in sorted(expected.keys() | committed.keys()):
        if path not in committed:
            different[path] = "is missing"
        elif path not in expected:
            if "/docgen-" in path:
                different[path] = "is left over: no rule generates it"
        elif _lines(expected[path]) != _lines(committed[path]):
            different[path] = "differs from what the rules generate"
    return different


def _explaining_sunset(project: Project, name: str) -> int | None:
    """The last sunset before which an edge without a clock had the committed files; None where none explains them."""
    if name not in project.config.edges or name not in EDGES or EDGES[name].HAS_CLOCK:
        return None
    committed = _committed(project, f"{DIST}/{name}/")
    served = (redirect.sunset for redirect in project.redirects if redirect.is_served)
    passed = {sunset for sunset in served if sunset is not None and sunset <= project.epoch}
    for sunset in sorted(passed, reverse=True):
        before = msgspec.structs.replace(project, now=datetime.fromtimestamp(sunset - 1, UTC))
        if not _different(_output(before, [name]), committed):
            return sunset
    return None


def _committed(project: Project, folder: str) -> Files:
    return {path: text for path, text in project.committed.items() if path.startswith(folder)}


def _output(project: Project, names: Iterable[str]) -> Files:
    return {f"{DIST}/{path}": text for path, text in edge_files(project, names).items()}


def _lines(text: str | bytes) -> list[str]:
    return (text.decode() if isinstance(text, bytes) else text).splitlines()
