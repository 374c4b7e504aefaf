"""Changes of a contract, grouped as an entry would tell them: by kind, and by what they are of."""

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from docgen.model.change import Change

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
    """Changes that one entry tells: their kind, what they are of, and themselves, the worst first."""

    kind: str
    subject: str
    changes: tuple[Change, ...]

    @property
    def breaking(self) -> bool:
        """Whether one of them breaks a customer."""
        return any(change.level == "breaking" for change in self.changes)


def grouped(changes: Iterable[Change]) -> tuple[Group, ...]:
    """The groups of changes, sorted by subject and kind; an event goes with the enum value that names it."""
    changes = tuple(changes)
    events = {change.selector.removeprefix("event ") for change in changes if change.selector.startswith("event ")}
    found: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        values = {value for value in (change.before, change.after) if isinstance(value, str)}
        of = "webhooks" if values & events else subject(change.selector)
        found.setdefault((of, kind(change.id)), []).append(change)
    return tuple(Group(kind_, of, tuple(sorted(found[of, kind_], key=_worst_first))) for of, kind_ in sorted(found))


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
