"""`docgen check --against` compares with the base, or says why it cannot: it never passes unnoticed."""

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from docgen.cli import main
from tests.cases import load_yaml
from tests.conftest import Docgen, accept

pytestmark = pytest.mark.slow  # each runs commands over a whole project
SAMPLE = Path(__file__).parents[1] / "check" / "sample"
CASES = load_yaml(Path(__file__).with_name("against.yaml").read_text(encoding="utf-8"))
CONTRACT = (SAMPLE / "changelog/2026-01-15/api-spec.json").read_bytes()
LFS = f"version https://git-lfs.github.com/spec/v1\noid sha256:{hashlib.sha256(CONTRACT).hexdigest()}\nsize 1\n"


def git(root: Path, *arguments: str) -> str:
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always")
    command = ["git", "-C", str(root), *author, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


class Steps:
    """The steps of the cases, on the files of a repository."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, steps: list[str]) -> None:
        for step in steps:
            name, _, rest = step.partition(" ")
            getattr(self, f"do_{name.lower()}")(rest)

    def path(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def do_move(self, rest: str) -> None:
        old, new = rest.split(" ")
        shutil.move(self.root / old, self.path(new))

    def do_copy(self, rest: str) -> None:
        old, new = map(self.path, rest.split(" "))
        shutil.copytree(old, new) if old.is_dir() else shutil.copy(old, new)

    def do_remove(self, rest: str) -> None:
        path = self.root / rest
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def do_link(self, rest: str) -> None:
        name, target = rest.split(" ")
        self.path(name).unlink(missing_ok=True)
        self.path(name).symlink_to(target)

    def do_write(self, rest: str) -> None:
        name, text = rest.split(" ", 1)
        self.path(name).write_text(LFS if text == "LFS" else text, encoding="utf-8")

    def do_edit(self, rest: str) -> None:
        name, edit = rest.split(" ", 1)
        old, new = edit.split(" => ")
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        (self.root / name).write_text(text.replace(old, new), encoding="utf-8")

    def do_break(self, name: str) -> None:
        self.do_edit(f'{name} "required": ["code", "message"] => "required": ["code"]')

    def do_spec(self, file: str) -> None:
        (pin,) = self.root.glob("[a-z]*/[a-z]*/*/pin.yaml")
        lines = [line for line in pin.read_text("utf-8").splitlines(True) if not line.startswith("  file:")]
        pin.write_text("".join(lines).replace("spec:\n", f"spec:\n  file: {file}\n"), encoding="utf-8")

    def do_submodule(self, name: str) -> None:
        other = self.root.parent / "other"
        (other / "2026-01-15").mkdir(parents=True)
        (other / "openapi.json").write_bytes(CONTRACT)
        git(other, "init", "-q", "-b", "main")
        git(other, "add", ".")
        git(other, "commit", "-q", "-m", "one")
        git(self.root, "submodule", "-q", "add", other.as_uri(), name)

    def do_lfs(self, name: str) -> None:
        id_ = hashlib.sha256(CONTRACT).hexdigest()
        shutil.copy(self.root / name, self.path(f".git/lfs/objects/{id_[:2]}/{id_[2:4]}/{id_}"))

    def do_lose(self, name: str) -> None:
        id_ = git(self.root, "rev-parse", f"main:{name}").strip()
        (self.root / ".git/objects" / id_[:2] / id_[2:]).unlink()

    def do_accept(self, rest: str) -> None:
        at, _, folder = rest.partition(" ")
        accept(self.root / (folder or "api"), f"what: base-unreadable, at: {at}, why: A, who: B, until: 2026-06-01")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its edge rules."""
    root = shutil.copytree(SAMPLE, tmp_path_factory.mktemp("built") / "sample")
    with pytest.raises(SystemExit):
        main(["-C", str(root), "redirects", "build", "--now", "2026-05-01"])
    return root


@pytest.fixture
def steps(tmp_path: Path, built: Path) -> Steps:
    """A repository whose project is the sample in `api/`; nothing is committed."""
    root = tmp_path / "repository"
    shutil.copytree(built, root / "api")
    (root / "shared").mkdir()
    (root / "shared/openapi.json").write_bytes(CONTRACT)
    git(root, "init", "-q", "-b", "main")
    return Steps(root)


def commit(root: Path) -> None:
    git(root, "add", ".")
    git(root, "commit", "-q", "--allow-empty", "-m", "all")


def check(docgen: Docgen, root: Path, *arguments: str) -> tuple[int, set[str], str]:
    ran = docgen(root, "check", "--now", "2026-05-01", *arguments)
    ids = {line.rpartition("[")[2].rstrip("]") for line in ran.out.splitlines() if line.endswith("]")}
    return ran.code, ids, ran.out + ran.err


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_base(case: dict[str, Any], steps: Steps, docgen: Docgen) -> None:
    steps.run(case.get("base", []))
    commit(steps.root)
    git(steps.root, "switch", "-q", "-c", "work")
    steps.run(case.get("now", []))
    code, ids, printed = check(docgen, steps.root / case.get("in", "api"), "--against", "main")
    assert (code, ids - {"let-through"}) == (case["code"], set(case.get("ids", []))), printed
    assert all(words in printed for words in case.get("says", ())), printed
    assert "Traceback" not in printed


@pytest.fixture
def committed(steps: Steps) -> Steps:
    commit(steps.root)
    git(steps.root, "switch", "-q", "-c", "work")
    return steps


@pytest.mark.parametrize(
    ("against", "says"),
    [
        ("", "expected a branch, a tag or a commit"),
        ("git:", "expected a branch, a tag or a commit"),
        ("0" * 40, "no such commit"),
        ("api", "no such commit"),
        ("changelog/2026-01-15/pin.yaml", "names no OpenAPI version"),
        ("changelog/2026-01-15/lost.json", "file not found"),
        ("changelog/2026-01-15", "expected one, or a contract whose name ends in .json, .yaml or .yml"),
        ("docs/index.md", "docs/index.md: is not a git ref; expected one, or a contract"),
        ("lost.md", "no such commit"),
        ("LOST.JSON", "file not found"),
    ],
)
def test_what_is_no_base_is_refused(against: str, says: str, committed: Steps, docgen: Docgen) -> None:
    """An empty one is a variable that a CI did not set."""
    code, _, printed = check(docgen, committed.root / "api", "--against", against)
    assert code == 3, printed
    assert says in printed


def test_a_contract_in_a_file_needs_a_pin_to_compare_it_with(committed: Steps, docgen: Docgen) -> None:
    ran = docgen(committed.root / "api", "check", "--against", "../shared/openapi.json", "--now", "2026-01-01")
    assert ran.code == 3
    assert "no pin is current on 2026-01-01" in ran.err


def test_a_ref_that_has_the_name_of_a_file(committed: Steps, docgen: Docgen) -> None:
    git(committed.root, "branch", "v1.json", "main")
    committed.run(["BREAK api/changelog/2026-01-15/api-spec.json"])
    code, ids, _ = check(docgen, committed.root / "api", "--against", "git:v1.json")
    assert (code, ids) == (1, {"breaking-change-under-current-date"})


def test_a_shallow_clone_of_a_project_that_moved(committed: Steps, docgen: Docgen, tmp_path: Path) -> None:
    committed.run(["move api services/api"])
    commit(committed.root)
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "work", committed.root.as_uri(), "clone")
    code, _, printed = check(docgen, tmp_path / "clone/services/api", "--against", "origin/main")
    assert code == 3
    assert "fetch-depth: 0" in printed


