"""The pages of the changelog: deadlines, verification in words, the way to a later pin, the policy, the promises."""

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import msgspec
import pytest

from docgen import urls
from docgen.differ.ids import known_change_ids
from docgen.differ.project import changes
from docgen.entries.roadmap import roadmap
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.config import DiffConfig
from docgen.model.files import Files
from docgen.model.live import LiveResult
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.prove import prove
from docgen.render import render, upgrade
from docgen.render.deadlines import deadlines, end_sentences
from docgen.render.pin_command import pin_command
from docgen.render.policy import EXAMPLES, examples_by_level
from docgen.render.publication import Publication
from docgen.sitemap import pin_pairs

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "tests" / "other" / "harbour"
WAY = urls.source(urls.upgrade_url("2026-04", "2026-07"))


def loaded(root: Path, now: datetime) -> Project:
    project, findings = load(root, now)
    assert project is not None
    assert findings == ()
    return project


@pytest.fixture(scope="module")
def aurous() -> Project:
    return loaded(ROOT, datetime(2026, 6, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def harbour() -> Project:
    return loaded(HARBOUR, datetime(2026, 8, 1, tzinfo=UTC))


def publication(project: Project) -> Publication:
    return Publication(Analysis(project, prove(project), changes(project)))


def rendered(project: Project) -> Files:
    return render(Analysis(project, prove(project), changes(project)))


def seen(files: Files, path: str) -> str:
    """The text of a page as it is read."""
    entities = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), str(files[path]).replace("<wbr>", ""))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", entities))


def later(project: Project, *ids: str) -> Project:
    """The project with further pins, each like its last one, a day apart."""
    last = project.pins[-1]
    pins = [
        msgspec.structs.replace(
            last, id=id_, text=msgspec.structs.replace(last.text, label=id_, released=date(2026, 7, 2 + index))
        )
        for index, id_ in enumerate(ids)
    ]
    return msgspec.structs.replace(project, pins=(*project.pins, *pins))


def test_a_deadline_is_told_once_with_all_that_ends_and_until_it_has_passed(aurous: Project) -> None:
    ahead = deadlines(publication(aurous))
    assert [ends[0].day for ends in ahead] == [date(2026, 8, 4), date(2026, 8, 4)]
    assert sorted(len(end_sentences(ends)) for ends in ahead) == [1, 2]
    assert all(ends[0].entry and ends[0].entry.text.action.level == "required" for ends in ahead)
    passed = msgspec.structs.replace(aurous, now=datetime(2026, 8, 5, tzinfo=UTC))
    assert deadlines(publication(passed)) == ()
    assert "Upcoming deadlines" not in str(rendered(passed)[f"{urls.CHANGELOG}index.md"])


def test_every_entry_of_the_timeline_can_be_filtered_and_says_how_it_was_verified(aurous: Project) -> None:
    page = str(rendered(aurous)[f"{urls.CHANGELOG}index.md"])
    assert len(re.findall(r'<article [^>]*data-kind="\w+" data-impact="[\w&#;-]+" data-action="\w+"', page)) == len(
        aurous.visible_entries()
    )
    assert len(re.findall("dg-verified", page)) == len(
        [entry for entry in aurous.visible_entries() if entry.text.claims]
    )
    options = set(re.findall(r"<option>([^<]+)</option>", page))
    assert {area for entry in aurous.visible_entries() for area in entry.text.areas} <= options


def test_a_reconstructed_contract_is_named_wherever_something_is_proved_from_it(
    aurous: Project, harbour: Project
) -> None:
    source = f"{urls.CHANGELOG}2026-05-15/status-enum.md"
    assert "Agrees with the schema in the contract, which is a reconstruction" in seen(rendered(aurous), source)
    published = seen(rendered(harbour), f"{urls.CHANGELOG}2026-07/weight-in-grams.md")
    assert "Agrees with the schema in the contract" in published
    assert "reconstruct" not in published


@pytest.mark.parametrize(("result", "words"), [("passed", "Checked live on 1 Jun 2026"), ("failed", "Failed live")])
def test_a_check_of_the_live_api_is_told_with_its_day_and_address(aurous: Project, result: str, words: str) -> None:
    checked = datetime(2026, 6, 1, 9, tzinfo=UTC)
    live = (LiveResult(claim="x", origin="https://api.aurous-labs.com", checked=checked, result=result),)
    proofs = [msgspec.structs.replace(proof, live=live) for proof in prove(aurous)]
    page = seen(render(Analysis(aurous, proofs)), f"{urls.CHANGELOG}2026-05-15/status-enum.md")
    assert words in page
    assert "https://api.aurous-labs.com" in page


