"""What a contract says: its names and values, statuses, dates and numbers, and its addresses."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Final, TypeVar

from docgen.facts.figures import Quantity, find_dates, find_quantities
from docgen.facts.knowledge.surface import Route, Surface
from docgen.model.config import Config
from docgen.openapi import selectors
from docgen.openapi.lifecycle import day_of, sunset_of
from docgen.openapi.nodes import as_list, children
from docgen.openapi.spec import Spec
from docgen.openapi.structure import objects, objects_of
from docgen.wording import json_text

_VALUES: Final = frozenset(("default", "example", "examples", "value", "scopes", "security", "const"))
"""The keys of values that may have keys of their own, which are names, too."""
_PROSE: Final = frozenset(("description", "summary"))
_SEVERAL: Final = re.compile(r"[A-Za-z0-9](?:[_.-][A-Za-z0-9]|(?<=[a-z0-9])[A-Z])")
KEYWORDS: Final = frozenset(
    """oneOf anyOf allOf not if then else enum const items prefixItems properties required additionalProperties
    patternProperties unevaluatedProperties propertyNames format pattern nullable readOnly writeOnly deprecated default
    discriminator any maximum minimum exclusiveMaximum exclusiveMinimum multipleOf maxLength minLength maxItems minItems
    uniqueItems maxProperties minProperties $ref $defs""".split()  # noqa: SIM905 - a list is 40 lines
)
"""Keywords of OpenAPI and JSON Schema that a text about a contract names."""
TYPES: Final = frozenset("string integer number boolean object array map null nothing true false".split())  # noqa: SIM905 - as above
"""The types and literals of JSON Schema, which any contract may name."""
TYPE_WORDS: Final = frozenset(
    "list of or explode form simple label matrix spaceDelimited pipeDelimited deepObject".split()  # noqa: SIM905 - as above
)
"""Words beside others in code that describes a type, or how a parameter is written: `list of string`."""


class Vocabulary(Surface):
    """What one contract says, each list computed once."""

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name and value of the contract, its words in code and the parts of its paths and events, too."""
        parts = chain.from_iterable(event.split(".") for event in self.events)
        paths = chain.from_iterable(operation.path.split("/") for operation in self.operations)
        words = chain.from_iterable(map(_words, self._descriptions))
        return self.meant.union(parts, paths, words, self._structure, self.spec.schemas()) - {""}

    @cached_property
    def meant(self) -> frozenset[str]:
        """The fields, parameters, events, codes and values of enums: no word of a description."""
        return frozenset((*self.fields, *self.enums, *self.events, *self.error_codes))

    @cached_property
    def _structure(self) -> frozenset[str]:
        return frozenset(self._walk())

    def _walk(self) -> Iterator[str]:
        for part in objects(self.spec):
            node, kind = part.value, part.kind
            # the keys of a map are names: of schemas, paths, properties, statuses
            if kind.startswith("{") or kind in ("responses", "flows"):
                yield from map(str, node)
            for key, value in node.items():
                if key in _VALUES:
                    yield from _scalars(value)
                elif key not in _PROSE:
                    yield from _own_scalars(value)

    @cached_property
    def media_types(self) -> frozenset[str]:
        """The media types of all bodies."""
        return frozenset(chain.from_iterable(part.mapping for part in objects_of(self.spec, "{mediaType}")))

    @cached_property
    def _descriptions(self) -> tuple[str, ...]:
        """Every description and summary; the contract's own words count as it does."""
        listed = chain.from_iterable((part.get("description"), part.get("summary")) for part in objects(self.spec))
        return tuple(text for text in listed if isinstance(text, str))

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """Each value, event and error code of several words by what is left without letter case and separators.

        One word in another letter case is rather a word of the text: a button, a class, a constant. And an SDK, a
        table and another product write the names of fields in a style of their own.
        """
        listed = filter(_SEVERAL.search, self.meant.difference(self.fields))
        return {folded(name): name for name in listed}

    @cached_property
    def quantities(self) -> frozenset[Quantity]:
        """The numbers with a unit in descriptions, and in sentences that are examples."""
        sentences = (text for text in self._structure if text.count(" ") >= 2 and text.endswith("."))
        listed = chain.from_iterable(map(find_quantities, (*self._descriptions, *sentences)))
        return frozenset(found.quantity for found in listed)

    @cached_property
    def sunsets(self) -> frozenset[date]:
        """The end dates of deprecated parts."""
        return frozenset(filter(None, (day_of(sunset_of(part.value)) for part in objects(self.spec))))

    @cached_property
    def dates(self) -> frozenset[date]:
        """The dates in descriptions and among the values."""
        listed = chain.from_iterable(map(find_dates, (*self._descriptions, *self._structure)))
        return self.sunsets | {found.day for found in listed if found.day}


_Item = TypeVar("_Item")


class Contracts(tuple[Vocabulary, ...]):
    """The contracts that a text is about, that of its own pin first."""

    def each(self, part: Callable[[Vocabulary], Iterable[_Item]]) -> Iterator[_Item]:
        """A part of each of the contracts."""
        return chain.from_iterable(map(part, self))

    def route(self, path: str, method: str = "") -> Route | None:
        """What has a path in the first contract that knows it."""
        return next(filter(None, (contract.route(path, method) for contract in self)), None)


def folded(name: str) -> str:
    """A name without letter case and separators: the same of `created_at`, `createdAt` and `Created-At`."""
    return re.sub(r"[\W_]", "", name).casefold()


def vocabulary(id_: str, spec: Spec, config: Config) -> Vocabulary:
    """What the contract of a pin says; the same one on every day that texts are checked for."""
    return spec.cached(_known).setdefault((id_, config.error_codes), Vocabulary(id_, spec, config))


def _known(_: Spec) -> dict[tuple[str, selectors.Codes], Vocabulary]:
    return {}


def _scalars(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from map(str, value)
    elif not isinstance(value, list):
        yield json_text(value)
    for _, child in children(value):
        yield from _scalars(child)


def _own_scalars(value: object) -> Iterator[str]:
    """A value, or the values of a list, that have no parts: those that have some are objects of their own."""
    for item in as_list(value) or [value]:
        if not isinstance(item, (dict, list)):
            yield json_text(item)


def _words(text: str) -> Iterable[str]:
    """The code in a description, whole and by its words."""
    for match in re.finditer(r"(?<!`)`++([^`\n]+)`++", text):
        yield match[1]
        yield from re.findall(r"[\w$@][\w$.-]*", match[1])
