"""The pull requests of `pulls.yaml` in real repositories, and what `docgen review` says of them.

python -m tests.check.pulls
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.cases import load_yaml
from tests.check.test_gate import copy_project, edit, git

HERE = Path(__file__).parent
FOLDER: Final = HERE / "pulls"
CASES: Final[list[dict[str, Any]]] = load_yaml((HERE / "pulls.yaml").read_text(encoding="utf-8"))
NOW: Final = "2026-06-02"
_OF_THIS_DAY: Final = re.compile(r"(?<= at )[0-9a-f]{8}\b|(?<=pyproject\.toml:)\d+")


def docgen(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "docgen", "-q", "-C", str(root), *arguments, "--now", NOW]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def apply(root: Path, step: dict[str, Any]) -> None:
    """Do to the files of a project what a case or a step of it says."""
    for one in step.get("steps", ()):
        apply(root, one)
    for old, new in step.get("copy", {}).items():
        shutil.copy(root / old, root / new)
    for path, pairs in step.get("edits", {}).items():
        for old, new in pairs.items():
            edit(root, path, old, new)
    for pattern, pairs in step.get("replace", {}).items():
        replace(root, pattern, pairs)
    for path, text in step.get("append", {}).items():
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(text)
    if words := step.get("docgen"):
        ran = docgen(root, *words)
        assert ran.returncode in (0, 1), ran.stderr  # what is edited next may be wrong until then
    for path in step.get("remove", ()):
        (root / path).unlink()


def replace(root: Path, pattern: str, pairs: dict[str, str]) -> None:
    for path in root.glob(pattern):
        text = path.read_text(encoding="utf-8")
        for old, new in pairs.items():
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


def opened(case: dict[str, Any], folder: Path) -> Path:
    """A clone with the branch of a pull request; main has gone on since."""
    main = folder / "main"
    main.mkdir()
    copy_project(main)
    apply(main, case.get("base", {}))
    git(main, "init", "-q", "-b", "main")
    git(main, "add", ".")
    git(main, "commit", "-qm", "one")
    git(main, "switch", "-qc", "work")
    apply(main, case)
    git(main, "add", ".")
    git(main, "commit", "-qm", case["title"], "--allow-empty")
    git(main, "switch", "-q", "main")
    (main / "NOTES").write_text("main goes on", encoding="utf-8")
    git(main, "add", ".")
    git(main, "commit", "-qm", "two")
    git(main, "switch", "-q", "work")
    clone = folder / "clone"
    depth = ("--depth", "1") if case.get("shallow") else ()
    git(folder, "clone", "-q", *depth, main.as_uri(), str(clone))
    return clone


def review(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return docgen(root, "review", "--against", "origin/main", *arguments)


def comment(text: str) -> str:
    """A comment without the ids of commits, which depend on all files, and the lines of the settings."""
    return _OF_THIS_DAY.sub("0123abcd", text)


def main() -> None:
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            ran = review(opened(case, Path(folder)))
        (FOLDER / f"{case['name']}.md").write_text(comment(ran.stdout), encoding="utf-8")
        print(case["name"], ran.returncode, ran.stderr)  # noqa: T201 - says what was written


if __name__ == "__main__":
    main()