def test_an_entry_shows_its_source_its_neighbours_and_what_it_covers(aurous: Project) -> None:
    page = str(rendered(aurous)[f"{urls.CHANGELOG}2026-05-15/usage-events-fields.md"])
    assert "```yaml\ntitle: Usage events carry no balance yet" in page
    assert "yaml-language-server" not in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page
    text = seen({"page": page}, "page")
    assert re.search(r"Operations GET /v1/usage/events Fields UsageEvent ", text)
    assert "tag:docs.aurous-labs.com,2026:2026-05-15/usage-events-fields" in text


def test_the_way_to_a_later_pin_says_what_the_command_says(harbour: Project) -> None:
    page = seen(rendered(harbour), WAY)
    assert "2 announced breaking changes, 2 required actions; the first by 1 Dec 2026." in page
    assert page.index("Breaking") < page.index("Weights are in grams") < page.index("Also to do")
    assert "Removed the required field weight_lb from Booking" in page
    assert page.index("By operation and event") < page.index("GET /2026-07/parcels", page.index("By operation"))


@pytest.mark.parametrize(("most", "headings"), [(10, []), (0, ["Other", "Parcels", "Parcels"])])
def test_many_steps_are_listed_by_resource(
    harbour: Project, monkeypatch: pytest.MonkeyPatch, most: int, headings: list[str]
) -> None:
    monkeypatch.setattr(upgrade, "_UNGROUPED", most)
    files = rendered(harbour)
    # two resources of what breaks, one of what else is to do
    assert re.findall("^### (.*)$", str(files[WAY]), re.M) == headings
    (twin,) = (str(text) for path, text in files.items() if path.endswith("2026-04/2026-07/index.md.txt"))
    assert f"\n{'####' if headings else '###'} [Weights are in grams]" in twin


def test_nothing_to_do_is_said(harbour: Project) -> None:
    same = later(harbour, "2026-08")
    assert "Nothing to do." in seen(rendered(same), urls.source(urls.upgrade_url("2026-07", "2026-08")))
    assert "The contract has not changed since 2026-07." in seen(rendered(same), f"{urls.CHANGELOG}2026-08/index.md")


def test_of_many_pins_each_has_a_way_to_the_next_and_to_the_newest(harbour: Project) -> None:
    few, many = later(harbour, *"abcdefghij"), later(harbour, *"abcdefghijk")
    assert len(pin_pairs(publication(few).project)) == 12 * 11 // 2
    found = [(start.id, end.id) for start, end in pin_pairs(publication(many).project)]
    assert len(found) == 12 + 11
    assert ("2026-04", "2026-07") in found
    assert ("2026-04", "k") in found
    assert ("2026-04", "a") not in found


def test_the_data_fits_its_schema_and_names_pages_that_exist(harbour: Project) -> None:
    files = rendered(harbour)
    data = json.loads(str(files["upgrade.json"]))
    jsonschema.validate(data, json.loads(str(files["schema/upgrade.json"])))
    assert [upgrade_path["from"] for upgrade_path in data["ways"]] == ["2026-04", None]
    root = harbour.config.site_url
    for entry in data["entries"]:
        assert urls.entry_source(next(e for e in harbour.entries if e.slug == entry["slug"])) in files
        assert entry["url"].startswith(root)


def test_what_a_reader_reads_of_levels_is_what_the_comparison_does() -> None:
    known = known_change_ids()
    for one in EXAMPLES:
        assert (known[one.id].action, known[one.id].polarity) == (one.action, one.polarity)
        for profile, level in known[one.id].levels().items():
            heading = {"breaking": "Breaks clients", "warning": "May break clients", "info": "Non-breaking"}[level]
            assert one.words in dict(examples_by_level(DiffConfig(policy=profile)))[heading]


def test_the_policy_says_what_the_pin_says_and_no_more(harbour: Project) -> None:
    page = seen(rendered(harbour), "changelog/policy.md")
    assert "A breaking change ships under a new path. Attested by API team until 1 Jun 2027" in page
    assert "90 days" in page
    assert "A request names its API version in the path, /2026-07/ (required)." in page
    assert "X-Harbour-Deprecated" in page
    silent = [msgspec.structs.replace(p, text=msgspec.structs.replace(p.text, policy=None)) for p in harbour.pins]
    quiet = seen(rendered(msgspec.structs.replace(harbour, pins=tuple(silent))), "changelog/policy.md")
    assert "Notice" not in quiet


