"""The files for CI as a runner takes them: their steps, and a machine that runs them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parent.parent.parent
COPIED = ROOT / "docgen/docs/ci"
WORKFLOWS = ROOT / ".github/workflows"
ACTION = ROOT / ".github/actions/docgen/action.yml"
GITHUB = COPIED / "github-pull-request.yml"
OURS = WORKFLOWS / "pull-request.yml"
PUBLISH = COPIED / "github-publish.yml"
OUR_PUBLISH = WORKFLOWS / "publish.yml"
SUNSETS = COPIED / "github-sunsets.yml"
NIGHTLY = WORKFLOWS / "nightly.yml"
GITLAB = COPIED / "gitlab-ci.yml"


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings
    return content


def steps(path: Path) -> list[dict[str, Any]]:
    content = read(path)
    jobs = content["jobs"].values() if "jobs" in content else [content["runs"]]
    return [step for job in jobs for step in job.get("steps", ())]


def gitlab(job: str) -> str:
    """The whole script of a job, as the runner of GitLab puts it together."""
    content = read(GITLAB)
    return "\n".join([*content[content[job]["extends"]]["before_script"], *content[job]["script"]])


def step(name: str, path: Path) -> str:
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
    without_base = status == 3 and arguments[0] == "review" and form in ("markdown", "json")
    if file and answer.exists() and (status in (0, 1) or without_base):  # as docgen does: whole, or not at all
        pathlib.Path(file).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(file).write_text(answer.read_text())
sys.exit(status)
"""


COMMENT = "<!-- docgen -->\n**May ship**\n"


class Ended(NamedTuple):
    """How the action ended: the exit code of its last step, and its outputs that are not empty."""

    code: int
    outputs: dict[str, str]


class Machine:
    """A runner: a scratch repository, and a PATH on which docgen, gh, curl and pip only say what they were told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.work = folder / "work"
        self.answers = folder / "answers"
        self.printed = ""
        self.complains = False
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

    def tell_review(self, verdict: str, *seen: str) -> None:
        self.answer("json", json.dumps({"version": 1, "verdict": verdict, "entries": seen}))
        self.answer("markdown", COMMENT)

    def run(self, script: str, options: str, folder: str = ".", **environment: str) -> int:
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        ran = subprocess.run(
            ["bash", *options.split(), "-c", script],  # noqa: S607 - the runner's own shell
            cwd=self.work / folder,
            env={"PATH": path, "HOME": str(self.folder), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert self.complains or ran.stderr == ""
        self.printed = ran.stdout
        return ran.returncode

    def calls(self, name: str) -> list[str]:
        file = self.folder / "calls.jsonl"
        called = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [" ".join(words[1:]) for words in called if words[0] == name]

    def act(self, command: str, *, without_installing: bool = False, **inputs: str) -> Ended:
        """Run the action: its steps with their conditions, their environment and their folder, until one fails."""
        action = read(ACTION)
        known = {f"inputs.{name}": declared.get("default", "") for name, declared in action["inputs"].items()}
        known |= {"inputs.command": command}
        known |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
        files = {name: self.folder / name for name in ("RUNNER_TEMP", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
        files["RUNNER_TEMP"].mkdir(exist_ok=True)
        code = 0
        for one in action["runs"]["steps"]:
            if code or "uses" in one or not _applies(one.get("if"), known):
                continue
            if without_installing and one["name"] == "Install docgen":
                continue
            files["GITHUB_OUTPUT"].write_text("")
            environment = {name: _evaluated(value, known) for name, value in one["env"].items()}
            folder = _evaluated(one.get("working-directory", "."), known)
            paths = {name: str(path) for name, path in files.items()}
            python = {"PYTHONPATH": str(ROOT), "LANG": "C"}
            code = self.run(one["run"], "--noprofile --norc -eo pipefail", folder, **environment, **paths, **python)
            written = (line.partition("=") for line in files["GITHUB_OUTPUT"].read_text().splitlines())
            known |= {f"steps.{one.get('id')}.outputs.{name}": value for name, _, value in written}
        outputs = {name: _evaluated(output["value"], known) for name, output in action["outputs"].items()}
        return Ended(code, {name: value for name, value in outputs.items() if value})


def _applies(condition: str | None, known: dict[str, str]) -> bool:
    if condition is None:
        return True
    match = re.fullmatch(r"(\S+) == '(.*)'", condition)
    assert match, condition
    return known[match[1]] == match[2]


def _evaluated(text: str, known: dict[str, str]) -> str:
    """A value with its expressions, each a name or the first of several that is not empty."""
    return re.sub(
        r"\$\{\{ (.*?) \}\}",
        lambda found: next(filter(None, (known.get(n, "") for n in found[1].split(" || "))), ""),
        text,
    )
