"""The writer plans first, changes only what differs, and leaves nothing half-written."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.errors import OutputError
from docgen.signals import DONE
from docgen.write import Owned, plan

names = st.sampled_from(["a.txt", "b/c.txt", "b/d.txt", "e.bin"])
files = st.dictionaries(names, st.text(alphabet="ab\n", max_size=8) | st.binary(max_size=8), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=files, after=files)
def test_plan_apply_plan_is_empty(
    tmp_path_factory: pytest.TempPathFactory, before: dict[str, str], after: dict[str, str]
) -> None:
    root = tmp_path_factory.mktemp("out")
    plan(before, root, Owned(".", "*")).apply()
    plan(after, root, Owned(".", "*")).apply()
    assert not plan(after, root, Owned(".", "*"))


def test_what_docgen_generated_and_no_longer_wants_is_deleted(tmp_path: Path) -> None:
    plan({"dist/nginx/docgen-a.conf": "a", "dist/nginx/docgen-b.conf": "b"}, tmp_path).apply()
    (tmp_path / "dist/nginx/mine.conf").write_text("mine")
    (tmp_path / "docgen-elsewhere").write_text("mine too")
    planned = plan({"dist/nginx/docgen-a.conf": "a"}, tmp_path, Owned("dist", "docgen-*"))
    assert [*planned.lines()] == ["delete dist/nginx/docgen-b.conf"]
    planned.apply()
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["dist/nginx/docgen-a.conf", "dist/nginx/mine.conf", "docgen-elsewhere"]


def test_without_an_owner_nothing_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "docgen-a.conf").write_text("a")
    assert not plan({}, tmp_path)


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        (b"one\r\ntwo\r\n", "one\nthree\n", b"one\r\nthree\r\n"),
        (b"one\r\ntwo\r\n", "one\r\nthree\n", b"one\r\nthree\r\n"),
        (b"one\ntwo\n", "one\nthree\n", b"one\nthree\n"),
        (b"", "one\nthree\n", b"one\nthree\n"),
    ],
    ids=["of Windows", "of Windows, also in what is written", "of Unix", "none"],
)
def test_a_file_keeps_the_line_ends_that_it_has(before: bytes, new: str, after: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(before)
    plan({"a": new}, tmp_path).apply()
    assert (tmp_path / "a").read_bytes() == after


def test_the_line_ends_of_bytes_are_never_touched(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x\r\n")
    plan({"a": b"y\n"}, tmp_path).apply()
    assert (tmp_path / "a").read_bytes() == b"y\n"


def test_line_endings_are_no_difference_and_foreign_files_stay(tmp_path: Path) -> None:
    (tmp_path / "docgen-a.conf").write_bytes(b"one\r\ntwo\r\n")
    (tmp_path / "notes.txt").write_text("mine")
    planned = plan({"docgen-a.conf": "one\ntwo\n"}, tmp_path, Owned(".", "docgen-*"))
    assert not planned
    assert not [*planned.lines()]


def test_a_diff_shows_what_would_change(tmp_path: Path) -> None:
    for name in ("a", "b.bin", "d"):
        (tmp_path / name).write_text("old\n")
    planned = plan({"a": "new\n", "b.bin": b"new", "c": "new\n"}, tmp_path, Owned(".", "d"))
    assert planned.diff() == (
        "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-old\n+new\n"
        "--- a/b.bin\n+++ b/b.bin\n@@ -1 +1 @@\n-old\n+(binary)\n"
        "--- a/c\n+++ b/c\n@@ -0,0 +1 @@\n+new\n"
        "--- a/d\n+++ b/d\n@@ -1 +0,0 @@\n-old\n"
    )


def test_what_is_written_is_no_step_that_an_interruption_names_unless_asked(tmp_path: Path) -> None:
    DONE.clear()
    plan({"a": "new"}, tmp_path).apply()
    plan({"a": "newer"}, tmp_path).apply("the files are written")
    assert DONE == ["the files are written"]


def test_output_that_cannot_be_written_says_so_and_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("kept")
    with pytest.raises(OutputError, match="cannot be written"):
        plan({"a/b": "new"}, tmp_path).apply()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "kept"
