"""Edits of the rules in `redirects/*.yaml`: a later sunset, and the end of a rule on the edge.

A later sunset is also in the claims of entries, and in a dated correction for readers. A rule that is removed from the
edge stays in its file, with the day.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from docgen.author.correct import corrected
from docgen.author.edit import with_last_key, with_value
from docgen.claims import KINDS
from docgen.errors import UsageError
from docgen.facts.texts.passages import authored_prose
from docgen.model.entry import Entry
from docgen.model.files import Files, MutableFiles
from docgen.model.project import Project
from docgen.model.redirect import Redirect, midnight, rfc3339
from docgen.positions.source import Pointer, Source


class Extension(NamedTuple):
    """A later sunset, in UTC and whole seconds, for the rules with one id (one per host), and the reason as `note`."""

    rules: tuple[Redirect, ...]
    sunset: datetime
    note: str

    @property
    def id(self) -> str:
        """The id that the rules share."""
        return self.rules[0].id

    @property
    def epoch(self) -> int:
        """The sunset as a Unix time in seconds."""
        return int(self.sunset.timestamp())


def extended(project: Project, extension: Extension) -> Files:
    """The files with the later sunset; comments, quotes and order stay.

    Published entries get a dated correction with the note; without one, the note is appended to the rule's `note`.
    UsageError (exit code 2) for a sunset that is not later than the promised one, EditError (exit code 1) for a file
    whose layout cannot be edited.
    """
    claiming = [entry for entry in project.entries if _claimed_sunsets(entry, extension)]
    _refuse(project, extension, claiming)
    today = project.today
    files = MutableFiles()
    remark = f"{today.isoformat()}: {extension.note}"
    for entry in claiming:
        source = _with_new_day(entry, extension)
        if source != entry.source:
            files[source.path] = source.text
            if entry.is_visible(today):
                part = msgspec.structs.replace(entry, source=source)
                ended = max(_old_days(entry, extension), default=None)
                files |= corrected(part, entry.source.text, today, extension.note, ended=ended)
                remark = ""  # readers see the note in the correction

    def edit(source: Source, rule: Redirect) -> Source:
        source = with_value(source, (*rule.pointer, "sunset"), rfc3339(extension.epoch))
        return with_remark(source, rule, remark) if remark else source

    return files | edited(extension.rules, edit)


def stale_mentions(project: Project, extension: Extension) -> Iterator[tuple[Entry, Pointer, date]]:
    """The texts of entries with a claim on the rule that still name the old day, which only a writer can rewrite."""
    for entry in project.entries:
        for day in sorted(_old_days(entry, extension)):
            for pointer, text, _ in authored_prose(entry.text):
                # a correction may say what was promised before
                if pointer[0] != "corrections" and any(written in text for written in _written(day)):
                    yield entry, pointer, day


def _written(day: date) -> tuple[str, ...]:
    """A day as programs, HTTP and people write it."""
    in_words = (f"{day.day} {day:%b %Y}", f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}")
    return (day.isoformat(), f"{day:%d %b %Y}", *in_words)


def _refuse(project: Project, extension: Extension, claiming: Sequence[Entry]) -> None:
    id_, new = extension.id, rfc3339(extension.epoch)
    for rule in extension.rules:
        if not rule.is_served:
            raise UsageError(
                f"`{id_}` was removed on {rule.text.removed}; delete `removed` in {rule.source.path} first"
            )
        if rule.sunset is None:
            raise UsageError(f"`{id_}` is permanent; nothing to extend")
    promised: list[date] = []
    for entry in claiming:
        promised += filter(None, _claimed_sunsets(entry, extension).values())
    ends = [*(rule.sunset or 0 for rule in extension.rules), *map(midnight, promised)]
    if extension.epoch < max(ends):
        raise UsageError(f"`{id_}` is promised until {rfc3339(max(ends))}, and {new} is earlier; expected a later time")
    if extension.epoch == min(ends):
        raise UsageError(f"{new} is already the sunset of `{id_}`; expected a later time")
    if extension.epoch <= project.epoch:
        raise UsageError(f"{new} is in the past; expected a time after now")
    if promised and extension.epoch != midnight(extension.sunset.date()):
        named = ", ".join(entry.slug for entry in claiming)
        raise UsageError(f"{new} is not midnight in UTC, and {named} promises a whole day; expected a date")


def _claimed_sunsets(entry: Entry, extension: Extension) -> dict[Pointer, date | None]:
    """The sunsets of the rule that an entry claims, by the place of the claim."""
    return {
        pointer: claim.redirect.sunset
        for pointer, claim in entry.placed_claims()
        if claim.redirect and claim.redirect.rule == extension.id
    }


def _old_days(entry: Entry, extension: Extension) -> set[date]:
    """The days until which an entry promises the rule; the rule's own day for a claim without one."""
    present = extension.rules[0].sunset_day
    days = (day or present for day in _claimed_sunsets(entry, extension).values())
    return set(filter(None, days)) - {extension.sunset.date()}


