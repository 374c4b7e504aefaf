"""The page of an entry: what ends and when, who is affected by it, and a request before and after."""

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import msgspec
import pytest

from docgen import urls
from docgen.analysis import analyse
from docgen.entries.endings import announced_endings
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render import render
from docgen.render.before_after import before_after
from docgen.render.entry import entry_page
from docgen.render.publication import Publication

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "tests" / "other" / "harbour"
AUGUST = date(2026, 8, 4)


@pytest.fixture(scope="module")
def aurous() -> Project:
    project, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    return project


def rendered(root: Path, now: datetime) -> Files:
    analysis, _ = analyse(root, now)
    assert analysis is not None
    return render(analysis)


@pytest.fixture(scope="module")
def files() -> Files:
    return rendered(ROOT, datetime(2026, 6, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def harbour() -> Files:
    return rendered(HARBOUR, datetime(2026, 8, 1, tzinfo=UTC))


def words(files: Files, path: str) -> str:
    return re.sub(r" (?=[,:.])", "", " ".join(unescape(re.sub(r"<[^>]+>", " ", str(files[path]))).split()))


def entry_of(project: Project, slug: str) -> Entry:
    return next(entry for entry in project.entries if entry.slug == slug)


def pairs(files: Files, path: str) -> list[tuple[str, str]]:
    """The title and the text of each block in the pairs of a page."""
    page = str(files[path]).partition("## Before and after")[2].partition("\n## ")[0]
    return re.findall(r'^```\w+ title="([^"]*)"\n(.*?)^```', page, re.M | re.S)


def test_the_endings_of_an_entry_are_its_redirects_deprecations_and_removals(aurous: Project) -> None:
    entry = entry_of(aurous, "resource-paths")
    found = announced_endings(aurous, entry)
    assert [(end.kind, end.name, end.sunset) for end in found] == [
        ("redirect", "/v1/generations", AUGUST),
        ("redirect", "/v1/video-generations", AUGUST),
    ]
    assert announced_endings(aurous, entry_of(aurous, "status-enum")) == ()


def test_those_are_affected_who_use_what_ends_and_not_those_who_use_what_replaces_it(files: Files) -> None:
    page = words(files, "changelog/2026-05-15/resource-paths.md")
    assert "Ends on 4 Aug 2026: /v1/generations and paths below it, /v1/video-generations and paths below it" in page
    affected = page.partition("## Who is affected")[2].partition("## Promises")[0]
    callers, _, instead = affected.partition("### Use instead")
    assert "Clients that use /v1/generations and paths below it or /v1/video-generations" in callers
    assert "/v1/images" not in callers
    assert "POST /v1/images" in instead
    twin = str(files[urls.twin_source("changelog/2026-05-15/resource-paths/")])
    assert "Ends on 2026-08-04: `/v1/generations` and paths below it" in twin


def test_after_the_day_the_page_says_that_it_has_ended() -> None:
    later = rendered(ROOT, datetime(2026, 9, 1, tzinfo=UTC))
    assert "Ended on 4 Aug 2026: /v1/generations" in words(later, "changelog/2026-05-15/resource-paths.md")


def test_a_redirect_shows_the_same_request_to_the_old_and_to_the_new_address(files: Files) -> None:
    (before, old), (after, new), *_ = pairs(files, "changelog/2026-05-15/resource-paths.md")
    assert (before, after) == ("Before", "After")
    assert new.startswith("curl https://api.aurous-labs.com/v1/images")
    assert old == new.replace("/v1/images", "/v1/generations")


def test_a_change_of_the_contract_shows_the_request_and_the_response_of_both_pins(harbour: Files) -> None:
    shown = pairs(harbour, "changelog/2026-07/weight-in-grams.md")
    assert [title for title, _ in shown] == [
        "Request in 2026-04", "Request in 2026-07", "201 Created in 2026-04", "201 Created in 2026-07",
    ]  # fmt: skip
    requests, responses = shown[:2], shown[2:]
    assert "weight_lb" in requests[0][1] and "weight_g" in requests[1][1]
    assert '"weight_lb"' in responses[0][1] and '"weight_g"' in responses[1][1]


def test_a_request_that_differs_in_nothing_but_the_version_is_not_shown(harbour: Files) -> None:
    shown = pairs(harbour, "changelog/2026-07/parcels-can-return.md")
    assert {text.partition("-d")[2] for title, text in shown if title == "Request in 2026-04"} == {
        """ '{"service": "letterbox", "weight_lb": 2.6}'\n"""
    }, "not that of GET /2026-07/parcels"


def test_an_entry_with_a_deprecation_without_a_day_and_one_with_a_day_is_rendered(aurous: Project) -> None:
    entry = entry_of(aurous, "resource-paths")
    rules = tuple(
        msgspec.structs.replace(rule, sunset=None) if rule.id == "legacy-generations" else rule
        for rule in aurous.redirects
    )
    found = announced_endings(msgspec.structs.replace(aurous, redirects=rules), entry)
    assert [one.name for one in found] == ["/v1/video-generations"]


def test_an_address_that_goes_on_to_the_api_after_its_redirect_does_not_end(aurous: Project) -> None:
    entry = entry_of(aurous, "resource-paths")
    rules = tuple(msgspec.structs.replace(rule, gone=None) for rule in aurous.redirects)
    assert announced_endings(msgspec.structs.replace(aurous, redirects=rules), entry) == ()


def test_a_request_that_the_rule_does_not_redirect_is_not_shown_as_redirected(aurous: Project) -> None:
    entry = entry_of(aurous, "resource-paths")
    rules = tuple(msgspec.structs.replace(rule, excluded=("GET",)) for rule in aurous.redirects)
    publication = Publication(Analysis(msgspec.structs.replace(aurous, redirects=rules)))
    shown = before_after(publication, entry, ())
    assert shown
    assert all(" -d " in before.text for before, _ in shown), "POST, which the rule redirects"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "anchors"),
    [
        ("changelog/2026-05-15/versioning.md", ["what-is-promised"]),
        ("changelog/2026-05-15/index.md", ["pinning", "the-contract"]),
        ("changelog/policy.md", ["notice", "what-a-sunset-is", "how-statements-are-verified"]),
        ("errors/index.md", ["the-body-of-an-error"]),
    ],
)
def test_a_heading_that_was_renamed_keeps_its_old_anchor(page: str, anchors: list[str]) -> None:
    text = str(rendered(ROOT, datetime(2026, 6, 1, tzinfo=UTC))[page])
    assert [anchor for anchor in anchors if f'<div id="{anchor}"></div>\n\n#' not in text] == []


@pytest.mark.parametrize(
    ("href", "shown"),
    [
        ("#steps", "#steps"),
        ("../../index.md", "../../../"),
        ("../../errors/invalid_request.md#fixes", "../../../errors/invalid_request.html#fixes"),
        ("//example.com/a", "//example.com/a"),
        ("https://example.com/a#b", "https://example.com/a#b"),
    ],
)
def test_a_link_of_the_body_leads_from_the_page_of_the_entry(aurous: Project, href: str, shown: str) -> None:
    entry = aurous.visible_entries()[0]
    linking = msgspec.structs.replace(entry, text=msgspec.structs.replace(entry.text, body=f"[a]({href})"))
    page = entry_page(Publication(Analysis(aurous)), linking)
    assert f'<a href="{shown}">a</a>' in page.context["body"]
