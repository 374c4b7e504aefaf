"""The day on which a prepared pin comes into force turns no check red, and its pages can be prepared before it."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from docgen.check import check
from docgen.differ.project import changes
from docgen.facts import facts
from docgen.load.project import load
from docgen.model.finding import Finding, Severity
from docgen.model.project import Base, Project
from docgen.prove import prove
from tests.cases import load_yaml
from tests.check.test_edits_of_sample import sentences

pytestmark = pytest.mark.slow  # each runs commands over a whole project
HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = load_yaml(HERE.joinpath("pin_days.yaml").read_text(encoding="utf-8"))
BEFORE, AFTER = "2026-05-31T23:59:59Z", "2026-06-01T00:00:00Z"
OF_PAGES = ("docs/", "redirects/parts.yaml")
ERROR = (
    (HERE / "sample/docs/errors/not_found.md").read_text(encoding="utf-8").replace("---\n", "---\npin: 2026-06-01\n", 1)
)
TEXTS = {
    "VERSION": "---\npin: 2026-06-01\n---\n"
    + (HERE / "sample/docs/index.md").read_text(encoding="utf-8").replace('"ready"', '"done"'),
    "ERROR": ERROR,
    "STUB": ERROR.partition("## Causes")[0] + "It is gone.\n",
}


def edit(path: Path, pairs: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs.items():
        assert old in text, (path, old)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample with a second pin that renames a status."""
    made = shutil.copytree(HERE / "sample", tmp_path / "project")
    shutil.copytree(HERE / "second_pin", made, dirs_exist_ok=True)
    edit(made / "changelog/2026-06-01/api-spec.json", {'"ready", "lost"': '"done", "lost"'})
    return made


def read(root: Path, now: str) -> tuple[Project, tuple[Finding, ...]]:
    project, wrong = load(root, datetime.fromisoformat(now))
    assert project is not None
    proofs = prove(project)
    return project, check(project, proofs, changes(project), wrong, facts=facts(project))


def shown(findings: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in findings if one.path.startswith(OF_PAGES)]


def name(finding: Finding) -> str:
    calendar = finding.trigger == "calendar"
    assert not calendar or finding.severity is Severity.WARNING
    return f"{'calendar' if calendar else finding.severity.value} {finding.id} {finding.path}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_day_of_a_pin(case: dict[str, Any], root: Path) -> None:
    for path, text in case.get("write", {}).items():
        (root / path).write_text(TEXTS[text], encoding="utf-8")
    for path, pairs in case.get("edits", {}).items():
        edit(root / path, pairs)
    for day, now in (("before", BEFORE), ("after", AFTER)):
        findings = shown(read(root, now)[1])
        assert [name(one) for one in findings] == case[day], (day, findings)
        assert set(case.get(f"says_{day}", ())) <= {*sentences(findings)}, findings


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_day_alone_adds_no_error(case: dict[str, Any], root: Path) -> None:
    for path, text in case.get("write", {}).items():
        (root / path).write_text(TEXTS[text], encoding="utf-8")
    for path, pairs in case.get("edits", {}).items():
        edit(root / path, pairs)
    before, after = (
        {(one.id, one.path) for one in read(root, now)[1] if one.severity is Severity.ERROR} for now in (BEFORE, AFTER)
    )
    assert after - before - {("stale-output", path) for _, path in after} == set()


def test_a_commit_that_breaks_a_guide_is_no_matter_of_the_calendar(root: Path) -> None:
    """With a base, the contract that a pull request changes is known."""
    guide = {'"ready"': '"making"'}
    edit(root / "docs/index.md", guide)
    project, _ = read(root, AFTER)
    edit(root / "changelog/2026-06-01/api-spec.json", {'"making", "done"': '"made", "done"'})
    changed, wrong = load(root, datetime.fromisoformat(AFTER))
    assert changed is not None

    def names(base: Project | None) -> set[str]:
        compared = replace(changed, base=Base("main", base.pins, base.entries) if base else None)
        return {name(one) for one in shown(check(compared, prove(compared), changes(compared), wrong))}

    assert names(None) == {"calendar example-in-docs-invalid docs/index.md"}
    assert names(changed) == {"calendar example-in-docs-invalid docs/index.md"}
    assert names(project) == {"error example-in-docs-invalid docs/index.md"}


def test_a_first_pin_that_is_not_in_force_yet_is_what_its_guides_are_written_for(root: Path) -> None:
    """Nothing else can be: an error then is one that its day would bring."""
    shutil.rmtree(root / "changelog/2026-06-01")
    edit(root / "docs/index.md", {'"ready"': '"lose"'})
    assert [name(one) for one in shown(read(root, "2026-01-14")[1])] == ["error example-in-docs-invalid docs/index.md"]


def test_a_page_stays_right_under_a_third_pin_only_as_far_as_its_contract_says(root: Path) -> None:
    third = root / "changelog/2026-09-01"
    shutil.copytree(root / "changelog/2026-06-01", third)
    for entry in third.glob("[!p]*.yaml"):
        entry.unlink()
    edit(third / "pin.yaml", {"released: 2026-06-01": "released: 2026-09-01"})
    edit(third / "api-spec.json", {'"done", "lost"': '"over", "lost"'})
    (root / "docs/index.2026-06-01.md").write_text(TEXTS["VERSION"], encoding="utf-8")
    dates = {
        "2026-05-01": "info example-in-docs-invalid docs/index.2026-06-01.md",
        "2026-07-01": "info example-in-docs-invalid docs/index.2026-06-01.md",
        "2026-09-01": "calendar example-in-docs-invalid docs/index.2026-06-01.md",
    }
    assert {now: "".join(map(name, shown(read(root, now)[1]))) for now in dates} == dates
    assert (
        "prepare the page as docs/index.2026-09-01.md, with `pin: 2026-09-01`"
        in shown(read(root, "2026-07-01")[1])[0].hint
    )
    (root / "docs/index.2026-06-01.md").unlink()
    (found,) = shown(read(root, "2026-09-01")[1])
    assert "holds against 2026-01-15, not against 2026-09-01, in force since 2026-09-01" in found.message