def test_a_project_that_a_sparse_checkout_leaves_out_is_not_the_one_that_moved(
    committed: Steps, docgen: Docgen
) -> None:
    committed.run(["copy api new"])
    commit(committed.root)
    git(committed.root, "sparse-checkout", "set", "new")
    assert not (committed.root / "api").exists()
    code, ids, printed = check(docgen, committed.root / "new", "--against", "main")
    assert (code, ids) == (0, {"base-without-project"}), printed


def test_drafts_are_made_against_the_project_at_its_old_place(committed: Steps, docgen: Docgen) -> None:
    committed.run(
        [
            "move api services/api",
            'edit services/api/changelog/2026-01-15/api-spec.json "Error": { => "New": {}, "Error": {',
        ]
    )
    ran = docgen(
        committed.root / "services/api", "new", "entry", "--from-diff", "--against", "main", "--now", "2026-05-01"
    )
    assert ran.code == 0, ran.out + ran.err


def test_a_contract_at_a_commit_is_read_through_links(steps: Steps, docgen: Docgen) -> None:
    steps.run(["link api/link.json ../shared/openapi.json"])
    commit(steps.root)
    ran = docgen(steps.root / "api", "diff", "git:main:link.json", "changelog/2026-01-15/api-spec.json")
    assert (ran.code, ran.out.strip()) == (0, "no changes")
