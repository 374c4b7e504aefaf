"""What the reports call an end date, and the title of the issue of a night."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from docgen.load.project import load
from docgen.model.ending import Ending
from docgen.model.project import Project
from docgen.model.redirect import midnight
from docgen.positions.source import Source
from docgen.report.sunsets import FORMATS
from docgen.sunsets import Sunsets
from docgen.sunsets.wording import heading, name
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


def ends(kinds: list[Any], first: datetime) -> tuple[Ending, ...]:
    """Endings of some kinds on the days from the first on, all with something left to do."""
    return tuple(
        Ending(
            kind=kind,
            name="",
            id=f"{kind}/{first}/{index}",
            source=Source("a.yaml", ""),
            # who has to act has the whole day
            ends=midnight(first.date()) + (index + (kind in ("action", "accepted", "review"))) * 86_400,
            left=("left", ""),
        )
        for index, kind in enumerate(kinds)
    )


@pytest.mark.parametrize("case", TITLES, ids=lambda case: str(case["title"]))
def test_a_title_makes_sense_by_itself(project: Project, case: dict[str, Any]) -> None:
    within = case.get("within", "30d")
    seconds = int(within[:-1]) * SECONDS[within[-1]]
    found = (
        *ends(case.get("overdue", []), NOW - timedelta(seconds=seconds, days=40)),
        *ends(case.get("passed", []), NOW - timedelta(seconds=seconds)),
        *ends(case.get("near", []), datetime(2026, 8, 4, tzinfo=UTC)),
    )
    sunsets = Sunsets(project, seconds, found)
    assert heading(sunsets) == case["title"]
    issue = FORMATS["markdown"](sunsets).splitlines()[0]
    assert issue == f"# {case['title']}"


@pytest.mark.parametrize("case", NAMES, ids=lambda case: str(case["id"]))
def test_an_end_date_has_the_name_that_people_use(project: Project, case: dict[str, Any]) -> None:
    redirect = next((rule for rule in project.redirects if rule.id == case.get("redirect")), None)
    entry = next((one for one in project.entries if one.slug == case.get("entry")), None)
    assert [bool(redirect), bool(entry)] == ["redirect" in case, "entry" in case]
    end = Ending(
        kind=case["kind"],
        name=case.get("selector") or case.get("entry") or case["id"].partition("/")[2],
        id=case["id"],
        source=Source("a.yaml", ""),
        what=case.get("what", ""),
        entry=entry,
        rule=redirect,
    )
    assert name(end) == case["name"]
