import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.check import check
from docgen.facts import facts
from docgen.load.project import load
from docgen.prove import prove

SAMPLE = Path(__file__).parent / "sample"
NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize(("added", "reported"), [("", []), ('"widget.sold": {}, ', ["widget.sold"])])
def test_only_the_events_that_the_pin_before_lacks_need_an_entry(
    added: str, reported: list[str], tmp_path: Path
) -> None:
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    later = tmp_path / "changelog" / "2026-06-01"
    shutil.copytree(tmp_path / "changelog" / "2026-01-15", later)
    (later / "widgets.yaml").unlink()
    for name, old, new in (
        ("pin.yaml", "released: 2026-01-15", "released: 2026-06-01"),
        ("api-spec.json", '"webhooks": {', f'"webhooks": {{{added}'),
    ):
        text = (later / name).read_text(encoding="utf-8")
        assert old in text
        (later / name).write_text(text.replace(old, new), encoding="utf-8")
    project, findings = load(tmp_path, NOW)
    assert project is not None
    assert project.complete, findings
    messages = [
        found.message
        for found in check(project, prove(project), facts=facts(project))
        if found.id == "undocumented-event"
    ]
    assert len(messages) == len(reported)
    assert all(f"`{event}`" in message for event, message in zip(reported, messages, strict=True))
