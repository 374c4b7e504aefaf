"""The names in a contract that a customer may ask about, by their kind."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

import msgspec

from docgen.differ.path_items import operation_shape
from docgen.entries.coverage import containing
from docgen.model.config import Config
from docgen.openapi.selectors import pointers
from docgen.openapi.spec import Spec
from docgen.openapi.structure import objects_of
from docgen.positions.source import Pointer
from docgen.upgrade.dependencies import enum_texts, unnamed_parts

_KINDS: Final = ("event", "error", "header", "schema", "parameter", "field", "value")
Names = Mapping[str, tuple[str, ...]]
"""Names by what they belong to, in the order of the contract."""


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
    def by_kind(self) -> Names:
        """The names of each kind but operations; of fields only those that are in no component schema."""
        names: dict[str, dict[str, None]] = {kind: {} for kind in _KINDS}
        for selector in self._pointers:
            kind, _, name = selector.partition(" ")
            if name and kind in names:
                names[kind][name] = None
        names["schema"] |= dict.fromkeys(self.spec.schemas())
        for parameter in map(self.spec.target, objects_of(self.spec, "parameter")):
            if parameter.get("in") in ("query", "cookie"):
                names["parameter"][parameter.name] = None
        for kind, name in unnamed_parts(self.spec):
            names[kind][name] = None
        return {kind: tuple(listed) for kind, listed in names.items()}

    @cached_property
    def fields(self) -> Names:
        """The fields of each schema, nested ones with dots."""
        schemas, fields = self.spec.schemas(), dict[str, dict[str, None]]()
        for selector, pointer in self._fields.items():
            # the name of a schema may have dots, too
            schema = next(filter(schemas.__contains__, containing(selector)), str(pointer[2]))
            fields.setdefault(schema, {})[selector[len(schema) + 1 :]] = None
        return {schema: tuple(listed) for schema, listed in fields.items()}

    @cached_property
    def enums(self) -> Names:
        """The values of each schema and field with an enum, or with items that have one."""
        enums: dict[str, tuple[str, ...]] = {}
        fields = {selector: self.spec.at(pointer) for selector, pointer in self._fields.items()}
        for selector, node in {**self.spec.schemas(), **fields}.items():
            schema = self.spec.resolve(node)
            listed = schema.get("enum") or self.spec.resolve(schema.get("items")).get("enum")
            if values := tuple(enum_texts(listed)):
                enums[selector] = values
        return enums

    def operation_ids(self) -> dict[str, str]:
        """The operations by their operationId."""
        ids: dict[str, str] = {}
        for operation in self.spec.operations():
            id_ = operation.get("operationId")
            if isinstance(id_, str) and id_:
                ids[id_] = operation.name
        return ids

    def parts(self) -> Iterator[tuple[str, str]]:
        """The kind and the name of each part."""
        for operation in self.spec.operations():
            yield "operation", operation_shape(operation.name)
        yield from named_parts(self.by_kind, self.fields)


def named_parts(names: Names, fields: Names) -> Iterator[tuple[str, str]]:
    """The kind and the name of each field, and each part of `names` by kind."""
    for schema, listed in fields.items():
        for field in listed:
            yield "field", f"{schema}.{field}"
    for kind, listed in names.items():
        for name in listed:
            yield kind, name
