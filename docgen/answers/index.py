"""The names of a table, found as customers write them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from docgen.answers.build import Table
from docgen.answers.names import named_parts
from docgen.answers.pasted import FORMS, KINDS, SYNONYMS
from docgen.differ.path_items import operation_shape
from docgen.upgrade.answer import Fact


class Named(NamedTuple):
    """A part that a name names: `text` is the name, `key` that of the part."""

    text: str
    kind: str
    key: str

    @property
    def use(self) -> str:
        """What a customer of it uses: its kind and name, for an operation its name alone."""
        # whoever sends it
        kind = "header" if self.kind == "sent" else self.kind
        return self.key if kind == "operation" else f"{kind} {self.key}"


class NameIndex:
    """The parts of a table by their names: as they are written, otherwise in any case."""

    def __init__(self, table: Table) -> None:
        self._facts: dict[tuple[str, str], tuple[Fact, ...]] = {}
        self._named: defaultdict[str, dict[Named, None]] = defaultdict(dict)
        self._enums: Final = {selector: frozenset(values) for selector, values in table.enums.items()}
        for part in table.parts:
            key = _key(part.kind, part.name)
            self._facts[key] = self._facts.get(key, ()) + part.facts
            self._add(part.name, part.kind, part.name)
        for kind, name in named_parts(table.names, table.fields):
            self._add(name, kind, name)
        others = {"operation": table.operation_ids, "event": table.event_keys, "pin": table.labels}
        for kind, names in others.items():
            for other, name in names.items():
                self._add(other, kind, name)

    def _add(self, text: str, kind: str, key: str) -> None:
        self._named[text.lower()][Named(text, kind, key)] = None
        if kind == "field":
            # customers see JSON, where a field has no schema in front of it
            short = text.rpartition(".")[2]
            self._named[short.lower()][Named(short, kind, key)] = None

    def find(self, text: str, kind: str = "") -> list[Named]:
        """The parts that have a name, of one kind where that is given, in the order of the kinds."""
        wanted = SYNONYMS.get(kind, kind)
        named = list(self._named.get(text.lower(), ()))
        # a customer says "header" of any, whether the contract has it or a redirect sends it
        if wanted:
            named = [part for part in named if part.kind == wanted or (wanted, part.kind) == ("header", "sent")]
        exact = [part for part in named if part.text == text]
        return sorted(exact or named, key=lambda part: KINDS[part.kind])

    def excludes(self, fields: Sequence[Named], value: str, values: Sequence[Named]) -> bool:
        """Whether no field has the value: none in its enum, or none of another kind of name that is known.

        `values` are the parts of that name: what is announced of one counts in any case.
        """
        enums = [self._enums.get(field.key) for field in fields]
        # `completed` of one enum says nothing about the field of another
        for part in values:
            if part.kind != "value" or None in enums or self.facts(part.kind, part.key):
                return False
        return all(value not in enum if enum is not None else FORMS["name"].fullmatch(value) for enum in enums)

    def facts(self, kind: str, key: str) -> tuple[Fact, ...]:
        """What is announced of a part."""
        return self._facts.get(_key(kind, key), ())


def _key(kind: str, name: str) -> tuple[str, str]:
    """The key of a part: contracts call the parameters of one path by several names."""
    return kind, operation_shape(name) if kind == "operation" else name
