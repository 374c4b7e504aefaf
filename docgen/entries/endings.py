"""What an entry says ends: redirects that it claims, parts that it announces as deprecated, and removed ones."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import chain

import msgspec

from docgen.claims import KINDS
from docgen.claims.deprecation import part_ending
from docgen.model.claim import DeprecationClaim
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.openapi.deprecated import owner, parts
from docgen.openapi.spec import Spec


def announced_endings(project: Project, entry: Entry) -> tuple[Ending, ...]:
    """What an entry says ends: its redirects that end in an error, then deprecations, then the rest; each once."""
    announced: dict[tuple[str, date | None], Ending] = {}
    for ending in chain(_breaking(project, entry), *map(partial(_claimed, project, entry), KINDS)):
        if ending.kind != "redirect" or ending.rule:
            announced.setdefault((ending.name, ending.sunset), ending)
    return tuple(announced.values())


def breaking_days(project: Project, entry: Entry) -> tuple[date, ...]:
    """The days on which what the entry announces stops working, in order; empty where nothing ends."""
    return tuple(sorted({ending.day for ending in _breaking(project, entry) if ending.ends is not None}))


def breaks_on(project: Project, entry: Entry) -> date | None:
    """The first day on which something that the entry announces stops working; None where nothing ends."""
    return next(iter(breaking_days(project, entry)), None)


def _breaking(project: Project, entry: Entry) -> Iterator[Ending]:
    return chain(closing_redirects(project, entry), deprecations(project, entry))


def _claimed(project: Project, entry: Entry, kind: str) -> Iterator[Ending]:
    for pointer, claim in entry.placed_claims():
        if claim.kind == kind:
            yield from KINDS[kind].endings(project, entry, claim.promise, pointer)


def closing_redirects(project: Project, entry: Entry) -> Iterator[Ending]:
    """The redirects that the entry claims and that end in 404 or 410; after `upstream`, the rule breaks nothing."""
    return _claimed(project, entry, "redirect")


def deprecations(project: Project, entry: Entry) -> Iterator[Ending]:
    """The deprecations that an entry claims, then those that it covers, if it is `deprecated` or `removed`.

    The date is that of the contract, or else the claimed one.
    """
    claimed = list(_claimed(project, entry, "deprecation"))
    yield from claimed
    spec = project.spec_of(entry)
    if spec is None:
        return
    named = {ending.name for ending in claimed}
    for ending in _covered(spec, entry):
        if ending.name not in named and any(part.is_deprecated for part in parts(spec, ending.name)):
            yield ending


def announced_parts(project: Project) -> dict[str, Ending]:
    """What the newest published entry announces of each deprecated part, by its name."""
    announced: dict[str, Ending] = {}
    for entry in sorted(project.visible_entries(), key=lambda entry: entry.text.published):
        # a later entry corrects what an earlier one announced
        announced |= {ending.name: ending for ending in deprecations(project, entry)}
    return announced


def _covered(spec: Spec | None, entry: Entry) -> Iterator[Ending]:
    """What an entry covers and is about the end of."""
    if not entry.text.is_about_ends:
        return
    for index, selector in enumerate(entry.text.covers):
        ending = part_ending(spec, entry, DeprecationClaim(of=selector), ("covers", index))
        yield msgspec.structs.replace(ending, claim=None)


class Announcements:
    """The published announcements of deprecated parts: by a claim, else by what an entry covers."""

    def __init__(self, project: Project) -> None:
        self._by_name = defaultdict[str, list[Ending]](list)
        entries = project.visible_entries()
        claimed = (_claimed(project, entry, "deprecation") for entry in entries)
        for ending in chain(*claimed, *(_covered(None, entry) for entry in entries)):
            self._by_name[ending.name].append(ending)

    def of(self, selector: str, sunset: date | None) -> Ending | None:
        """The announcement of a part with its sunset.

        What an entry covers may be the operation of a parameter, or the part of another contract.
        """
        for ending in self._by_name.get(selector, ()):
            if ending.claim is None or ending.claim.sunset in (None, sunset or ending.sunset):
                return ending
        of_owner = self._by_name.get(owner(selector), ())
        return next((ending for ending in of_owner if ending.claim is None), None)
