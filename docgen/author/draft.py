"""Entries drafted from a diff: they say what changed, and leave the why to the writer."""

import re
from collections.abc import Container, Iterable
from datetime import date
from typing import Final

import msgspec

from docgen.author.change_groups import Group, grouped
from docgen.author.new import NewEntry
from docgen.entries.coverage import Aliases
from docgen.model.change import Change
from docgen.model.draft import placeholder
from docgen.model.pin import Pin
from docgen.wording import counted, visible

TITLE: Final = 100
SUMMARY: Final = 280
_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>#|!&]")
_WHY: Final = "Say why this changed, whom it affects, and what it looks like in a request or a response."
_BREAKS: Final = "Say what a customer does, one step a line, and write under `by` until when."
_SUBSCRIBE: Final = "Say how a registration takes up the new events, and write under `by` from when they are missed."


class Place(msgspec.Struct, frozen=True):
    """Where drafts go: a pin, the slugs that are taken in the project, and the day on which they are told.

    `told` are the changes of the pin that entries tell already; `naming` knows other names of changes.
    """

    pin: Pin
    taken: Container[str]
    day: date
    told: tuple[Change, ...] = ()
    naming: Aliases | None = None


def drafted(changes: Iterable[Change], place: Place) -> tuple[NewEntry, ...]:
    """One draft for each group of changes, under a slug of its own that depends on the group alone."""
    drafts: list[NewEntry] = []
    for group in grouped(changes, place.naming):
        slug = _free(_slug(f"{group.subject}-{group.kind}"), place, {draft.slug for draft in drafts})
        drafts.append(draft(slug, group, place))
    return tuple(drafts)


def drafted_as(slug: str, changes: Iterable[Change], place: Place) -> NewEntry:
    """One draft of all changes, under the slug that a writer chose."""
    groups = grouped(changes)
    kinds = {group.kind for group in groups}
    every = tuple(change for group in groups for change in group.changes)
    kind = kinds.pop() if len(kinds) == 1 else "changed"
    return draft(slug, Group(kind, groups[0].subject if len(groups) == 1 else "contract", every), place)


def draft(slug: str, group: Group, place: Place) -> NewEntry:
    """The draft of a group: kind, impact and selectors are facts; the why, the steps and the date are left."""
    texts = tuple(dict.fromkeys(_sentence(change.text) for change in group.changes))
    breaking = group.breaking or group.covers_breaking(place.told, place.naming)
    new_events = _subscribers_miss(group, place.pin)
    steps = (placeholder(_BREAKS if breaking else _SUBSCRIBE),) if breaking or new_events else ()
    return NewEntry(
        pin=place.pin.id,
        slug=slug,
        kind=group.kind,
        impact="breaking" if breaking else "non-breaking",
        title=_title(texts),
        summary=_summary(texts, group.subject),
        body=_body(texts),
        published=place.day,
        effective=max(place.day, place.pin.text.released),
        required=bool(steps),
        steps=steps,
        covers=group.selectors,
    )


def _subscribers_miss(group: Group, pin: Pin) -> bool:
    """Whether the group has an event that a registration with the wildcard does not take up."""
    wildcard = pin.text.wildcard
    return bool(
        wildcard and wildcard.semantics == "snapshot" and any(change.id == "webhook-added" for change in group.changes)
    )


def _sentence(text: str) -> str:
    """The text of a change on one line of what can be printed, with a capital and without a full stop."""
    line = " ".join(visible(text).split()).rstrip(".")
    return line[:1].upper() + line[1:]


def _title(texts: tuple[str, ...]) -> str:
    more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
    whole = _plain(texts[0]) + more
    return whole if len(whole) <= TITLE else f"{whole[: TITLE - 4 - len(more)].rstrip()} ...{more}"


def _summary(texts: tuple[str, ...], subject: str) -> str:
    """As many of the texts as a summary holds, and how many are left out."""
    kept: list[str] = []
    for index, text in enumerate(texts):
        more = len(texts) - index
        rest = f"; and {counted(more, 'more change')} of {_plain(subject)[:60]}."
        told = _plain(text if index == 0 or text[1:2].isupper() else text[:1].lower() + text[1:])
        if len("; ".join([*kept, told])) > SUMMARY - len(rest):
            return f"{'; '.join(kept)}{rest}" if kept else f"{told[: SUMMARY - 5]} ..."
        kept.append(told)
    whole = f"{'; '.join(kept)}."
    return whole if len(whole) >= 20 else f"In {_plain(subject)}, this changed: {whole}"


def _body(texts: tuple[str, ...]) -> str:
    changed = "\n".join(f"- {_marked(text)}." for text in texts)
    return f"What the contract changes:\n\n{changed}\n\n{placeholder(_WHY)}"


def _plain(text: str) -> str:
    """The text without the marks of code: titles and summaries have none."""
    return text.replace("`", "")


def _marked(text: str) -> str:
    """The text as Markdown: what stands outside of code is no markup, whatever the contract says."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _MARKUP.sub(r"\\\g<0>", text)
    return "`".join(part if index % 2 else _MARKUP.sub(r"\\\g<0>", part) for index, part in enumerate(parts))


def _slug(name: str) -> str:
    """Lower-case words joined by hyphens, `UsageEvent-added` becoming `usage-event-added`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name)
    return "-".join(re.findall(r"[a-z0-9]+", words.lower())) or "change"


def _free(slug: str, place: Place, drafted: Container[str]) -> str:
    """The slug, with the pin or a number behind it where another entry has it."""
    dated = f"{slug}-{_slug(place.pin.id)}"
    numbered = (f"{dated}-{number}" for number in range(2, 10_000))
    return next(name for name in (slug, dated, *numbered) if name not in place.taken and name not in drafted)
