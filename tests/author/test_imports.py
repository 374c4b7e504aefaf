"""Changelogs of others become history: releases, entries, and a line for what has no place."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.author.imports.contents import named
from docgen.author.imports.formats import FORMATS, day_in, version_in
from docgen.author.imports.history import Importer
from docgen.author.imports.markup import parsed, shortened, text_of
from docgen.errors import UnreadableError
from docgen.load.validate import read_model
from docgen.model.config import Config
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.history import History, HistoryEntryText, HistoryPin, HistoryPinText
from docgen.model.project import Project
from docgen.positions.source import Source
from docgen.render.article import article
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("imports.yaml").read_text(encoding="utf-8"))
TEXTS = [case["text"] for case in CASES]


def empty(history: History | None = None) -> Project:
    config = Config(
        api="An API",
        site_url="https://docs.example.com/",
        feed_authority="docs.example.com,2026",
        hosts=("api.example.com",),
    )
    return Project(
        config, Source("pyproject.toml", ""), datetime(2026, 1, 1, tzinfo=UTC), (), (), history=history or History()
    )


def run(text: str, project: Project | None = None, base_url: str = "") -> Importer:
    importer = Importer(project or empty(), base_url)
    for form in FORMATS.values():
        if releases := list(form.releases(Source("CHANGES", text))):
            for release in reversed(releases):
                importer.add(release)
            break
    return importer


def models(files: Files) -> tuple[list[HistoryPin], list[Entry]]:
    """What the readers make of the files; each is valid."""
    pins, entries = [], []
    for path, text in files.items():
        source, (_, pin, name) = Source(path, text), path.split("/")
        is_pin = name == "pin.yaml"
        read, wrong = read_model(source, HistoryPinText if is_pin else HistoryEntryText)
        assert not wrong, (text, wrong)
        if is_pin:
            pins.append(HistoryPin(pin, read, source))
        else:
            entries.append(Entry(pin, name.removesuffix(".yaml"), read.full, source))
    return pins, entries


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_changelog_gives_releases_entries_and_what_has_no_place(case: dict[str, Any]) -> None:
    result = run(case["text"])
    pins, entries = models(result.files)
    assert [[pin.id, pin.text.released, pin.text.label, pin.text.summary] for pin in pins] == [
        [str(id_), date.fromisoformat(str(day)), str(label), summary] for id_, day, label, summary in case["releases"]
    ]
    found = [
        [entry.text.kind + ("!" if entry.text.impact == "breaking" else ""), entry.text.title] for entry in entries
    ]
    assert found == case["entries"]
    assert {str(line): message for line, message in result.unplaced} == case["unplaced"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_second_run_adds_nothing_whatever_a_writer_did(case: dict[str, Any]) -> None:
    first = run(case["text"])
    pins, entries = models(first.files)
    kept = list({entry.pin: entry for entry in entries}.values())  # all but one of each release are deleted
    again = run(case["text"], empty(History(tuple(pins), tuple(kept))))
    assert not again.files
    assert again.known == len(pins)


def test_the_body_keeps_the_whole_text_without_markup() -> None:
    bodies = {entry.text.title: entry.text.body for entry in models(run(TEXTS[0]).files)[1]}
    link = "[cursor](https://example.com/paging)"
    assert (
        bodies["GET /v1/images takes a cursor"]
        == f"`GET /v1/images` takes a {link}. See the guide for more. It is optional.\n"
    )
    assert bodies["Big pages: a list of pages"] == "**Big pages:** a list of pages\n- of images\n- of videos\n"
    batches = {entry.text.title: entry.text.body for entry in models(run(TEXTS[2]).files)[1]}["Batches"]
    assert batches == "Send many at once. \n\n###### How it works\n\n### Details\n\n* first\n  * second\n"


def test_tags_that_name_no_kind_are_areas() -> None:
    areas = {entry.pin: entry.text.areas for entry in models(run(TEXTS[2]).files)[1]}
    assert areas["v1.1"] == ("Billing",)


def test_a_relative_link_stays_with_a_base() -> None:
    result = run(TEXTS[2], base_url="https://old.example.com/docs/")
    assert any("[many](https://old.example.com/guides/batches)" in str(text) for text in result.files.values())
    assert not any("link" in message for _, message in result.unplaced)


def test_many_items_are_one_entry() -> None:
    items = "".join(f"- Bump a{number}\n" for number in range(60))
    (entry,) = models(run(f"## 1.0.0 - 2024-01-01\n### Changed\n{items}").files)[1]
    assert (entry.text.kind, entry.text.title) == ("changed", "Changed")
    assert entry.text.body.count("Bump") == 60


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-10-12", "2024-10-12"),
        ("2024/1/2", "2024-01-02"),
        ("October 12, 2024", "2024-10-12"),
        ("Sat 12th of Sept 2024", "2024-09-12"),
        ("Oct 7 \u2013 11, 2024", "2024-10-07"),
        ("Nov 30 - Dec 4, 2024", "2024-12-04"),
        ("Week of Mar 2, 2026", "2026-03-02"),
        ("June 2024", "2024-06-01"),
        ("June 2024\n2024-06-20", "2024-06-20"),
        ("2024-10", "2024-10-01"),
        ("2024-05-06T07:08:09Z", "2024-05-06"),
        ("01/02/2024", None),
        ("2024-13-01", None),
        ("2024.10.12", None),
        ("v1.2.0", None),
        ("", None),
    ],
)
def test_a_day_is_read_and_never_guessed(text: str, day: str | None) -> None:
    assert day_in(text) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("[1.2.0] - 2023-01-02", "1.2.0"),
        ("v2", "v2"),
        ("1.0.0-rc.1 (2024-01-01)", "1.0.0-rc.1"),
        ("2024-10-12", ""),
        ("polkadot-v1.12.0", "v1.12.0"),
        ("20+ chains", ""),
    ],
)
def test_a_version_is_no_date(text: str, version: str) -> None:
    assert version_in(text) == version


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Added", "added"),
        ("\U0001f680 New", "added"),
        ("New features:", "added"),
        ("Removed features", "removed"),
        ("\U0001f41b Bug Fixes", "fixed"),
        ("Bug fixes and improvements", "changed"),
        ("Other improvements", "changed"),
        ("BREAKING CHANGES", "changed"),
        ("Security fixes", "changed"),
        ("Deprecations", "deprecated"),
        ("What's Changed", None),
        ("API", None),
        ("Web editor improvements", None),
        ("", None),
    ],
)
def test_a_heading_names_a_kind_or_a_change(heading: str, kind: str | None) -> None:
    found = named(heading)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Short. And more", "Short"),
        ("Use it, e.g. for images.", "Use it, e.g. for images"),
        (f"The first clause is here: {'word ' * 30}", "The first clause is here"),
        (f"{'word ' * 30}", f"{'word ' * 23}word\u2026"),
        ("x" * 200, "x" * 120),
    ],
)
def test_a_title_ends_with_a_sentence_a_clause_or_a_word(text: str, title: str) -> None:
    assert shortened(text_of(parsed(text)[0])) == title


@given(st.sampled_from(TEXTS), st.integers(0, 2000), st.text(max_size=20), st.integers(0, 2000))
def test_a_text_that_is_cut_or_spoilt_gives_valid_files_or_a_sentence(text: str, cut: int, noise: str, at: int) -> None:
    try:
        result = run((text[:at] + noise + text[at:])[:cut])
    except UnreadableError as error:
        assert "not valid JSON" in str(error)
    else:
        models(result.files)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_hostile_text_stays_text(body: str) -> None:
    release = {"tag_name": "v1.0.0", "published_at": "2024-01-01", "body": body}
    models(run(json.dumps(release)).files)


def test_markup_of_another_page_is_no_markup_of_a_body() -> None:
    body = "Hi <script>alert(1)</script> <img src=x onerror=alert(1)> <b onclick='a()'>b</b> {{ claim.x }} @@DRAFT: x"
    release = {"tag_name": "v1.0.0", "published_at": "2024-01-01", "body": body}
    (entry,) = models(run(json.dumps(release)).files)[1]
    assert entry.text.body == "Hi <script>alert(1)  b {{ claim.x }} @@DRAFT: x\n"
    assert "<script" not in article(entry.text.body, str)
