"""Another commit is read as it was, and what git does not have is said with the way out."""

import subprocess
from pathlib import Path

import pytest

from docgen.errors import UnreadableError
from docgen.load.commit import Commit, GitTree, reader_at
from docgen.load.git import file_versions, is_shallow, merge_base, resolve


def git(root: Path, *arguments: str) -> str:
    author = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always")
    command = ["git", *author, *arguments]
    ran = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Main with two commits and a branch that parted at the first; the project is a folder of it."""
    root = tmp_path / "repository"
    (root / "api" / "specs").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    for name, text in (("a.json", "1"), ("b c.json", "2")):
        (root / "api" / "specs" / name).write_text(text)
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    git(root, "tag", "parted")
    git(root, "checkout", "-qb", "work")
    (root / "api" / "specs" / "a.json").write_text("3")
    git(root, "commit", "-qam", "two")
    git(root, "checkout", "-q", "main")
    (root / "api" / "specs" / "a.json").write_bytes(b"\xff\r\n")
    git(root, "commit", "-qam", "three")
    git(root, "checkout", "-q", "work")
    return root


def test_a_file_is_read_byte_by_byte_below_the_project(repository: Path) -> None:
    assert reader_at(repository / "api", "main")("specs/a.json") == b"\xff\r\n"
    assert reader_at(repository, "parted")("api/specs/a.json") == b"1"


def test_the_merge_base_is_where_the_branch_parted(repository: Path) -> None:
    assert merge_base(repository / "api", "main") == resolve(repository, "parted")


def test_the_files_of_a_folder(repository: Path) -> None:
    tree = GitTree(repository / "api", resolve(repository, "main"))
    assert (tree.folder, tree.names("api/specs"), tree.names("nowhere")) == ("api/", ("a.json", "b c.json"), ())
    assert tree.names("") == ("api",)
    assert tree.read("api/specs/a.json") == b"\xff\r\n"


@pytest.fixture
def linked(repository: Path) -> Path:
    """Links to a file, to a folder, out of the repository, to nothing, and in a circle."""
    links = {"file": "specs/a.json", "folder": "specs", "up": "../api/specs", "out": "../../x", "lost": "no", "o": "o"}
    for name, target in links.items():
        (repository / "api" / name).symlink_to(target)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "links")
    return repository


@pytest.mark.parametrize("path", ["file", "folder/a.json", "up/a.json"])
def test_a_file_is_read_through_links(linked: Path, path: str) -> None:
    assert reader_at(linked / "api", "HEAD")(path) == b"3"


def test_a_folder_is_listed_through_links(linked: Path) -> None:
    tree = GitTree(linked / "api", resolve(linked, "HEAD"))
    assert tree.names("api/folder") == tree.names("api/up") == ("a.json", "b c.json")
    assert tree.real_path("api/folder/a.json") == "api/specs/a.json"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("out", "out: is a symbolic link out of the repository"),
        ("lost", "api/no through a symbolic link, and that file was not found"),
        ("o", "symbolic link"),
    ],
)
def test_a_link_that_leads_to_no_file_is_refused(linked: Path, path: str, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        reader_at(linked / "api", "HEAD")(path)


def test_a_file_of_a_commit_that_cannot_be_read_is_found_as_one_of_a_folder_is(linked: Path) -> None:
    commit = Commit(GitTree(linked / "api", resolve(linked, "HEAD")))
    source, (found,) = commit.read("lost")
    assert (source.text, found.id, found.path, found.line) == ("", "encoding", "lost", 0)
    assert found.message.startswith("is api/no through a symbolic link")


@pytest.mark.parametrize("ref", ["nowhere", "--help", "-n1", "", "a b", "main..work", "HEAD:api", "x\ny"])
def test_what_is_no_commit_is_refused(repository: Path, ref: str) -> None:
    with pytest.raises(UnreadableError, match="git:"):
        reader_at(repository, ref)
    with pytest.raises(UnreadableError):
        merge_base(repository, ref)


@pytest.mark.parametrize("path", ["nowhere.json", "api", "../../etc/passwd", "", "-x"])
def test_what_is_no_file_is_refused(repository: Path, path: str) -> None:
    with pytest.raises(UnreadableError, match=r"not found|outside"):
        reader_at(repository, "main")(path)


def test_a_shallow_clone_says_how_to_fetch_the_rest(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", repository.as_uri(), "clone")
    assert is_shallow(tmp_path / "clone")
    assert not is_shallow(repository)
    for ref in ("origin/main", "parted~1"):
        with pytest.raises(UnreadableError) as error:
            merge_base(tmp_path / "clone", ref)
        assert "fetch-depth: 0" in str(error.value)
        assert "GIT_DEPTH: 0" in str(error.value)
        assert error.value.exit_code == 3


def test_histories_without_a_common_commit(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "other")
    git(repository, "commit", "-qm", "other")
    with pytest.raises(UnreadableError, match="no common ancestor"):
        merge_base(repository, "main")


def test_what_a_file_was_in_its_history(repository: Path) -> None:
    file = repository / "api/specs/b c.json"
    for text in ("3", "2", "3"):
        file.write_text(text, encoding="utf-8")
        git(repository, "commit", "-qam", text)
    file.unlink()
    git(repository, "commit", "-qam", "gone")
    assert file_versions(repository / "api", "specs/b c.json", 9)[:2] == (b"3", b"2")
    assert file_versions(repository / "api", "specs/b c.json", 2) == (b"3",)
    assert file_versions(repository / "api", "specs/none.json", 9) == ()


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be read with git"):
        merge_base(tmp_path, "main")


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableError, match="git not found on PATH"):
        is_shallow(repository)


@pytest.mark.parametrize("folder", [".git", "other/.git"])
def test_what_git_tells_a_hook_does_not_lead_to_another_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(repository)
    for name, value in (("GIT_DIR", folder), ("GIT_WORK_TREE", "."), ("GIT_INDEX_FILE", "none"), ("GIT_PREFIX", "x/")):
        monkeypatch.setenv(name, value)
    assert reader_at(Path("api"), "main")("specs/a.json") == b"\xff\r\n"
    assert merge_base(repository / "api", "main") == resolve(repository, "main~1")
