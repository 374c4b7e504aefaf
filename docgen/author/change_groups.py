"""Changes of a contract, grouped into entries: by kind and by subject; a field that went and a like one as one."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, permutations
from typing import Final

import msgspec

from docgen.differ.wording import ALSO, in_words, owner, split
from docgen.entries.coverage import Aliases, affected_selectors, covering_slugs, level_for
from docgen.model.change import LEVELS, Change
from docgen.model.config import Config
from docgen.openapi.selectors import find
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer

_PARTS: Final = (
    "api|api-path|body|callback|component|endpoint|enum-value|header|media-type|operation|oauth-scope|parameter|path|"
    "(?<!pattern-)property|(?:api-|^)schema|scope|security|server|status|webhook"
)
RENAMED: Final = "property-renamed"
"""The id of a field that went and one that came, taken as one change."""
_KINDS: Final = {
    "renamed": re.compile(RENAMED),
    "removed": re.compile(rf"(?:{_PARTS})-removed"),
    "deprecated": re.compile(r"deprecated|sunset"),
    "added": re.compile(rf"(?:{_PARTS})-added|^new-"),
}
"""The kinds of entries, each with what the ids of its changes have."""
_VERSION: Final = re.compile(r"v[0-9]+|[0-9][0-9.-]*")
_DOCUMENT_PARTS: Final = {"header": "headers", "security": "security", "server": "servers", "error": "errors"}
_VALUE: Final = "enum-value"
"""What the ids of changes of listed values have."""
_WORD: Final = re.compile(r"[^\W_]+")
_FIELD: Final = ("property", "property-added", "property-removed", "property-with-default")
"""How the ids of fields that came or went end."""


class Group(msgspec.Struct, frozen=True):
    """The changes of one entry, breaking ones first, with their kind and their subject."""

    kind: str
    subject: str
    changes: tuple[Change, ...]

    @property
    def breaking(self) -> bool:
        """Whether one of the changes is breaking."""
        return any(change.level == "breaking" for change in self.changes)

    @property
    def respells(self) -> bool:
        """Whether a field has a value in another spelling, such as `active` for `Active`: clients compare it."""
        spelled = defaultdict[str, set[tuple[str, ...]]](set)
        for change in self.changes:
            value = change.after if change.before is None else change.before
            words = _WORD.findall(str(value).casefold())
            # a warning may be announced as breaking, and what is harmless may not
            if _VALUE in change.id and change.level == "warning" and words:
                spelled[kind(change.id)].add((change.selector, *words))
        return not spelled["removed"].isdisjoint(spelled["added"])

    @property
    def selectors(self) -> tuple[str, ...]:
        """The selectors of an entry for the group: those of each change, or all that a document-wide one reaches."""
        selectors: dict[str, None] = {}
        for change in self.changes:
            selectors |= dict.fromkeys(change.named if change.selector else affected_selectors(change))
        return tuple(selectors)

    def covers_breaking(self, changes: Iterable[Change], others: Iterable[Collection[str]], naming: Aliases) -> bool:
        """Whether an entry of the group would get a breaking change beside entries with other selectors."""
        own = frozenset(self.selectors)
        entries = {"": own} | {str(index): frozenset(other) for index, other in enumerate(others)}
        for change in changes:
            if change.level != "breaking":
                continue
            slugs = covering_slugs(entries, change, dict.fromkeys(entries, naming.of(change)))
            if "" in slugs and level_for(own, change, naming) == "breaking":
                return True
        return False


def grouped(changes: Iterable[Change], naming: Aliases) -> tuple[Group, ...]:
    """The groups of changes, sorted by subject and kind; an event is grouped with the enum value that names it.

    The values that a field lost and got are one group. A harmless group whose entry would get a breaking change of
    another is merged into that: an entry has one impact.
    """
    changes = tuple(changes)
    events = {change.selector.removeprefix("event ") for change in changes if change.selector.startswith("event ")}
    by_key = defaultdict[tuple[str, str], list[Change]](list)
    replaced = _fields_with_replaced_values(changes)
    for change in changes:
        # a value that names an event is covered by that event: the field would cover its other values, too
        values = map(str, (change.after, change.before) if _VALUE in change.id else ())
        event = next(filter(events.__contains__, values), None)
        if event:
            change = msgspec.structs.replace(change, selector=f"event {event}", selectors=())
        of, kind_ = subject(change.selector, change.place), kind(change.id)
        if event or change.id.startswith("webhook-"):
            of = "webhooks"
        # what a swapped reference no longer leads to is not removed, though the id of its worst effect may say so
        if change.pointer.endswith("/$ref") or (_VALUE in change.id and change.selector in replaced):
            kind_ = "changed"
        by_key[of, kind_].append(change)
    groups = [_group(kind_, of, grouped_) for (of, kind_), grouped_ in sorted(by_key.items())]
    return tuple(_merge_harmless(tuple(_join_alike(groups)), naming))


def _join_alike(groups: Iterable[Group]) -> Iterator[Group]:
    """The groups, where those that change the same fields of several schemas in the same way are one."""
    alike = defaultdict[tuple[object, ...], list[Group]](list)
    for group in groups:
        alike[_edits(group)].append(group)
    for first, *others in alike.values():
        changes = chain.from_iterable(group.changes for group in (first, *others))
        yield _group(first.kind, first.subject, changes) if others else first


def _edits(group: Group) -> tuple[object, ...]:
    """What a group changes in the fields of a schema, without its name; what else it changes is its own."""
    texts = set()
    for change in group.changes:
        schema = owner(change.selector, change.place)
        if " " in schema or change.selector == schema:
            return group.kind, group.subject
        texts.add(change.text.partition(ALSO)[0].replace(in_words(schema)[:-1], "`"))
    return group.kind, group.breaking, frozenset(texts)


def _fields_with_replaced_values(changes: Iterable[Change]) -> set[str]:
    """The fields that lost some values and got others: clients read both in one entry."""
    kinds = defaultdict[str, set[str]](set)
    for change in changes:
        if _VALUE in change.id:
            kinds[change.selector].add(kind(change.id))
    return {field for field, of_values in kinds.items() if len(of_values) > 1}


def common_kind(groups: Iterable[Group]) -> str:
    """The kind that all groups have; changed, where they differ."""
    kinds = {group.kind for group in groups}
    return kinds.pop() if len(kinds) == 1 else "changed"


def with_known_selectors(changes: Iterable[Change], specs: Collection[Spec], config: Config) -> tuple[Change, ...]:
    """The changes with selectors that an entry may cover: a field that no contract has is replaced by its schema."""

    def nearest(selector: str) -> str:
        parent = selector.rpartition(".")[0]
        if not parent or " " in selector or any(find(spec, selector, config.error_codes) for spec in specs):
            return selector
        return nearest(parent)

    def known(change: Change) -> Change:
        selectors = tuple(dict.fromkeys(map(nearest, change.selectors)))
        milder = {nearest(selector): level for selector, level in change.milder.items()}
        return msgspec.structs.replace(change, selector=nearest(change.selector), selectors=selectors, milder=milder)

    return tuple(map(known, changes))


def _group(kind_: str, of: str, changes: Iterable[Change]) -> Group:
    return Group(kind_, of, tuple(sorted(changes, key=_worst_first)))


def _merge_harmless(groups: Sequence[Group], naming: Aliases) -> Iterator[Group]:
    """The groups, each harmless one whose entry would get a breaking change merged into the group of that."""
    into = list(range(len(groups)))
    breaking = [index for index, group in enumerate(groups) if group.breaking]
    for index, group in enumerate(groups):
        for other in breaking:
            beside = groups[other]
            if not group.breaking and group.covers_breaking(beside.changes, [beside.selectors], naming):
                old, new = into[index], into[other]
                into = [new if target == old else target for target in into]
    for target in dict.fromkeys(into):
        members = [group for group, of in zip(groups, into, strict=True) if of == target]
        changes = chain.from_iterable(group.changes for group in members)
        yield _group(common_kind(members), groups[target].subject, changes)


def kind(change: str) -> str:
    """The kind of entry for a change with this id: added, removed, deprecated, changed, or renamed for a rename."""
    return next((name for name, pattern in _KINDS.items() if pattern.search(change)), "changed")


def subject(selector: str, pointer: Pointer = ()) -> str:
    """The subject of a selector: the resource of an operation or event, a schema's name, or a part of the document."""
    first, _, rest = selector.partition(" ")
    if rest.startswith("/"):
        for step in rest.split("/"):
            if step and not step.startswith("{") and not _VERSION.fullmatch(step):
                return step
        return "paths"
    if first == "event":
        return rest.partition(".")[0]
    if rest:
        return _DOCUMENT_PARTS.get(first, first)
    return owner(selector, pointer) or "contract"