def _with_new_day(entry: Entry, extension: Extension) -> Source:
    """The entry with the new day in its claims, and in a notice or an action that ended with the old day.

    A notice or an action ends with the first sunset that the entry promises, which may be that of another rule.
    """
    source, new = entry.source, extension.sunset.date()
    claimed = _claimed_sunsets(entry, extension)
    for pointer, day in claimed.items():
        if day and day != new:
            source = with_value(source, (*pointer, "sunset"), new.isoformat())
    ends = [new]
    for pointer, claim in entry.placed_claims():
        day = KINDS[claim.kind].sunset(claim.promise)
        if day and pointer not in claimed:
            ends.append(day)
    for old in _old_days(entry, extension):
        end = min(day for day in ends if day >= old)
        if end != old:
            source = _with_end(source, entry, old, end)
    return source


def _with_end(source: Source, entry: Entry, old: date, end: date) -> Source:
    for pointer, claim in entry.placed_claims():
        if claim.notice and claim.notice.until == old:
            source = with_value(source, (*pointer, "until"), end.isoformat())
            source = with_value(source, (*pointer, "days"), str((end - claim.notice.from_).days))
    if entry.text.action.by == old:
        source = with_value(source, ("action", "by"), end.isoformat())
    return source


def edited(rules: Iterable[Redirect], edit: Callable[[Source, Redirect], Source]) -> MutableFiles:
    """The files of the rules after an edit of each; a rule for several hosts is edited once."""
    sources: dict[str, Source] = {}
    for rule in {(rule.source.path, rule.pointer): rule for rule in rules}.values():
        sources[rule.source.path] = edit(sources.get(rule.source.path, rule.source), rule)
    return {path: source.text for path, source in sources.items()}


def with_remark(source: Source, rule: Redirect, remark: str) -> Source:
    """The file with a remark appended to the rule's `note`, which may be new; the site does not show it."""
    note = (*rule.pointer, "note")
    if rule.text.note is None:
        return with_last_key(source, note, remark)
    return with_value(source, note, f"{rule.text.note.rstrip()} {remark}")


def refuse_removal(rules: Sequence[Redirect], now: int) -> None:
    """UsageError (exit code 2) for a rule that is already removed, or whose sunset is still to come."""
    for rule in rules:
        if not rule.is_served:
            raise UsageError(f"`{rule.id}` was already removed on {rule.text.removed}")
        if rule.sunset is not None and now < rule.sunset:
            raise UsageError(f"`{rule.id}` is promised until {rfc3339(rule.sunset)}; remove it then, or later")


def removed(rules: Sequence[Redirect], day: date, note: str | None) -> Files:
    """The files of the rules with `removed`, and a note on who checked what; comments, quotes and order stay.

    EditError (exit code 1) for a rule whose layout cannot be edited.
    """

    def edit(source: Source, rule: Redirect) -> Source:
        if note:
            source = with_remark(source, rule, f"{day.isoformat()}: {note}")
        return with_last_key(source, (*rule.pointer, "removed"), day.isoformat())

    return edited(rules, edit)
