"""A folder is replaced whole, and only where docgen made it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.errors import OutputError, UsageError
from docgen.signals import DONE
from docgen.write import MARK, plan, refuse_foreign, staging_folder, swap
from docgen.write import folder as folder_module
from docgen.write.system import exchange


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


@pytest.fixture
def both(tmp_path: Path) -> Path:
    for name in ("site", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.html").touch()
    return tmp_path


def test_a_site_is_swapped_whole(both: Path) -> None:
    swap(both / "new", both / "site")
    assert names(both / "site") == ["new.html"]


def test_a_site_that_is_not_there_yet_is_put_there(both: Path) -> None:
    swap(both / "new", both / "first")
    assert names(both / "first") == ["new.html"]


def test_where_folders_cannot_be_exchanged_the_old_one_is_moved_aside(
    both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "exchange", lambda left, right: False)
    swap(both / "new", both / "site")
    assert names(both) == ["site", "site/new.html"]


def test_where_the_new_site_cannot_be_put_the_old_one_comes_back(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "exchange", lambda left, right: False)
    with pytest.raises(OutputError, match="existing files were not changed"):
        swap(both / "missing", both / "site")
    assert names(both / "site") == ["site.html"]


@pytest.mark.not_windows
def test_where_the_system_refuses_an_exchange_it_says_why(both: Path) -> None:
    with pytest.raises(OutputError, match="cannot be replaced: No such file or directory"):
        swap(both / "missing", both / "site")
    with pytest.raises(FileNotFoundError, match="site"):
        exchange(both / "missing", both / "site")


def test_a_link_to_the_site_stays_one(both: Path) -> None:
    (both / "public").symlink_to("site")
    swap(both / "new", both / "public")
    assert (both / "public").is_symlink()
    assert names(both / "site") == ["new.html"]


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="this system exchanges no folders")
@pytest.mark.not_windows
def test_at_no_moment_there_is_no_site(both: Path) -> None:
    seen = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if hook_on:
            seen.append((both / "site").exists())

    hook_on = True
    sys.addaudithook(hook)
    swap(both / "new", both / "site")
    hook_on = False
    assert seen
    assert all(seen)


@pytest.mark.parametrize("moved", [True, False])
def test_a_build_mends_what_a_killed_one_left(moved: bool, both: Path) -> None:
    (both / ".site.docgen-old").mkdir()
    plan({**MARK, "kept.html": ""}, both / ".site.docgen-old").apply()
    if moved:  # killed between its two renames: there is no site
        (both / "site/site.html").unlink()
        (both / "site").rmdir()
    plan(MARK, both / ".docgen-site-left").apply()
    (both / ".docgen-site-backup").mkdir()
    with staging_folder(both / "site"):
        assert names(both / "site") == ([".docgen-built", "kept.html"] if moved else ["site.html"])
    assert sorted(path.name for path in both.iterdir()) == [".docgen-site-backup", "new", "site"]


def test_a_new_site_is_built_beside_its_place_also_where_no_folder_is_there_yet(tmp_path: Path) -> None:
    """It could not be exchanged with a folder of another file system."""
    with staging_folder(tmp_path / "new/folders/site") as fresh:
        assert fresh.parent.parent == tmp_path / "new/folders"
        assert fresh.parent.match(".docgen-site-*")  # by this name the next build finds it, if this one is killed


def test_what_only_has_the_name_of_a_killed_build_is_the_users(both: Path) -> None:
    plan(MARK, both / "marked").apply()
    (both / ".docgen-site-link").symlink_to("marked")
    os.mkfifo(both / ".docgen-site-pipe")
    with staging_folder(both / "site"):
        pass
    assert (both / ".docgen-site-link").is_symlink()
    assert (both / ".docgen-site-pipe").is_fifo()
    assert names(both / "marked") == [".docgen-built"]


@pytest.mark.not_windows
def test_what_cannot_be_deleted_stops_no_build(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(MARK, both / ".site.docgen-old").apply()

    def busy(*_: object, **__: object) -> None:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(os, "rmdir", busy)
    with staging_folder(both / "site") as fresh:
        fresh.mkdir()
        swap(fresh, both / "site")


def test_a_build_leaves_alone_what_another_one_is_building(both: Path) -> None:
    with staging_folder(both / "site") as fresh:
        fresh.mkdir()
        with staging_folder(both / "site"):
            pass
        assert fresh.is_dir()


def test_what_looks_like_a_site_that_was_moved_aside_is_the_users(both: Path) -> None:
    (both / ".site.docgen-old").mkdir()
    (both / ".site.docgen-old/mine").touch()
    with staging_folder(both / "site"):
        pass
    assert names(both / ".site.docgen-old") == ["mine"]


@pytest.mark.parametrize("exchanged", [True, False])
def test_where_the_files_of_a_site_cannot_be_written_the_old_site_comes_back(
    exchanged: bool, both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchanged:
        monkeypatch.setattr(folder_module, "exchange", lambda left, right: False)

    def then() -> None:
        raise OutputError("no room")

    with pytest.raises(OutputError):
        swap(both / "new", both / "site", then)
    assert names(both / "site") == ["site.html"]
    with pytest.raises(OutputError):
        swap(both / "new", both / "first", then)
    assert not (both / "first").exists()


MISTAKES = {
    "the project itself": (".", "contains"),
    "a folder above it": ("..", "contains"),
    "the root of the system": ("/", "contains"),
    "a source": ("changelog", "contains"),
    "a folder in a source": ("changelog/site", "is inside"),
    "a folder above a source": ("content", "contains"),
    "a folder with other files": ("tests", "docgen did not make"),
    "one beside the project": ("../other", "docgen did not make"),
    "a site without the mark": ("public", "docgen did not make"),
    "a link to a source": ("link", "contains"),
    "a file": ("notes", "is not a folder"),
    "a link to a file": ("link-to-notes", "is not a folder"),
    "a checkout": ("checkout", "[.]git, which could be lost"),
}


@pytest.mark.parametrize(("site_dir", "says"), MISTAKES.values(), ids=MISTAKES)
def test_a_folder_that_docgen_did_not_make_is_never_replaced(site_dir: str, says: str, tmp_path: Path) -> None:
    root = tmp_path / "project"
    files = ("changelog/a.yaml", "tests/t.py", "../other/x", "public/index.html", "content/docs/index.md")
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("of the user")
    (root / "link").symlink_to("changelog")
    (root / "notes").write_text("of the user")
    (root / "link-to-notes").symlink_to("notes")
    plan({**MARK, ".git/HEAD": "ref"}, root / "checkout").apply()
    with pytest.raises(UsageError, match=says) as refused:
        refuse_foreign(root / site_dir, root, (root / "changelog", root / "content/docs"), "site_dir")
    assert "expected" in str(refused.value)


@pytest.mark.parametrize("made", ["empty", "missing", "marked"])
def test_a_folder_that_is_empty_or_that_docgen_made_may_be_replaced(made: str, tmp_path: Path) -> None:
    site = tmp_path / "build/site"
    if made != "missing":
        site.mkdir(parents=True)
    if made == "marked":
        plan({**MARK, "index.html": ""}, site).apply()
    refuse_foreign(site, tmp_path, (tmp_path,), "site_dir")


def test_a_folder_in_which_something_is_mounted_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted = tmp_path / "my site\u00a0here/mounted"
    plan(MARK, mounted).apply()
    escaped = str(mounted).replace(" ", "\\040").encode()
    mounts = b"36 35 98:0 / " + escaped + b" rw - ext4 /dev/a rw\n37 35 98:0 / /\xff rw - ext4 /dev/b rw\n"

    def read_text(path: Path, encoding: str, errors: str) -> str:
        assert path == Path("/proc/self/mountinfo")
        return mounts.decode(encoding, errors or "strict")

    plan(MARK, mounted.parent).apply()
    refuse_foreign(mounted.parent, tmp_path, (), "site_dir")
    monkeypatch.setattr(folder_module.Path, "read_text", read_text)
    with pytest.raises(UsageError, match="/mounted, which could be lost"):
        refuse_foreign(mounted.parent, tmp_path, (), "site_dir")


def test_a_source_that_nobody_can_find_forbids_no_folder(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    refuse_foreign(tmp_path / "site", tmp_path, (tmp_path / "circle", tmp_path / ("n" * 300)), "site_dir")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_is_heeded_when_all_is_written(number: signal.Signals, both: Path) -> None:
    """What was done is told: a site that was replaced is not called untouched."""
    done: list[str] = []

    def then() -> None:
        os.kill(os.getpid(), number)
        done.append("files")

    DONE.clear()
    before = signal.getsignal(number)
    signal.signal(number, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            swap(both / "new", both / "site", then)
    finally:
        signal.signal(number, before)
    assert done == ["files"]
    assert DONE == ["the site is built and all files are written"]
    assert names(both / "site") == ["new.html"]


def test_a_thread_has_no_signals_to_hold_back(both: Path) -> None:
    code = (
        "import sys, threading; from pathlib import Path; from docgen.write import swap;"
        "thread = threading.Thread(target=swap, args=(Path('new'), Path('site'))); thread.start(); thread.join()"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=both, check=False, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert names(both / "site") == ["new.html"]
