"""Atom (RFC 4287) and JSON Feed 1.1 as their readers take them."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import jsonschema
import msgspec
import pytest

from docgen import urls
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.entry import Correction
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render import render

ROOT = Path(__file__).parents[2]
PROJECTS = {"aurous": ROOT, "harbour": ROOT / "tests" / "other" / "harbour"}
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@pytest.fixture(scope="module", params=PROJECTS)
def project(request: pytest.FixtureRequest) -> Project:
    loaded, _ = load(PROJECTS[request.param], datetime(2026, 8, 1, tzinfo=UTC))
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def files(project: Project) -> Files:
    return render(Analysis(project))


def names(project: Project) -> list[str]:
    return ["changelog", "changelog.breaking", *(f"changelog-{pin.id}" for pin in project.pins)]


def atom(files: Files, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(files[f"{name}.atom"]).encode())  # noqa: S314 - our own


def one(node: ElementTree.Element, tag: str) -> ElementTree.Element:
    (found,) = node.findall(ATOM + tag)
    return found


def test_a_feed_has_what_atom_requires(project: Project, files: Files) -> None:
    """RFC 4287, section 4.1.1: one id, title and updated, one author, one link to itself; ids are unique."""
    seen = []
    for name in names(project):
        feed = atom(files, name)
        assert feed.tag == f"{ATOM}feed"
        assert one(feed, "title").text
        assert RFC_3339.fullmatch(str(one(feed, "updated").text))
        assert one(one(feed, "author"), "name").text
        own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert own == [urls.absolute(project.config.site_url, f"{name}.atom")]
        seen.append(one(feed, "id").text)
    assert len(set(seen)) == len(seen)


def test_an_entry_has_what_atom_requires(project: Project, files: Files) -> None:
    """RFC 4287, sections 4.1.2 and 4.2: id, title, updated; at most one published, summary, content; one alternate."""
    for name in names(project):
        feed = atom(files, name)
        ids = [one(entry, "id").text for entry in feed.findall(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids)
        for entry in feed.findall(f"{ATOM}entry"):
            assert one(entry, "title").text
            dates = [str(one(entry, tag).text) for tag in ("published", "updated")]
            assert all(RFC_3339.fullmatch(each) for each in dates)
            assert dates == sorted(dates)
            assert dates[1] <= str(one(feed, "updated").text)
            assert one(entry, "content").get("type") == "html"
            assert len([link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]) == 1
            assert len(entry.findall(f"{ATOM}summary")) <= 1


def test_ids_are_tags_of_the_authority(project: Project, files: Files) -> None:
    """RFC 4151: the authority is configuration, so that a move of the site makes no entry new."""
    for name in names(project):
        for node in atom(files, name).iter(f"{ATOM}id"):
            assert re.fullmatch(rf"tag:{re.escape(project.config.feed_authority)}:[A-Za-z0-9/._-]+", str(node.text))


def test_links_of_the_content_are_absolute(files: Files) -> None:
    for item in json.loads(str(files["changelog.feed.json"]))["items"]:
        assert [href for href in re.findall(r'(?:href|src)="([^"]*)"', item["content_html"]) if "://" not in href] == []


def test_both_forms_have_the_same_entries_of_each_pin(project: Project, files: Files) -> None:
    for name in names(project):
        parsed = feedparser.parse(str(files[f"{name}.atom"]))
        feed = json.loads(str(files[f"{name}.feed.json"]))
        assert not parsed.bozo
        assert feed["feed_url"] == urls.absolute(project.config.site_url, f"{name}.feed.json")
        assert [item["id"] for item in feed["items"]] == [entry.id for entry in parsed.entries]
        expected = [e for e in project.visible_entries() if name in ("changelog", f"changelog-{e.pin}")]
        if name != "changelog.breaking":
            assert len(feed["items"]) == len(expected) > 0
        assert [item["tags"] for item in feed["items"]] == [[tag.term for tag in e.tags] for e in parsed.entries]


def test_the_feed_of_breaking_changes_has_them_and_required_actions_alone(files: Files) -> None:
    """A sunset breaks clients whatever impact the writer gave, so the tags name what the page says."""
    everything = json.loads(str(files["changelog.feed.json"]))["items"]
    urgent = json.loads(str(files["changelog.breaking.feed.json"]))["items"]
    asked = {"impact:breaking", "action:required"}
    assert urgent == [item for item in everything if asked & set(item["tags"])]
    assert 0 < len(urgent) < len(everything)


def test_every_item_says_its_impact_its_action_and_their_days_once(project: Project, files: Files) -> None:
    """A program that reads a feed knows when an action is due; `changelog.json` has the same days."""
    entries = {entry["id"]: entry for entry in json.loads(str(files["changelog.json"]))["entries"]}
    seen = set()
    for item in json.loads(str(files["changelog.feed.json"]))["items"]:
        found = dict(tag.split(":", 1) for tag in item["tags"] if ":" in tag)
        assert len(found) == sum(":" in tag for tag in item["tags"])
        seen |= found.keys()
        assert found.pop("impact") in ("breaking", "non-breaking", "none")
        entry = entries[item["id"]]
        days = {"breaks-on": entry["breaks_on"], "action-by": entry["entry"]["action"].get("by")}
        assert found == {"action": entry["entry"]["action"]["level"]} | {name: day for name, day in days.items() if day}
    assert seen == {"impact", "action", "breaks-on", "action-by"}


def test_a_feed_has_the_newest_fifty(project: Project) -> None:
    """A reader polls: a changelog of years must not be sent each time. Its `updated` is that of the newest item."""
    first, *others = project.visible_entries()
    days = [date(2026, 6, 1) - timedelta(days=number) for number in range(70)]
    many = [
        msgspec.structs.replace(
            first, slug=f"entry-{n:02}", text=msgspec.structs.replace(first.text, published=day, corrections=())
        )
        for n, day in enumerate(days)
    ]
    grown = msgspec.structs.replace(project, entries=(*many, *others))
    parsed = feedparser.parse(str(render(Analysis(grown))[f"changelog-{first.pin}.atom"]))
    assert [entry.id.rpartition("/")[2] for entry in parsed.entries if "/entry-" in entry.id][:3] == [
        "entry-00",
        "entry-01",
        "entry-02",
    ]
    assert len(parsed.entries) == 50
    assert parsed.feed.updated == max(entry.updated for entry in parsed.entries)


def test_json_feed_fits_the_schema_that_is_published(project: Project, files: Files) -> None:
    schema = json.loads(str(files["schema/feed.json"]))
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    for name in names(project):
        feed = json.loads(str(files[f"{name}.feed.json"]))
        validator.validate(feed)
        for required in ("version", "title", "items"):  # those of the specification
            with pytest.raises(jsonschema.ValidationError):
                validator.validate({key: value for key, value in feed.items() if key != required})
    without = {**feed, "items": [{key: value for key, value in feed["items"][0].items() if key != "id"}]}
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(without)


@pytest.mark.parametrize(("typo", "expected"), [(False, "2026-07-30T00:00:00Z"), (True, None)])
def test_updated_moves_for_a_correction_and_not_for_a_typo(project: Project, typo: bool, expected: str | None) -> None:
    entry = project.visible_entries()[0]
    correction = Correction(date=date(2026, 7, 30), note="A word.", typo=typo)
    text = msgspec.structs.replace(entry.text, corrections=(correction,))
    others = tuple(each for each in project.entries if each.slug != entry.slug)
    corrected = msgspec.structs.replace(project, entries=(msgspec.structs.replace(entry, text=text), *others))
    items = json.loads(str(render(Analysis(corrected))["changelog.feed.json"]))["items"]
    (found,) = (item["date_modified"] for item in items if item["id"].endswith(f"/{entry.slug}"))
    assert found == (expected or f"{entry.text.published}T00:00:00Z")


def test_areas_have_feeds_whose_files_are_different_and_safe_everywhere() -> None:
    names = urls.area_feeds(["Kiln", "kiln", "../glaze", "area"])
    assert len({name.casefold() for name in names.values()}) == 4
    assert names["../glaze"] == "changelog.area-~2e.~2fglaze"
    # a new area takes over the address of no other one
    assert all(urls.area_feeds([area]) == {area: name} for area, name in names.items())
