"""The history of each part of the contract: its first and last pin, and its differences in supported pins."""

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple, TypeVar

import msgspec

from docgen import urls
from docgen.differ.events import renamed_events
from docgen.differ.project import aligned_contract, translate_selector
from docgen.differ.wording import ALSO, NAMED, merged, told_at
from docgen.entries.coverage import PRESENTATION, aliases, subjects
from docgen.model.analysis import Analysis
from docgen.model.change import LEVELS, Change
from docgen.model.pin import Pin
from docgen.openapi.selectors import find_fields, pointers
from docgen.openapi.spec import Spec
from docgen.upgrade.dependencies import dependencies

_Found = TypeVar("_Found")


class Difference(NamedTuple):
    """The difference between the current pin and a supported older one at a part; `url` is that of the upgrade page.

    `is_missing`: the other pin does not have the part at all; it has no `changes` then, which would only repeat that.
    """

    pin: Pin
    url: str
    part: str
    changes: tuple[Change, ...]
    is_missing: bool
    spec: Spec

    @property
    def texts(self) -> tuple[str, ...]:
        """What changed in the part, the worst first, in a line for all that differ in a name only."""
        worst_first = sorted(self.changes, key=lambda change: LEVELS.index(change.level))
        used = self._used if any(ALSO in change.text for change in self.changes) else ()
        return tuple(merged((told_at(change, self.part, used) for change in worst_first), NAMED))

    @property
    def _used(self) -> Container[str]:
        """The schemas that the part is made of: of several that changed alike, those are told."""
        kind = "field" if "." in self.part else "schema"
        return dependencies(self.spec, self.part if " " in self.part else f"{kind} {self.part}")


class PartHistory(msgspec.Struct, frozen=True):
    """A part through the pins: `since` is the first pin with it, `until` the last where the current one lacks it.

    `is_new`: an earlier pin could have had it and has not. `differences`: of the supported pins, the newest first.
    """

    since: Pin | None = None
    until: Pin | None = None
    is_new: bool = False
    differences: tuple[Difference, ...] = ()

    @property
    def since_id(self) -> str | None:
        """The id of the first pin with the part."""
        return self.since.id if self.since else None


