"""The operations, parameters, schemas and fields that a contract marks as deprecated."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from docgen.model.entry import Entry
from docgen.openapi.deprecated import deprecated_nodes
from docgen.openapi.lifecycle import day_of, sunset_of
from docgen.render.publication import Publication


class DeprecatedPart(msgspec.Struct, frozen=True):
    """A part with `deprecated: true` in the newest contract that has it; `sunset` is its `x-sunset`."""

    selector: str
    pin: str
    sunset: date | None
    entry: Entry | None
    url: str | None


def deprecated_parts(publication: Publication) -> tuple[DeprecatedPart, ...]:
    """The deprecated parts of the contracts that are not retired, each once, the newest contract first."""
    found: dict[str, DeprecatedPart] = {}
    for pin in publication.pins():
        if pin.spec and publication.status(pin) != "retired":
            for selector, node in deprecated_nodes(pin.spec):
                found.setdefault(selector, _part(publication, pin.id, selector, node))
    return tuple(found.values())


def _part(publication: Publication, pin: str, selector: str, node: Mapping[str, Any]) -> DeprecatedPart:
    announcing = (
        entry
        for entry in publication.entries()
        if entry.text.kind in ("deprecated", "removed") and selector.partition(", ")[0] in entry.text.covers
    )
    return DeprecatedPart(
        selector, pin, day_of(sunset_of(node)), next(announcing, None), publication.url_of(selector.partition(", ")[0])
    )
