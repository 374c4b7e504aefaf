"""Which lines a change touches, in real repositories."""

from pathlib import Path

import pytest

from docgen.load.touched import touched_lines
from docgen.model.finding import Located
from tests.check.test_gate import git

TEN = "".join(f"line {number}\n" for number in range(1, 11))
CASES = {
    "a line that is changed": (TEN, TEN.replace("line 4", "LINE 4"), {4}),
    "lines that are added": (TEN, TEN.replace("line 4\n", "line 4\nnew\nnew\n"), {5, 6}),
    "around a line that is removed": (TEN, TEN.replace("line 4\n", ""), {3, 4}),
    "what looks like the head of a file": (TEN, TEN.replace("line 4\n", "++ b/other.txt\nline 4\n") + "end\n", {4, 12}),
    "what looks like a hunk": (TEN.replace("line 4", "- @@ -1 +1 @@"), TEN.replace("line 4", "+ @@ -9 +9 @@"), {4}),
    "a last line without its end": (TEN, TEN.removesuffix("\n"), {10}),
    "a whole file": ("", TEN, set(range(1, 11))),
    "nothing": (TEN, TEN, set()),
}


def repository(folder: Path, *texts: str, name: str = "a b.txt") -> Path:
    git(folder, "init", "-q", "-b", "main")
    for text in texts:
        (folder / name).write_text(text, encoding="utf-8")
        (folder / "other.txt").write_text("the same\n", encoding="utf-8")
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "one", "--allow-empty")
    return folder


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", ["a b.txt", "é.txt", "below/../x.txt"])
def test_the_lines_that_a_commit_touches(case: str, name: str, tmp_path: Path) -> None:
    before, after, expected = CASES[case]
    (tmp_path / "below").mkdir()
    root = repository(tmp_path, before, after, name=name)
    is_touched = touched_lines(root, "HEAD~1")
    path = name.removeprefix("below/../")
    assert {line for line in range(1, 14) if is_touched(Located(path, line, 1))} == expected
    assert is_touched(Located(path, 0, 0)) == bool(expected)
    assert not is_touched(Located("other.txt", 1, 1))
    assert not is_touched(Located("other.txt", 0, 0))


def test_settings_of_git_and_what_is_not_committed(tmp_path: Path) -> None:
    root = repository(tmp_path, TEN)
    for name, value in (("diff.noprefix", "true"), ("diff.external", "false"), ("color.diff", "always")):
        git(root, "config", name, value)
    (root / "a b.txt").write_text(TEN.replace("line 9", "LINE 9"), encoding="utf-8")
    (root / "new.txt").write_text("new\n", encoding="utf-8")
    is_touched = touched_lines(root, "git:main")
    assert {line for line in range(12) if is_touched(Located("a b.txt", line, 1))} == {0, 9}
    assert is_touched(Located("new.txt", 1, 1))


def test_without_a_commit_to_compare_with_every_line_counts(tmp_path: Path) -> None:
    for against in (None, "served.json"):
        assert touched_lines(tmp_path, against)(Located("a.yaml", 7, 1))
