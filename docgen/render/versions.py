"""What a part of the contract is in other pins: since when it is there, until when, and what differs."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from docgen import urls
from docgen.differ.coverage import naming
from docgen.differ.coverage import reach as reached_by
from docgen.differ.project import named_in, seen_from
from docgen.model.change import Change
from docgen.model.pin import Pin
from docgen.render.story import Story
from docgen.selectors import names


class Difference(msgspec.Struct, frozen=True):
    """What differs in another supported pin than the current one; `url` is the way between the two, from the root.

    `missing` says that the other pin does not have the part at all; then `changes` need not say it again.
    """

    pin: Pin
    url: str
    changes: tuple[Change, ...]
    missing: bool


class History(msgspec.Struct, frozen=True):
    """A part through the pins: `since` is the first that has it, `until` the last where the current one lacks it."""

    since: Pin | None
    until: Pin | None
    differs: tuple[Difference, ...]


class Versions:
    """The history of any selector of the current contract: an operation, event, error, header, schema or field.

    Pages ask for many, so what each pin has and changes is sorted once.
    """

    def __init__(self, story: Story) -> None:
        self._story = story
        project = story.project
        self._current = project.current
        self._pins = list(reversed(story.pins()))
        self._has = {pin.id: self._names(pin) for pin in self._pins} if len(self._pins) > 1 else {}
        self._changed = {pin.id: self._by_name(pin) for pin in self._pins[1:]}

    def history(self, selector: str) -> History:
        """What is known of a part; everything is empty where there is a single pin and the contract lacks it."""
        having = [pin for pin in self._pins if self._had(pin, selector)]
        gone = bool(having) and self._current is not None and self._current not in having
        return History(
            having[0] if having else None,
            having[-1] if gone else None,
            tuple(found for pin in self._others() if (found := self._difference(pin, selector, pin in having))),
        )

    def _others(self) -> list[Pin]:
        return [pin for pin in self._pins if pin != self._current and self._story.status(pin) != "retired"]

    def _had(self, pin: Pin, selector: str) -> bool:
        if self._has:
            return selector in self._has[pin.id]
        return pin.spec is not None and selector in names(pin.spec, self._story.project.config)

    def _names(self, pin: Pin) -> frozenset[str]:
        """What a contract has, its operations named as the current one names them."""
        spec = seen_from(self._current, pin) if self._current else pin.spec
        return frozenset(names(spec, self._story.project.config)) if spec else frozenset()

    def _difference(self, other: Pin, selector: str, present: bool) -> Difference | None:
        assert self._current  # noqa: S101 - another pin than the current one is asked for
        first, last = sorted((other, self._current), key=self._pins.index)
        between = self._pins[self._pins.index(first) + 1 : self._pins.index(last) + 1]
        changes = [change for pin in between for change in self._changed[pin.id].get(self._name_in(pin, selector), ())]
        if not changes and present == self._had(self._current, selector):
            return None
        return Difference(other, urls.upgrade_url(first.id, last.id), tuple(changes), not present)

    def _name_in(self, pin: Pin, selector: str) -> str:
        return named_in(selector, self._current, pin) if self._current else selector

    def _by_name(self, pin: Pin) -> Mapping[str, Sequence[Change]]:
        """The changes of a pin by every name under which somebody would look for them."""
        changes = self._story.changes.between.get(pin.id, ())
        found: dict[str, dict[str, Change]] = {}
        further = naming(self._story.project, pin) if changes else None
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
