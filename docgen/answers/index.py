"""The names of a table, found as customers write them."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from docgen.answers.build import Table
from docgen.differ.path_items import operation_shape
from docgen.upgrade.answer import Fact

_ORDER: Final = ("event", "error", "pin", "operation", "header", "sent", "schema", "field", "value", "parameter")
_KINDS: Final = {"code": "error", "version": "pin"}
"""Other words for a kind."""
_NAME: Final = re.compile(r"(?!(?:true|false|null)$)[A-Za-z][\w.-]*")
"""A value that looks like a name, not like a number or a text."""


class Named(msgspec.Struct, frozen=True):
    """A part that a name names: `text` is the name, `key` that of the part."""

    text: str
    kind: str
    key: str

    @property
    def uses(self) -> tuple[str, ...]:
        """The operation or event that a customer of it uses."""
        return {"event": (f"event {self.key}",), "operation": (self.key,)}.get(self.kind, ())


class NameIndex:
    """The parts of a table by their names: as they are written, otherwise in any case."""

    def __init__(self, table: Table) -> None:
        self._facts: dict[tuple[str, str], tuple[Fact, ...]] = {}
        self._named: dict[str, dict[Named, None]] = {}
        for part in table.parts:
            key = operation_shape(part.name) if part.kind == "operation" else part.name
            self._facts[part.kind, key] = (*self._facts.get((part.kind, key), ()), *part.facts)
            self._add(part.name, part.kind, part.name)
        for kind, names in table.names.items():
            for name in names:
                self._add(name, kind, name)
        for schema, fields in table.fields.items():
            for field in fields:
                self._add(f"{schema}.{field}", "field", f"{schema}.{field}")
        self._enums: Final = {selector: frozenset(values) for selector, values in table.enums.items()}
        for value in dict.fromkeys(value for values in table.enums.values() for value in values):
            self._add(value, "value", value)
        for name, operation in table.operation_ids.items():
            self._add(name, "operation", operation)
        for label, pin in table.labels.items():
            self._add(label, "pin", pin)

    def _add(self, text: str, kind: str, key: str) -> None:
        self._named.setdefault(text.lower(), {})[Named(text, kind, key)] = None
        if kind == "field":
            short = text.rpartition(".")[2]
            self._named.setdefault(short.lower(), {})[Named(short, kind, key)] = None

    def find(self, text: str, kind: str = "") -> list[Named]:
        """The parts that have a name, of one kind where that is given, in the order of the kinds."""
        wanted = _KINDS.get(kind, kind)
        found = [one for one in self._named.get(text.lower(), {}) if _is_of(one, wanted)]
        exact = [one for one in found if one.text == text]
        return sorted(exact or found, key=lambda one: _ORDER.index(one.kind))

    def excludes(self, fields: Sequence[Named], value: str) -> bool:
        """Whether no field has the value: none in its enum, or none of another kind of name that is known."""
        enums = [self._enums.get(one.key) for one in fields]
        return bool(fields) and all(
            bool(_NAME.fullmatch(value)) if enum is None else value not in enum for enum in enums
        )

    def allows(self, fields: Sequence[Named], value: Named) -> bool:
        """Whether one of the fields may have a name as its value; what is announced of it counts in any case."""
        is_free = not all(one.key in self._enums for one in fields)
        return bool(self.facts(value.kind, value.key)) or value.kind != "value" or is_free

    def facts(self, kind: str, key: str) -> tuple[Fact, ...]:
        """What is announced of a part."""
        return self._facts.get((kind, operation_shape(key) if kind == "operation" else key), ())


def _is_of(one: Named, kind: str) -> bool:
    return not kind or one.kind == kind or (kind == "header" and one.kind == "sent")
