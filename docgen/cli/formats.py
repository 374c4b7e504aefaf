"""Findings in the report formats; those for CI have paths from the root of the repository."""

from collections.abc import Sequence
from pathlib import Path  # noqa: TID251 - the shell looks for the root of the repository

import msgspec

from docgen.check import explain, known_ids
from docgen.cli.progress import progress
from docgen.cli.repository import in_repository
from docgen.model.finding import Finding
from docgen.report import FORMATS, sarif, text

PLAIN = ("text", "json")
"""The formats whose paths are relative to the project's folder."""


def rendered(findings: Sequence[Finding], form: str, root: Path, *, short: bool = False) -> str:
    """The report on the project in `root`; a `short` text counts what is many of a kind.

    With `--quiet`, a text on no findings is empty.
    """
    if form == "text":
        return text.report(findings, short=short) if findings or not progress.quiet else ""
    if form in PLAIN:
        return FORMATS[form](findings)
    paths = {path: in_repository(path, root) for path in {found.path for found in findings}}
    moved = [msgspec.structs.replace(found, path=paths[found.path]) for found in findings]
    return sarif.report(moved, _docs(moved)) if form == "sarif" else FORMATS[form](moved)


def _docs(findings: Sequence[Finding]) -> dict[str, str]:
    """The text of `docgen explain` for each id, without the heading and the severity."""
    known = set(known_ids())
    return {id_: explain(id_).split("\n\n", 2)[2] for id_ in {found.id for found in findings} & known}
