"""One claim of a project, and edits of what carries it."""

import copy
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from docgen.claims.contract import Contract
from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.openapi.nodes import Node, follow
from docgen.openapi.pointers import value_at
from tests.prove.projects import with_contract

Json = Any
"""A part of a contract, which can be any JSON."""


class Edit(NamedTuple):
    """An edit after which the sentence of the claim does not hold; `refuted` is False where nothing shows that."""

    label: str
    project: Project
    refuted: bool = True


class Carrier(NamedTuple):
    """A claim with its project: an entry with that claim alone, or `entry` is None for a claim of pin.yaml."""

    project: Project
    pin_id: str
    claim_id: str
    entry: Entry | None = None
    claim: Claim | None = None

    @property
    def contract(self) -> Contract:
        spec = next(pin.spec for pin in self.project.pins if pin.id == self.pin_id)
        assert spec is not None
        return Contract(spec, self.project.config)

    def edited(self, label: str, change: Callable[[Json], object], *, refuted: bool = True) -> Edit:
        """The project after a change of the contract of the claim's pin, which must change something."""
        document = copy.deepcopy(self.contract.spec.document)
        change(document)
        assert document != self.contract.spec.document, label
        return Edit(label, with_contract(self.project, self.pin_id, dict(document)), refuted)

    def pointer(self, selector: str) -> tuple[str | int, ...]:
        """The pointer of what a selector names, its references followed."""
        found = self.contract.find(selector)
        assert found is not None, selector
        return resolved(self.contract.spec.document, found)


Edits = Iterator[Edit]


def at(document: Json, pointer: tuple[str | int, ...]) -> Json:
    return value_at(document, pointer)


def put(document: Json, pointer: tuple[str | int, ...], value: object) -> None:
    parent = value_at(document, pointer[:-1])
    parent[pointer[-1] if isinstance(parent, dict) else int(pointer[-1])] = value


def drop(document: Json, pointer: tuple[str | int, ...]) -> None:
    del value_at(document, pointer[:-1])[pointer[-1]]


def rename(document: Json, pointer: tuple[str | int, ...], name: str) -> None:
    parent = value_at(document, pointer[:-1])
    items = [(name if key == pointer[-1] else key, value) for key, value in parent.items()]
    parent.clear()
    parent.update(items)


def resolved(document: Json, pointer: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The pointer of what a node refers to in the end."""
    start = Node(value_at(document, pointer), pointer)
    return follow(start, lambda place: Node(value_at(document, place), place), {}).pointer


def with_rules(project: Project, rule_id: str, **changes: Json) -> Project:
    """The project whose rules with an id have other values."""
    rules = (
        msgspec.structs.replace(rule, **changes) if rule.text.id == rule_id else rule for rule in project.redirects
    )
    return msgspec.structs.replace(project, redirects=tuple(rules))
