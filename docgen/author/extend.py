"""A later sunset: in the rule, in what entries promise of it, and in a dated correction that readers see."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

import msgspec

from docgen.author.correct import corrected
from docgen.author.edit import with_value
from docgen.author.rule_files import edited, with_remark
from docgen.errors import UsageError
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.model.redirect import Redirect, rfc3339
from docgen.positions.source import Pointer, Source


class Extension(msgspec.Struct, frozen=True):
    """A later sunset, in UTC and whole seconds, of the rules of one id, one a host; and why."""

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


def extended(project: Project, asked: Extension) -> Files:
    """Every file that the later sunset changes, whole; comments, quotes and order stay.

    A published entry gets a dated correction with the note; where there is none, the rule's own `note` takes it.
    UsageError (exit code 2) for a sunset that is not later than what is promised, EditError (exit code 1) for a
    file whose layout cannot be edited.
    """
    claiming = [entry for entry in project.entries if _claimed(entry, asked)]
    _refuse(project, asked, claiming)
    today, published = project.now.date(), {entry.slug for entry in project.visible_entries()}
    files: dict[str, str | bytes] = {}
    told = False
    for entry in claiming:
        moved = msgspec.structs.replace(entry, source=_moved(entry, asked))
        if moved.source != entry.source and entry.slug in published:
            files |= corrected(moved, today, asked.note)
            told = True
        elif moved.source != entry.source:
            files[moved.source.path] = moved.source.text
    remark = None if told else f"{today.isoformat()}: {asked.note}"
    return files | edited(asked.rules, lambda source, rule: _later(source, rule, asked, remark))


def still_named(project: Project, asked: Extension) -> Iterator[tuple[Entry, Pointer, date]]:
    """Where the prose of an entry that claims the rule names the old day: only its writer can rewrite that."""
    for entry in project.entries:
        for day in sorted(_old_days(entry, asked)):
            names = (day.isoformat(), f"{day:%d %b %Y}")
            yield from ((entry, at, day) for at, text in _prose(entry) if any(name in text for name in names))


def _prose(entry: Entry) -> Iterator[tuple[Pointer, str]]:
    yield from (((name,), getattr(entry.text, name)) for name in ("title", "summary", "body"))
    yield from ((("action", "steps", index), step) for index, step in enumerate(entry.text.action.steps))


def _refuse(project: Project, asked: Extension, claiming: Sequence[Entry]) -> None:
    id_, said = asked.id, rfc3339(asked.epoch)
    for rule in asked.rules:
        if not rule.is_served:
            raise UsageError(
                f"`{id_}` was removed on {rule.text.removed}; take `removed` out of {rule.source.path} first"
            )
        if rule.sunset is None:
            raise UsageError(f"`{id_}` has no sunset: it is permanent; nothing to extend")
    promised = [day for entry in claiming for day in _claimed(entry, asked).values() if day]
    ends = [*(rule.sunset or 0 for rule in asked.rules), *map(_epoch, promised)]
    if asked.epoch < max(ends):
        raise UsageError(
            f"`{id_}` is promised until {rfc3339(max(ends))}, and {said} is earlier; expected a later time"
        )
    if asked.epoch == min(ends):
        raise UsageError(f"{said} is the sunset of `{id_}` already; expected a later time")
    if asked.epoch <= project.epoch:
        raise UsageError(f"{said} is in the past; expected a time after now")
    if promised and asked.epoch != _epoch(asked.sunset.date()):
        named = ", ".join(entry.slug for entry in claiming)
        raise UsageError(f"{said} is not midnight in UTC; {named} promises a day, so expected a date")


def _claimed(entry: Entry, asked: Extension) -> dict[int, date | None]:
    """The sunsets that an entry promises of the rule, by the index of the claim."""
    return {
        index: claim.redirect.sunset
        for index, claim in enumerate(entry.text.claims)
        if claim.redirect and claim.redirect.rule == asked.id
    }


def _old_days(entry: Entry, asked: Extension) -> set[date]:
    """The days until which an entry promised the rule; that of the rule, where a claim names none."""
    days = {day or _day(asked.rules[0]) for day in _claimed(entry, asked).values()}
    return days - {asked.sunset.date()}


def _moved(entry: Entry, asked: Extension) -> Source:
    """The entry with the new day in its claims, and where a notice or the action ended with the old one.

    These end with the first sunset that the entry still promises, which may be that of another rule.
    """
    source, new = entry.source, asked.sunset.date()
    claimed = _claimed(entry, asked)
    for index, day in claimed.items():
        if day and day != new:
            source = with_value(source, ("claims", index, "redirect", "sunset"), new.isoformat())
    others = {
        claim.redirect.sunset
        for index, claim in enumerate(entry.text.claims)
        if claim.redirect and claim.redirect.sunset and index not in claimed
    }
    for old in _old_days(entry, asked):
        end = min([new, *(day for day in others if day >= old)])
        source = _ending(source, entry, old, end) if end != old else source
    return source


def _ending(source: Source, entry: Entry, old: date, end: date) -> Source:
    for index, claim in enumerate(entry.text.claims):
        if claim.notice and claim.notice.until == old:
            place = ("claims", index, "notice")
            source = with_value(source, (*place, "until"), end.isoformat())
            source = with_value(source, (*place, "days"), str((end - claim.notice.from_).days))
    if entry.text.action.by == old:
        source = with_value(source, ("action", "by"), end.isoformat())
    return source


def _later(source: Source, rule: Redirect, asked: Extension, remark: str | None) -> Source:
    source = with_value(source, (*rule.pointer, "sunset"), rfc3339(asked.epoch))
    return with_remark(source, rule, remark) if remark else source


def _day(rule: Redirect) -> date:
    return datetime.fromtimestamp(rule.sunset or 0, UTC).date()


def _epoch(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
