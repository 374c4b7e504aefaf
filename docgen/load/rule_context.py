"""What a rule is resolved with."""

from collections.abc import Mapping
from functools import cached_property

import msgspec

from docgen.entries.endings import claims_by_rule
from docgen.model.config import Config
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.openapi.spec import Spec
from docgen.redirects.path_tree import PathTree
from docgen.redirects.paths import paths_of

Announced = tuple[int, Entry, Spec, str]
"""The order of an entry, the entry, its contract, and an operation that it announces as deprecated."""


class RuleContext(msgspec.Struct, frozen=True, dict=True):
    """The parts of a project that a rule is resolved with; what is looked up for each rule is kept by its key."""

    config: Config
    entries: tuple[Entry, ...] = ()
    pins: tuple[Pin, ...] = ()
    _announced: dict[str, PathTree[Announced]] = msgspec.field(default_factory=dict)

    @cached_property
    def claiming(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries that claim each rule."""
        return claims_by_rule(self.entries)

    def announced_on(self, host: str) -> PathTree[Announced]:
        """The operations that entries announce as deprecated, by their paths on a host."""
        if host not in self._announced:
            tree = self._announced[host] = PathTree()
            specs = {pin.id: pin.spec for pin in self.pins if pin.spec}
            for place, entry in enumerate(self.entries):
                if entry.pin not in specs:
                    continue
                names = [claim.deprecation.of for claim in entry.text.claims if claim.deprecation]
                for name in (*names, *(entry.text.covers if entry.text.is_about_ends else ())):
                    for path in paths_of(specs[entry.pin], host, name):
                        tree.add(path, (place, entry, specs[entry.pin], name))
        return self._announced[host]
