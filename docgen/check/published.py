"""What is published for good: names in URLs, entries, what pins promise, and the files of pins with a successor."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import PurePosixPath
from typing import Final

from docgen.check.rule import Findings, error_rule, found, found_at, rule
from docgen.entries.corrections import (
    WORDING,
    changed_facts,
    changed_words,
    listed,
    needs_note,
    new_corrections,
    published,
    words_not_kept,
)
from docgen.entries.digests import contract_digest, entry_digest, frozen_digests
from docgen.model.entry import SLUG, Correction, Entry, slug_of
from docgen.model.finding import Finding
from docgen.model.history import HistoryPin
from docgen.model.pin import PIN_ID, Pin
from docgen.model.project import Base, Project

Part = Entry | Pin
_OR_TYPO: Final = ", or --typo for a typing mistake"


@error_rule
def published_entry_modified(project: Project, base: Base) -> Findings:
    """A published entry differs from the base, without a new dated correction."""
    entries = {(entry.pin, entry.slug): entry for entry in project.entries}
    for old in base.entries:
        if old.is_visible(project.today):
            yield from _modified(base, old, entries.get((old.pin, old.slug)), old.slug, old.text.published)


@error_rule
def published_pin_modified(project: Project, base: Base) -> Findings:
    """The pin.yaml of a released pin differs from the base, without a new dated correction."""
    for old in base.pins:
        pin = project.pin(old.id)
        if pin and old.text.released <= project.today:  # frozen-pin-modified finds a pin that is gone
            yield from _modified(base, old, pin, old.id, old.text.released)


@error_rule
def entry_backdated(project: Project, base: Base) -> Findings:
    """A new entry names a day of publication before the last commit of the base: nobody could read it on that day."""
    for entry, message in backdated_entries(project, base):
        if not entry.text.backdated:
            hint = "set it to the day on which it is merged, or say why in `backdated`"
            yield found(entry.source, ("published",), message, hint)


def backdated_entries(project: Project, base: Base) -> Iterator[tuple[Entry, str]]:
    """The new entries whose day of publication is before the last commit of the base, each with that in words."""
    if base.day is None or not base.files:
        return
    today = project.today
    for entry in project.entries:
        # with an earlier `--now`, the commit is of a later day
        if entry.text.published < min(base.day, today) and _is_new(entry, base, today):
            message = f"`{entry.slug}` is new, and `published` is {entry.text.published}"
            yield entry, f"{message}, before the last commit of {base.label} ({base.day})"


def _is_new(entry: Entry, base: Base, today: date) -> bool:
    """Whether an entry is not in the base; one that the base would only publish later is new."""
    if old := base.entry(entry.slug):
        return not old.is_visible(today)
    return entry.source.path not in base.files  # a file that cannot be read there is not new


def _modified(base: Base, old: Part, current: Part | None, name: str, day: date) -> Findings:
    """A finding for a text that is gone, or whose corrections are changed, missing, or without the words before."""
    hint = f'docgen correct {name} --note "what is different now"'
    if current is None:
        message = f"the published entry `{name}` was removed; it is in {base.label}"
        yield found_at(old.source.path, 0, 0, message, "restore the file; an entry can be corrected, not removed")
        return
    # the gravest first, and one finding a file: what follows would repeat it
    before, after = published(old), published(current)
    changed, facts = changed_words(before.words, after.words), changed_facts(before.words, after.words)
    if any(correction not in after.corrections for correction in before.corrections):
        message = f"a correction of `{name}` was changed or removed; it is in {base.label}"
        yield found(current.source, ("corrections",), message, "restore it, and add another")
    elif changed and not _is_corrected(current, new_corrections(before, after)):
        message = f"`{name}`, published on {day}, differs from {base.label} without a new correction"
        typo = "" if facts else _OR_TYPO
        yield found(current.source, next(iter(changed)), message, f"restore it, or {hint}{typo}")
    elif needs_note(before, after):
        message = f"{listed(facts)} of `{name}` changed since {base.label} under a correction with `typo: true`"
        at = tuple(facts[0].split("."))
        yield found(current.source, at, f"{message}; expected changes of {listed(WORDING)} only", hint)
    elif keys := words_not_kept(before, after):
        message = f"the corrections of `{name}` do not keep the words of {base.label}: {listed(keys)}"
        yield found(current.source, ("corrections",), message, f"{hint}; it writes them under `before`")


def _is_corrected(current: Part, corrections: Sequence[Correction]) -> bool:
    """Whether one of the corrections covers the text as it is: by its digest, or by its note where it has none."""
    digest = entry_digest(current.source.text)
    return any(new.digest == digest or not (new.typo or new.digest) for new in corrections)


@error_rule
def invalid_name(project: Project) -> Findings:
    """The file of an entry or the folder of a pin does not have a valid name, which is its permanent id."""
    for entry in (*project.entries, *project.history.entries):
        if not SLUG.fullmatch(entry.slug):
            message = f"`{entry.slug}` is not a valid slug; expected lower-case words and digits joined by `-`"
            named = PurePosixPath(entry.source.path).with_stem(slug_of(entry.slug)).name
            yield _misnamed(project, entry.source.path, message, named, entry.is_visible(project.today))
    for pin in chain[Pin | HistoryPin](project.pins, project.history.pins):
        if not PIN_ID.fullmatch(pin.id):
            expected = "expected a date such as 2026-09-30, or letters, digits and `. _ -`"
            message = f"`{pin.id}` is not a valid pin id; {expected}"
            named = re.sub("[^A-Za-z0-9._-]+", "-", pin.id).strip("._-")
            yield _misnamed(project, pin.source.path, message, named, pin in project.visible_pins())


def _misnamed(project: Project, path: str, message: str, named: str, is_public: bool) -> Finding:
    hint = f"rename it to {named}"
    if is_public and (project.base is None or path in project.base.files):
        hint += "; if its URL is public already, accept this in .docgen/accepted.yaml instead"
    return found_at(path, 0, 0, message, hint)


@rule(also_compares=True)
def frozen_pin_modified(project: Project) -> Findings:
    """A file of a pin that has a successor differs from its digest under `frozen` in pin.yaml, or has none."""
    yield from _removed_pins(project)
    for pin, successor in project.successions():
        if not pin.text.frozen:
            message = f"{pin.id} is frozen, since {successor.id} follows it, but its pin.yaml has no digests"
            yield found(pin.source, (), message, f"docgen new pin --freeze {pin.id} adds them under `frozen:`")
            continue
        for name, what in _changed_files(project.base, pin, project.entries_of(pin)):
            message = f"{name} {what}; {pin.id} is frozen, since {successor.id} follows it"
            hint = f"restore it, and make the change in {successor.id}; to reword an entry: docgen correct SLUG"
            yield found(pin.source, ("frozen", name), message, hint)


def _removed_pins(project: Project) -> Findings:
    """A finding for each pin that was released in the base, and that the project no longer has."""
    if project.base is None:
        return
    for old in project.base.pins:
        if project.pin(old.id) is None and old.text.released <= project.today:
            message = f"the released pin {old.id} was removed; it is in {project.base.label}"
            yield found_at(old.source.path, 0, 0, message, "restore the folder; to end a pin, set `retired:`")


def _changed_files(base: Base | None, pin: Pin, entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    """Each file that differs from its digest, or for a contract from the base, whatever its digest, and how.

    Entries that differ from the base are compared with it: published-entry-modified.
    """
    current = frozen_digests(pin, entries)
    by_name = {entry.source.path.rpartition("/")[2]: entry for entry in entries}
    old = base.pin(pin.id) if base else None
    for name in sorted(current | pin.text.frozen):
        entry = by_name.get(name)
        was = base.entry(entry.slug) if base and entry else None
        if was and entry and was.source.text != entry.source.text:
            continue
        corrections = entry.text.corrections if entry else ()
        if name not in pin.text.frozen:
            yield name, "was added"
        elif name not in current:
            yield name, "was removed"
        elif current[name] not in (pin.text.frozen[name], *(correction.digest for correction in corrections)):
            yield name, "was changed"
        elif base and old and old.spec and entry is None and contract_digest(old.spec) != current[name]:
            yield name, f"differs from {base.label}"
