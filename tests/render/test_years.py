"""The timeline in pages: each entry stands on one of them, and none is long."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen import urls
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.project import Project
from docgen.render import render
from docgen.render.changelog import MOST, Timeline, timeline
from docgen.render.publication import Publication

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def project() -> Project:
    found, _ = load(ROOT, NOW)
    assert found is not None
    return found


def with_days(project: Project, days: list[date]) -> Project:
    """The project with one entry for each of some days on which it took effect."""
    entry = project.entries[0]
    made = []
    for number, day in enumerate(days):
        text = msgspec.structs.replace(entry.text, effective=day, published=min(day, NOW.date()), claims=())
        made.append(msgspec.structs.replace(entry, slug=f"entry-{number}", text=text))
    return msgspec.structs.replace(project, entries=tuple(made))


def folded(project: Project) -> Timeline:
    return timeline(Publication(Analysis(project)))


def in_years(counts: dict[int, int]) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n % 150) for year, count in counts.items() for n in range(count)]


@pytest.mark.parametrize(
    ("counts", "shown", "older"),
    [
        ({2026: 3}, 3, {}),
        ({2026: MOST}, MOST, {}),
        ({2026: 50, 2025: MOST - 50}, MOST, {}),
        ({2026: 50, 2025: MOST - 49}, 50, {"2025": MOST - 49}),
        ({2026: 1, 2024: MOST - 2, 2023: 2}, MOST - 1, {"2023": 2}),
        ({2026: MOST + 1}, MOST, {"2026": 1}),
        ({2027: 1, 2026: MOST + 9}, MOST, {"2026": 10}),
        (
            {2026: 60, 2025: 2 * MOST + 5},
            60,
            {"2025, part 3 of 3": 5, "2025, part 2 of 3": MOST, "2025, part 1 of 3": MOST},
        ),
    ],
)
def test_newest_years_stay_whole_and_older_ones_have_pages(
    project: Project, counts: dict[int, int], shown: int, older: dict[str, int]
) -> None:
    found = folded(with_days(project, in_years(counts)))
    assert len(found.shown) == shown
    assert {page.title: len(page.entries) for page in found.older} == older


@given(st.lists(st.integers(0, 2000), max_size=700))
@settings(max_examples=25, deadline=None)
def test_each_entry_stands_on_one_page_and_the_latest_come_first(project: Project, ages: list[int]) -> None:
    found = folded(with_days(project, [date(2026, 6, 1) - timedelta(days=age) for age in ages]))
    pages = [found.shown, *(page.entries for page in found.older)]
    listed = [entry for page in pages for entry in page]
    assert len({entry.slug for entry in listed}) == len(listed) == len(ages)
    assert all(len(page) <= MOST for page in pages)
    days = [entry.text.effective for entry in listed]
    assert days == sorted(days, reverse=True)
    assert len({page.url for page in found.older}) == len(found.older)
    assert all({str(entry.text.effective.year) for entry in page.entries} == {page.title[:4]} for page in found.older)


def test_a_new_entry_moves_no_old_one(project: Project) -> None:
    """The address under which somebody found an entry of a past year stays."""
    days = in_years({2026: 150, 2024: 450})
    before = folded(with_days(project, days))
    after = folded(with_days(project, [*days, date(2026, 5, 31)]))
    assert before.older == after.older
    assert [page.url for page in after.older] == [
        "changelog/years/2024-3/",
        "changelog/years/2024-2/",
        "changelog/years/2024/",
    ]


@pytest.mark.slow
def test_what_is_folded_is_linked_and_left_out_of_llms(project: Project) -> None:
    files = render(Analysis(with_days(project, in_years({2026: 60, 2025: MOST}))))
    year = str(files["changelog/years/2025.md"])
    assert year.count("data-dg-item") == MOST
    page = str(files["changelog/index.md"])
    assert page.count("data-dg-item") == 60
    assert f'href="years/2025/" data-dg-older="{MOST}"' in page
    assert f"{MOST + 60} changes</output>" in page, "the filters count them all"
    listed = str(files[urls.LLMS])
    assert "/changelog/years/2025/index.md" in listed
    assert listed.count("/entry-") == 60
    assert files["changelog/2026-05-15/entry-100/index.md.txt"], "each entry has its twin"
    full = "".join(str(content) for path, content in files.items() if path.startswith("llms-full"))
    assert "/entry-100/index.md" in full
    assert "\nURL: https://docs.aurous-labs.com/changelog/2026-05-15/entry-100/" not in full, "by its link alone"


def test_a_year_takes_no_name_of_a_pin() -> None:
    assert urls.year_url(2026) != urls.pin_url("2026")
    assert "years" in urls.RESERVED_PINS
