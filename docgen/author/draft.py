"""Entries drafted from a diff: they list what changed, and leave the explanation to the writer."""

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

import msgspec

from docgen.author.change_groups import Group, grouped, kind
from docgen.author.new import NewEntry
from docgen.author.slug import slug_of, unused
from docgen.claims import KINDS
from docgen.differ.wording import BROUGHT, as_lines
from docgen.entries.coverage import Aliases
from docgen.model.change import Change
from docgen.model.claim import Claim
from docgen.model.draft import placeholder
from docgen.model.pin import Pin
from docgen.openapi.deprecated import parameter_selector
from docgen.openapi.pointers import parse_pointer
from docgen.openapi.selectors import Codes, find_field, pointers
from docgen.openapi.spec import Spec
from docgen.wording import counted, visible

TITLE: Final = 100
SUMMARY: Final = 280
"""Characters of a draft's title at most, and of a summary, as its schema says."""

_END: Final = re.compile(r"^((?:[^`]|`[^`]*`)*?)(?: \(was|; also in |: ).*")
_OPERATION: Final = re.compile(r" (?:of|to|from|in) `[A-Z]+ /[^`]*`")
"""What a title leaves out: former values, other places, the differences of two schemas; a long one also operations."""
_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>#|!&]")
_EXPLAIN: Final = "Explain why this changed, who is affected, and what a request or a response looks like."
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
    taken, known = {*destination.used_slugs}, _known(destination)
    for group in grouped(changes, destination.naming):
        slug = slug_of(f"{group.subject}-{group.kind}")
        if slug in taken:
            slug = unused(f"{slug}-{slug_of(destination.pin.id)}", taken)
        taken.add(slug)
        drafts.append(draft(slug, group, destination, known))
    return tuple(drafts)


def drafted_as_one(slug: str, changes: Iterable[Change], destination: Destination) -> NewEntry:
    """One draft for all changes, with the writer's slug."""
    groups = grouped(changes)
    kinds = {group.kind for group in groups}
    every = tuple(change for group in groups for change in group.changes)
    kind = kinds.pop() if len(kinds) == 1 else "changed"
    return draft(
        slug,
        Group(kind, groups[0].subject if len(groups) == 1 else "contract", every),
        destination,
        _known(destination),
    )


def draft(slug: str, group: Group, destination: Destination, known: Container[str]) -> NewEntry:
    """The draft for a group: kind, impact and selectors are filled in; explanation, steps and date are left open.

    `known` are the selectors of the pin's contract.
    """
    texts = tuple(" ".join(visible(BROUGHT.sub("", change.text)).split()) for change in group.changes)
    breaking = group.breaking or group.covers_breaking(destination.covered, destination.naming)
    new_events = _wildcard_misses_event(group, destination.pin)
    effective = max(destination.day, destination.pin.text.released)
    claims = drafted_claims(group.changes, destination.pin.spec, effective)
    ends = [KINDS[claim.kind].sunset(claim.promise) for claim in claims]
    # nobody can act by a day that has passed
    last_day = min((day for day in ends if day and day >= destination.day), default=None)
    steps = _steps(breaking, new_events, last_day)
    return NewEntry(
        pin=destination.pin.id,
        slug=slug,
        kind=group.kind,
        impact="breaking" if breaking else "non-breaking",
        title=_title(texts, group.subject),
        summary=_summary(texts, group.subject),
        body=_body(texts),
        published=destination.day,
        effective=effective,
        required=bool(steps),
        action_by=last_day,
        steps=steps,
        covers=group.selectors,
        claims=claims,
        removed=tuple(_removed(group, destination, known)),
    )


def _known(destination: Destination) -> Container[str]:
    return pointers(destination.pin.spec, destination.codes) if destination.pin.spec else ()


def _removed(group: Group, destination: Destination, known: Container[str]) -> Iterator[str]:
    """The selectors of a group that the contract of the pin no longer has."""
    spec = destination.pin.spec
    if group.kind == "removed" and spec:
        yield from (name for name in group.selectors if name not in known and find_field(spec, name) is None)


