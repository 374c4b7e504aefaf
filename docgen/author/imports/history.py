"""Releases of another changelog as history: a pin without a contract for each, with its entries."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from typing import Final

import msgspec

from docgen import urls
from docgen.author.imports.contents import Part, contents
from docgen.author.imports.dates import day_in, version_in
from docgen.author.imports.kinds import Named, named
from docgen.author.imports.markup import cleaned
from docgen.author.imports.release import Release, Unplaced
from docgen.author.slug import slug_of, unused
from docgen.author.template import filled_in
from docgen.model.project import Project
from docgen.openapi.selectors import find
from docgen.wording import visible

_LONGEST: Final = 80
"""Characters of the id of a pin, and of the words of a title in a slug."""


class Imported(msgspec.Struct):
    """What an import writes: files, the kinds and selectors of their entries, and what has no place.

    `known` counts the releases that the project has.
    """

    files: dict[str, str | bytes] = {}
    kinds: list[str] = []
    covers: list[str] = []
    unplaced: list[Unplaced] = []
    known: int = 0


def imported(found: Iterable[Release], project: Project, base_url: str) -> Imported:
    """The files for releases; those that the project has are left alone, whatever a writer made of them."""
    result, names = Imported(), _Names(project)
    # from the oldest: a release that is added on top changes no id of those below
    for release in reversed(list(found)):
        text, lost = cleaned(visible(release.text), base_url)
        parts, summary = contents(text, release.name)
        day = day_in(release.dated)
        if day is None or not parts:
            why = "it has no text" if day else "expected a day such as 2024-10-12 or October 12, 2024"
            result.unplaced.append(Unplaced(release.line, f"{release.name}; {why}"))
        elif id_ := names.new_id(release.name, day, parts):
            result.unplaced += (Unplaced(release.line_at(line), message) for line, message in lost)
            pin = filled_in("history/pin.yaml", label=release.name, day=day, summary=summary)
            result.files[f"changelog/{id_}/pin.yaml"] = pin
            for part in parts:
                path = f"changelog/{id_}/{names.new_slug(id_, part)}.yaml"
                result.files[path] = _entry(part, release, day, result, project)
        else:
            result.known += 1
    return result


def _entry(part: Part, release: Release, day: date, result: Imported, project: Project) -> str:
    """The text of an entry, whose kind and selectors are counted in the result."""
    kind, breaks = part.named or Named("changed")
    covers = [*_covers(part.codes, project)]
    result.kinds.append(kind)
    result.covers += covers
    areas = [tag for tag in release.tags if not named(tag)]
    values = {"kind": kind, "breaks": breaks, "areas": areas, "covers": covers}
    return filled_in("history/entry.yaml", part=part, day=day, **values)


def _covers(codes: Iterable[str], project: Project) -> Iterator[str]:
    """The selectors of the newest contract that code spans are, by their whole names."""
    spec = project.pins[-1].spec if project.pins else None
    for code in dict.fromkeys(codes):
        for selector in (code, f"event {code}", f"error {code}", f"header {code}"):
            if spec and find(spec, selector, project.config.error_codes):
                yield selector


class _Names:
    """The ids and slugs of a project, with those that an import adds."""

    def __init__(self, project: Project) -> None:
        pins = (*(pin.id for pin in project.pins), *project.history.pin_ids, *urls.RESERVED_PINS)
        self._ids = {pin.casefold() for pin in pins}
        self._known = {entry.slug for entry in project.history.entries}
        self._slugs = {*self._known, *(entry.slug for entry in project.entries)}

    def new_id(self, name: str, day: date, parts: Iterable[Part]) -> str | None:
        """The version or the day, with a number where another pin has it; None if an entry of the release is there."""
        safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:_LONGEST].strip("-._")
        id_ = free = safe if version_in(name) else day.isoformat()
        for number in count(2):
            if not self._known.isdisjoint(_slug(free, part) for part in parts):
                return None
            if free.casefold() not in self._ids:
                break
            free = f"{id_}-{number}"
        self._ids.add(free.casefold())
        return free

    def new_slug(self, id_: str, part: Part) -> str:
        """A slug that no other entry has."""
        slug = unused(_slug(id_, part), self._slugs)
        self._slugs.add(slug)
        return slug


def _slug(id_: str, part: Part) -> str:
    """The same for the same text, by which an entry is known again."""
    return slug_of(f"{id_} {part.title}"[: 2 * _LONGEST])
