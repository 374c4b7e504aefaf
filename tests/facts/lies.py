"""Edits that make a text of a project false, each of a kind, and whether a check finds it.

python -m tests.facts.lies            # what is found of each kind, and what the file has otherwise
python -m tests.facts.lies --write    # write the file as it is today: nothing finds what is `unfound`
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from docgen.check import check
from docgen.differ.project import changes
from docgen.facts import facts
from docgen.load.project import load
from docgen.model.finding import Finding, Severity
from docgen.prove import prove
from tests.cases import load_yaml
from tests.conftest import REPOSITORY
from tests.facts.conftest import copied

FILE: Final = Path(__file__).with_name("lies.yaml")
PROJECTS: Final = {
    "aurous": (REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC)),
    "harbour": (REPOSITORY / "tests/other/harbour", datetime(2026, 8, 1, tzinfo=UTC)),
}
_ROWS: Final = 20
"""More texts than that are rows of a file."""
Row = dict[str, Any]


class Edit(NamedTuple):
    """A row of `lies.yaml` with its project and its file."""

    project: str
    file: str
    row: Row

    @property
    def name(self) -> str:
        """What the text says after the edit."""
        return str(self.row.get("lie") or self.row.get("add") or self.row["new"])

    @property
    def is_lie(self) -> bool:
        """Whether the text is false after the edit."""
        return "lie" in self.row

    @property
    def kind(self) -> str:
        """What kind of lie it is; `so` is none."""
        return str(self.row.get("kind") or self.row.get("unfound") or "so")

    @property
    def is_expected(self) -> bool:
        """Whether a check finds something in the edited file, as the row has it."""
        return self.is_lie and "unfound" not in self.row

    def apply(self, text: str) -> str:
        """The text of the file after the edit."""
        if "add" in self.row:
            return f"{text.rstrip()}\n\n{self.row['add']}\n"
        old, new = self.row["old"], self.row["new"]
        if old not in text:
            raise ValueError(f"{self.file} has no {old!r} any more: write the edit anew")
        return text.replace(old, new, -1 if self.row.get("all") else 1)


def edits(document: Mapping[str, Any]) -> Iterator[Edit]:
    """Each edit of a document like `lies.yaml`."""
    for project in PROJECTS:
        for file, rows in document[project].items():
            for row in rows:
                yield Edit(project, file, row)


class Copies:
    """A copy of each project, in which one file at a time is edited."""

    def __init__(self, folder: Path) -> None:
        self._roots = {name: copied(root, folder / name) for name, (root, _) in PROJECTS.items()}

    def findings(self, edit: Edit) -> list[Finding]:
        """The findings of a check after an edit: none that is only information, or says that output is stale."""
        root, (_, now) = self._roots[edit.project], PROJECTS[edit.project]
        path = root / edit.file
        before = path.read_text(encoding="utf-8")
        path.write_text(edit.apply(before), encoding="utf-8")
        try:
            return findings(root, now)
        finally:
            path.write_text(before, encoding="utf-8")


def findings(root: Path, now: datetime) -> list[Finding]:
    """The findings of a check of a project that a writer has to do something about."""
    project, found = load(root, now)
    if project is None:
        raise ValueError(f"{root} cannot be read")
    proofs = prove(project)
    every = check(project, proofs, changes(project), found, facts(project))
    return [one for one in every if one.severity is not Severity.INFO and one.id != "stale-output"]


class Flow(dict[str, Any]):
    """A mapping on one line."""


class Dumper(yaml.SafeDumper):
    """Writes rows on one line each, and texts of several lines as blocks."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    is_short = all(isinstance(item, str) and "\n" not in item for item in items) and len(items) < _ROWS
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, is_short)


Dumper.add_representer(str, _text)
Dumper.add_representer(list, _list)
Dumper.add_representer(Flow, lambda dumper, row: dumper.represent_mapping("tag:yaml.org,2002:map", row, True))


def as_written(row: Row) -> Row:
    """A row as it is written: on one line where no text of it has several."""
    return row if any("\n" in str(value) for value in row.values()) else Flow(row)


def write(path: Path, document: object) -> None:
    """Write a document below the comments at the head of its file."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    head = "".join(line for line in lines if line.startswith("#"))
    text = yaml.dump(document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)
    path.write_text(head + text, encoding="utf-8")


def rewritten(document: Mapping[str, Any], is_found: Callable[[Edit], bool]) -> Mapping[str, Any]:
    """The document with the kind of each lie under `kind` where something finds it, and else under `unfound`."""
    new: dict[str, Any] = {"reasons": document["reasons"], **{project: {} for project in PROJECTS}}
    for edit in edits(document):
        row = edit.row
        if edit.is_lie:
            key = "kind" if is_found(edit) else "unfound"
            rest = {name: value for name, value in row.items() if name not in ("kind", "unfound", "lie")}
            row = {"lie": row["lie"], key: edit.kind, **rest}
        new[edit.project].setdefault(edit.file, []).append(as_written(row))
    return new


def main() -> None:
    """Check every edit, and print what is found of each kind; with `--write`, write the file anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write lies.yaml anew")
    is_written = parser.parse_args().write
    document = load_yaml(FILE.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        copies = Copies(Path(folder))
        found = {id(edit.row): bool(copies.findings(edit)) for edit in edits(document)}
    every, seen = Counter[str](), Counter[str]()
    for edit in edits(document):
        every[edit.kind] += 1
        seen[edit.kind] += found[id(edit.row)]
        if found[id(edit.row)] is not edit.is_expected:
            state = "found" if found[id(edit.row)] else "unfound"
            sys.stdout.write(f"{state} {edit.file}: {edit.name}\n")
    for kind, count in sorted(every.items()):
        sys.stdout.write(f"{seen[kind]:4} of {count:4} {kind}\n")
    if is_written:
        write(FILE, rewritten(document, lambda edit: found[id(edit.row)]))


if __name__ == "__main__":
    main()
