"""Changes of a contract, grouped as an entry would tell them: by kind, and by what they are of."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from docgen.entries.coverage import Naming, covers, reach
from docgen.model.change import Change
from docgen.model.config import Config
from docgen.openapi.selectors import find_field, names
from docgen.openapi.spec import Spec

_LEFT: Final = re.compile(r"deprecated|sunset")
_PARTS: Final = (
    "api|api-path|body|callback|component|endpoint|enum-value|header|media-type|operation|oauth-scope|parameter|path|"
    "(?<!pattern-)property|(?:api-|^)schema|scope|security|server|status|webhook"
)
_ADDED: Final = re.compile(rf"(?:{_PARTS})-added|^new-")
_REMOVED: Final = re.compile(rf"(?:{_PARTS})-removed")
_VERSION: Final = re.compile(r"v[0-9]+|[0-9][0-9.-]*")
_WHOLE: Final = {"header": "headers", "security": "security", "server": "servers", "error": "errors"}


class Group(msgspec.Struct, frozen=True):
    """Changes that one entry tells: their kind, what they are of, and themselves, what breaks first."""

    kind: str
    subject: str
    changes: tuple[Change, ...]

    @property
    def breaking(self) -> bool:
        """Whether one of them breaks a customer."""
        return any(change.level == "breaking" for change in self.changes)

    @property
    def selectors(self) -> tuple[str, ...]:
        """What an entry of the group covers: a selector each, or all that a change of the whole document reaches."""
        named = ((change.selector,) if change.selector else reach(change) for change in self.changes)
        return tuple(dict.fromkeys(selector for selectors in named for selector in selectors))

    def covers_breaking(self, changes: Iterable[Change], naming: Naming | None) -> bool:
        """Whether the selectors of the group cover one of these changes that breaks a customer."""
        selectors = frozenset(self.selectors)
        return any(
            change.level == "breaking" and covers(selectors, change, naming.of(change) if naming else ())
            for change in changes
        )


def grouped(changes: Iterable[Change], naming: Naming | None = None) -> tuple[Group, ...]:
    """The groups of changes, sorted by subject and kind; an event goes with the enum value that names it.

    Where the selectors of a harmless group cover what breaks in another, the two are one: an entry has one impact.
    """
    changes = tuple(changes)
    events = {change.selector.removeprefix("event ") for change in changes if change.selector.startswith("event ")}
    found: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        values = {value for value in (change.before, change.after) if isinstance(value, str)}
        of = "webhooks" if values & events else subject(change.selector)
        found.setdefault((of, kind(change.id)), []).append(change)
    groups = [_group(kind_, of, found[of, kind_]) for of, kind_ in sorted(found)]
    return tuple(_joined(groups, naming))


def nameable(changes: Iterable[Change], specs: Collection[Spec], config: Config) -> tuple[Change, ...]:
    """The changes under selectors that an entry may write: a field that neither contract has stands for its schema."""
    known = {name for spec in specs for name in names(spec, config.error_codes)}

    def nearest(selector: str) -> str:
        found = selector in known or " " in selector or any(find_field(spec, selector) for spec in specs)
        parent = selector.rpartition(".")[0]
        return selector if found or not parent else nearest(parent)

    return tuple(msgspec.structs.replace(change, selector=nearest(change.selector)) for change in changes)


def _group(kind_: str, of: str, changes: Iterable[Change]) -> Group:
    return Group(kind_, of, tuple(sorted(changes, key=_worst_first)))


def _joined(groups: Sequence[Group], naming: Naming | None) -> Iterator[Group]:
    """The groups, each harmless one that covers what breaks put into the group that breaks."""
    into = list(range(len(groups)))
    breaking = [index for index, group in enumerate(groups) if group.breaking]
    for index, group in enumerate(groups):
        for other in breaking if not group.breaking else ():
            if group.covers_breaking(groups[other].changes, naming):
                old, new = into[index], into[other]
                into = [new if target == old else target for target in into]
    for target in dict.fromkeys(into):
        members = [group for index, group in enumerate(groups) if into[index] == target]
        kinds = {group.kind for group in members}
        changes = [change for group in members for change in group.changes]
        yield _group(kinds.pop() if len(kinds) == 1 else "changed", groups[target].subject, changes)


def kind(change: str) -> str:
    """The kind of entry that tells a change of this id: added, removed, deprecated or changed."""
    if _REMOVED.search(change):
        return "removed"
    if _LEFT.search(change):
        return "deprecated"
    return "added" if _ADDED.search(change) else "changed"


def subject(selector: str) -> str:
    """What a selector is of: a resource for its operations, `webhooks`, a schema's name, or a part of the document."""
    first, _, rest = selector.partition(" ")
    if rest.startswith("/"):
        names = [step for step in rest.split("/") if step and not step.startswith("{") and not _VERSION.fullmatch(step)]
        return names[0] if names else "paths"
    if first == "event":
        return "webhooks"
    if rest:
        return _WHOLE.get(first, first)
    return selector.partition(".")[0] or "contract"


def _worst_first(change: Change) -> tuple[bool, bool, str, str]:
    """What breaks first; then operations and events, which have a space in their selector, before schemas."""
    return change.level != "breaking", " " not in change.selector, change.selector, change.id