def _worst_first(change: Change) -> tuple[bool, bool, bool, bool, str, str]:
    """A sort key: breaking changes first, then operations and events (their selectors have a space), then schemas.

    An event comes before the value that names it, and what went before what came.
    """
    rank = change.level != "breaking", " " not in change.selector, _VALUE in change.id, kind(change.id) == "added"
    return *rank, change.selector, change.id


def with_renames(changes: tuple[Change, ...], old: Spec, new: Spec) -> tuple[Change, ...]:
    """The changes, where a field that went and the one like field that came in its schemas are one."""
    replaced: dict[str, Change | None] = {}
    for before, after in _like_pairs(changes, old, new):
        replaced |= {before.fingerprint: _renamed(before, after), after.fingerprint: None}
    return tuple(filter(None, (replaced.get(change.fingerprint, change) for change in changes)))


def _like_pairs(changes: Iterable[Change], old: Spec, new: Spec) -> Iterator[tuple[Change, Change]]:
    """Each field that went, with the one like field that came in the same schemas."""
    by_schemas = defaultdict[frozenset[str], list[Change]](list)
    for change in changes:
        # what a swapped reference no longer leads to is still there
        if change.id.endswith(_FIELD) and not change.pointer.endswith("/$ref"):
            by_schemas[frozenset(site.rpartition("/properties/")[0] for site in change.sites)].append(change)
    for fields in by_schemas.values():
        like = [pair for pair in permutations(fields, 2) if _are_alike(pair, (old, new), len(fields) == 2)]
        times = Counter(map(id, chain.from_iterable(like)))
        for before, after in like:
            if times[id(before)] == times[id(after)] == 1:
                yield before, after


def _are_alike(pair: tuple[Change, Change], specs: tuple[Spec, Spec], is_only: bool) -> bool:
    """Whether a field went and one came with its type and description; the only two may differ in a keyword instead."""
    if [kind(field.id) for field in pair] != ["removed", "added"]:
        return False
    before, after = (spec.node(field.place).mapping for field, spec in zip(pair, specs, strict=True))
    apart = {key for key in {**before, **after} if before.get(key) != after.get(key)}
    is_described = "description" in before and "description" not in apart
    return apart.isdisjoint(("type", "$ref")) and (is_described or (is_only and len(apart) <= 1))


def _renamed(before: Change, after: Change) -> Change:
    """A field that went and one that came in its place as one change, whose values are the two names."""
    old, new = before.place[-1], after.place[-1]
    return msgspec.structs.replace(
        after,
        id=RENAMED,
        level=min(before.level, after.level, key=LEVELS.index),
        selector=before.selector,
        selectors=(*before.named, *after.named),
        text=f"renamed `{old}` to `{new}`{split(before.text)[2].replace(' from ', ' in ', 1)}",
        before=old,
        after=new,
    )
