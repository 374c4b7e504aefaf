"""A document for programs, and how its records are made: from the model, by the names of their fields."""

from datetime import date
from typing import Literal, TypeVar

import msgspec

Record = TypeVar("Record", bound=msgspec.Struct)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A machine file: a reader checks `version` before anything else; states are those of the day `as_of`."""

    schema_url: str = msgspec.field(name="$schema")
    version: Literal[1]
    as_of: date


def record(kind: type[Record], source: object, /, **own: object) -> Record:
    """A record of some values; its other fields are the attributes of `source` that have their names."""
    shared = {name: getattr(source, name) for name in kind.__struct_fields__ if hasattr(source, name)}
    return kind(**{**shared, **own})
