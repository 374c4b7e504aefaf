"""The files for CI as a runner takes them: their steps, and a machine that runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from docgen.report.changes import FORMATS
from tests.benchmarks.reports import changes

ROOT = Path(__file__).parent.parent.parent
GITHUB = ROOT / "docgen/docs/ci/github-pull-request.yml"
OURS = ROOT / ".github/workflows/pull-request.yml"
SUNSETS = ROOT / "docgen/docs/ci/github-sunsets.yml"
NIGHTLY = ROOT / ".github/workflows/nightly.yml"
GITLAB = ROOT / "docgen/docs/ci/gitlab-ci.yml"


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings
    return content


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job.get("steps", ())]


def gitlab(job: str) -> str:
    """The whole script of a job, as the runner of GitLab puts it together."""
    content = read(GITLAB)
    return "\n".join([*content[content[job]["extends"]]["before_script"], *content[job]["script"]])


def step(name: str, path: Path = GITHUB) -> str:
    return next(str(step["run"]) for step in steps(path) if step.get("name") == name)


STUB = """\
#!{python}
import json, pathlib, sys
here, arguments = pathlib.Path({here!r}), sys.argv[1:]
with (here / "calls.jsonl").open("a") as calls:
    calls.write(json.dumps([{name!r}, *arguments]) + "\\n")
reports = [word.partition("=") for option, word in zip(arguments, arguments[1:]) if option == "--report"]
print((here / "answers" / {name!r}).read_text(), end="")
code = here / "answers" / "code"
status = int(code.read_text()) if code.exists() and {name!r} == "docgen" else 0
for form, _, file in reports:
    answer = here / "answers" / form
    if file and answer.exists() and status in (0, 1):  # as docgen does: whole, or not at all
        pathlib.Path(file).write_text(answer.read_text())
sys.exit(status)
"""


class Machine:
    """A runner: a scratch repository, and a PATH on which docgen, gh, curl and pip only say what they were told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.work = folder / "work"
        self.answers = folder / "answers"
        for place in (self.work, self.answers, folder / "bin"):
            place.mkdir()
        for name in ("docgen", "gh", "curl", "pip"):
            stub = folder / "bin" / name
            stub.write_text(STUB.format(python=sys.executable, here=str(folder), name=name))
            stub.chmod(0o755)
            self.answer(name, "")
        subprocess.run(["git", "init", "-q", str(self.work)], check=True)  # noqa: S607 - the machine's own git

    def answer(self, name: str, text: str) -> None:
        (self.answers / name).write_text(text, encoding="utf-8")

    def tell_changes(self, count: int) -> None:
        for form in ("json", "markdown"):
            self.answer(form, FORMATS[form](changes(count)))

    def run(self, script: str, options: str, **environment: str) -> int:
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        ran = subprocess.run(
            ["bash", *options.split(), "-c", script],  # noqa: S607 - the runner's own shell
            cwd=self.work,
            env={"PATH": path, "HOME": str(self.folder), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.stderr == ""
        return ran.returncode

    def calls(self, name: str) -> list[str]:
        file = self.folder / "calls.jsonl"
        called = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [" ".join(words[1:]) for words in called if words[0] == name]
