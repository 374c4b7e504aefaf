"""What entries announce as deprecated: by a claim, or by the parts that an entry on deprecations covers."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from docgen.model.claim import DeprecationClaim
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.openapi.deprecated import Part, owner, parts
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer


class Announcement(NamedTuple):
    """A part of a contract that an entry announces as deprecated, at `pointer` of the entry's file.

    `since` is the first day of its notice; `sunset` is that of the contract, or else the claimed one; `claim` is None
    for a part that the entry covers.
    """

    entry: Entry
    selector: str
    since: date
    sunset: date | None
    pointer: Pointer
    claim: DeprecationClaim | None = None


def announcements(project: Project, entry: Entry) -> Iterator[Announcement]:
    """The deprecations that an entry claims, then those that it covers, if it is `deprecated` or `removed`."""
    claimed = list(_claims(project, entry))
    yield from claimed
    spec = _spec(project, entry)
    for index, selector in enumerate(entry.text.covers if spec and _is_about_ends(entry) else ()):
        marked = [part for part in parts(spec, selector) if part.is_deprecated] if spec else []
        if marked and all(selector != one.selector for one in claimed):
            yield Announcement(entry, selector, entry.text.published, _first_sunset(marked), ("covers", index))


def _claims(project: Project, entry: Entry) -> Iterator[Announcement]:
    for index, claim in enumerate(entry.text.claims):
        if claim.deprecation:
            yield _claimed(entry, _spec(project, entry), claim.deprecation, ("claims", index, "deprecation"))


def _spec(project: Project, entry: Entry) -> Spec | None:
    return next((pin.spec for pin in project.pins if pin.id == entry.pin), None)


def announced_by(project: Project, selector: str, sunset: date | None) -> Announcement | None:
    """The published announcement of a deprecated part with its sunset: by a claim on it, else by what covers it.

    What an entry covers may be the operation of a parameter, or the part of another contract.
    """
    entries = project.visible_entries()
    claimed = (found for entry in entries for found in _claims(project, entry) if found.selector == selector)
    found = next((one for one in claimed if one.claim and one.claim.sunset in (None, sunset or one.sunset)), None)
    covered = (_covering(entry, selector) for entry in entries if _is_about_ends(entry))
    return found or next((one for one in covered if one), None)


def _covering(entry: Entry, selector: str) -> Announcement | None:
    for name in (selector, owner(selector)):
        if name in entry.text.covers:
            pointer = ("covers", entry.text.covers.index(name))
            return Announcement(entry, selector, entry.text.published, None, pointer)
    return None


def _claimed(entry: Entry, spec: Spec | None, claim: DeprecationClaim, pointer: Pointer) -> Announcement:
    sunset = _first_sunset(list(parts(spec, claim.of)) if spec else []) or claim.sunset
    return Announcement(entry, claim.of, claim.since or entry.text.published, sunset, pointer, claim)


def _first_sunset(marked: list[Part]) -> date | None:
    return min((part.sunset for part in marked if part.sunset), default=None)


def _is_about_ends(entry: Entry) -> bool:
    return entry.text.kind in ("deprecated", "removed")
