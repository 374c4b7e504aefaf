"""An entry that names an event by the key of its webhook is about the event: published entries stay as they are."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from docgen.load.changelog import with_event_names, with_names_in_places
from docgen.load.project import load
from docgen.model.accepted import Acceptance, Accepted
from docgen.model.claim import Claim, EventsClaim, RemovalClaim
from tests.conftest import REPOSITORY

SAMPLE = REPOSITORY / "tests/check/sample"
NOW = datetime(2026, 8, 1, tzinfo=UTC)


def test_the_key_of_a_webhook_in_an_entry_is_the_event(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    contract = tmp_path / "changelog/2026-01-15/api-spec.json"
    text = contract.read_text(encoding="utf-8").replace('"widget.ready"', '"widget_ready"')
    document = json.loads(text)
    content = document["webhooks"]["widget_ready"]["post"]["requestBody"]["content"]["application/json"]
    content["schema"] = {"allOf": [content["schema"], {"properties": {"type": {"const": "widget.ready"}}}]}
    contract.write_text(json.dumps(document), encoding="utf-8")
    entry = tmp_path / "changelog/2026-01-15/widgets.yaml"
    written = entry.read_text(encoding="utf-8")
    assert "widget.ready" in written
    entry.write_text(written.replace("widget.ready", "widget_ready"), encoding="utf-8")
    project, findings = load(tmp_path, NOW)
    original, _ = load(SAMPLE, NOW)
    assert project and original
    assert findings == ()
    assert [one.text.covers for one in project.entries] == [one.text.covers for one in original.entries]
    assert [one.text.claims for one in project.entries] == [one.text.claims for one in original.entries]
    (pin,) = project.pins
    removal = {"removal": {"of": ["event widget_ready", "event other"]}}
    statuses = {"events": {"after_status": {"widget_ready": "widget_ready"}}}
    claims = msgspec.convert([removal, statuses], tuple[Claim, ...])
    text = msgspec.structs.replace(project.entries[0].text, claims=claims)
    (named,) = with_event_names((msgspec.structs.replace(project.entries[0], text=text),), (pin,))
    assert named.text.claims[1].events == EventsClaim(after_status={"widget.ready": "widget_ready"})
    assert named.text.claims[0].removal == RemovalClaim(of=("event widget.ready", "event other"))
    of_history = msgspec.structs.replace(project.entries[0], pin="2020-01-01", text=text)
    (named,) = with_event_names((of_history,), (pin,))
    assert named.text.claims[0].removal == RemovalClaim(of=("event widget.ready", "event other"))
    acceptance = Acceptance(what="webhook-removed", at="event widget_ready", why="x", who="y", until=NOW.date())
    found = with_names_in_places(Accepted(entries=(acceptance,)), project.pins)
    assert [one.at for one in found.entries] == ["event widget.ready"]
