"""All files of a plan or none; what a killed run left is cleaned up and told."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from docgen.errors import OutputError, UsageError
from docgen.write import Plan, clean_up, plan
from docgen.write.staging import staged

ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def failing(monkeypatch: pytest.MonkeyPatch, operation: str, name: str) -> None:
    """Let one operation on the files of a name fail, as a full disk would."""
    real = getattr(Path, operation)

    def fail(self: Path, *arguments: object, **settings: object) -> object:
        if any(Path(str(path)).name == name for path in (self, *arguments)):
            raise OSError(28, "No space left on device", str(self))
        return real(self, *arguments, **settings)

    monkeypatch.setattr(Path, operation, fail)


def test_no_file_is_replaced_where_one_has_no_room(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "in-the-way").write_text("a file where a folder has to be")
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="existing files were not changed"):
        plan({"a": "new", "fresh/b": "new", "in-the-way/c": "new"}, tmp_path).apply()
    assert tree(tmp_path) == before
    assert not (tmp_path / "fresh").exists()


def test_where_renaming_itself_fails_it_says_which_files_were_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / name).write_text("old")
    failing(monkeypatch, "replace", "b")
    with pytest.raises(OutputError, match=r"No space left on device; replaced: a; not replaced: b, c$"):
        plan(dict.fromkeys("abc", "new"), tmp_path).apply()
    assert tree(tmp_path) == {"a": b"new", "b": b"old", "c": b"old"}


def test_where_deleting_fails_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").write_text("old")
    failing(monkeypatch, "unlink", "gone")
    with pytest.raises(OutputError, match=r"replaced: a; not replaced: gone$"):
        Plan(tmp_path, {"a": "new"}, ("a",), (), ("gone",)).apply()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_file_keeps_its_mode(mode: int, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(mode)
    plan({"a": "new"}, tmp_path).apply()
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


def test_a_new_file_has_the_mode_that_the_user_gives_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        plan({"a": "new"}, tmp_path).apply()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


@pytest.mark.skipif(not ROOT, reason="only root gives files away")
@pytest.mark.not_windows
def test_a_file_keeps_its_owner(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o640)
    os.chown(tmp_path / "a", 1234, 4321)
    plan({"a": "new"}, tmp_path).apply()
    after = (tmp_path / "a").stat()
    assert (after.st_uid, after.st_gid, stat.S_IMODE(after.st_mode)) == (1234, 4321, 0o640)


def test_a_private_file_is_private_while_it_is_staged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o600)
    modes: list[int] = []
    real = os.fdopen

    def fdopen(handle: int, mode: str) -> object:
        modes.append(stat.S_IMODE(os.fstat(handle).st_mode))
        return real(handle, mode)

    monkeypatch.setattr(os, "fdopen", fdopen)
    plan({"a": "new"}, tmp_path).apply()
    assert modes == [0o600]


@pytest.fixture
def read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that nobody may write to, not even root."""
    (tmp_path / "kept").write_text("old")
    (tmp_path / "kept").chmod(0o444)
    if ROOT:
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "kept")
    return tmp_path / "kept"


def test_a_file_that_is_read_only_is_neither_replaced_nor_deleted(read_only: Path) -> None:
    for planned in (plan({"kept": "new"}, read_only.parent), Plan(read_only.parent, {}, (), (), ("kept",))):
        with pytest.raises(OutputError, match="/kept: cannot be written: the file is read-only; existing files were"):
            planned.apply()
    assert read_only.read_text() == "old"


def test_a_file_that_cannot_be_staged_is_named_as_the_user_knows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def full(path: str, *arguments: int, **settings: int) -> int:
        if Path(path).name.endswith("-0"):
            raise OSError(28, "No space left on device", str(path))
        return real(path, *arguments, **settings)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(OutputError, match=f"{tmp_path}/a: cannot be written: No space left on device"):
        plan({"a": "new"}, tmp_path).apply()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")
    failing(monkeypatch, "read_bytes", "a")
    with pytest.raises(OutputError, match="/a: No space left on device; existing files were not changed"):
        plan({"a": "new"}, tmp_path)


