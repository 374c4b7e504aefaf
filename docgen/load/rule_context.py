"""What a rule is resolved with."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from docgen.model.config import Config
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.redirect import HeaderRule
from docgen.openapi.spec import Spec
from docgen.redirects.operations import paths_of
from docgen.redirects.path_tree import PathTree


class RuleContext(msgspec.Struct, frozen=True, dict=True):
    """The parts of a project that a rule is resolved with."""

    config: Config
    entries: tuple[Entry, ...] = ()
    pins: tuple[Pin, ...] = ()

    @cached_property
    def claiming(self) -> Mapping[str, list[Entry]]:
        """The entries that claim each rule, in their order."""
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for id_ in dict.fromkeys(claim.redirect.rule for claim in entry.text.claims if claim.redirect):
                found[id_].append(entry)
        return found

    @cached_property
    def announced(self) -> "AnnouncedByHost":
        """The operations that entries announce as deprecated, by the paths on a host."""
        return AnnouncedByHost(self.entries, {pin.id: pin.spec for pin in self.pins if pin.spec})


class Announced(NamedTuple):
    """An operation that an entry announces as deprecated; `place` is the order of the entries."""

    place: int
    entry: Entry
    spec: Spec
    operation: str


class AnnouncedByHost:
    """The announced operations, by the paths that they have on a host."""

    def __init__(self, entries: Sequence[Entry], specs: Mapping[str, Spec]) -> None:
        self._found = [
            Announced(place, entry, spec, claim.deprecation.of)
            for place, entry in enumerate(entries)
            if (spec := specs.get(entry.pin))
            for claim in entry.text.claims
            if claim.deprecation
        ]
        self._trees: dict[str, PathTree[Announced]] = {}

    def near(self, rule: HeaderRule) -> list[Announced]:
        """Those that a rule may cover, in the order of their entries."""
        if rule.host not in self._trees:
            tree = self._trees[rule.host] = PathTree()
            for one in self._found:
                for path in paths_of(one.spec, rule.host, one.operation):
                    tree.add(path, one)
        return sorted(self._trees[rule.host].overlapping(rule), key=lambda one: one.place)
