"""A new pin is a copy of the one before, with what only a writer can write left as a task, and that one is frozen."""

import difflib
from collections.abc import Iterator
from datetime import UTC, date, datetime

import msgspec
import pytest

from docgen.author.pin import NewPin, new_pin, upgrade_entry, with_published_origin
from docgen.load.project import load
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.positions.source import Source
from tests.conftest import REPOSITORY

NEW = NewPin("2026-09-30", date(2026, 9, 30), None)
FOLDER, BEFORE = "changelog/2026-09-30", "changelog/2026-05-15"


def aurous() -> Project:
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    return project


def added(old: str, new: object) -> Iterator[str]:
    """The lines that the new text has and the old one has not."""
    assert isinstance(new, str)
    for line in difflib.ndiff(old.splitlines(), new.splitlines()):
        if line.startswith("+ "):
            yield line[2:].strip()


def with_text(pin: Pin, old: str, new: str) -> Pin:
    """A pin whose file has another text, and no other model of it."""
    assert old in pin.source.text
    return msgspec.structs.replace(pin, source=Source(pin.source.path, pin.source.text.replace(old, new)))


def test_a_copied_pin_has_tasks_in_place_of_what_its_writer_said_of_the_one_before() -> None:
    project = aurous()
    (pin,) = project.pins
    files = new_pin(NEW, pin, project.entries_of(pin))
    assert list(files) == [f"{FOLDER}/pin.yaml", f"{FOLDER}/api-spec.json", f"{BEFORE}/pin.yaml"]
    label, released, summary, accepts, note = added(pin.source.text, files[f"{FOLDER}/pin.yaml"])
    assert label == 'label: "@@DRAFT: Write the name of the version, such as v1.1."'
    assert released == "released: 2026-09-30"
    assert summary == 'summary: "@@DRAFT: Write in a sentence what is new in this API version."'
    assert accepts.startswith('text: "@@DRAFT: Rewrite for 2026-09-30; for 2026-05-15 it was: A request may name 2026')
    assert note.startswith('note: "@@DRAFT: Rewrite for 2026-09-30; for 2026-05-15 it was: Written from the changelog')
    assert pin.spec
    assert list(added(pin.spec.source.text, files[f"{FOLDER}/api-spec.json"])) == ['"version": "2026-09-30",']


def test_the_pin_before_is_frozen_with_the_digest_of_each_file() -> None:
    project = aurous()
    (pin,) = project.pins
    frozen, *digests = added(pin.source.text, new_pin(NEW, pin, project.entries_of(pin))[f"{BEFORE}/pin.yaml"])
    assert frozen == "frozen:"
    assert [line.partition(":")[0] for line in digests] == [
        "api-spec.json",
        *sorted(entry.source.path.removeprefix(f"{BEFORE}/") for entry in project.entries),
    ]


@pytest.mark.parametrize("text", ["openapi: 3.1.0\n", "\n" * 100 + "openapi: 3.1.0\n"], ids=["plain", "after blanks"])
def test_another_contract_keeps_the_name_and_gets_a_task_for_where_it_comes_from(text: str) -> None:
    project = aurous()
    (pin,) = project.pins
    given = NEW._replace(label="v1.1", contract=Source("new", text))
    files = new_pin(given, pin, project.entries_of(pin))
    assert files[f"{FOLDER}/api-spec.yaml"] == text
    lines = list(added(pin.source.text, files[f"{FOLDER}/pin.yaml"]))
    assert "file: api-spec.yaml" in lines
    assert "label: v1.1" in lines
    assert 'note: "@@DRAFT: Write where this contract comes from."' in lines


def test_a_comment_on_the_day_of_release_is_about_the_old_day() -> None:
    project = aurous()
    commented = with_text(project.pins[0], "released: 2026-05-15", "released: 2026-05-15  # a Friday")
    pin_file = new_pin(NEW, commented, ())[f"{FOLDER}/pin.yaml"]
    assert "released: 2026-09-30\n" in str(pin_file)


def test_a_contract_in_another_folder_is_copied_to_the_pin_that_it_was_of() -> None:
    (pin,) = aurous().pins
    assert pin.spec
    file = "../../contracts/api.json"
    elsewhere = msgspec.structs.replace(
        with_text(pin, "  origin: reconstruction", f"  file: {file}\n  origin: reconstruction"),
        text=msgspec.structs.replace(pin.text, spec=msgspec.structs.replace(pin.text.spec, file=file)),
    )
    files = new_pin(NEW, elsewhere, ())
    assert "contracts/api.json" in files
    assert files[f"{BEFORE}/api.json"] == pin.spec.source.text
    assert "  file: api.json\n" in str(files[f"{BEFORE}/pin.yaml"])
    assert f"  file: {file}\n" in str(files[f"{FOLDER}/pin.yaml"])


def test_the_first_entry_of_a_pin_names_both() -> None:
    entry = upgrade_entry(NEW._replace(id="V2_2026.09"), aurous().pins[0])
    assert (entry.slug, entry.title) == ("upgrade-to-v2-2026-09", "@@DRAFT: Upgrade from 2026-05-15 to V2_2026.09")
    assert (entry.pin, entry.published, entry.effective) == ("V2_2026.09", NEW.released, NEW.released)
    assert entry.steps == ("@@DRAFT: Write how a customer moves from 2026-05-15 to V2_2026.09.",)


def test_a_contract_that_was_pulled_is_published_and_its_note_is_a_task() -> None:
    (pin,) = aurous().pins
    ((path, text),) = with_published_origin(pin).items()
    origin, note = added(pin.source.text, text)
    assert (path, origin) == (f"{BEFORE}/pin.yaml", "origin: published")
    assert note.startswith('note: "@@DRAFT: Write where the published contract comes from; before, it was: Written')
