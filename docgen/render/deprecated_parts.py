"""The operations, parameters, schemas and fields that a contract marks as deprecated, with what announces them."""

from datetime import date

import msgspec

from docgen.entries.deprecations import announced_by
from docgen.model.entry import Entry
from docgen.openapi.deprecated import Kind, Part, deprecated_parts, owner
from docgen.render.publication import Publication


class DeprecatedPart(msgspec.Struct, frozen=True):
    """A part with `deprecated: true` in the newest contract that has it.

    `entry` announces it; `since` is the first day of its notice, `since_pin` the first pin whose contract marks it,
    `successor` the part to use instead.
    """

    selector: str
    kind: Kind
    pin: str
    since: date | None
    sunset: date | None
    successor: str | None
    entry: Entry | None
    url: str | None
    since_pin: str


def listed_parts(publication: Publication) -> tuple[DeprecatedPart, ...]:
    """The deprecated parts of the contracts that are not retired, each once, the newest contract first."""
    return publication.cached(_listed_parts)


def _listed_parts(publication: Publication) -> tuple[DeprecatedPart, ...]:
    found: dict[str, tuple[str, Part]] = {}
    since: dict[str, str] = {}
    for pin in publication.pins():
        for part in deprecated_parts(pin.spec) if pin.spec else ():
            since[part.selector] = pin.id  # the oldest comes last
            if publication.status(pin) != "retired":
                found.setdefault(part.selector, (pin.id, part))
    return tuple(_part(publication, pin, part, since[part.selector]) for pin, part in found.values())


def _part(publication: Publication, pin: str, part: Part, since_pin: str) -> DeprecatedPart:
    announced = announced_by(publication.project, part.selector, part.sunset)
    claim = announced.claim if announced else None
    return DeprecatedPart(
        part.selector,
        part.kind,
        pin,
        announced.since if announced else None,
        part.sunset or (announced.sunset if announced else None),
        claim.successor if claim else None,
        announced.entry if announced else None,
        publication.url_of(owner(part.selector)),
        since_pin,
    )