class ContractHistory:
    """The history of any selector, as the current contract names it, through the pins with a contract up to that.

    An operation, event, error, header, schema or field. Pages ask for many, so each pin is read once. Without a
    `current` pin, no part has a history.
    """

    def __init__(self, analysis: Analysis, current: Pin | None) -> None:
        project = self._project = analysis.project
        self._between = analysis.changes.between
        now = current if current and current.spec else None
        self.current: Pin | None = now
        visible = project.visible_pins()
        self._pins = [pin for pin in visible if now and pin.spec and pin.text.released <= now.text.released]
        # no request names a retired pin any more, so no page compares with it
        supported = [pin for pin in reversed(self._pins) if not pin.text.is_retired(project.today)]
        self.older_pins = [pin for pin in supported if pin is not now]
        """The supported pins before the current one, the newest first."""

    def part(self, selector: str) -> PartHistory:
        """The history of a part; an empty one where no contract has it."""
        containing = [pin for pin in self._pins if self._contains(pin, selector)]
        if not containing:
            return PartHistory()
        present = containing[-1] is self.current
        differences = []
        for older in self.older_pins:
            if difference := self._difference(older, selector, containing):
                differences.append(difference)
        until = None if present else containing[-1]
        return PartHistory(containing[0], until, containing[0] is not self._pins[0], tuple(differences))

    def records(self, selector: str) -> list[object]:
        """All that tells the history of a part, and of what is in it, as the contracts and their changes have it."""
        if self.current is None or len(self._pins) == 1:
            return []
        found: list[object] = []
        for pin in self._pins:
            name = _part(translate_selector(selector, self.current, pin))
            found += self._names_by_part[pin.id].get(_part(selector), ()), self._changes_by_part[pin.id].get(name, ())
        return found

    @cached_property
    def _names_by_part(self) -> dict[str, Mapping[str, Sequence[str]]]:
        return {id_: _by_part((name, name) for name in names) for id_, names in self._names.items()}

    @cached_property
    def _changes_by_part(self) -> dict[str, Mapping[str, Sequence[object]]]:
        by_pin: dict[str, Mapping[str, Sequence[object]]] = {}
        for pin in self._pins:
            changes = self._changes_by_name.get(pin.id, {})
            told = ((name, (one.id, one.level, one.text, one.named)) for name in changes for one in changes[name])
            by_pin[pin.id] = _by_part(told)
        return by_pin

    def field(self, schema: str, field: str) -> PartHistory:
        """The history of a field; it is new only in a schema that is older."""
        history = self.part(f"{schema}.{field}") if len(self._pins) > 1 else PartHistory()
        # in a schema that came with the same pin, every field would be new
        if history.is_new and self.part(schema).since is history.since:
            return msgspec.structs.replace(history, is_new=False)
        return history

    @cached_property
    def removed(self) -> Mapping[str, Pin]:
        """The parts that the current contract lacks, with the last pin that had each."""
        if self.current is None:
            return {}
        now = self._names[self.current.id]
        last: dict[str, Pin] = {}
        for pin in self._pins:
            last |= dict.fromkeys((name for name in self._names[pin.id] if name not in now), pin)
        return last

    @cached_property
    def events(self) -> Mapping[str, Pin]:
        """The webhook events of all these contracts, with the last pin that had each."""
        last: dict[str, Pin] = {}
        for pin in self._pins:
            last |= dict.fromkeys(pin.contract.events(), pin)
        return last

    def removed_fields(self, schema: str) -> Mapping[str, Pin]:
        """The fields that a schema of the current contract had, with the last pin that had each."""
        return self._removed_fields.get(schema, {})

    @cached_property
    def _removed_fields(self) -> dict[str, dict[str, Pin]]:
        fields: dict[str, dict[str, Pin]] = {}
        for name, pin in self.removed.items():
            schema, _, field = name.rpartition(".")
            if " " not in name and schema:
                fields.setdefault(schema, {})[field] = pin
        return fields

    def _contains(self, pin: Pin, selector: str) -> bool:
        assert self.current  # noqa: S101 - there are pins only up to it
        if selector in self._names[pin.id]:
            return True
        # a nested field is not among the names of a contract, so it is looked up in each
        deep = "." in selector and " " not in selector and selector not in self._names[self.current.id]
        return deep and bool(find_fields(self._specs[pin.id], selector))

    @cached_property
    def _specs(self) -> dict[str, Spec]:
        """The contracts, their operations named as the current one names them."""
        specs: dict[str, Spec] = {}
        for pin in self._pins:
            if self.current and (spec := aligned_contract(self.current, pin)):
                specs[pin.id] = spec
        return specs

    @cached_property
    def _names(self) -> dict[str, Mapping[str, None]]:
        return {id_: dict.fromkeys(self._names_of(spec)) for id_, spec in self._specs.items()}

    def _names_of(self, spec: Spec) -> Iterable[str]:
        """The parts of a contract, its events as the current one names them."""
        renamed = renamed_events(spec, self.current.contract) if self.current else {}
        now = {f"event {name}": f"event {other}" for name, other in renamed.items()}
        return (now.get(name, name) for name in pointers(spec, self._project.config.error_codes))

    @cached_property
    def _changes_by_name(self) -> dict[str, Mapping[str, Sequence[Change]]]:
        return {pin.id: self._index_changes(pin) for pin in self._pins[1:]}

    def _difference(self, other: Pin, selector: str, containing: Sequence[Pin]) -> Difference | None:
        assert self.current  # noqa: S101 - there are pins only up to it
        changes: list[Change] = []
        for pin in self._pins[self._pins.index(other) + 1 :]:
            name = translate_selector(selector, self.current, pin)
            changes += self._changes_by_name[pin.id].get(name, ())
        present = other in containing
        if not changes and present == (self.current in containing):
            return None
        if not present:
            changes = []
        return Difference(
            other,
            urls.upgrade_url(other.id, self.current.id),
            selector,
            tuple(changes),
            not present,
            self.current.contract,
        )

    def _index_changes(self, pin: Pin) -> Mapping[str, Sequence[Change]]:
        """The changes of a pin by every name of a part that shows them."""
        by_name: dict[str, dict[str, Change]] = {}
        naming = aliases(self._project, pin)
        shown = (change for change in self._between.get(pin.id, ()) if change.id not in PRESENTATION)
        for change in shown:
            for name in subjects([change], naming).selectors:
                by_name.setdefault(name, {})[change.fingerprint + change.id] = change
        return {name: tuple(by_edit.values()) for name, by_edit in by_name.items()}


def _part(selector: str) -> str:
    """What has its page, or a place on one, of all that a selector may name: a schema for its fields."""
    return selector if " " in selector else selector.partition(".")[0]


def _by_part(found: Iterable[tuple[str, _Found]]) -> Mapping[str, Sequence[_Found]]:
    by_part: dict[str, list[_Found]] = {}
    for name, one in sorted(found, key=itemgetter(0)):  # names of changes come in another order in each run
        by_part.setdefault(_part(name), []).append(one)
    return by_part
