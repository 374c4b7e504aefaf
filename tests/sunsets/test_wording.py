"""What the reports call an end date, and the title of the issue of a night."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.load import load
from docgen.model.project import Project
from docgen.model.redirect import midnight
from docgen.report.sunsets import FORMATS
from docgen.report.sunsets.wording import heading, name
from docgen.sunsets import EndDate, Sunsets
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

HERE = Path(__file__).parent
TITLES = load_yaml((HERE / "titles.yaml").read_text(encoding="utf-8"))
NAMES = load_yaml((HERE / "names.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 7, 20, tzinfo=UTC)
SECONDS = {"h": 3_600, "d": 86_400}


@pytest.fixture(scope="module")
def project() -> Project:
    loaded, _ = load(REPOSITORY, NOW)
    assert loaded is not None
    return loaded


def ends(kinds: list[Any]) -> tuple[EndDate, ...]:
    first = midnight(datetime(2026, 8, 4, tzinfo=UTC).date())
    return tuple(
        EndDate(kind=kind, id=f"{kind}/{index}", at=first + index * 86_400, what="", path="")
        for index, kind in enumerate(kinds)
    )


@pytest.mark.parametrize("case", TITLES, ids=lambda case: str(case["title"]))
def test_a_title_makes_sense_by_itself(project: Project, case: dict[str, Any]) -> None:
    within = case.get("within", "30d")
    near, passed, overdue = (ends(case.get(key, [])) for key in ("near", "passed", "overdue"))
    seconds = int(within[:-1]) * SECONDS[within[-1]]
    found = Sunsets(project, seconds, near=near, passed=passed, later=(), earlier=(), overdue=overdue)
    assert heading(found) == case["title"]
    issue = FORMATS["markdown"](found).splitlines()[0]
    assert issue == f"# {case['title']}"


@pytest.mark.parametrize("case", NAMES, ids=lambda case: str(case["id"]))
def test_an_end_date_has_the_name_that_people_use(project: Project, case: dict[str, Any]) -> None:
    redirect = next((rule for rule in project.redirects if rule.id == case.get("redirect")), None)
    entry = next((one for one in project.entries if one.slug == case.get("entry")), None)
    assert [bool(redirect), bool(entry)] == ["redirect" in case, "entry" in case]
    end = EndDate(
        kind=case["kind"],
        id=case["id"],
        at=0,
        what=case.get("what", ""),
        path="",
        entry=entry,
        redirect=redirect,
        selector=case.get("selector", ""),
    )
    assert name(end) == case["name"]
