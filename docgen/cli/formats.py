"""Findings as CI reads them: paths from the root of the repository, and each id explained where there is room."""

from collections.abc import Sequence
from pathlib import Path  # noqa: TID251 - the shell looks for the root of the repository

import msgspec

from docgen.check import explain, known_ids
from docgen.model.finding import Finding
from docgen.report import FORMATS, sarif

PLAIN = ("text", "json")
"""The formats whose paths are relative to the project, as its own files and editors have them."""


def rendered(findings: Sequence[Finding], form: str, root: Path) -> str:
    """The report on the project in `root`; an absolute path stays what it is."""
    if form in PLAIN:
        return FORMATS[form](findings)
    prefix = below_repository(root)
    moved = [
        found if found.path.startswith("/") else msgspec.structs.replace(found, path=prefix + found.path)
        for found in findings
    ]
    return sarif.report(moved, _docs(moved)) if form == "sarif" else FORMATS[form](moved)


def below_repository(root: Path) -> str:
    """The folder `root` from the root of its git repository, with a slash; empty at that root and outside of git."""
    folder = root.resolve()
    top = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
    return "" if top == folder else f"{folder.relative_to(top).as_posix()}/"


def _docs(findings: Sequence[Finding]) -> dict[str, str]:
    """What `docgen explain` says of each id, without the heading and the line of its severity."""
    known = set(known_ids())
    return {id_: explain(id_).split("\n\n", 2)[2] for id_ in {found.id for found in findings} & known}
