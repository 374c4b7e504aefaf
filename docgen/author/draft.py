"""Entries drafted from a diff: they list what changed, and leave the explanation to the writer."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Final

import msgspec

from docgen.author.change_groups import Group, common_kind, grouped, kind
from docgen.author.draft_titles import body, sentences, summary, title
from docgen.author.new import NewEntry
from docgen.author.slug import slug_of, unused
from docgen.claims import KINDS
from docgen.entries.coverage import Aliases
from docgen.model.change import Change
from docgen.model.claim import Claim
from docgen.model.draft import placeholder
from docgen.model.pin import Pin
from docgen.openapi.deprecated import parameter_selector
from docgen.openapi.pointers import parse_pointer
from docgen.openapi.selectors import Codes, find
from docgen.openapi.spec import Spec

_BREAKING_STEPS: Final = "Write what a customer must do, one step per line, and add the deadline."
_SUBSCRIBE_STEPS: Final = "Write how to subscribe to the new events, and add from when they are missed."
_SUCCESSOR_STEPS: Final = "Write what to use instead, one step per line."


class Destination(msgspec.Struct, frozen=True):
    """Where drafts are written: the pin, the slugs that the project already uses, and the day of publication.

    `covered` are the changes of the pin that entries already cover; `naming` knows other names of changes, and
    `codes` where the error codes are.
    """

    pin: Pin
    used_slugs: Collection[str]
    day: date
    covered: tuple[Change, ...] = ()
    naming: Aliases | None = None
    codes: Codes = ()


def drafted(changes: Iterable[Change], destination: Destination) -> tuple[NewEntry, ...]:
    """A draft for each group of changes, with a unique slug made from the group, and the pin where it is used."""
    drafts: list[NewEntry] = []
    taken = {*destination.used_slugs}
    for group in grouped(changes, destination.naming):
        slug = slug_of(f"{group.subject}-{group.kind}")
        if slug in taken:
            slug = unused(f"{slug}-{slug_of(destination.pin.id)}", taken)
        taken.add(slug)
        drafts.append(draft(slug, group, destination))
    return tuple(drafts)


def drafted_as_one(slug: str, changes: Iterable[Change], destination: Destination) -> NewEntry:
    """One draft for all changes, with the writer's slug."""
    groups = grouped(changes)
    every = tuple(chain.from_iterable(group.changes for group in groups))
    subject = "contract"
    if len(groups) == 1:
        subject = groups[0].subject
    return draft(slug, Group(common_kind(groups), subject, every), destination)


def draft(slug: str, group: Group, destination: Destination) -> NewEntry:
    """The draft for a group: kind, impact and selectors are filled in; explanation, steps and date are left open."""
    texts = sentences(group.changes)
    breaking = group.breaking or group.covers_breaking(destination.covered, destination.naming)
    new_events = _wildcard_misses_event(group, destination.pin)
    effective = max(destination.day, destination.pin.text.released)
    claims = drafted_claims(group.changes, destination.pin.spec, effective)
    ends: list[date] = []
    for claim in claims:
        day = KINDS[claim.kind].sunset(claim.promise)
        if day and day >= destination.day:  # nobody can act by a day that has passed
            ends.append(day)
    last_day = min(ends, default=None)
    steps = _steps(breaking, new_events, last_day)
    return NewEntry(
        pin=destination.pin.id,
        slug=slug,
        kind=group.kind,
        impact="breaking" if breaking else "non-breaking",
        title=title(texts, group.subject),
        summary=summary(texts, group.subject),
        body=body(texts),
        published=destination.day,
        effective=effective,
        required=bool(steps),
        action_by=last_day,
        steps=steps,
        covers=group.selectors,
        claims=claims,
        removed=tuple(_removed(group, destination)),
    )


def _removed(group: Group, destination: Destination) -> Iterator[str]:
    """The selectors of a group that the contract of the pin no longer has."""
    spec = destination.pin.spec
    if group.kind == "removed" and spec:
        for selector in group.selectors:
            if find(spec, selector, destination.codes) is None:
                yield selector


def _steps(breaking: bool, new_events: bool, last_day: date | None) -> tuple[str, ...]:
    """What a writer completes, if customers have to act; a sunset of the contract is the day by which they do."""
    if breaking:
        return (placeholder(_BREAKING_STEPS),)
    if new_events:
        return (placeholder(_SUBSCRIBE_STEPS),)
    if last_day:
        return (placeholder(_SUCCESSOR_STEPS),)
    return ()


def _wildcard_misses_event(group: Group, pin: Pin) -> bool:
    """Whether the group has a new event that existing wildcard subscribers do not receive."""
    if pin.text.wildcard is None or pin.text.wildcard.semantics != "snapshot":
        return False
    return any(change.id == "webhook-added" for change in group.changes)


def drafted_claims(changes: Iterable[Change], spec: Spec | None, since: date) -> tuple[Claim, ...]:
    """A claim for each part whose deprecation or sunset changed, with the sunset that the contract has.

    `since` is the first day of what is newly deprecated. Each claim has an id, if there are several.
    """
    if spec is None:
        return ()
    first_days: dict[str, date | None] = {}
    for change in changes:
        # what was deprecated before has another sunset now, and keeps its first day
        is_known = "sunset-d" in change.id
        first_days |= dict.fromkeys(_selectors(change, spec), None if is_known else since)
    claims: dict[str, Claim] = {}
    for selector, day in first_days.items():
        for key, kind_of_claim in KINDS.items():
            for promise in kind_of_claim.draft(spec, selector, day):
                id_ = unused(slug_of(selector), claims)
                claims[id_] = Claim(**{"id": id_, key: promise})
    # a writer sees an id only where an entry has several claims
    if len(claims) == 1:
        claims = {"": msgspec.structs.replace(*claims.values(), id=None)}
    return tuple(claims.values())


def _selectors(change: Change, spec: Spec) -> Iterator[str]:
    if kind(change.id) != "deprecated":
        return
    pointer = parse_pointer(change.pointer)
    if "parameter" not in change.id or "parameters" not in pointer:
        yield change.selector
        return
    parameter = spec.resolve(spec.at(pointer[: pointer.index("parameters") + 2]))
    for operation in change.operations:
        yield parameter_selector(operation, str(parameter.get("name")))
