"""Published content that must not change: pins with a successor, and the entries of the last pin."""

from collections.abc import Iterator

import msgspec

from docgen.check.rule import found, found_at, rule
from docgen.entries.corrections import WORDING, changed_facts, listed, needs_note, new_corrections
from docgen.entries.digests import contract_digest, entry_digest, frozen_digests
from docgen.model.entry import Entry, EntryText
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Base, Project


@rule(Severity.ERROR)
def frozen_pin_modified(project: Project) -> Iterator[Finding]:
    """A file of a pin that has a successor differs from its digest under `frozen` in pin.yaml, or has none.

    Digests ignore line endings, comments and the order of keys. An entry may get dated corrections; one that
    `docgen correct` wrote holds the digest of the text that it covers, and one for typos covers wording only.
    With `docgen check --against REF` the files are also compared with the base, so that new digests hide nothing.

    **Fails** with a second pin

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -title: Widgets can be read
    +title: Widgets can be read and written
    ```

    **Passes** with a second pin

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -title: Widgets can be read
    +corrections:
    +  - date: 2026-06-02
    +    note: The event is sent at most once.
    +# The title is the same, and this comment is not published.
    +title: "Widgets can be read"
    ```
    """
    yield from _removed_pins(project)
    for pin, successor in project.successions():
        if not pin.text.frozen:
            message = f"{pin.id} is frozen, since {successor.id} follows it, but its pin.yaml has no digests"
            yield found(pin.source, (), message, f"docgen new pin --freeze {pin.id} adds them under `frozen:`")
            continue
        wrong = _changed_files(pin, project.entries_of(pin))
        for name, what in (_changed_since_base(project.base, pin, project.entries_of(pin)) | wrong).items():
            yield found(
                pin.source,
                ("frozen", name),
                f"{name} {what}; {pin.id} is frozen, since {successor.id} follows it",
                f"restore it, and make the change in {successor.id}; to reword an entry: docgen correct SLUG",
            )


def _removed_pins(project: Project) -> Iterator[Finding]:
    """A finding for each pin that was released in the base, and that the project no longer has."""
    present = {pin.id for pin in project.pins}
    for old in project.base.pins if project.base else ():
        if project.base and old.id not in present and old.text.released <= project.now.date():
            message = f"the released pin {old.id} was removed; it is in {project.base.label}"
            yield found_at(old.source.path, 0, 0, message, "restore the folder; to end a pin, set `retired:`")


def _changed_files(pin: Pin, entries: tuple[Entry, ...]) -> dict[str, str]:
    current, changed = frozen_digests(pin, entries), {}
    corrected = {entry.source.path.rpartition("/")[2]: _correction_digests(entry) for entry in entries}
    for name in sorted(current | pin.text.frozen):
        if name not in pin.text.frozen:
            changed[name] = "was added"
        elif name not in current:
            changed[name] = "was removed"
        elif current[name] != pin.text.frozen[name] and current[name] not in corrected.get(name, ()):
            changed[name] = "was changed"
    return changed


def _changed_since_base(base: Base | None, pin: Pin, entries: tuple[Entry, ...]) -> dict[str, str]:
    """The files that differ from the base, whatever their digests in pin.yaml, each with how."""
    old = base.pin(pin.id) if base else None
    if base is None or old is None:
        return {}
    before, current = (
        frozen_digests(msgspec.structs.replace(old, spec=None), base.entries),
        frozen_digests(pin, entries),
    )
    # under its current name: a renamed contract is neither removed nor added
    if old.spec and pin.spec:
        before[pin.text.spec.file] = contract_digest(old.spec)
    old_texts = {entry.source.path: entry.text for entry in base.entries}
    corrected = {
        entry.source.path.rpartition("/")[2]: _correction_digests(entry, old_texts.get(entry.source.path))
        for entry in entries
    }
    return {
        name: f"differs from {base.label}"
        for name in before
        if current.get(name) != before[name] and current.get(name) not in corrected.get(name, ())
    }


