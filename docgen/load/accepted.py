"""`.docgen/accepted.yaml` -> the findings and changes that a project accepts."""

from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - part of the readers

from docgen.model.accepted import ACCEPTED, Accepted
from docgen.model.finding import Finding
from docgen.positions.source import Source


def read_accepted(root: Path) -> tuple[Accepted, tuple[Finding, ...]]:
    """What the project in a folder accepts, empty where it has no such file; or everything wrong with the file."""
    path = root / ACCEPTED
    other = path.with_suffix(".yml")
    if not path.exists() and not path.is_symlink() and not other.exists():
        return Accepted(), ()
    from docgen.load.files import read  # slow to import, and few projects accept anything
    from docgen.load.findings import finding  # as above

    if other.exists():
        source = Source(other.relative_to(root).as_posix(), "")
        message = f"has the wrong file name; expected {ACCEPTED}"
        return Accepted(), (finding(source, 1, 1, "schema-mismatch", message, "rename it"),)
    source, unreadable = read(root, path)
    return (Accepted(source), unreadable) if unreadable else parse_accepted(source)


def parse_accepted(source: Source) -> tuple[Accepted, tuple[Finding, ...]]:
    """What a text accepts, or everything wrong with it; a duplicate entry is a finding."""
    from docgen.load.validate import read_model  # slow to import, and few projects accept anything
    from docgen.model.accepted import AcceptedFile  # as above

    file, findings = read_model(source, AcceptedFile)
    accepted = Accepted(source, file.accepted if file else ())
    return accepted, (*findings, *_duplicates(accepted))


def _duplicates(accepted: Accepted) -> Iterator[Finding]:
    from docgen.load.findings import finding
    from docgen.positions import locate

    seen: dict[tuple[str, str | None], int] = {}
    for index, acceptance in enumerate(accepted.entries):
        key = acceptance.what, acceptance.at
        line, column = locate(accepted.source, ("accepted", index))
        if key in seen:
            message = f"duplicate entry: `{acceptance.what}` is already accepted on line {seen[key]}"
            yield finding(accepted.source, line, column, "schema-mismatch", message, "remove one of the two")
        seen.setdefault(key, line)
