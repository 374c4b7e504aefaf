"""The names in a contract that a customer may ask about, by their kind."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

import msgspec

from docgen.model.config import Config
from docgen.openapi.selectors import pointers
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer
from docgen.wording import json_text

KINDS: Final = ("event", "error", "header", "schema", "parameter")


class ContractNames(msgspec.Struct, frozen=True, dict=True):
    """The names of a contract; each part is looked up once, since a contract may have tens of thousands."""

    spec: Spec
    config: Config

    @cached_property
    def _pointers(self) -> Mapping[str, Pointer]:
        return pointers(self.spec, self.config.error_codes)

    @cached_property
    def _fields(self) -> Mapping[str, Pointer]:
        schemas = self.spec.schemas()
        return {name: at for name, at in self._pointers.items() if " " not in name and name not in schemas}

    @cached_property
    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """The names of each kind but operations, fields and values, in the order of the contract."""
        found: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
        for selector in self._pointers:
            kind, space, name = selector.partition(" ")
            if space and kind in found:
                found[kind][name] = None
        found["schema"] |= dict.fromkeys(self.spec.schemas())
        found["parameter"] |= dict.fromkeys(self._parameters())
        return {kind: tuple(listed) for kind, listed in found.items()}

    @cached_property
    def fields(self) -> dict[str, tuple[str, ...]]:
        """The fields of each schema, nested ones with dots."""
        schemas, found = self.spec.schemas(), dict[str, dict[str, None]]()
        for selector, pointer in self._fields.items():
            schema = next((name for name in _prefixes(selector) if name in schemas), str(pointer[2]))
            found.setdefault(schema, {})[selector[len(schema) + 1 :]] = None
        return {schema: tuple(listed) for schema, listed in found.items()}

    @cached_property
    def enums(self) -> dict[str, tuple[str, ...]]:
        """The values of each schema and field with an enum, or with items that have one."""
        fields = ((selector, self.spec.at(pointer)) for selector, pointer in self._fields.items())
        found = ((selector, self._enum(node)) for selector, node in (*self.spec.schemas().items(), *fields))
        return {selector: values for selector, values in found if values}

    def operation_ids(self) -> dict[str, str]:
        """The operations by their operationId."""
        listed = ((operation.node.get("operationId"), operation.name) for operation in self.spec.operations())
        return {name: operation for name, operation in listed if isinstance(name, str) and name}

    def _enum(self, node: object) -> tuple[str, ...]:
        schema = self.spec.resolve(node) if isinstance(node, Mapping) else {}
        items = schema.get("items")
        listed = schema.get("enum") or (self.spec.resolve(items).get("enum") if items else None)
        if not isinstance(listed, list):
            return ()
        return tuple(json_text(value) for value in listed if isinstance(value, str | int))

    def _parameters(self) -> Iterator[str]:
        for operation in self.spec.operations():
            for one in operation.parameters:
                if one.get("in") in ("query", "cookie"):
                    yield str(one.get("name"))


def _prefixes(selector: str) -> Iterator[str]:
    end = selector.find(".")
    while end > 0:
        yield selector[:end]
        end = selector.find(".", end + 1)
