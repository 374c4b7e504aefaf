"""The files for CI that users copy: their commands exist, their rights are the least, and their steps run."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from docgen.cli.main import cli
from docgen.cli.run import Run
from tests.cases import load_yaml
from tests.report.ci import GITHUB, GITLAB, NIGHTLY, OURS, SUNSETS, Machine, gitlab, read, step, steps

pytestmark = pytest.mark.slow  # each runs the shell of a job
CASES = load_yaml(Path(__file__).with_name("ci.yaml").read_text(encoding="utf-8"))


def scripts(path: Path) -> Iterator[str]:
    """Every piece of shell in a file."""
    if "jobs" in (content := read(path)):
        yield from (step["run"] for step in steps(path) if "run" in step)
    else:
        for job in content.values():
            yield from (*job.get("before_script", []), *job.get("script", []))


def without_installing(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        step for step in steps if step.get("name") != "Install docgen" and "setup-python" not in step.get("uses", "")
    ]


def quoted() -> list[Any]:
    found = {
        (path.name, line.strip())
        for path in (GITHUB, OURS, GITLAB, SUNSETS, NIGHTLY)
        for script in scripts(path)
        for line in re.findall(r"^\s*(docgen .*?)(?:\s*(?:>|\|\|).*)?$", script, re.MULTILINE)
    }
    return [pytest.param(line, id=f"{name}: {line}") for name, line in sorted(found)]


@pytest.mark.parametrize("line", quoted())
def test_a_docgen_command_of_the_files_is_one(line: str) -> None:
    name, *arguments = shlex.split(line)[1:]
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    command.make_context(name, arguments, parent=click.Context(cli, obj=Run(Path())))


def test_both_platforms_are_told_the_change_and_the_findings() -> None:
    for path in (GITHUB, GITLAB):
        text = "\n".join(scripts(path))
        assert "docgen check --against" in text
        assert "docgen diff" in text
        assert "--report markdown=" in text
        runs = re.findall("docgen (check|diff|sunsets)", text)
        assert sorted(runs) == sorted(set(runs)), "one run makes all reports"


def test_this_repository_runs_what_its_users_copy() -> None:
    theirs, ours = read(GITHUB), read(OURS)
    for content in (theirs, ours):
        content["jobs"]["check"]["steps"] = without_installing(content["jobs"]["check"]["steps"])
    assert ours == theirs


@pytest.mark.parametrize("path", [GITHUB, OURS], ids=["theirs", "ours"])
def test_a_strangers_code_gets_no_rights(path: Path) -> None:
    content = read(path)
    assert set(content["on"]) == {"pull_request"}
    assert content["permissions"] == {}
    rights = {name: job["permissions"] for name, job in content["jobs"].items()}
    assert rights == {
        "check": {"contents": "read"},
        "comment": {"pull-requests": "write"},
        "code-scanning": {"contents": "read", "actions": "read", "security-events": "write"},
    }
    for name, job in content["jobs"].items():
        code = "\n".join(step.get("run", "") for step in job["steps"])
        if "write" in rights[name].values():
            assert not re.search(r"docgen (check|diff)|pip |python", code), f"{name} runs what it may not trust"
            assert "head.repo.full_name == github.repository" in job["if"]


def test_this_repository_tells_its_sunsets_as_its_users_do() -> None:
    theirs, ours = read(SUNSETS)["jobs"], read(NIGHTLY)["jobs"]
    for jobs in (theirs, ours):
        jobs["sunsets"]["steps"] = without_installing(jobs["sunsets"]["steps"])
    assert {name: ours[name] for name in theirs} == theirs


def test_what_writes_the_issue_runs_no_code_of_the_repository() -> None:
    content = read(SUNSETS)
    assert content["permissions"] == {}
    rights = {name: job["permissions"] for name, job in content["jobs"].items()}
    assert rights == {"sunsets": {"contents": "read"}, "issue": {"issues": "write"}}
    writing = content["jobs"]["issue"]["steps"]
    assert not [one for one in writing if "checkout" in one.get("uses", "")]
    assert not re.search(r"docgen sunsets --|pip |python", "\n".join(one.get("run", "") for one in writing))


@pytest.mark.parametrize("path", [GITHUB, OURS, SUNSETS, NIGHTLY], ids=["theirs", "ours", "sunsets", "nightly"])
def test_steps_are_pinned_keep_no_token_and_paste_nothing_into_the_shell(path: Path) -> None:
    for one in steps(path):
        assert "${{" not in one.get("run", ""), "a branch's name in the shell is code; it goes through env"
        assert re.search(r"@(v\d+|[0-9a-f]{40})$", one.get("uses", "x@v1"))
        if "checkout" in one.get("uses", ""):
            assert one["with"]["persist-credentials"] == "false"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_github_writes_the_comment_the_summary_and_the_count(machine: Machine) -> None:
    machine.tell_changes(4)
    files = {name: str(machine.folder / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    assert machine.run(step("What a reader will see change"), "-e", BASE_SHA="1a2b", **files) == 0
    assert machine.calls("docgen") == ["diff git:1a2b git:HEAD --report json=changes.json --report markdown=changes.md"]
    comment = (machine.work / "comment.md").read_text()
    assert comment.startswith(
        "<!-- docgen -->\n## What changes in the contract\n\n**4 changes: 2 breaking, 1 warning, 1 info"
    )
    assert Path(files["GITHUB_STEP_SUMMARY"]).read_text() == comment
    assert Path(files["GITHUB_OUTPUT"]).read_text() == "changes=4\n"


@pytest.mark.parametrize("case", CASES["comments"], ids=lambda case: case["name"])
def test_github_keeps_one_comment(machine: Machine, case: dict[str, Any]) -> None:
    machine.answer("gh", case["existing"])
    about = {"REPOSITORY": "acme/api", "NUMBER": "7", "CHANGES": str(case["changes"]), "GH_TOKEN": "t"}
    assert machine.run(step("Say it in one comment, and keep that one up to date"), "-e", **about) == 0
    asked, *changed = machine.calls("gh")
    assert asked.startswith("api --paginate repos/acme/api/issues/7/comments --jq ")
    assert changed == case["calls"]


CODES = (2, 3, 4, 5, 6, 7, 8, 70, 126, 127, 130, 137, 143)


CHECK = "The changelog holds against its contract, and the contract against its date"


@pytest.mark.parametrize("code", [0, 1])
def test_github_uploads_findings_of_the_one_check(machine: Machine, code: int) -> None:
    machine.answer("sarif", "{}")
    machine.answer("code", str(code))
    output = machine.folder / "GITHUB_OUTPUT"
    assert machine.run(step(CHECK), "-e", BASE="main") == code
    assert machine.run(step("The findings for code scanning"), "-e", GITHUB_OUTPUT=str(output)) == 0
    assert (machine.work / "docgen.sarif").read_text() == "{}"
    assert output.read_text() == "whole=true\n"
    assert machine.calls("docgen") == ["check --against origin/main --report github --report sarif=docgen.sarif"]


@pytest.mark.parametrize("code", CODES)
def test_github_uploads_no_report_that_is_not_of_this_run(machine: Machine, code: int) -> None:
    machine.answer("sarif", "{}")
    machine.answer("code", str(code))
    (machine.work / "docgen.sarif").write_text("a committed one")
    output = machine.folder / "GITHUB_OUTPUT"
    assert machine.run(step(CHECK), "-e", BASE="main") == code
    assert machine.run(step("The findings for code scanning"), "-e", GITHUB_OUTPUT=str(output)) == 1
    assert not (machine.work / "docgen.sarif").exists()
    assert not output.exists()


@pytest.mark.parametrize("path", [GITHUB, OURS], ids=["theirs", "ours"])
def test_code_scanning_waits_for_a_whole_report(path: Path) -> None:
    jobs = read(path)["jobs"]
    assert jobs["check"]["outputs"]["findings"] == "${{ steps.findings.outputs.whole }}"
    assert "needs.check.outputs.findings == 'true'" in jobs["code-scanning"]["if"]
    kept = next(one["with"]["path"] for one in jobs["check"]["steps"] if "upload-artifact" in one.get("uses", ""))
    assert kept.split() == ["comment.md", "docgen.sarif"]


@pytest.mark.parametrize("code", CODES)
def test_a_change_that_could_not_be_told_is_no_comment(machine: Machine, code: int) -> None:
    machine.tell_changes(4)
    machine.answer("code", str(code))
    files = {name: str(machine.folder / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    assert machine.run(step("What a reader will see change"), "-e", BASE_SHA="1a2b", **files) == code
    assert not (machine.work / "comment.md").exists()
    assert not Path(files["GITHUB_OUTPUT"]).exists()
    assert "needs.check.outputs.changes != ''" in read(GITHUB)["jobs"]["comment"]["if"]


@pytest.mark.parametrize(("code", "expected"), [(0, 0), (1, 1)])
def test_gitlab_writes_both_reports_and_fails_with_the_check(machine: Machine, code: int, expected: int) -> None:
    for form in ("codequality", "junit"):
        machine.answer(form, form)
    machine.answer("code", str(code))
    assert machine.run(gitlab("docgen-check"), "-eo pipefail", CI_MERGE_REQUEST_DIFF_BASE_SHA="1a2b") == expected
    for form, file in read(GITLAB)["docgen-check"]["artifacts"]["reports"].items():
        assert (machine.work / file).read_text() == form
    reports = "--report codequality=gl-code-quality-report.json --report junit=docgen-junit.xml"
    assert machine.calls("docgen") == [f"check --against 1a2b {reports}"]


@pytest.mark.parametrize("code", CODES)
def test_gitlab_uploads_no_report_that_is_not_of_this_run(machine: Machine, code: int) -> None:
    files = read(GITLAB)["docgen-check"]["artifacts"]["reports"]
    for form, file in files.items():
        machine.answer(form, form)
        (machine.work / file).write_text("a committed one")
    machine.answer("code", str(code))
    assert machine.run(gitlab("docgen-check"), "-eo pipefail", CI_MERGE_REQUEST_DIFF_BASE_SHA="1a2b") == code
    assert not [file for file in files.values() if (machine.work / file).exists()]


@pytest.mark.parametrize("code", CODES)
def test_gitlab_says_nothing_where_a_change_could_not_be_told(machine: Machine, code: int) -> None:
    machine.tell_changes(4)
    machine.answer("code", str(code))
    for job in ("docgen-note", "docgen-sunsets"):
        assert machine.run(gitlab(job), "-eo pipefail", CI_MERGE_REQUEST_DIFF_BASE_SHA="1a2b") != 0
    assert machine.calls("curl") == []


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
    machine.tell_changes(case["changes"])
    machine.answer("curl", json.dumps(case["existing"]))
    about = {
        "CI_API_V4_URL": "https://gitlab.example/api/v4",
        "CI_MERGE_REQUEST_PROJECT_ID": "5",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "1a2b",
        "DOCGEN_TOKEN": "t",
    }
    assert machine.run(gitlab("docgen-note"), "-eo pipefail", **about) == 0
    asked, *changed = [call.partition("PRIVATE-TOKEN: t ")[2] for call in machine.calls("curl")]
    assert (
        asked
        == "https://gitlab.example/api/v4/projects/5/merge_requests/7/notes?per_page=100&sort=asc&order_by=created_at"
    )
    assert changed == case["calls"]
    assert (machine.work / "note.md").read_text().startswith("<!-- docgen -->\n")


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
    about = {"CI_API_V4_URL": "https://gitlab.example/api/v4", "CI_PROJECT_ID": "5", "DOCGEN_TOKEN": "t"}
    assert machine.run(gitlab("docgen-sunsets"), "-eo pipefail", **about) == 0
    asked, *changed = [call.partition("PRIVATE-TOKEN: t ")[2] for call in machine.calls("curl")]
    assert asked.startswith("https://gitlab.example/api/v4/projects/5/issues?scope=created_by_me&search=docgen-sunsets")
    said = "--data-urlencode title=1 sunset within 30 days, on 4 Aug 2026 --data-urlencode description@body.md"
    where = "https://gitlab.example/api/v4/projects/5/issues"
    assert changed == [f"{said} {call.replace('ISSUES', where)}" for call in case["gitlab_calls"]]


def test_gitlab_compares_merged_results_with_the_target(machine: Machine) -> None:
    shas = {"CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "3c4d", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "1a2b"}
    assert machine.run(gitlab("docgen-check"), "-eo pipefail", **shas) == 0
    assert machine.calls("docgen")[-1].startswith("check --against 3c4d ")
