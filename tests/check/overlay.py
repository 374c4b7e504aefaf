"""A rule's Fails or Passes block, laid over the clean sample project."""

import re
from collections.abc import Iterator
from pathlib import Path

SAMPLE = Path(__file__).parent / "sample"
_FENCE = re.compile(r"^(`{3,})(\w+) title=\"([^\"]+)\"\n(.*?)^\1$", re.M | re.S)


def blocks(doc: str) -> dict[str, list[tuple[str, str, str]]]:
    """`Fails` and `Passes` of a docstring -> (language, path, text) of each fence."""
    _, fails, passes = re.split(r"^\*\*(?:Fails|Passes)\*\*$", doc, flags=re.M)
    return {"Fails": list(_fences(fails)), "Passes": list(_fences(passes))}


def _fences(text: str) -> Iterator[tuple[str, str, str]]:
    for match in _FENCE.finditer(text):
        yield match[2], match[3], match[4]


def lay_over(root: Path, language: str, path: str, text: str) -> None:
    """Write the file; a `diff` fence edits what is there, and its old lines must stand there exactly once."""
    target = root / path
    if language == "diff":
        lines = [(line or " ") for line in text.split("\n")[:-1]]
        old = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
        new = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
        present = target.read_text(encoding="utf-8")
        assert present.count(old) == 1, f"{path} has these lines {present.count(old)} times:\n{old}"
        text = present.replace(old, new)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