def with_contract(project: Project, event: str, field: str) -> Project:
    """A second pin that has an event and a field which the first one only names."""
    first = project.pins[0]
    assert first.spec
    document = json.loads(first.spec.source.text)
    document["webhooks"][event] = document["webhooks"]["image.failed"]
    schema, _, name = field.partition(".")
    document["components"]["schemas"][schema]["properties"][name] = {"type": "integer"}
    second = msgspec.structs.replace(
        first,
        id="2026-09-30",
        text=msgspec.structs.replace(first.text, label="v1.1", released=date(2026, 9, 30)),
        spec=msgspec.structs.replace(first.spec, document=document),
    )
    return msgspec.structs.replace(project, pins=(first, second), now=datetime(2026, 10, 1, tzinfo=UTC))


def test_a_promise_is_open_until_a_pin_keeps_it_or_its_label_has_come(aurous: Project) -> None:
    assert {(item.name, item.state) for item in roadmap(aurous)} == {
        *((event, "open") for event in ("image.expired", "video.expired")),
        *((event, "open") for event in ("image.moderation_rejected", "video.moderation_rejected")),
        *((value, "open") for value in ("expired", "moderation_rejected")),
        *((f"UsageEvent.balance_{side}", "open") for side in ("before", "after")),
    }
    found = {one.name: one for one in roadmap(with_contract(aurous, "image.expired", "UsageEvent.balance_before"))}
    fulfilled = [what for what, one in found.items() if one.state == "kept"]
    assert sorted(fulfilled) == ["UsageEvent.balance_before", "image.expired"]
    assert all(found[what].kept_by and found[what].kept_by.id == "2026-09-30" for what in fulfilled)
    assert found["video.expired"].state == "overdue"
    assert found["expired"].state == "open"


def test_the_roadmap_links_the_pin_that_brought_an_item(aurous: Project) -> None:
    files = rendered(with_contract(aurous, "image.expired", "UsageEvent.balance_before"))
    page = seen(files, "changelog/promises.md")
    assert page.index("Overdue") < page.index("video.expired") < page.index("Open") < page.index("Kept")
    assert page.index("Kept") < page.index("balance_before")
    assert 'href="../2026-09-30/"' in str(files["changelog/promises.md"])
    both = "values expired , moderation_rejected of Generation.status The changes of status"
    assert page.count(both) == 1, "what an entry reserves for one reason is one row"
    assert page.count("15 May 2026 The values of status") == 1


def test_a_value_that_a_later_entry_reserves_again_is_one_open_promise(aurous: Project) -> None:
    entry = next(e for e in aurous.entries if any(c.enum and c.enum.reserved for c in e.text.claims))
    text = msgspec.structs.replace(entry.text, published=date(2026, 5, 20))
    again = msgspec.structs.replace(entry, slug="again", text=text)
    project = msgspec.structs.replace(aurous, entries=(*aurous.entries, again))
    values = [(one.entry.slug, one.state) for one in roadmap(project) if one.name == "expired"]
    assert values == [("again", "open"), (entry.slug, "moved")]


def test_a_removed_field_is_no_promise(harbour: Project) -> None:
    assert roadmap(harbour) == ()
    page = str(rendered(harbour)["changelog/promises.md"])
    assert "events that are planned and not sent yet" in page
    assert 'href="../../deprecations/"' in page


def test_what_a_part_was_in_another_pin(harbour: Project) -> None:
    history = publication(harbour).history
    old, new = harbour.pins
    operation = history.part("POST /2026-07/parcels")
    assert (operation.since, operation.until) == (old, None)
    assert [(one.pin.id, one.is_missing) for one in operation.differences] == [("2026-04", False)]
    assert operation.differences[0].url == urls.upgrade_url("2026-04", "2026-07")
    assert any("weight_g" in change.text for change in operation.differences[0].changes)
    added = history.part("error 1429")
    assert added.since == new
    assert [one.is_missing for one in added.differences] == [True]
    assert history.part("Parcel.weight_lb").until == old
    assert history.part("Parcel.id").differences == ()


def test_of_a_single_pin_everything_is_since_it(aurous: Project) -> None:
    history = publication(aurous).history.part("event image.completed")
    assert (history.since, history.until, history.differences) == (aurous.pins[0], None, ())


