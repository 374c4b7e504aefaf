"""The writer plans first, changes only what differs, and leaves nothing half-written."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.errors import OutputError
from docgen.write import Owned, plan, swap

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


def test_line_endings_are_no_difference_and_foreign_files_stay(tmp_path: Path) -> None:
    (tmp_path / "docgen-a.conf").write_bytes(b"one\r\ntwo\r\n")
    (tmp_path / "notes.txt").write_text("mine")
    planned = plan({"docgen-a.conf": "one\ntwo\n"}, tmp_path, Owned(".", "docgen-*"))
    assert not planned
    assert planned.lines() == ()


def test_a_diff_shows_what_would_change(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old\n")
    assert "-old\n+new\n" in plan({"a": "new\n"}, tmp_path).diff()


def test_output_that_cannot_be_written_says_so_and_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("kept")
    with pytest.raises(OutputError, match="cannot be written"):
        plan({"a/b": "new"}, tmp_path).apply()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "kept"


def test_a_site_is_swapped_whole(tmp_path: Path) -> None:
    for name in ("site", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    swap(tmp_path / "new", tmp_path / "site")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["site", "site/new"]


def test_what_a_killed_run_left_does_not_block_the_next(tmp_path: Path) -> None:
    for name in ("site", "new", ".site.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    swap(tmp_path / "new", tmp_path / "site")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["site", "site/new"]
