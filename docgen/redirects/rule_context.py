"""What a rule is resolved with: the settings, and which entries claim, announce and promise what about it."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec

from docgen.model.config import Config
from docgen.model.entry import Entry, claims_by_rule
from docgen.model.pin import Pin
from docgen.model.redirect import HeaderRule
from docgen.openapi.spec import Spec
from docgen.redirects.path_tree import PathTree
from docgen.redirects.paths import covers_operation, paths_of
from docgen.urls import DEPRECATIONS, absolute, entry_url

_Announced = tuple[int, Entry, Spec, str]
"""The order of an entry, the entry, its contract, and an operation that it announces as deprecated."""


class RuleContext(msgspec.Struct, frozen=True, dict=True):
    """The parts of a project that a rule is resolved with; what is looked up for each rule is kept by its key."""

    config: Config
    entries: tuple[Entry, ...] = ()
    pins: tuple[Pin, ...] = ()
    _announced: dict[str, PathTree[_Announced]] = msgspec.field(default_factory=dict)

    @cached_property
    def _claiming(self) -> Mapping[str, tuple[Entry, ...]]:
        return claims_by_rule(self.entries)

    @cached_property
    def _pins(self) -> Mapping[str, Pin]:
        return {pin.id: pin for pin in self.pins}

    def pin(self, id_: str | None) -> Pin | None:
        """The pin that a rule names, or None."""
        return self._pins.get(id_ or "")

    @property
    def deprecations(self) -> str:
        """The URL of the page that has all that ends."""
        return absolute(self.config.site_url, DEPRECATIONS)

    def claim_url(self, id_: str) -> str | None:
        """The canonical URL of the first entry that claims a rule, if any."""
        for entry in self._claiming.get(id_, ()):
            return absolute(self.config.site_url, entry_url(entry))
        return None

    def contracts(self, id_: str) -> Iterator[Spec]:
        """The contract of the pin whose entry claims a rule, then the others, whatever the date: edges have no pins."""
        claiming = {entry.pin for entry in self._claiming.get(id_, ())}
        for pin in sorted(self.pins, key=lambda pin: pin.id not in claiming):
            if pin.spec:
                yield pin.spec

    def announcement(self, rule: HeaderRule) -> str | None:
        """The canonical URL of the first entry that announces the deprecation of what a rule covers.

        It is the page of all that ends where the rule's pin ends. None where nothing announces it.
        """
        pin = self.pin(rule.text.version)
        # the end of a whole version is announced where all ends are
        if pin and (pin.text.deprecated or pin.text.retired):
            return self.deprecations
        near = self._announced_on(rule.host).near(rule.path, below=rule.match == "prefix")
        for _, entry, spec, name in sorted(near, key=lambda announced: announced[0]):
            if rule.text.version in (None, entry.pin) and covers_operation(rule, spec, name):
                return absolute(self.config.site_url, entry_url(entry))
        return None

    def _announced_on(self, host: str) -> PathTree[_Announced]:
        """The operations that entries announce as deprecated, by their paths on a host."""
        if host not in self._announced:
            tree = self._announced[host] = PathTree()
            for order, entry in enumerate(self.entries):
                pin = self.pin(entry.pin)
                if pin and pin.spec:
                    for name in _announced_by(entry):
                        for path in paths_of(pin.spec, host, name):
                            tree.add(path, (order, entry, pin.spec, name))
        return self._announced[host]


def _announced_by(entry: Entry) -> Iterator[str]:
    """The operations that an entry announces as deprecated."""
    for claim in entry.text.claims:
        if claim.deprecation:
            yield claim.deprecation.of
    if entry.text.is_about_ends:
        yield from entry.text.covers
