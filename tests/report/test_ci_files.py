"""The files for CI that users copy: their commands exist, their rights are the least, and their steps run."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from docgen.cli.main import cli
from docgen.cli.run import Run
from tests.cases import load_yaml
from tests.report.ci import (
    ACTION,
    COMMENT,
    COPIED,
    GITHUB,
    GITLAB,
    NIGHTLY,
    OUR_PUBLISH,
    OURS,
    PUBLISH,
    ROOT,
    SUNSETS,
    WORKFLOWS,
    Machine,
    gitlab,
    read,
    step,
    steps,
)

pytestmark = pytest.mark.slow  # each runs the shell of a job
CASES = load_yaml(Path(__file__).with_name("ci.yaml").read_text(encoding="utf-8"))
ALL = [ACTION, *sorted(COPIED.glob("github-*.yml")), *sorted(WORKFLOWS.glob("*.yml"))]


def scripts(path: Path) -> Iterator[str]:
    """Every piece of shell in a file."""
    content = read(path)
    if "jobs" in content or "runs" in content:
        yield from (step["run"] for step in steps(path) if "run" in step)
    else:
        for job in content.values():
            yield from (*job.get("before_script", []), *job.get("script", []))


def without_installing(path: Path) -> dict[str, Any]:
    """A workflow without what says from where docgen is installed."""
    content = read(path)
    for job in content["jobs"].values():
        for one in job.get("steps", ()):
            for name in ("install", "lock"):
                one.get("with", {}).pop(name, None)
    return content


def quoted() -> list[Any]:
    found = {
        (path.name, line.replace('"${options[@]}" ', ""))
        for path in (*ALL, GITLAB)
        for script in scripts(path)
        for line in re.findall(r"^\s*(docgen .*?)(?:\s*(?:>|\|\|).*)?$", script, re.MULTILINE)
    }
    return [pytest.param(line.strip(), id=f"{name}: {line}") for name, line in sorted(found)]


@pytest.mark.parametrize("line", quoted())
def test_a_docgen_command_of_the_files_is_one(line: str) -> None:
    name, *arguments = shlex.split(line)[1:]
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    command.make_context(name, arguments, parent=click.Context(cli, obj=Run(Path())))


def test_both_platforms_are_told_the_review_of_one_run() -> None:
    for path in (ACTION, GITLAB):
        text = "\n".join(scripts(path))
        assert "docgen review --against" in text
        assert "--report markdown=" in text or '--report "markdown=' in text
        runs = re.findall("docgen (check|diff|review|sunsets)", text)
        assert sorted(runs) == sorted(set(runs)), "one run makes all reports"


def test_this_repository_runs_what_its_users_copy() -> None:
    assert (COPIED / "action.yml").read_text() == ACTION.read_text(), "copy .github/actions/docgen/action.yml"
    assert without_installing(OURS) == without_installing(GITHUB)
    theirs, ours = without_installing(PUBLISH), without_installing(OUR_PUBLISH)
    assert theirs.pop("on").keys() - {"schedule"} == ours.pop("on").keys() - {"workflow_call"}
    assert ours == theirs
    theirs, ours = without_installing(SUNSETS)["jobs"], without_installing(NIGHTLY)["jobs"]
    assert {name: ours[name] for name in theirs} == theirs


@pytest.mark.parametrize("path", [GITHUB, OURS], ids=["theirs", "ours"])
def test_a_strangers_code_gets_no_rights(path: Path) -> None:
    content = read(path)
    assert set(content["on"]) == {"pull_request"}
    assert content["permissions"] == {}
    rights = {name: job["permissions"] for name, job in content["jobs"].items()}
    assert rights == {
        "review": {"contents": "read"},
        "comment": {"pull-requests": "write"},
        "code-scanning": {"contents": "read", "actions": "read", "security-events": "write"},
    }
    for name, job in content["jobs"].items():
        if "write" in rights[name].values():
            assert not runs_what_is_checked_out(job), f"{name} runs what it may not trust"
            assert "head.repo.full_name == github.repository" in job["if"]


@pytest.mark.parametrize("path", [PUBLISH, OUR_PUBLISH], ids=["theirs", "ours"])
def test_what_publishes_runs_no_code_of_the_repository(path: Path) -> None:
    content = read(path)
    assert content["permissions"] == {}
    rights = {name: job["permissions"] for name, job in content["jobs"].items()}
    assert rights == {"build": {"contents": "read"}, "deploy": {"pages": "write", "id-token": "write"}}
    assert not runs_what_is_checked_out(content["jobs"]["deploy"])


def test_what_writes_the_issue_runs_no_code_of_the_repository() -> None:
    content = read(SUNSETS)
    assert content["permissions"] == {}
    rights = {name: job["permissions"] for name, job in content["jobs"].items()}
    assert rights == {"sunsets": {"contents": "read"}, "issue": {"issues": "write"}}
    assert not [one for one in content["jobs"]["issue"]["steps"] if "checkout" in one.get("uses", "")]
    assert not runs_what_is_checked_out(content["jobs"]["issue"])


def runs_what_is_checked_out(job: dict[str, Any]) -> bool:
    """Whether docgen, Python or the action runs there, which a pull request can change."""
    code = "\n".join(one.get("run", "") for one in job["steps"])
    local = any(one.get("uses", "").startswith("./") for one in job["steps"])
    return local or bool(re.search(r"docgen (check|diff|review|build|sunsets --)|pip |python", code))


@pytest.mark.parametrize("path", ALL, ids=lambda path: "/".join(path.parts[-2:]))
def test_steps_are_pinned_keep_no_token_and_paste_nothing_into_the_shell(path: Path) -> None:
    for one in steps(path):
        assert "${{" not in one.get("run", ""), "a branch's name in the shell is code; it goes through env"
        if "checkout" in one.get("uses", ""):
            assert one["with"]["persist-credentials"] == "false"


def test_an_action_is_pinned_by_one_digest_with_its_version() -> None:
    pins: dict[str, set[str]] = {}
    for path in ALL:
        for name, pin in re.findall(r"uses: (?!\./)([^@\s]+)(.*)", path.read_text()):
            assert re.fullmatch(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+", pin), f"{path.name}: {name}{pin}"
            pins.setdefault(name, set()).add(pin)
    assert len(pins) == 9
    assert {name: pin for name, pin in pins.items() if len(pin) > 1} == {}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def reported(machine: Machine, command: str, *files: str) -> str:
    """The options of the reports in the folder that the next jobs take."""
    folder = machine.folder / "RUNNER_TEMP" / f"docgen-{command}"
    return " ".join(["--report github", *(f"--report {file.replace('=', f'={folder}/')}" for file in files)])


REVIEWED = ("sarif=docgen.sarif", "markdown=comment.md", "json=review.json")
SEEN = [
    ("stop", (), 1, "create"),
    ("judge", (), 0, "create"),
    ("ship", ("an entry",), 0, "create"),
    ("ship", (), 0, "update"),
]


@pytest.mark.parametrize(("verdict", "seen", "code", "comment"), SEEN)
def test_the_action_reviews_once_and_says_what_the_next_jobs_need(
    machine: Machine, verdict: str, seen: tuple[str, ...], code: int, comment: str
) -> None:
    machine.tell_review(verdict, *seen)
    machine.answer("sarif", "{}")
    machine.answer("code", str(code))
    files = machine.folder / "RUNNER_TEMP/docgen-review"
    ended = machine.act("review", against="origin/main")
    assert ended.code == code
    assert ended.outputs == {"verdict": verdict, "comment": comment, "sarif": "true", "files": str(files)}
    assert machine.calls("pip") == ["install -q -- aurous-docgen"]
    assert machine.calls("docgen") == [f"review --against origin/main {reported(machine, 'review', *REVIEWED)}"]
    assert (files / "comment.md").read_text() == (machine.folder / "GITHUB_STEP_SUMMARY").read_text() == COMMENT
    assert (files / "docgen.sarif").read_text() == "{}"


def test_a_base_that_cannot_be_read_is_said_in_the_comment(machine: Machine) -> None:
    machine.tell_review("stop")
    machine.answer("sarif", "{}")
    machine.answer("code", "3")
    files = machine.folder / "RUNNER_TEMP/docgen-review"
    assert machine.act("review", against="main") == (3, {"verdict": "stop", "comment": "create", "files": str(files)})
    assert (machine.folder / "GITHUB_STEP_SUMMARY").read_text() == COMMENT


CODES = (2, 4, 5, 6, 7, 8, 70, 126, 127, 130, 137, 143)


@pytest.mark.parametrize("code", CODES)
def test_a_run_that_failed_says_nothing_of_an_earlier_one(machine: Machine, code: int) -> None:
    machine.tell_review("ship", "an entry")
    machine.answer("sarif", "{}")
    machine.answer("code", str(code))
    for command in ("review", "check"):
        files = machine.folder / f"RUNNER_TEMP/docgen-{command}"
        files.mkdir(parents=True)
        for name in ("docgen.sarif", "comment.md"):
            (files / name).write_text("an earlier one")
        assert machine.act(command, against="main") == (code, {"files": str(files)})
        assert not files.exists()
    assert not (machine.folder / "GITHUB_STEP_SUMMARY").exists()


@pytest.mark.parametrize(
    ("code", "inputs", "options"),
    [
        (0, {}, ""),
        (1, {"against": "origin/a b; touch pwned"}, "--against origin/a b; touch pwned "),
        (1, {"calendar": "true"}, "--calendar "),
    ],
)
def test_the_action_checks(machine: Machine, code: int, inputs: dict[str, str], options: str) -> None:
    machine.answer("sarif", "{}")
    machine.answer("code", str(code))
    files = machine.folder / "RUNNER_TEMP/docgen-check"
    assert machine.act("check", **inputs) == (code, {"sarif": "true", "files": str(files)})
    assert machine.calls("docgen") == [f"check {options}{reported(machine, 'check', 'sarif=docgen.sarif')}"]
    assert not list(machine.work.glob("pwned"))


def test_the_action_previews_in_the_folder_of_the_project(machine: Machine) -> None:
    (machine.work / "api").mkdir()
    site = machine.folder / "RUNNER_TEMP/docgen-preview"
    ended = machine.act("preview", site_url="https://preview.example/7/", working_directory="api")
    assert ended == (0, {"site": str(site)})
    assert machine.calls("docgen") == [f"build --site-url https://preview.example/7/ --output {site} --draft"]


@pytest.mark.parametrize(
    ("built", "site_dir", "code"), [("build/site", "build/site", 0), ("site", "site", 0), ("site", "build/site", 2)]
)
def test_the_action_publishes_what_docgen_built(machine: Machine, built: str, site_dir: str, code: int) -> None:
    project = machine.work / "api"
    (project / built).mkdir(parents=True)
    (project / built / ".docgen-built").touch()
    outputs = {"site": f"{project}/{site_dir}", "edge-rules": f"{project}/redirects/dist"}
    ended = machine.act("publish", site_dir=site_dir, working_directory="api")
    assert ended == (code, {} if code else outputs)
    assert machine.calls("docgen") == ["build"]


def test_the_action_installs_alone(machine: Machine) -> None:
    assert machine.act("install", install=".", lock="requirements.lock") == (0, {})
    locked = "install -q --require-hashes --no-deps -r requirements.lock"
    assert machine.calls("pip") == [locked, "install -q --no-deps -- ."]
    assert machine.calls("docgen") == []


def test_a_command_that_the_action_does_not_know_installs_nothing(machine: Machine) -> None:
    assert machine.act("chekc") == (2, {})
    assert machine.calls("pip") == []


@pytest.mark.parametrize("case", CASES["comments"], ids=lambda case: case["name"])
def test_github_keeps_one_comment(machine: Machine, case: dict[str, Any]) -> None:
    machine.answer("gh", case["existing"])
    about = {"REPOSITORY": "acme/api", "NUMBER": "7", "COMMENT": case["comment"], "GH_TOKEN": "t"}
    assert machine.run(step("Say it in one comment, and keep that one up to date", GITHUB), "-e", **about) == 0
    asked, *changed = machine.calls("gh")
    assert asked.startswith("api --paginate repos/acme/api/issues/7/comments --jq ")
    assert changed == case["calls"]


@pytest.mark.parametrize(
    "path", [*sorted(COPIED.glob("github-*.yml")), *sorted(WORKFLOWS.glob("*.yml"))], ids=lambda path: path.name
)
def test_a_workflow_uses_inputs_and_outputs_that_the_action_has(path: Path) -> None:
    action = read(ACTION)
    for job in read(path)["jobs"].values():
        for one in job.get("steps", ()):
            if one.get("uses") == "./.github/actions/docgen":
                assert one["with"].keys() - action["inputs"].keys() == set()
        outputs = re.findall(r"steps\.docgen\.outputs\.([\w-]+)", str(job))
        assert set(outputs) - action["outputs"].keys() == set()


def test_the_next_jobs_get_what_the_review_left() -> None:
    jobs = read(GITHUB)["jobs"]
    assert "needs.review.outputs.comment" in jobs["comment"]["if"]
    assert "needs.review.outputs.sarif == 'true'" in jobs["code-scanning"]["if"]
    kept = next(one for one in jobs["review"]["steps"] if "upload-artifact" in one.get("uses", ""))
    assert kept["with"]["path"] == "${{ steps.docgen.outputs.files }}"
    assert "!cancelled()" in kept["if"], "also where the review stops the change"


def test_the_hooks_of_pre_commit_run_in_a_folder_as_the_page_says() -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    page = (ROOT / "docgen/docs/ci.md").read_text("utf-8")
    documented = re.findall(r"- id: (\S+)\n +args: \[(.*)\]", page)
    assert [name for name, _ in documented] == list(hooks)
    for name, arguments in documented:
        # pre-commit runs the entry with `args` of the project after it
        program, command, *options = shlex.split(hooks[name]["entry"])
        assert (program, arguments) == ("docgen", "-C, api")
        found = cli.get_command(click.Context(cli), command)
        assert found
        context = click.Context(cli, obj=Run(Path()))
        entered = found.make_context(command, [*options, *arguments.split(", ")], parent=context)
        assert entered.obj.folder == Path("api")
        for path, runs in {
            "changelog/x.yaml": 1,
            "api/redirects/x.yaml": 1,
            "api/mkdocs.yml": 1,
            "src/docs.py": 0,
        }.items():
            assert bool(re.search(hooks[name]["files"], path)) == runs, path


REPORTS = "--report codequality=gl-code-quality-report.json --report junit=docgen-junit.xml"


@pytest.mark.parametrize("code", [0, 1])
def test_gitlab_writes_both_reports_and_fails_with_the_review(machine: Machine, code: int) -> None:
    machine.tell_review("ship")
    for form in ("codequality", "junit"):
        machine.answer(form, form)
    machine.answer("code", str(code))
    assert machine.run(gitlab("docgen-review"), "-eo pipefail", **GITLAB_RUN) == code
    for form, file in read(GITLAB)["docgen-review"]["artifacts"]["reports"].items():
        assert (machine.work / file).read_text() == form
    assert machine.calls("docgen") == [
        f"review --against 1a2b {REPORTS} --report markdown=note.md --report json=review.json"
    ]
    assert machine.calls("curl") == [], "without a token there is no note"
    assert machine.calls("pip") == ["install -q -- a name"]


GITLAB_RUN = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "1a2b", "DOCGEN_INSTALL": "a name"}


@pytest.mark.parametrize("code", CODES)
def test_gitlab_says_nothing_that_is_not_of_this_run(machine: Machine, code: int) -> None:
    machine.tell_review("stop")
    files = (*read(GITLAB)["docgen-review"]["artifacts"]["reports"].values(), "note.md", "review.json")
    for file in files:
        (machine.work / file).write_text("a committed one")
    for form in ("codequality", "junit"):
        machine.answer(form, form)
    machine.answer("code", str(code))
    assert machine.run(gitlab("docgen-review"), "-eo pipefail", DOCGEN_TOKEN="t", **GITLAB_RUN) == code  # noqa: S106
    assert not [file for file in files if (machine.work / file).exists()]
    assert machine.run(gitlab("docgen-sunsets"), "-eo pipefail", **GITLAB_RUN) != 0
    assert machine.calls("curl") == []


def test_gitlab_publishes_the_site_of_the_default_branch(machine: Machine) -> None:
    (machine.work / "build/site").mkdir(parents=True)
    (machine.work / "build/site/index.html").write_text("new")
    (machine.work / "public").mkdir()
    (machine.work / "public/old.html").touch()
    assert machine.run(gitlab("pages"), "-eo pipefail", **GITLAB_RUN) == 0
    assert machine.calls("docgen") == ["build"]
    assert [path.name for path in (machine.work / "public").iterdir()] == ["index.html"]


@pytest.mark.parametrize("code", CODES)
def test_github_keeps_no_issue_of_a_night_that_failed(machine: Machine, code: int) -> None:
    tell_sunsets(machine, 2)
    machine.answer("code", str(code))
    files = {name: str(machine.folder / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    assert machine.run(step("What comes due", SUNSETS), "-e", **files) != 0
    assert not Path(files["GITHUB_OUTPUT"]).exists()
    for path in (SUNSETS, NIGHTLY):
        jobs = read(path)["jobs"]
        assert "if" not in jobs["issue"], "a job that needs another runs only after its success"
        assert not [one for one in jobs["sunsets"]["steps"] if "upload-artifact" in one.get("uses", "") and "if" in one]


@pytest.mark.parametrize("case", CASES["notes"], ids=lambda case: case["name"])
def test_gitlab_keeps_one_note(machine: Machine, case: dict[str, Any]) -> None:
    machine.tell_review(case["verdict"], *case.get("seen", ()))
    machine.answer("curl", json.dumps(case["existing"]))
    machine.answer("code", str(case.get("code", 0)))
    about = {
        "CI_API_V4_URL": "https://gitlab.example/api/v4",
        "CI_MERGE_REQUEST_PROJECT_ID": "5",
        "CI_MERGE_REQUEST_IID": "7",
        "DOCGEN_TOKEN": "t",
        **GITLAB_RUN,
    }
    assert machine.run(gitlab("docgen-review"), "-eo pipefail", **about) == case.get("code", 0)
    asked, *changed = [call.partition("PRIVATE-TOKEN: t ")[2] for call in machine.calls("curl")]
    assert (
        asked
        == "https://gitlab.example/api/v4/projects/5/merge_requests/7/notes?per_page=100&sort=asc&order_by=created_at"
    )
    assert changed == case["calls"]
    assert (machine.work / "note.md").read_text() == COMMENT


MARKDOWN = "# 1 sunset within 30 days, on 4 Aug 2026\n<!-- docgen-sunsets 0a -->\n\nbody\n"


def tell_sunsets(machine: Machine, due: int) -> None:
    machine.answer("json", json.dumps({"summary": {"near": due, "passed": 0, "later": 2, "earlier": 1, "due": due}}))
    machine.answer("markdown", MARKDOWN)
    machine.answer("code", str(int(due > 0)))


@pytest.mark.parametrize("due", [0, 2])
def test_github_learns_what_comes_due(machine: Machine, due: int) -> None:
    tell_sunsets(machine, due)
    files = {name: str(machine.folder / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    assert machine.run(step("What comes due", SUNSETS), "-e", **files) == 0
    assert Path(files["GITHUB_OUTPUT"]).read_text() == f"due={due}\n"
    assert Path(files["GITHUB_STEP_SUMMARY"]).read_text() == MARKDOWN


def test_a_project_that_cannot_be_read_is_nothing_that_comes_due(machine: Machine) -> None:
    machine.answer("docgen", "redirects/x.yaml:1:1: error")  # it ends with 1, and writes no report
    machine.answer("code", "1")
    files = {name: str(machine.folder / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    assert machine.run(f"exec 2>/dev/null\n{step('What comes due', SUNSETS)}", "-e", **files) == 1
    assert not Path(files["GITHUB_OUTPUT"]).exists()


@pytest.mark.parametrize("case", CASES["issues"], ids=lambda case: case["name"])
def test_github_keeps_one_issue(machine: Machine, case: dict[str, Any]) -> None:
    machine.answer("gh", case["github"])
    (machine.work / "sunsets.md").write_text(MARKDOWN)
    about = {"REPOSITORY": "acme/api", "DUE": str(case["due"]), "GH_TOKEN": "t"}
    assert machine.run(step("Say it in one issue, and keep that one up to date", SUNSETS), "-e", **about) == 0
    asked, *changed = machine.calls("gh")
    assert asked.startswith("api --paginate repos/acme/api/issues?state=all&creator=github-actions%5Bbot%5D&")
    said = "-f title=1 sunset within 30 days, on 4 Aug 2026 -F body=@body.md"
    assert changed == [f"api --silent {call} {said}" for call in case["github_calls"]]
    assert (machine.work / "body.md").read_text() == MARKDOWN.partition("\n")[2]


@pytest.mark.parametrize("case", CASES["issues"], ids=lambda case: case["name"])
def test_gitlab_keeps_one_issue(machine: Machine, case: dict[str, Any]) -> None:
    tell_sunsets(machine, case["due"])
    machine.answer("curl", json.dumps(case["gitlab"]))
    about = {"CI_API_V4_URL": "https://gitlab.example/api/v4", "CI_PROJECT_ID": "5", "DOCGEN_TOKEN": "t", **GITLAB_RUN}
    assert machine.run(gitlab("docgen-sunsets"), "-eo pipefail", **about) == 0
    asked, *changed = [call.partition("PRIVATE-TOKEN: t ")[2] for call in machine.calls("curl")]
    assert asked.startswith("https://gitlab.example/api/v4/projects/5/issues?scope=created_by_me&search=docgen-sunsets")
    said = "--data-urlencode title=1 sunset within 30 days, on 4 Aug 2026 --data-urlencode description@body.md"
    where = "https://gitlab.example/api/v4/projects/5/issues"
    assert changed == [f"{said} {call.replace('ISSUES', where)}" for call in case["gitlab_calls"]]


def test_gitlab_compares_merged_results_with_the_target(machine: Machine) -> None:
    shas = {"CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "3c4d", **GITLAB_RUN}
    assert machine.run(gitlab("docgen-review"), "-eo pipefail", **shas) == 0
    assert machine.calls("docgen")[-1].startswith("review --against 3c4d ")