def _correction_digests(entry: Entry, old: EntryText | None = None) -> set[str]:
    """The digests of the texts that the corrections of an entry cover; those for typos cover no other facts."""
    only_notes = old is not None and bool(needs_note(old, entry.text))
    return {
        correction.digest
        for correction in entry.text.corrections
        if correction.digest and not (only_notes and correction.typo)
    }


@rule(Severity.ERROR)
def published_entry_modified(project: Project) -> Iterator[Finding]:
    """A published entry of the current pin differs from the base, without a new dated correction.

    A returning reader would not see that it changed. A correction has a `note` of what is different now; where
    the meaning is the same, `docgen correct --typo` records the digest of the text that it covers, and covers title,
    summary, body and steps only: what an entry promises, to whom and until when needs a note. A published entry
    is never removed: its address is in feeds and mails. Found with `docgen check --against REF`.

    **Fails** with `--against main`

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -summary: A widget is read by its id, and an event says when it is ready.
    +summary: A widget is read by its id, and an event says when it was made.
    ```

    **Passes** with `--against main`

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -summary: A widget is read by its id, and an event says when it is ready.
    +summary: A widget is read by its id, and an event says when it was made.
    +corrections:
    +  - date: 2026-09-01
    +    note: The event comes when the widget was made, as it always did.
    ```
    """
    base = project.base
    for old in base.entries if base else ():
        if base is None or not old.is_visible(project.now.date()) or not _is_last_pin(project, old):
            continue
        current = next((entry for entry in project.entries if entry.slug == old.slug and entry.pin == old.pin), None)
        if current is None:
            message = f"the published entry `{old.slug}` was removed; it is in {base.label}"
            yield found_at(old.source.path, 0, 0, message, "restore the file; an entry can be corrected, not removed")
        elif not set(old.text.corrections) <= set(current.text.corrections):
            message = f"a correction of `{old.slug}` was changed or removed; it is in {base.label}"
            yield found(current.source, ("corrections",), message, "restore it, and add another")
        elif entry_digest(current.source.text) != entry_digest(old.source.text):
            yield from _uncorrected(base, old, current)


def _uncorrected(base: Base, old: Entry, current: Entry) -> Iterator[Finding]:
    """A finding for a changed entry without a new correction, or with one for typos although facts changed."""
    facts = changed_facts(old.text, current.text)
    if not _is_corrected(old, current):
        yield found(
            current.source,
            (_first_changed_field(old, current),),
            f"`{old.slug}`, published on {old.text.published}, differs from {base.label} without a new correction",
            f'docgen correct {old.slug} --note "what is different now"'
            + ("" if facts else ", or --typo where the meaning is the same"),
        )
    elif facts and needs_note(old.text, current.text):
        yield found(
            current.source,
            tuple(facts[0].split(".")),
            f"{listed(facts)} of `{old.slug}` changed since {base.label} under a correction with `typo: true`; "
            f"expected changes of {listed(WORDING)} only",
            f'docgen correct {old.slug} --note "what is different now"',
        )


def _is_last_pin(project: Project, old: Entry) -> bool:
    """Whether the entry's pin is the last one: a pin with a successor is frozen as a whole."""
    pin = next((pin for pin in project.pins if pin.id == old.pin), None)
    return pin is None or not project.has_successor(pin)


def _is_corrected(old: Entry, current: Entry) -> bool:
    """Whether a new correction covers the text as it is: by its digest, or by its note where it has none."""
    digest = entry_digest(current.source.text)
    new = new_corrections(old.text, current.text)
    return any(correction.digest == digest or not (correction.typo or correction.digest) for correction in new)


def _first_changed_field(old: Entry, current: Entry) -> str:
    names = current.text.__struct_fields__  # what may come later, corrections and marks, is last
    return next((name for name in names if getattr(old.text, name) != getattr(current.text, name)), "title")