def carried(pin: Pin, carrier: str, name: str) -> Pin:
    versioning = msgspec.structs.replace(pin.text.versioning, carrier=carrier, name=name)
    return msgspec.structs.replace(pin, text=msgspec.structs.replace(pin.text, versioning=versioning))


@pytest.mark.parametrize(
    ("carrier", "name", "parts"),
    [
        ("header", "Aurous-Version", ['"Aurous-Version: 2026-05-15"', "grep -i '^Aurous-Version:'"]),
        ("query", "version", ["?version=2026-05-15", "grep -i"]),
        ("path", "v1", ["https://api.aurous-labs.com/v1/images"]),
    ],
)
def test_one_command_shows_which_pin_answers(aurous: Project, carrier: str, name: str, parts: list[str]) -> None:
    pin = carried(aurous.pins[0], carrier, name)
    found = pin_command(aurous.config, pin, pin.text.versioning)
    assert found is not None
    assert all(part in found.command for part in [*parts, "Authorization: Bearer $AUROUS_API_KEY"])


def test_a_command_encodes_what_a_shell_would_read_in_a_name(aurous: Project) -> None:
    pin = carried(aurous.pins[0], "query", "a'$(touch x)`")
    found = pin_command(aurous.config, pin, pin.text.versioning)
    assert found is not None
    assert '"https://api.aurous-labs.com/v1/images?a%27%24%28touch%20x%29%60=2026-05-15"' in found.command


def test_a_path_that_two_versions_have_chooses_neither(harbour: Project) -> None:
    alike = tuple(carried(pin, "path", "v1") for pin in harbour.pins)
    project = msgspec.structs.replace(harbour, pins=alike)
    assert [project.versioning(pin) for pin in alike] == [None, None]
    before, after = rendered(harbour), rendered(project)
    (llms,) = (path for path in before if path.endswith("llms.txt"))
    newest = f"{urls.CHANGELOG}{alike[-1].id}/index.md"
    pages = [f"{urls.REFERENCE}index.md", f"{urls.CHANGELOG}policy.md", newest, llms]
    for page in pages:
        assert re.search("API version in|Sent as", seen(before, page)), page
        assert not re.search("API version in|Sent as|Which API version", seen(after, page)), page


@pytest.mark.parametrize("name", ["upgrade", "Policy", "promises"])
def test_no_pin_hides_a_page_beside_the_pins(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "changelog" / name
    folder.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text((HARBOUR / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    for file in (HARBOUR / "changelog" / "2026-07").iterdir():
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    project, findings = load(tmp_path, datetime(2026, 8, 1, tzinfo=UTC))
    assert project is not None
    assert project.pins == ()
    assert "reserved-pin" in {finding.id for finding in findings}


def test_of_one_day_what_breaks_clients_is_first(harbour: Project) -> None:
    first, *_, last = sorted(harbour.entries, key=lambda entry: entry.slug)
    replace = msgspec.structs.replace
    day = date(2026, 7, 1)
    harmless = replace(first, text=replace(first.text, effective=day, impact="non-breaking", claims=()))
    breaking = replace(last, text=replace(last.text, effective=day, impact="breaking"))
    made = publication(replace(harbour, entries=(harmless, breaking)))
    assert [entry.slug for entry in made.newest_first(made.entries)] == [last.slug, first.slug]


def test_nothing_is_since_the_oldest_contract(aurous: Project, harbour: Project) -> None:
    files = rendered(harbour)
    assert ["<dt>Since</dt>" in str(files[f"errors/{code}.md"]) for code in ("1001", "1429")] == [False, True]
    events = [str(page) for path, page in rendered(aurous).items() if str(path).startswith("webhooks/")]
    assert events
    assert "<dt>Since</dt>" not in "".join(events)


def test_a_deprecation_says_since_which_pin_where_an_older_contract_lacks_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "answers" / "workshop", tmp_path, dirs_exist_ok=True)
    oldest = tmp_path / "changelog" / "2026-01" / "openapi.yaml"
    latest = "latestJob, deprecated: true"
    assert latest in oldest.read_text(encoding="utf-8")
    oldest.write_text(oldest.read_text(encoding="utf-8").replace(latest, "latestJob"), encoding="utf-8")
    project, _ = load(tmp_path, datetime(2026, 12, 5, tzinfo=UTC))
    assert project is not None
    page = seen(rendered(project), urls.source(urls.DEPRECATIONS))
    assert "GET /jobs/latest operation deprecated since 2026-06" in page
    assert "DELETE /jobs/{id} operation date passed" in page
