"""Entries drafted from a diff: they list what changed, and leave the explanation to the writer."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Final

import msgspec

from docgen.author.change_groups import RENAMED, Group, common_kind, grouped, kind
from docgen.author.new import NewEntry, day_to_act
from docgen.claims import KINDS
from docgen.differ.wording import BROUGHT, NAMED, as_lines, named, told_together
from docgen.entries.coverage import Aliases, affected_selectors
from docgen.entries.placeholders import literal
from docgen.markdown import escape
from docgen.model.change import Change
from docgen.model.claim import Claim
from docgen.model.draft import placeholder
from docgen.model.entry import slug_of, unused
from docgen.model.pin import Pin
from docgen.openapi.deprecated import parameter_selector
from docgen.openapi.selectors import Codes, find
from docgen.openapi.spec import Spec
from docgen.wording import counted, one_line

_TITLE: Final = 120
"""Characters of a draft's title at most, its mark among them."""

_DETAILS: Final = re.compile(r"(`[^`]*`|\([^()]*\))|(?: \([^()]*\))?(?:(?:; |: ).*)?$")
"""Code or parentheses, or what a title leaves out: values in parentheses, other places, differences of two schemas."""
_VALUES: Final = re.compile(r" from `[^`]*` to `[^`]*`$")
_OPERATIONS: Final = re.compile(r" (?:of|to|from|in) `[A-Z]+ /[^`]*`(?:(?:, | and )(?:`[A-Z]+ /[^`]*`|\d+ more))*")
"""What a long title leaves out, too, if a name is left: the values, then the operations."""
_ROOM: Final = 200
"""Characters of the names in a summary, which has 280 at most."""
_CONFIRM: Final = "Confirm that fields were renamed, or write which ones were removed and which were added. "
_EXPLAIN: Final = "Say why this changed, for whom, and how a request or a response looks."
_REPLACE: Final = "Say in place of this list why this changed, for whom, and how a request or a response looks."
_SUBSCRIBE_STEPS: Final = "Write how to subscribe to the new events, and add from when they are missed."
_CHECK_STEPS: Final = "Write what a client may have to handle, one step per line."
_SUCCESSOR_STEPS: Final = "Write what to use instead, one step per line."


class Destination(msgspec.Struct, frozen=True):
    """Where drafts are written: the pin, the slugs that the project already uses, and the day of publication.

    `covered` are the changes of the pin that entries already cover, `covering` the selectors of each entry; `naming`
    knows other names of changes, and `codes` where the error codes are.
    """

    pin: Pin
    used_slugs: Collection[str]
    day: date
    covered: tuple[Change, ...]
    covering: Collection[tuple[str, ...]]
    naming: Aliases
    codes: Codes


def drafted(changes: Iterable[Change], destination: Destination) -> Iterator[NewEntry]:
    """A draft for each group of changes, with a unique slug made from the group, and the pin where it is used."""
    taken = {*destination.used_slugs}
    for group in grouped(changes, destination.naming):
        slug = slug_of(f"{group.subject}-{group.kind}")
        if slug in taken:
            slug = unused(f"{slug}-{slug_of(destination.pin.id)}", taken)
        taken.add(slug)
        yield draft(slug, group, destination)


def drafted_as_one(slug: str, changes: Sequence[Change], destination: Destination) -> NewEntry:
    """One draft for all changes, with the writer's slug."""
    groups = grouped(changes, destination.naming)
    if len(groups) == 1:
        return draft(slug, groups[0], destination)
    return draft(slug, Group(common_kind(groups), "contract", tuple(changes)), destination)


def draft(slug: str, group: Group, destination: Destination) -> NewEntry:
    """The draft for a group: kind, impact and selectors are filled in; explanation, steps and date are left open."""
    breaking = (
        group.breaking
        or group.respells
        or group.covers_breaking(destination.covered, destination.covering, destination.naming)
    )
    claims = drafted_claims(group.changes, destination.pin.contract, destination.day)
    sunsets = [KINDS[claim.kind].sunset(claim.promise) for claim in claims]
    # nobody can act by a day that has passed
    last_day = min((day for day in sunsets if day and day >= destination.day), default=None)
    steps, proposed_by = _steps(group, destination.pin, last_day), None
    if steps or breaking:
        proposed_by = last_day or day_to_act(destination.pin, destination.day)
    elif any(change.level == "warning" for change in group.changes):
        steps = (placeholder(_CHECK_STEPS),)
    title = _title(group.changes, group.subject)
    # what the contract of the pin no longer has
    listed = group.selectors if group.kind == "removed" else ()
    gone = tuple(name for name in listed if find(destination.pin.contract, name, destination.codes) is None)
    return NewEntry(
        pin=destination.pin.id,
        slug=slug,
        kind="changed" if group.kind == "renamed" else group.kind,
        impact="breaking" if breaking else "non-breaking",
        title=title,
        summary=_summary(group.changes),
        body=_body(group.changes, title),
        published=destination.day,
        effective=destination.day,
        proposed_by=proposed_by,
        steps=steps,
        covers=group.selectors,
        claims=claims,
        removed=gone,
    )


