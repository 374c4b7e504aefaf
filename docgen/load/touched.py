"""The lines that a change touches: those which a pull request shows."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.load import git
from docgen.load.base import is_contract
from docgen.model.finding import Located

_HUNK: Final = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
# no settings of the user, who may have other prefixes or a tool of their own
_OPTIONS: Final = (
    *("--unified=0", "--text", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"),
    *("--src-prefix=a/", "--dst-prefix=b/"),
)


def touched_lines(root: Path, against: str | None) -> Callable[[Located], bool]:
    """Whether a place, by its path from the root of the repository, is on a line that differs from the merge-base.

    So is a file as a whole that differs or is new, and so are the lines around what was removed. Without a commit to
    compare with, every line is.
    """
    if against is None or is_contract(against):
        return lambda place: True
    commit = git.merge_base(root, against.removeprefix("git:"))
    lines: defaultdict[str, set[int]] = defaultdict(set)
    for path, start, count in _hunks(_text(root, "diff", *_OPTIONS, commit, "--")):
        # a removal alone is between two lines
        lines[path].update(range(start, start + count) if count else (start, start + 1))
    new = _text(root, "ls-files", "--others", "--exclude-standard", "--full-name", "-z").split("\0")

    def is_touched(place: Located) -> bool:
        if place.path in new:
            return True
        return place.path in lines and (not place.line or place.line in lines[place.path])

    return is_touched


def _text(root: Path, *arguments: str) -> str:
    return git.require_output(root, "-c", "core.quotePath=false", *arguments).decode("utf-8", "replace")


def _hunks(diff: str) -> Iterator[tuple[str, int, int]]:
    """The path, the first line and the number of lines of each hunk, as they are now."""
    rest, path = iter(diff.split("\n")), ""
    for line in rest:
        # a file that is gone has its name in the line before
        if line.startswith(("--- a/", "+++ b/")):
            path = line[len("+++ b/") :].removesuffix("\t")
        elif hunk := _HUNK.match(line):
            removed, start, added = (1 if number is None else int(number) for number in hunk.groups())
            yield path, start, added
            # a line of the file may look like one of the diff
            left = removed + added
            while left and (shown := next(rest, None)) is not None:
                left -= not shown.startswith("\\")
