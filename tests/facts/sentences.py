"""Sentences as pages of this repository's project, and what is found in them: in a guide, and in a strict text.

python -m tests.facts.sentences            # what the file has otherwise
python -m tests.facts.sentences --write    # the file as it is so today
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from docgen.facts import facts
from docgen.load.project import load
from docgen.model.fact import Fact
from tests.cases import load_yaml
from tests.conftest import REPOSITORY
from tests.facts.conftest import copied
from tests.facts.lies import PROJECTS, Row, as_written, write

FILE: Final = Path(__file__).with_name("sentences.yaml")
STRICT: Final = "---\nfacts: strict\n---\n\n"
WRONG: Final = ("unbound", "contradicted")


class Stated(NamedTuple):
    """The facts of a text as a strict page and as a guide."""

    strict: Sequence[Fact]
    guide: Sequence[Fact]

    def row(self, like: Row) -> Row:
        """The row of the text as it is today; `bound` is listed where the row has it."""
        bound = [fact.text for fact in self.strict if fact.state == "bound"]
        strict = [f"{fact.state} {fact.text}" for fact in self.strict if fact.state in WRONG]
        guide = [f"{fact.state} {fact.text}" for fact in self.guide if fact.state == "contradicted"]
        found: Row = {"bound": bound if "bound" in like else [], "strict": strict}
        row = {key: value for key, value in like.items() if key not in (*found, "guide")}
        row |= {key: value for key, value in found.items() if value}
        is_told = guide == [one for one in strict if one.startswith("contradicted")]
        return row if is_told else row | {"guide": guide}


def read_rows() -> list[Row]:
    """The rows of the file; a text alone is one that is so."""
    rows: list[Row | str] = load_yaml(FILE.read_text(encoding="utf-8"))
    return [{"text": row, "so": True} if isinstance(row, str) else row for row in rows]


def as_row(row: Row) -> Row | str:
    """A row as it is written: a text alone where it has no fact."""
    return str(row["text"]) if row.keys() == {"text", "so"} else as_written(row)


def page(text: str, *, is_strict: bool) -> str:
    """A page with a text."""
    return f"{STRICT if is_strict else ''}# Stated\n\n{text}\n"


def stated(root: Path, texts: Sequence[str]) -> Sequence[Stated]:
    """What each text states as a page of its own: one run reads all of them."""
    names = {is_strict: [f"docs/guides/{is_strict}-{at}.md" for at in range(len(texts))] for is_strict in (True, False)}
    for is_strict, files in names.items():
        for file, text in zip(files, texts, strict=True):
            (root / file).write_text(page(text, is_strict=is_strict), encoding="utf-8")
    project, _ = load(root, PROJECTS["aurous"][1])
    for file in (*names[True], *names[False]):
        (root / file).unlink()
    if project is None:
        raise ValueError(f"{root} cannot be read")
    found: dict[str, list[Fact]] = {file: [] for file in (*names[True], *names[False])}
    for fact in facts(project):
        found.get(fact.source.path, []).append(fact)
    return [Stated(found[strict], found[guide]) for strict, guide in zip(names[True], names[False], strict=True)]


def main() -> None:
    """Print each row that the file has otherwise; with `--write`, write the file anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write sentences.yaml anew")
    is_written = parser.parse_args().write
    rows = read_rows()
    with tempfile.TemporaryDirectory() as folder:
        root = copied(REPOSITORY, Path(folder) / "aurous")
        found = stated(root, [row["text"] for row in rows])
    new = [one.row(row) for row, one in zip(rows, found, strict=True)]
    for before, after in zip(rows, new, strict=True):
        if before != after:
            sys.stdout.write(f"was {before}\nis  {after}\n")
    if is_written:
        write(FILE, [as_row(row) for row in new])


if __name__ == "__main__":
    main()
