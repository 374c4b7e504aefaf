"""An event under the name that is sent: its page, that of its key, what breaks it, and its place in the catalogue."""

import json
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.change import Change, Changes, Effect
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.render import render
from docgen.render.event_views import views
from docgen.render.publication import Publication
from docgen.sitemap import site
from tests.conftest import REPOSITORY

SENT = {"parcelSent": "parcel.sent", "Parcel.Lost": "parcel.lost"}
BREAKING = ("field-removed", "breaking", "response")


def webhook(name: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object", "properties": {"type": {"const": name}}}}}
    return {"post": {"requestBody": {"content": content}, "responses": {}}}


def project_with(webhooks: dict[str, Any], **parts: Any) -> Project:  # noqa: ANN401 - parts of the contract
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project
    (pin,) = project.pins
    assert pin.spec
    spec = Spec(pin.spec.source, {**pin.spec.document, "webhooks": webhooks, **parts})
    entry = msgspec.structs.replace(
        project.entries[0],
        slug="parcels",
        text=msgspec.structs.replace(
            project.entries[0].text, title="Parcels are light", impact="breaking", covers=("Parcel.weight",), claims=()
        ),
    )
    mild = msgspec.structs.replace(
        entry,
        slug="notes",
        text=msgspec.structs.replace(
            entry.text, title="Notes", impact="none", covers=("event parcel.sent",), effective=date(2026, 5, 31)
        ),
    )
    pins = (msgspec.structs.replace(pin, spec=spec),)
    return msgspec.structs.replace(project, pins=pins, entries=(entry, mild))


@pytest.fixture(scope="module")
def files() -> Files:
    project = project_with({key: webhook(name) for key, name in SENT.items()})
    effect = Effect(*BREAKING, events=("parcel.sent",))
    change = Change(*BREAKING, "Parcel.weight", "/a", ("/a",), (effect,), (), ("parcel.sent",), "removed it", "1")
    return render(Analysis(project, changes=Changes(between={project.pins[0].id: (change,)})))


def test_an_event_says_what_breaks_it_and_lists_that_first(files: Files) -> None:
    for suffix in (".md", "/index.md.txt"):
        page = str(files[f"webhooks/parcel.sent{suffix}"])
        assert "breaks this event" in page
        assert page.index("breaks this event") < page.index("Parcels are light") < page.index("## ")
        related = page.partition("## Related")[2]
        assert -1 < related.index("Parcels are light") < related.index("Notes")
    assert "breaks this event" not in files["webhooks/parcel.lost.md"]


def test_the_key_of_an_event_leads_to_it_unless_letter_case_alone_differs(files: Files) -> None:
    assert 'href="../parcel.sent/"' in files["webhooks/parcelSent.md"]
    assert "webhooks/Parcel.Lost.md" not in files
    listed = {event["name"]: event["key"] for event in json.loads(files["events.json"])["events"]}
    assert listed.items() >= {"parcel.sent": "parcelSent", "parcel.lost": "Parcel.Lost"}.items()
    pages = site(project_with({key: webhook(name) for key, name in SENT.items()})).pages
    assert {"webhooks/parcel.sent/", "webhooks/parcelSent/", "webhooks/parcel.lost/"} <= pages
    assert "webhooks/Parcel.Lost/" not in pages


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, {"parcel_sent": "parcel", "parcelLost": "parcel", "parcel.kept": "parcel", "ping": "", "bill-paid": ""}),
        ({"ping": "Health", "bill-paid": "Money"}, {"parcel_sent": "parcel", "ping": "Health", "bill-paid": "Money"}),
        ({"ping": "Webhooks", "bill-paid": "Webhooks"}, {"parcel_sent": "parcel", "ping": "", "bill-paid": ""}),
    ],
)
def test_events_without_a_dot_are_under_their_tags_or_a_word_of_several(
    tags: dict[str, str], expected: dict[str, str]
) -> None:
    names = ("parcel_sent", "parcelLost", "parcel.kept", "ping", "bill-paid")
    webhooks = {name: {"post": {"tags": [tags[name]] if name in tags else [], "responses": {}}} for name in names}
    found = {view.name: view.resource for view in views(Publication(Analysis(project_with(webhooks))))}
    assert found.items() >= expected.items()


def test_the_home_page_of_events_alone_leads_to_them() -> None:
    made = project_with({key: webhook(name) for key, name in SENT.items()})
    (pin,) = made.pins
    assert pin.spec
    spec = Spec(pin.spec.source, {**pin.spec.document, "paths": {}})
    home = str(
        render(Analysis(msgspec.structs.replace(made, pins=(msgspec.structs.replace(pin, spec=spec),))))["index.md"]
    )
    assert "<strong>2 events</strong>" in home
    assert "0 operations" not in home


def test_the_reference_of_webhooks_alone_lists_objects() -> None:
    schema = {"$ref": "#/components/schemas/Parcel"}
    webhooks = {"sent": {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}}
    parcel = {"type": "object", "properties": {"weight": {"type": "integer"}}}
    project = project_with(webhooks, paths={}, components={"schemas": {"Parcel": parcel}})
    index = str(render(Analysis(project))["reference/index.md"])
    assert "Every object of" in index
    assert "Every operation" not in index
    assert '<a href="objects-of-events/">Objects of events</a>' in index


def test_an_event_shows_all_named_examples_and_what_its_receiver_answers() -> None:
    sent = webhook("parcel.sent")
    media = sent["post"]["requestBody"]["content"]["application/json"]
    values = ({"type": "parcel.sent", "by": by} for by in ("ship", "train"))
    media["examples"] = dict(zip(("sea", "land"), ({"value": value} for value in values), strict=True))
    media["examples"]["land"]["summary"] = "Over land"
    answer = {"type": "object", "properties": {"taken": {"type": "string", "description": "Write `[accepted]`."}}}
    sent["post"]["responses"] = {"200": {"description": "Fine", "content": {"application/json": {"schema": answer}}}}
    files = render(Analysis(project_with({"parcelSent": sent})))
    for page in (str(files[f"webhooks/parcel.sent{suffix}"]) for suffix in (".md", "/index.md.txt")):
        assert page.index("parcel.sent: sea") < page.index("ship") < page.index("Over land") < page.index("train")
        assert page.index("Body of the response") < page.index("taken") < page.index("[accepted]")


def test_an_event_is_not_summed_up_by_its_own_name() -> None:
    sent = webhook("parcel.sent")
    sent["post"] |= {"summary": "parcel.sent", "description": "Occurs when a parcel is sent."}
    page = str(render(Analysis(project_with({"parcel.sent": sent})))["webhooks/parcel.sent.md"])
    assert '<p class="dg-lede">Occurs when a parcel is sent' in page
