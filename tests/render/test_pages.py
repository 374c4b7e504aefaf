"""What the pages and the machine files say of this repository's own changelog, and of one edited in memory."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import feedparser
import jsonschema
import markdown
import msgspec
import pytest
from mkdocs.utils.meta import get_data

from docgen import urls
from docgen.differ.project import changes
from docgen.load.project import load
from docgen.markdown.front_matter import written
from docgen.model.analysis import Analysis
from docgen.model.entry import Correction, Entry
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.prove import prove
from docgen.render import render
from docgen.render.page import relative, safe_url

ROOT = Path(__file__).parents[2]
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
SUNSET = datetime(2026, 8, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def project() -> Project:
    loaded, findings = load(ROOT, JUNE)
    assert loaded is not None
    assert findings == ()
    return loaded


@pytest.fixture(scope="module")
def files(project: Project) -> Files:
    return render(Analysis(project, prove(project), changes(project)))


def text(files: Files, path: str) -> str:
    content = files[path]
    assert isinstance(content, str)
    return content


def at(project: Project, now: datetime) -> Project:
    return msgspec.structs.replace(project, now=now)


def with_entry(project: Project, **changes: object) -> tuple[Project, Entry]:
    entry = project.entries[0]
    changed = msgspec.structs.replace(entry, text=msgspec.structs.replace(entry.text, **changes))
    return msgspec.structs.replace(project, entries=(changed, *project.entries[1:])), changed


def test_the_same_input_and_time_give_the_same_bytes(project: Project, files: Files) -> None:
    again, _ = load(ROOT, JUNE)
    assert again is not None
    assert render(Analysis(again, prove(again), changes(again))) == files


@pytest.mark.slow
def test_an_entry_of_the_future_is_left_out_until_its_day(project: Project) -> None:
    later, entry = with_entry(project, published=date(2026, 7, 1))
    before, after = (render(Analysis(at(later, datetime(2026, month, 1, tzinfo=UTC)))) for month in (6, 7))
    assert urls.entry_source(entry) not in before
    assert not [path for path, content in before.items() if entry.slug in str(content) and "redirects" not in path
                and not path.startswith("deprecations") and path != urls.LLMS_FULL]  # fmt: skip
    assert entry.slug not in text(before, urls.LLMS_FULL).replace(text(before, "deprecations/index.md.txt"), "")
    assert urls.entry_source(entry) in after
    assert entry.slug in text(after, "changelog.atom")


def test_an_announced_entry_is_shown_before_its_day(project: Project) -> None:
    later, entry = with_entry(project, published=date(2026, 7, 1), announce=True)
    assert urls.entry_source(entry) in render(Analysis(later))


@pytest.mark.parametrize(
    ("now", "state"),
    [(SUNSET.replace(year=2026, month=8, day=3, hour=23, minute=59, second=59), "in-force"), (SUNSET, "gone")],
)
def test_now_alone_decides_what_is_in_force(project: Project, now: datetime, state: str) -> None:
    rules = json.loads(text(render(Analysis(at(project, now))), "deprecations.json"))["deprecations"]
    assert {rule["state"] for rule in rules} == {state}


def test_counts_and_lists_come_from_the_claim(project: Project) -> None:
    entry = next(e for e in project.entries if any(c.events and c.events.exactly for c in e.text.claims))
    claims = tuple(
        msgspec.structs.replace(c, events=msgspec.structs.replace(c.events, exactly=c.events.exactly[:3]))
        if c.events and c.events.exactly
        else c
        for c in entry.text.claims
    )
    shorter = msgspec.structs.replace(entry, text=msgspec.structs.replace(entry.text, claims=claims))
    pages = render(Analysis(msgspec.structs.replace(project, entries=(shorter,))))
    assert "<strong>exactly 3 events</strong>" in text(pages, urls.entry_source(shorter))


def test_every_claim_shows_what_became_of_it(project: Project, files: Files) -> None:
    for entry in project.visible_entries():
        page = text(files, urls.entry_source(entry))
        assert page.count("dg-claim__proof") == len(entry.text.claims)
        assert "Not checked" not in page


@pytest.mark.slow
def test_a_claim_without_a_proof_is_never_shown_as_proved(project: Project) -> None:
    for entry in project.visible_entries():
        assert "dg-proof--proved" not in text(render(Analysis(project)), urls.entry_source(entry))


def test_a_planned_event_has_a_page_that_says_it_does_not_fire(project: Project, files: Files) -> None:
    planned = [n for e in project.entries for c in e.text.claims if c.events for n in c.events.planned or ()]
    assert planned
    for name in planned:
        page = text(files, urls.source(urls.event_url(name)))
        assert "Planned, not sent yet" in page
        assert "## Example" not in page


def test_a_code_that_left_the_contract_keeps_its_page(project: Project) -> None:
    page = project.errors[0]
    gone = msgspec.structs.replace(page, text=msgspec.structs.replace(page.text, code="old_code", until="2026-01-01"))
    files = render(Analysis(msgspec.structs.replace(project, errors=(*project.errors, gone))))
    assert "no longer returned" in text(files, "errors/old_code.md")
    assert [e["returned"] for e in json.loads(text(files, "errors.json"))["errors"] if e["code"] == "old_code"] == [
        False
    ]


def test_atom_is_read_by_a_feed_reader(project: Project, files: Files) -> None:
    feed = feedparser.parse(text(files, "changelog.atom"))
    assert not feed.bozo
    assert len(feed.entries) == len(project.visible_entries())
    authority = project.config.feed_authority
    assert {entry.id for entry in feed.entries} == {
        f"tag:{authority}:{e.pin}/{e.slug}" for e in project.visible_entries()
    }
    links = {entry.link for entry in feed.entries}
    assert links == {urls.absolute(project.config.site_url, urls.entry_url(e)) for e in project.visible_entries()}


def test_json_feed_has_the_same_items(files: Files) -> None:
    feed = json.loads(text(files, "changelog.feed.json"))
    atom = feedparser.parse(text(files, "changelog.atom"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom.entries]


def test_an_identity_survives_a_new_address_and_a_correction(project: Project) -> None:
    moved = msgspec.structs.replace(project.config, site_url="https://elsewhere.example/")
    corrected, entry = with_entry(project, corrections=(Correction(date=date(2026, 5, 20), note="A word."),))
    before = feedparser.parse(text(render(Analysis(project)), "changelog.atom"))
    after = feedparser.parse(text(render(Analysis(msgspec.structs.replace(corrected, config=moved))), "changelog.atom"))
    assert {e.id for e in before.entries} == {e.id for e in after.entries}
    changed = {e.id: e.updated for e in after.entries}
    for old in before.entries:
        expected = "2026-05-20T00:00:00Z" if old.id.endswith(f"/{entry.slug}") else old.updated
        assert changed[old.id] == expected


@pytest.mark.parametrize("name", ["changelog", "versions", "errors", "events", "deprecations", "redirects"])
def test_a_machine_file_fits_the_schema_that_it_names(project: Project, files: Files, name: str) -> None:
    document = json.loads(text(files, f"{name}.json"))
    assert document["version"] == 1
    path = document["$schema"].removeprefix(project.config.site_url)
    jsonschema.validate(document, json.loads(text(files, path)))


@pytest.mark.parametrize(
    ("url", "origin", "expected"),
    [
        ("changelog/", "", "changelog/"),
        ("changelog/", "changelog/", "./"),
        ("changelog.atom", "changelog/", "../changelog.atom"),
        ("errors/not_found.html", "errors/conflict.html", "not_found.html"),
        ("errors/", "errors/conflict.html", "./"),
        ("deprecations/#docs", "changelog/2026-05-15/a/", "../../../deprecations/#docs"),
        ("", "changelog/", "../"),
        ("https://example.com/", "changelog/", "https://example.com/"),
    ],
)
def test_links_are_relative(url: str, origin: str, expected: str) -> None:
    assert relative(url, origin) == expected


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_has_no_other_scheme(url: str) -> None:
    assert safe_url(url) == "#"


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("index.md", ""),
        ("guides/a.md", "guides/a/"),
        ("errors/index.md", "errors/"),
        ("errors/not_found.md", "errors/not_found"),
        ("changelog/1/index.md", "changelog/1/"),
        ("api-spec.json", "api-spec.json"),
    ],
)
def test_the_page_of_a_source(source: str, url: str) -> None:
    assert urls.page_url(source) == url


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rate_limited", "rate_limited"),
        ("image.completed", "image.completed"),
        ("1404", "1404"),
        ("../../etc/passwd", "~2e.~2f..~2fetc~2fpasswd"),
        ("a b/c", "a~20b~2fc"),
        ("index", "index~"),
        ("README", "README~"),
        ("con.txt", "con.txt~"),
        ("", "~"),
    ],
)
def test_the_file_name_of_a_code_stays_in_its_folder(name: str, expected: str) -> None:
    assert urls.file_name(name) == expected


HOSTILE = (
    "</code><script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1)) "
    '" onload="alert(1) {{ 7 }} {: onclick=x }\n\n# h'
)
SITE_EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc", "pymdownx.superfences", "pymdownx.highlight"]


def poisoned(node: object, key: str = "") -> object:
    if isinstance(node, dict):
        return {name: poisoned(value, name) for name, value in node.items()}
    if isinstance(node, list):
        return [poisoned(value, key) for value in node]
    return (
        HOSTILE if isinstance(node, str) and key in ("summary", "description", "message", "prompt", "title") else node
    )


def test_no_page_lets_a_hostile_contract_through(project: Project) -> None:
    pins = tuple(
        msgspec.structs.replace(pin, spec=msgspec.structs.replace(pin.spec, document=poisoned(pin.spec.document)))
        for pin in project.pins
        if pin.spec
    )
    files = render(Analysis(msgspec.structs.replace(project, pins=pins)))
    seen = 0
    for path, content in files.items():
        if path.endswith(".md"):
            _, head, body = str(content).split("---", 2)
            assert "<" not in head
            assert '\\"' not in head
            html = markdown.markdown(body, extensions=SITE_EXTENSIONS)
            seen += html.count("alert(1)") + html.count("alert&#40;1&#41;")
            assert not re.search(r"<(script|img)\b|href=.javascript|<[^>]* onclick", html), path
    assert seen


@pytest.mark.parametrize(("now", "day"), [(JUNE, "2026-08-04"), (SUNSET + timedelta(days=1), None)])
def test_the_home_page_has_the_next_deadline_until_it_has_passed(
    project: Project, now: datetime, day: str | None
) -> None:
    head = text(render(Analysis(at(project, now))), "index.md").partition("\n## ")[0]
    card = re.search(r'dg-glance__card--soon".*?datetime="([^"]+)"', head)
    assert (card[1] if card else None) == day
    assert 'href="changelog/2026-05-15/"' in head


def test_the_home_page_leads_to_every_resource_and_to_the_changes_that_it_does_not_show(project: Project) -> None:
    home = text(render(Analysis(project)), "index.md")
    few = text(render(Analysis(msgspec.structs.replace(project, entries=project.entries[:2]))), "index.md")
    assert f"All {len(project.entries)} changes" in home
    assert "changes</a></p>" not in few
    assert 'href="reference/images/"' in home.partition("## Resources")[2]


@pytest.mark.parametrize("title", ["Plain: text", "Größe", "A 😀", "\\ud83d\\ude00 as text", "𝄞 & é"])
def test_a_builder_reads_the_title_of_a_page_as_it_was_written(title: str) -> None:
    body, values = get_data(f"{written(title, tags=[title])}\n\nText.\n")
    assert (body, values) == ("Text.\n", {"title": title.replace("&", "&amp;"), "tags": [title]})


def test_a_page_promises_no_more_than_it_has(project: Project) -> None:
    config = msgspec.structs.replace(project.config, api="Harbour")
    files = render(Analysis(msgspec.structs.replace(project, config=config)))
    for folder, words in {
        urls.ERRORS: "The documented error codes of the Harbour API",
        urls.CHANGELOG: "Changes to the Harbour API, by API version, each with what was verified.",
        urls.REFERENCE: "Every operation of the Harbour API, from the contract",
    }.items():
        assert words in text(files, f"{folder}index.md")
    assert "causes and fixes" not in text(files, f"{urls.ERRORS}index.md")
    assert "/errors/index.md): The documented error codes of the Harbour API." in text(files, urls.LLMS)