def _steps(breaking: bool, new_events: bool, last_day: date | None) -> tuple[str, ...]:
    """What a writer completes, if customers have to act; a sunset of the contract is the day by which they do."""
    if breaking or new_events:
        return (placeholder(_BREAKING_STEPS if breaking else _SUBSCRIBE_STEPS),)
    return (placeholder(_SUCCESSOR_STEPS),) if last_day else ()


def _wildcard_misses_event(group: Group, pin: Pin) -> bool:
    """Whether the group has a new event that existing wildcard subscribers do not receive."""
    wildcard = pin.text.wildcard
    return bool(
        wildcard and wildcard.semantics == "snapshot" and any(change.id == "webhook-added" for change in group.changes)
    )


def _title(texts: Sequence[str], subject: str) -> str:
    """What changed in a line: the first sentence, shortened until it fits, and the number of the others."""
    for most in (3, 0):
        first, *others = (_END.sub(r"\1", line) for line in as_lines(texts, most))
        more = f", and {counted(len(others), 'more change')}" if others else ""
        whole = _plain(first if "`" in first else f"{first} for {subject}") + more
        if len(whole) <= TITLE:
            return whole
    first = _plain(_OPERATION.sub("", first))
    room = TITLE - len(more)
    return (first if len(first) <= room else f"{first[: room - 2].rpartition(' ')[0]} …") + more


def _summary(texts: Sequence[str], subject: str) -> str:
    """As many of the sentences as fit into a summary, and the number of the others."""
    sentences = [f"{_plain(line)}." for line in as_lines(texts, 3)]
    said = ""
    for index, sentence in enumerate(sentences):
        rest = f" And {counted(len(sentences) - index, 'more change')}."
        if len(f"{said} {sentence}") > SUMMARY - len(rest):
            return f"{said}{rest}" if said else f"{sentence[: SUMMARY - 2].rpartition(' ')[0]} …"
        said = f"{said} {sentence}".strip()
    # a summary has at least 20 characters
    return said if len(said) >= 20 else f"{said} This change is in {_plain(subject)}."


def _body(texts: Sequence[str]) -> str:
    changed = "\n".join(f"- {_marked(line)}" for line in as_lines(texts))
    return f"{changed}\n\n{placeholder(_EXPLAIN)}"


def _plain(text: str) -> str:
    """The text without backticks: titles and summaries have no Markdown."""
    return text.replace("`", "")


def _marked(text: str) -> str:
    """The text as Markdown in which only code spans are markup, whatever the contract says."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _MARKUP.sub(r"\\\g<0>", text)
    return "`".join(part if index % 2 else _MARKUP.sub(r"\\\g<0>", part) for index, part in enumerate(parts))


def drafted_claims(changes: Iterable[Change], spec: Spec | None, since: date) -> tuple[Claim, ...]:
    """A claim for each part whose deprecation or sunset changed, with the sunset that the contract has.

    `since` is the first day of what is newly deprecated. Each claim has an id, if there are several.
    """
    if spec is None:
        return ()
    # what was deprecated before has another sunset now, and keeps its first day
    first_days = {
        selector: None if "sunset-d" in change.id else since
        for change in changes
        for selector in _selectors(change, spec)
    }
    drafts = [(selector, claim) for selector, day in first_days.items() for claim in _drafted(spec, selector, day)]
    if len(drafts) < 2:
        return tuple(claim for _, claim in drafts)
    used: set[str] = set()
    claims = []
    for selector, claim in drafts:
        id_ = unused(slug_of(selector), used)
        used.add(id_)
        claims.append(msgspec.structs.replace(claim, id=id_))
    return tuple(claims)


def _drafted(spec: Spec, selector: str, since: date | None) -> Iterator[Claim]:
    for key, kind_of_claim in KINDS.items():
        for promise in kind_of_claim.draft(spec, selector, since):
            yield Claim(**{key: promise})


def _selectors(change: Change, spec: Spec) -> Iterator[str]:
    if kind(change.id) != "deprecated":
        return
    pointer = parse_pointer(change.pointer)
    if "parameter" not in change.id or "parameters" not in pointer:
        yield change.selector
        return
    parameter = spec.resolve(spec.at(pointer[: pointer.index("parameters") + 2]))
    yield from (parameter_selector(operation, str(parameter.get("name"))) for operation in change.operations)
