"""`.docgen/accepted.yaml` -> the findings and changes that a project accepts."""

from collections.abc import Iterator
from typing import Final

from docgen.load.files import Tree
from docgen.load.findings import Findings, finding, finding_at
from docgen.load.validate import read_model
from docgen.model.accepted import ACCEPTED, Accepted, AcceptedFile
from docgen.model.finding import Finding
from docgen.positions import locate
from docgen.positions.source import Source

_OTHER_NAME: Final = ACCEPTED.replace(".yaml", ".yml")


def read_accepted(tree: Tree) -> tuple[Accepted, Findings]:
    """What a project accepts, empty where it has no such file; or everything wrong with the file."""
    if tree.has(_OTHER_NAME):
        message = f"has the wrong file name; expected {ACCEPTED}"
        return Accepted(), (finding(Source(_OTHER_NAME, ""), "schema-mismatch", message, "rename it"),)
    if not tree.has(ACCEPTED):
        return Accepted(), ()
    source, unreadable = tree.read(ACCEPTED)
    return (Accepted(source), unreadable) if unreadable else parse_accepted(source)


def parse_accepted(source: Source) -> tuple[Accepted, Findings]:
    """What a text accepts, or everything wrong with it; a duplicate entry is a finding."""
    file, findings = read_model(source, AcceptedFile)
    accepted = Accepted(source, file.accepted if file else ())
    return accepted, (*findings, *_duplicates(accepted))


def _duplicates(accepted: Accepted) -> Iterator[Finding]:
    first_lines: dict[tuple[str, str | None], int] = {}
    for index, acceptance in enumerate(accepted.entries):
        key, pointer = (acceptance.what, acceptance.at), ("accepted", index)
        if key in first_lines:
            message = f"duplicate entry: `{acceptance.what}` is already accepted on line {first_lines[key]}"
            yield finding_at(accepted.source, pointer, "schema-mismatch", message, "remove one of the two")
        first_lines.setdefault(key, locate(accepted.source, pointer)[0])
