"""A contract whose parts are walked once."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from docgen.model.config import Config
from docgen.openapi.spec import Spec
from docgen.openapi.structure import parts
from docgen.positions.source import Pointer


class Part(NamedTuple):
    """An object of a contract, or a map of them by name, with its kind as in `openapi.structure`."""

    node: Mapping[str, Any]
    kind: str
    pointer: Pointer


class Contract:
    """The contract of a pin, whose id it has."""

    def __init__(self, id_: str, spec: Spec, config: Config) -> None:
        self.id = id_
        self.spec = spec
        self._config = config

    @cached_property
    def objects(self) -> tuple[Part, ...]:
        """Every object of the contract, and every map of objects."""
        return tuple(self._objects())

    def _objects(self) -> Iterator[Part]:
        for node, pointer, kind in parts(self.spec.document):
            if isinstance(node, dict):
                yield Part(node, kind, pointer)
