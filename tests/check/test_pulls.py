"""A reviewer can decide from the comment alone: ten pull requests, whole, and what a comment may never be."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.check.pulls import CASES, FOLDER, comment, opened, review

pytestmark = pytest.mark.slow
CODES = {"ship": 0, "judge": 0, "stop": 1}


@pytest.fixture(scope="module")
def pull(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    case = request.param
    return case, opened(case, tmp_path_factory.mktemp("pull"))


@pytest.mark.parametrize("pull", CASES, ids=lambda case: case["name"], indirect=True)
def test_the_comment_on_a_pull_request_is_exactly_this(pull: tuple[dict[str, Any], Path]) -> None:
    case, clone = pull
    ran = review(clone, "--report", "markdown=comment.md", "--report", "json=review.json", "--report", "github")
    written = (clone / "comment.md").read_text(encoding="utf-8")
    assert comment(written) == (FOLDER / f"{case['name']}.md").read_text(encoding="utf-8")
    told = json.loads((clone / "review.json").read_text(encoding="utf-8"))
    assert told["verdict"] == case["verdict"]
    expected = 3 if case.get("shallow") else CODES[case["verdict"]]
    assert ran.returncode == expected
    assert "Traceback" not in ran.stderr


def test_a_review_of_nothing_says_so(tmp_path: Path) -> None:
    clone = opened({"title": "nothing", "append": {"README.md": "not of docgen\n"}}, tmp_path)
    ran = review(clone)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("<!-- docgen -->\n## Ship\n\nNo API version changes. Compared with `origin/main at ")
    assert "###" not in ran.stdout
    wrong = (
        (clone / "redirects/docs-site.yaml").read_text(encoding="utf-8").replace("id: docs-site", "id: docs-site: x")
    )
    (clone / "redirects/docs-site.yaml").write_text(wrong, encoding="utf-8")
    ran = review(clone)
    assert ran.returncode == 1
    assert "## Stop: 1 error" in ran.stdout
    assert "`redirects/docs-site.yaml:" in ran.stdout
    (clone / "pyproject.toml").write_text("[tool.docgen\n", encoding="utf-8")
    ran = review(clone)
    assert ran.returncode == 1
    assert "## Stop: 1 error" in ran.stdout


def test_github_annotates_the_lines_of_the_change_alone(tmp_path: Path) -> None:
    wrong = ({"docs/index.md": f"\n`GET /v1/teapots/{number}`\n"} for number in (1, 2))
    clone = opened({"title": "more", "base": {"append": next(wrong)}, "append": next(wrong)}, tmp_path)
    lines = review(clone, "--format", "github").stdout.splitlines()
    assert [line.split(",")[0] for line in lines if "teapots/2" in line] == ["::error file=docs/index.md"]
    assert [line.split(":")[0] for line in lines if "teapots/1" in line] == ["- docs/index.md"]
