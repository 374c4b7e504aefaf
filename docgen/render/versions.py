"""What a part of the contract is in other pins: since when it is there, until when, and what differs."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import msgspec

from docgen import urls
from docgen.differ.project import named_in, seen_from
from docgen.entries.coverage import naming
from docgen.entries.coverage import reach as reached_by
from docgen.model.change import Change, Changes
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.selectors import find_field, names
from docgen.openapi.spec import Spec

_SHOWN: Final = 3


class Difference(msgspec.Struct, frozen=True):
    """What differs in another supported pin than the current one; `url` is the way between the two, from the root.

    `missing` says that the other pin does not have the part at all; then `changes` need not say it again.
    """

    pin: Pin
    url: str
    changes: tuple[Change, ...]
    missing: bool

    @property
    def shown(self) -> tuple[Change, ...]:
        """The changes that a page names."""
        return () if self.missing else self.changes[:_SHOWN]

    @property
    def more(self) -> int:
        """How many changes it leaves to the page of the way."""
        return 0 if self.missing else len(self.changes[_SHOWN:])


class History(msgspec.Struct, frozen=True):
    """A part through the pins: `since` is the first that has it, `until` the last where the current one lacks it.

    `new` says that an earlier pin could have had it and has not; `differs` is of the pins that are still supported,
    the newest first.
    """

    since: Pin | None = None
    until: Pin | None = None
    new: bool = False
    differs: tuple[Difference, ...] = ()


class Other(msgspec.Struct, frozen=True):
    """A supported pin before the current one, and the way from it, from the root."""

    pin: Pin
    url: str


class Versions:
    """The history of any selector, as the current contract names it, through the pins with a contract up to that.

    An operation, event, error, header, schema or field. Pages ask for many, so each pin is read once.
    `pins` are the oldest first, `retired` those that no request can name any more.
    """

    def __init__(self, project: Project, changes: Changes, pins: Sequence[Pin], retired: Sequence[Pin]) -> None:
        self._project, self._between = project, changes.between
        now = project.current if project.current and project.current.spec else None
        self.current: Pin | None = now
        self._pins = [pin for pin in pins if now and pin.spec and pin.text.released <= now.text.released]
        older = [pin for pin in reversed(self._pins) if now and pin is not now and pin not in retired]
        self.others = tuple(Other(pin, urls.upgrade_url(pin.id, now.id)) for pin in older if now)
        """The supported pins before the current one, the newest first."""

    def history(self, selector: str) -> History:
        """What is known of a part; nothing where no contract has it."""
        having = [pin for pin in self._pins if self._had(pin, selector)]
        if not having:
            return History()
        present = having[-1] is self.current
        return History(
            having[0],
            None if present else having[-1],
            having[0] is not self._pins[0],
            tuple(found for other in self.others if (found := self._difference(other, selector, having))),
        )

    def field(self, schema: str, field: str) -> History:
        """What is known of a field; it is new only in a schema that is older."""
        found = self.history(f"{schema}.{field}") if len(self._pins) > 1 else History()
        if found.new and self.history(schema).since is found.since:
            return msgspec.structs.replace(found, new=False)
        return found

    @cached_property
    def gone(self) -> Mapping[str, Pin]:
        """What earlier contracts had and the current one lacks, with the last pin that had it."""
        if self.current is None:
            return {}
        now = self._has[self.current.id]
        return {name: pin for pin in self._pins for name in self._has[pin.id] if name not in now}

    @cached_property
    def events(self) -> Mapping[str, Pin]:
        """The webhook events of all these contracts, with the last pin that had each."""
        return {name: pin for pin in self._pins if pin.spec for name in pin.spec.events()}

    def gone_fields(self, schema: str) -> Mapping[str, Pin]:
        """The fields that a schema of the current contract had, with the last pin that had each."""
        return self._gone_fields.get(schema, {})

    @cached_property
    def _gone_fields(self) -> dict[str, dict[str, Pin]]:
        found: dict[str, dict[str, Pin]] = {}
        for name, pin in self.gone.items():
            schema, _, field = name.rpartition(".")
            if " " not in name and schema:
                found.setdefault(schema, {})[field] = pin
        return found

    def _had(self, pin: Pin, selector: str) -> bool:
        assert self.current  # noqa: S101 - there are pins only up to it
        if selector in self._has[pin.id]:
            return True
        # A field of parts of parts has no name of its own: it is looked for in each contract.
        deep = "." in selector and " " not in selector and selector not in self._has[self.current.id]
        return deep and find_field(self._specs[pin.id], selector) is not None

    @cached_property
    def _specs(self) -> dict[str, Spec]:
        """The contracts, their operations named as the current one names them."""
        read = ((pin, seen_from(self.current, pin) if self.current else None) for pin in self._pins)
        return {pin.id: spec for pin, spec in read if spec}

    @cached_property
    def _has(self) -> dict[str, Mapping[str, None]]:
        return {id_: dict.fromkeys(names(spec, self._project.config.error_codes)) for id_, spec in self._specs.items()}

    @cached_property
    def _changed(self) -> dict[str, Mapping[str, Sequence[Change]]]:
        return {pin.id: self._by_name(pin) for pin in self._pins[1:]}

    def _difference(self, other: Other, selector: str, having: Sequence[Pin]) -> Difference | None:
        later = self._pins[self._pins.index(other.pin) + 1 :]
        changes = [change for pin in later for change in self._changed[pin.id].get(self._name_in(pin, selector), ())]
        present = other.pin in having
        if not changes and present == (self.current in having):
            return None
        return Difference(other.pin, other.url, tuple(changes), not present)

    def _name_in(self, pin: Pin, selector: str) -> str:
        return named_in(selector, self.current, pin) if self.current else selector

    def _by_name(self, pin: Pin) -> Mapping[str, Sequence[Change]]:
        """The changes of a pin by every name under which somebody would look for them."""
        changes = self._between.get(pin.id, ())
        found: dict[str, dict[str, Change]] = {}
        further = naming(self._project, pin) if changes else None
        for change in changes:
            named = (change.selector, *change.selectors, *(further.of(change) if further else ()))
            for name in {*reached_by(change), *_held_by(named)}:
                found.setdefault(name, {})[change.fingerprint + change.id] = change
        return {name: tuple(changes.values()) for name, changes in found.items()}


def _held_by(selectors: Iterable[str]) -> Iterable[str]:
    """The names, and the schemas and fields that hold them."""
    for selector in selectors:
        words = selector.split(".") if " " not in selector else [selector]
        yield from (".".join(words[:end]) for end in range(1, len(words) + 1))
