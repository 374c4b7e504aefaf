"""A correction for typos, also one written by hand, covers wording and nothing that the entry promises."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest

from docgen.check.published import published_entry_modified
from docgen.entries.corrections import words_before, words_of
from docgen.entries.digests import entry_digest, frozen_digests, published_content
from docgen.load.project import load
from docgen.model.project import Base, Project
from tests.check.test_rules import NOW

SAMPLE = Path(__file__).parent / "sample"
ENTRY = "changelog/2026-01-15/widgets.yaml"
TYPO, NOTE = "note: A typo., typo: true", "note: The day is another."
FACTS = {
    "action.by": ("by: 2026-12-01", "by: 2027-12-01"),
    "action.level": ("level: recommended", "level: required"),
    "impact": ("impact: breaking", "impact: none"),
    "claims": ("days: 90", "days: 91"),
    "covers": ("  - event widget.ready\n", ""),
}
WORDING = {"title": ("can be read", "can be red"), "steps": ("Read the status", "Ask for the status")}


def corrected(root: Path, edit: tuple[str, str], *corrections: str, frozen: bool = False) -> Project:
    shutil.copytree(SAMPLE, root, dirs_exist_ok=True)
    before, _ = load(root, NOW)
    assert before is not None
    text = (root / ENTRY).read_text(encoding="utf-8").replace(*edit)
    words = json.dumps(
        words_before(*(words_of(published_content(one)) for one in (before.entries[0].source.text, text)))
    )
    end = f"digest: {entry_digest(text)}, before: {words}"
    listed = "".join(f"  - {{date: 2026-06-02, {one}, {end}}}\n" for one in corrections)
    (root / ENTRY).write_text(f"{text.rstrip()}\ncorrections:\n{listed}", encoding="utf-8")
    project, findings = load(root, NOW)
    assert project is not None
    assert project.complete, findings
    if frozen:
        [pin] = project.pins
        digests = frozen_digests(pin, project.entries)
        later = msgspec.structs.replace(pin.text, released=pin.text.released.replace(month=6))
        pin = msgspec.structs.replace(pin, text=msgspec.structs.replace(pin.text, frozen=digests))
        successor = msgspec.structs.replace(pin, id="2026-06-15", text=later)
        project = msgspec.structs.replace(project, pins=(pin, successor))
    return msgspec.structs.replace(project, base=Base("main", before.pins, before.entries))


@pytest.mark.parametrize("key", FACTS)
def test_a_typo_does_not_cover_what_an_entry_promises(key: str, tmp_path: Path) -> None:
    [finding] = published_entry_modified.run(corrected(tmp_path, FACTS[key], TYPO))
    assert f"`{key}` of `widgets` changed since main under a correction with `typo: true`" in finding.message
    assert finding.hint == 'docgen correct widgets --note "what is different now"'
    assert finding.line > 1


@pytest.mark.parametrize("key", FACTS)
def test_a_note_covers_what_an_entry_promises(key: str, tmp_path: Path) -> None:
    assert not list(published_entry_modified.run(corrected(tmp_path, FACTS[key], NOTE)))


@pytest.mark.parametrize("key", FACTS)
def test_a_note_of_the_same_change_covers_it_beside_a_typo(key: str, tmp_path: Path) -> None:
    assert not list(published_entry_modified.run(corrected(tmp_path, FACTS[key], NOTE, TYPO)))


@pytest.mark.parametrize("key", WORDING)
def test_a_typo_covers_wording(key: str, tmp_path: Path) -> None:
    assert not list(published_entry_modified.run(corrected(tmp_path, WORDING[key], TYPO)))


@pytest.mark.parametrize(("edit", "found"), [(FACTS["action.by"], True), (WORDING["title"], False)])
def test_the_entry_of_a_frozen_pin_is_compared_alike(edit: tuple[str, str], found: bool, tmp_path: Path) -> None:
    findings = list(published_entry_modified.run(corrected(tmp_path, edit, TYPO, frozen=True)))
    assert bool(findings) == found


def test_what_changed_without_a_correction_is_no_candidate_for_a_typo(tmp_path: Path) -> None:
    project = corrected(tmp_path, FACTS["action.by"], TYPO)
    [entry] = project.entries
    text = msgspec.structs.replace(entry.text, corrections=())
    [finding] = published_entry_modified.run(
        msgspec.structs.replace(project, entries=(msgspec.structs.replace(entry, text=text),))
    )
    assert "--typo" not in finding.hint
