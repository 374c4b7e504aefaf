"""Releases of another changelog as history: a pin without a contract for each, with its entries."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from typing import Final

from docgen import urls
from docgen.author.imports.contents import Named, Part, contents, named
from docgen.author.imports.formats import Release, day_in, version_in
from docgen.author.imports.markup import cleaned
from docgen.author.template import filled_in
from docgen.model.entry import slug_of, unused
from docgen.model.files import MutableFiles
from docgen.model.project import Project
from docgen.openapi.selectors import find
from docgen.wording import visible

_LONGEST: Final = 100
"""Characters of the id of a pin, and of a slug."""


class Importer:
    """Makes the files of releases, and counts kinds, selectors and the releases that the project has already.

    `unplaced` are the parts that no entry has: the line in the file, what it is and why.
    """

    def __init__(self, project: Project, base_url: str = "") -> None:
        self.files = MutableFiles()
        self.kinds: Counter[str] = Counter()
        self.covers = self.known = 0
        self.unplaced: list[tuple[int, str]] = []
        self._project, self._base_url = project, base_url
        pins = (*(pin.id for pin in project.pins), *project.history.pin_ids, *urls.RESERVED_PINS)
        self._ids = {pin.casefold() for pin in pins}
        self._known = {entry.slug for entry in project.history.entries}
        self._slugs = {*self._known, *(entry.slug for entry in project.entries)}

    def add(self, release: Release) -> None:
        """Add a release; one that the project has is left alone, whatever a writer made of it."""
        text, lost = cleaned(visible(release.text), self._base_url)
        parts, summary = contents(text, release.name)
        day = day_in(release.dated)
        if day is None or not parts:
            why = "it has no text" if day else "expected a day such as 2024-10-12 or October 12, 2024"
            self.unplaced.append((release.line, f"{release.name}; {why}"))
        elif id_ := self._new_id(release.name, day, parts):
            self.unplaced += ((release.line_at(line), message) for line, message in lost)
            pin = filled_in("history/pin.yaml", label=release.name, day=day, summary=summary)
            self.files[f"changelog/{id_}/pin.yaml"] = pin
            for part in parts:
                slug = unused(_slug(id_, part), self._slugs)
                self._slugs.add(slug)
                self.files[f"changelog/{id_}/{slug}.yaml"] = self._entry(part, release, day)
        else:
            self.known += 1

    def _new_id(self, name: str, day: date, parts: Iterable[Part]) -> str | None:
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

    def _entry(self, part: Part, release: Release, day: date) -> str:
        kind, breaks = part.named or Named("changed")
        covers = tuple(self._selectors(part.codes))
        self.kinds[kind] += 1
        self.covers += len(covers)
        areas = [tag for tag in release.tags if not named(tag)]
        values = {"kind": kind, "breaks": breaks, "areas": areas, "covers": covers}
        return filled_in("history/entry.yaml", part=part, day=day, **values)

    def _selectors(self, codes: Iterable[str]) -> Iterator[str]:
        """The selectors of the newest contract that code spans are, by their whole names."""
        spec = self._project.pins[-1].spec if self._project.pins else None
        for code in dict.fromkeys(codes):
            for selector in (code, f"event {code}", f"error {code}", f"header {code}"):
                if spec and find(spec, selector, self._project.config.error_codes):
                    yield selector


def _slug(id_: str, part: Part) -> str:
    """The same for the same text, by which an entry is known again."""
    return slug_of(f"{id_} {part.title}".lower())[:_LONGEST].strip("-")
