"""What `docgen build` says it built, as data: `build.yaml` has what was written and the whole text that comes out."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.redirects.edges.output import DIST, edge_files
from docgen.report.build import BuildResult, report
from tests.cases import load_yaml
from tests.conftest import REPOSITORY, Docgen

CASES = load_yaml(Path(__file__).with_name("build.yaml").read_text(encoding="utf-8"))
NOW = ("--now", "2026-06-01")
pytestmark = pytest.mark.slow


def project_of(case: dict[str, Any]) -> Project:
    project, _ = load(REPOSITORY / case["project"], parse_now(str(case["now"])))
    assert project is not None
    config = msgspec.structs.replace(project.config, edges=tuple(case.get("edges", project.config.edges)))
    rules = tuple(rule_of(project, *rule) for rule in enumerate(case.get("rules", ()))) or project.redirects
    return msgspec.structs.replace(project, config=config, redirects=rules)


def rule_of(project: Project, number: int, end: date | str | None) -> Redirect:
    """A rule that ends on a day, or never, or was removed."""
    rule = project.redirects[0]
    sunset = int(datetime.combine(end, time(), UTC).timestamp()) if isinstance(end, date) else None
    text = msgspec.structs.replace(rule.text, removed=date(2026, 8, 5) if end == "removed" else None)
    return msgspec.structs.replace(rule, id=f"rule-{number}", path=f"/{number}", sunset=sunset, text=text)


def findings_of(case: dict[str, Any]) -> list[Finding]:
    counts = [(severity, *kind) for severity, kinds in case.get("findings", {}).items() for kind in kinds.items()]
    return [
        Finding(f"{id_}-{number}.yaml", 1, 1, id_, Severity(severity), "it is not so")
        for severity, id_, count in counts
        for number in range(count)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_build_says_what_it_built_and_what_was_found(case: dict[str, Any]) -> None:
    project = project_of(case)
    files = {f"{DIST}/{path}": content for path, content in edge_files(project).items()}
    built = BuildResult("build/site", case["paths"], files, case.get("only", ""))
    assert report(project, findings_of(case), built) == case["text"]


def test_a_build_with_warnings_says_how_many_of_what(aurous: Path, docgen: Docgen) -> None:
    (aurous / ".docgen/accepted.yaml").unlink()
    ran = docgen(aurous, "build", "--now", "2026-11-01")
    assert ran.code == 0
    assert "3 warnings: sunset-passed 3 (`docgen check` lists them)" in ran.out.splitlines()
    assert f"open {aurous}/build/site/index.html, or run `docgen -C {aurous} serve`" in ran.out.splitlines()


def test_edge_files_that_a_build_has_just_mended_are_no_finding_of_it(aurous: Path, docgen: Docgen) -> None:
    (aurous / "redirects/dist/nginx/docgen-redirects.conf").write_text("# by hand\n")
    ran = docgen(aurous, "build", *NOW)
    assert ran.out.startswith("update redirects/dist/nginx/docgen-redirects.conf\nbuilt ")
    assert "no findings" in ran.out.splitlines()


def test_a_draft_says_what_is_wrong_and_that_no_edge_was_written(aurous: Path, docgen: Docgen) -> None:
    rules = aurous / "redirects/dist/nginx/docgen-redirects.conf"
    rules.write_text("# by hand\n")
    ran = docgen(aurous, "build", "--draft", *NOW)
    assert "1 error: stale-output 1 (`docgen check` lists them)" in ran.out.splitlines()
    assert "edges: no rules written for a draft" in ran.out.splitlines()
    assert rules.read_text() == "# by hand\n"


def test_pages_are_counted_as_the_site_has_them(aurous: Path, docgen: Docgen) -> None:
    """Each kind of page is where the summary looks for it."""
    ran = docgen(aurous, "build", *NOW)
    site = aurous / "build/site"
    pages = len(list(site.rglob("*.html"))) - 1
    events = json.loads((site / "events.json").read_text(encoding="utf-8"))["events"]
    codes = json.loads((site / "errors.json").read_text(encoding="utf-8"))["errors"]
    counts = f"pages: {pages} (entries 7, error codes {len(codes)}, webhook events {len(events)});"
    assert counts in ran.out