def _steps(group: Group, pin: Pin, last_day: date | None) -> tuple[str, ...]:
    """What a writer completes, if customers have to act on what does not break; the template has it for what does."""
    wildcard = pin.text.wildcard
    if wildcard and wildcard.semantics == "snapshot" and any(change.id == "webhook-added" for change in group.changes):
        return (placeholder(_SUBSCRIBE_STEPS),)  # existing wildcard subscribers do not receive a new event
    if last_day:
        return (placeholder(_SUCCESSOR_STEPS),)
    return ()


def drafted_claims(changes: Iterable[Change], spec: Spec, since: date) -> tuple[Claim, ...]:
    """A claim for each part whose deprecation or sunset changed, with the sunset that the contract has.

    `since` is the first day of what is newly deprecated. Each claim has an id, if there are several.
    """
    first_days: dict[str, date | None] = {}
    for change in changes:
        # what was deprecated before has another sunset now, and keeps its first day
        is_known = "deprecated" not in change.id
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
    pointer = change.place
    if "parameter" not in change.id or "parameters" not in pointer:
        yield change.selector
        return
    parameter = spec.resolve(spec.at(pointer[: pointer.index("parameters") + 2]))
    for operation in change.operations:
        yield parameter_selector(operation, str(parameter.get("name")))


def _sentences(changes: Iterable[Change], most: int = 50) -> tuple[str, ...]:
    """The texts of changes, each on one line."""
    return tuple(one_line(BROUGHT.sub("", text)) for text in told_together(changes, most))


def _title(changes: Sequence[Change], subject: str) -> str:
    """What changed in a line: the first sentence, without details, and the number of the others; else their number."""
    if subject == "contract":
        subject = "the contract"
    for most in (NAMED, 0):
        first, *others = (
            _DETAILS.sub(lambda found: found[1] or "", line) for line in as_lines(_sentences(changes, most or 1), most)
        )
        more = f", and {counted(len(others), 'more change')}" if others else ""
        if "`" not in first and subject not in first.split():
            more = f" for {subject}{more}"
        without_values = _VALUES.sub("", first)
        for sentence in (first, without_values, _OPERATIONS.sub("", without_values)):
            whole = placeholder(sentence.replace("`", "") + more)
            if len(whole) <= _TITLE and ("`" in sentence or sentence == first):
                return whole
    return placeholder(f"{counted(len(changes), 'change')} to {subject}")


def _summary(changes: Sequence[Change]) -> str:
    """The clients that the changes affect, as a proposal for a writer; else a task."""
    # what is new has no clients yet
    new = {change.selector for change in changes if change.id == "endpoint-added"}
    names = sorted({*chain.from_iterable(map(affected_selectors, changes))} - new)
    if new and not names:
        return placeholder("Affects no existing client.")
    clients = named(names).replace("`", "")
    # some paths are longer than a summary may be
    if 0 < len(clients) <= _ROOM:
        return placeholder(f"Affects clients of {clients}.")
    return placeholder("Say in a sentence what changes for clients.")


def _body(changes: Sequence[Change], title: str) -> str:
    """What is left to the writer, and below it the changes as a list, where the title does not say it all."""
    confirm = _CONFIRM if any(change.id == RENAMED for change in changes) else ""
    lines = as_lines(_sentences(changes))
    if [placeholder(line.replace("`", "")) for line in lines] == [title]:
        return placeholder(confirm + _EXPLAIN)
    # what the contract says is text, but for its code spans
    changed = "\n".join(f"- {literal(escape.inline(line))}" for line in lines)
    return f"{placeholder(confirm + _REPLACE)}\n\n{changed}"
