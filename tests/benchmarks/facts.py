"""What reading the facts of a text costs, as ratios to rendering its Markdown, and what texts of one letter cost.

Usage: python -m tests.benchmarks.facts [PROJECT]

PROJECT is a folder; the default is this repository. Its guides, repeated up to 1 MB, are read as a guide and as a
strict text. Below are texts that no writer writes, each at two sizes: 2.0 is linear.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import markdown

from docgen.facts.knowledge.scope import Scope, Vocabularies
from docgen.facts.reader import Reader
from docgen.facts.texts.passages import Passage
from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.positions.source import Source
from tests.conftest import REPOSITORY

SIZE: Final = 1_000_000
LONG: Final = 16_000
EXTENSIONS: Final = ("tables", "attr_list", "admonition", "pymdownx.superfences")
WORST: Final = (
    "_", "ab-cd", "A", "Ab-", "1,", "a.", "`", "*a", "[", "|a", "<a ", "{{ claim.a ", "/a", "&a", "one hundred and ",
    "the status `succeeded` of an image at /v1/images with 404 and 10 seconds, ", "- `a`: ", "```\n",
    "```json\n{}\n```\n",
)  # fmt: skip


def seconds(run: Callable[[], object]) -> float:
    """The processor time of a call."""
    before = time.process_time()
    run()
    return time.process_time() - before


def main(root: Path) -> None:
    """Print the ratios of a project."""
    project, _ = load(root, parse_now("2026-06-01"))
    if project is None:
        sys.exit(f"{root}: not a project")
    scope = Scope(Vocabularies(project), None)

    def read(text: str, *, is_strict: bool) -> float:
        source = Source("docs/guides/long.md", text)
        passage = Passage(source, text, project.current, first_line=1, is_strict=is_strict)
        return seconds(lambda: list(Reader(passage, scope).facts()))

    guides = "\n".join(doc.text for doc in project.docs)
    text = (guides * (SIZE // len(guides) + 1))[:SIZE]
    read(guides, is_strict=True)  # what is known of the contract is read once
    rendered = seconds(lambda: markdown.markdown(text, extensions=EXTENSIONS))
    print(f"{len(text):,} characters, to their Markdown: a guide {read(text, is_strict=False) / rendered:.2f},")
    print(f"strict {read(text, is_strict=True) / rendered:.2f}")
    for part in WORST:
        short, long = (read(part * (size // len(part)), is_strict=True) for size in (LONG, 2 * LONG))
        print(f"{part[:20]!r:24} {long:6.3f} s for {2 * LONG:,} characters, {long / short:.1f} times those for half")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else REPOSITORY)
