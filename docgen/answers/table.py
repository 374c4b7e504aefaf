"""The table of answers: the parts of an API that a customer may name, and what is announced of each."""

from collections.abc import Mapping

import msgspec

from docgen.upgrade.answer import Fact


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the API of which something is announced: an operation, an event, a field, a value and so on."""

    kind: str
    name: str
    facts: tuple[Fact, ...]


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """An address that redirects or redirected; `headers` are those of its answer, in the form `name: value`."""

    host: str
    path: str
    match: str
    to: str
    excluded: tuple[str, ...]
    headers: tuple[str, ...]
    fact: Fact


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """What customers may name in one contract.

    `hosts` are those of the API, `site` is the address of its documentation; `path_pins` are the date-pins that
    stand in paths. `parts` have facts, `names` are all names by kind and `fields` the fields by schema,
    `enums` the values of a schema or a field;
    `operation_ids` and `labels` are other names of operations and date-pins, and `version` names the header or query
    parameter of the date-pin. `urls` stay, and `doc_urls` are the addresses of error codes, with `{code}`.
    `everybody` is what every customer must know.
    """

    current: str
    hosts: tuple[str, ...]
    site: str
    path_pins: tuple[str, ...]
    version: str
    addresses: tuple[Address, ...]
    parts: tuple[Part, ...]
    names: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, tuple[str, ...]]
    enums: Mapping[str, tuple[str, ...]]
    operation_ids: Mapping[str, str]
    labels: Mapping[str, str]
    urls: tuple[str, ...]
    doc_urls: tuple[str, ...]
    everybody: tuple[Fact, ...] = ()