@pytest.mark.parametrize("there", [True, False])
def test_a_symbolic_link_stays_one_and_what_it_leads_to_is_written(there: bool, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    if there:
        (tmp_path / "real/a").write_text("old")
    (tmp_path / "a").symlink_to("real/a")
    plan({"a": "new"}, tmp_path).apply()
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "real/a").read_text() == "new"
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["a"]


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OutputError, match="cannot be written"):
        plan({"a": "new"}, tmp_path).apply()
    assert (tmp_path / "a").is_symlink()


def test_a_pipe_stays_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    with pytest.raises(UsageError, match="is a pipe"):
        plan({"a": "new"}, tmp_path).apply()
    assert stat.S_ISFIFO((tmp_path / "a").stat().st_mode)


def test_a_socket_stays_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket has to be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("a")
        with pytest.raises(UsageError, match="is a socket"):
            plan({"a": "new"}, tmp_path).apply()
    assert stat.S_ISSOCK((tmp_path / "a").stat().st_mode)


def test_a_device_stays_one(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("/dev/null")
    with pytest.raises(UsageError, match="is a device"):
        plan({"a": "new"}, tmp_path).apply()
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_folder_in_the_place_of_a_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for planned in (plan({"a": "new"}, tmp_path), Plan(tmp_path, {}, (), (), ("a",))):
        with pytest.raises(OutputError, match="/a: cannot be written: expected a regular file"):
            planned.apply()
    assert (tmp_path / "a").is_dir()


def test_a_name_of_the_longest_that_a_file_can_have_is_written(tmp_path: Path) -> None:
    plan({"n" * 255: "new"}, tmp_path).apply()
    assert tree(tmp_path) == {"n" * 255: b"new"}


def test_nothing_to_write_touches_nothing(tmp_path: Path) -> None:
    with staged(tmp_path / "not there", {}) as commit:
        assert list(tmp_path.iterdir()) == []
        commit()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_journal_can_have_folders_that_take_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def read_only(path: str, *arguments: int, **settings: int) -> int:
        if Path(path).name.startswith(".docgen-staging-"):
            raise OSError(30, "Read-only file system", str(path))
        return real(path, *arguments, **settings)

    monkeypatch.setattr(os, "open", read_only)
    plan({"dist/a": "new"}, tmp_path).apply()
    assert tree(tmp_path) == {"dist/a": b"new"}


def test_a_journal_that_takes_no_more_stops_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write

    def full(handle: int, data: bytes) -> int:
        if data == b"\n":
            raise OSError(28, "No space left on device")
        return real(handle, data)

    monkeypatch.setattr(os, "write", full)
    plan({"a": "new"}, tmp_path).apply()
    assert tree(tmp_path) == {"a": b"new"}


def test_what_was_staged_and_not_asked_for_leaves_nothing(tmp_path: Path) -> None:
    with staged(tmp_path, {"new/a": b"x"}):
        pass
    assert list(tmp_path.iterdir()) == []


KILLED = """\
import os, signal, sys
from pathlib import Path
from docgen.write import plan
count = int(sys.argv[1])
def hook(event, arguments):
    global count
    if event in ("os.rename", "os.remove") or (event == "open" and str(arguments[0]).startswith(os.getcwd())):
        count -= 1
        if count < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
plan(dict.fromkeys("abc", "new"), Path.cwd()).apply()
"""


def killed(folder: Path, after: int) -> int:
    return subprocess.run([sys.executable, "-c", KILLED, str(after)], cwd=folder, check=False).returncode


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_whole_files_and_the_next_run_cleans_up_and_tells(tmp_path: Path) -> None:
    told: list[str] = []
    for after in range(40):
        folder = tmp_path / str(after)
        folder.mkdir()
        for name in "abc":
            (folder / name).write_text("old")
        code = killed(folder, after)
        assert {tree(folder)[name] for name in "abc"} <= {b"old", b"new"}
        told += clean_up(folder)
        assert sorted(tree(folder)) == ["a", "b", "c"], after
        if code == 0:
            break
    else:
        pytest.fail("the run was killed at every moment")
    assert after > 8
    assert "an earlier run was killed while writing: replaced: a; not replaced: b, c" in told
    assert "an earlier run was killed while writing: replaced: a, b; not replaced: c" in told


@pytest.mark.parametrize(
    ("at", "progress"),
    [
        ("a", "replaced: none; not replaced: a, b, gone, late"),
        ("b", "replaced: a; not replaced: b, gone, late"),
        ("late", "replaced: a, b, gone; not replaced: late"),
    ],
)
def test_the_next_run_says_how_far_a_killed_one_came(
    at: str, progress: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(dict.fromkeys(("a", "b", "gone", "late"), "old"), tmp_path).apply()

    def killed_at(operation: str) -> None:
        real = getattr(Path, operation)

        def do(self: Path, *to: str) -> object:
            return os._exit(0) if Path(*to or (self,)).name == at else real(self, *to)

        monkeypatch.setattr(Path, operation, do)

    if (child := os.fork()) == 0:
        try:
            killed_at("replace")
            killed_at("unlink")
            Plan(tmp_path, {"a": "new", "b": "new"}, (), ("a", "b"), ("gone", "late")).apply()
        finally:
            os._exit(1)  # whatever happens, it is no second run of the suite
    os.waitpid(child, 0)
    assert clean_up(tmp_path) == (f"an earlier run was killed while writing: {progress}",)
    assert set(tree(tmp_path)) <= {"a", "b", "gone", "late"}


def test_what_another_run_is_writing_now_is_left_alone(tmp_path: Path) -> None:
    with staged(tmp_path, {"a": b"new"}) as commit:
        assert clean_up(tmp_path) == ()
        commit()
    assert tree(tmp_path) == {"a": b"new"}


STAGED = ".docgen-00000000-1"
MAGIC = b"docgen journal 1\n"


@pytest.mark.parametrize("content", [b"", MAGIC[:5], MAGIC, MAGIC + b"[" * 100_000, MAGIC + b'[{"path": 1}]'])
def test_a_journal_that_was_cut_off_is_removed(content: bytes, tmp_path: Path) -> None:
    (tmp_path / ".docgen-staging-0123abcd").write_bytes(content)
    assert clean_up(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [".docgen-staging-notes", ".docgen-staging-todo.txt", ".docgen-staging-0123abcd"])
def test_what_only_looks_like_a_journal_is_the_users(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("of the user")
    assert clean_up(tmp_path) == ()
    assert tree(tmp_path) == {name: b"of the user"}


@pytest.mark.not_windows
def test_a_journal_that_is_a_pipe_or_a_link_hangs_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".docgen-staging-0123abcd")
    (tmp_path / ".docgen-staging-0123abce").symlink_to("/dev/zero")
    assert clean_up(tmp_path) == ()


def forged(root: Path, *, inode: tuple[int, int] | None = None) -> None:
    """A journal that names a file of another, in a folder."""
    path = root / ".docgen-staging-00000000"
    path.touch()
    steps = [
        {"path": "a", "target": str(root / "a"), "staged": str(root / name)} for name in ("mine", f".docgen-{0:08}-1")
    ]
    known = inode or (path.stat().st_dev, path.stat().st_ino)
    path.write_bytes(MAGIC + msgspec.json.encode({"inode": known, "steps": steps, "delete": []}) + b"\n")


def test_a_journal_of_another_hand_removes_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("of the user")
    forged(tmp_path)
    assert clean_up(tmp_path) == ()
    assert tree(tmp_path) == {"mine": b"of the user"}


def test_a_copy_of_a_journal_leaves_the_files_of_the_original_alone(tmp_path: Path) -> None:
    (tmp_path / ".docgen-00000000-1").write_text("staged by a run that goes on")
    forged(tmp_path, inode=(1, 1))
    assert clean_up(tmp_path) == ()
    assert tree(tmp_path) == {".docgen-00000000-1": b"staged by a run that goes on"}


def test_a_link_to_a_journal_is_no_journal(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / ".docgen-00000000-1").write_text("staged by a run that goes on")
    forged(tmp_path)
    (tmp_path / ".docgen-staging-00000000").rename(tmp_path / "other/journal")
    (tmp_path / ".docgen-staging-00000000").symlink_to("other/journal")
    assert clean_up(tmp_path) == ()
    assert (tmp_path / ".docgen-00000000-1").exists()


def test_two_names_of_one_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    with pytest.raises(UsageError, match="are the same file"):
        plan({"a": "1", "b": "2"}, tmp_path).apply()
