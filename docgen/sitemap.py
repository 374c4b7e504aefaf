"""The pages of the site: their sources and their addresses, on a day and with everything that is prepared."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import day_start
from docgen.openapi.spec import Spec

_INDEXES: Final = (
    urls.CHANGELOG, urls.REFERENCE, urls.ERRORS, urls.WEBHOOKS, urls.UPGRADE, urls.POLICY, urls.PROMISES,
)  # fmt: skip
_ALL_PAIRS: Final = 12
"""Up to this many pins, each has an upgrade page for each later one; with more, only for the next and the newest."""


class Site(NamedTuple):
    """The sources of a site's pages, and their addresses, relative to its root."""

    files: frozenset[str]
    pages: frozenset[str]

    def has(self, path: str) -> bool:
        """Whether a path leads to a page, whose address is with a slash at its end or without one."""
        return not self.pages.isdisjoint((path, f"{path}/"))


def site(project: Project) -> Site:
    """The site with the entries and pins that a reader may see."""
    return _site(_files(project, project.visible_entries(), project.visible_pins()))


def last_site(project: Project) -> Site:
    """The site with everything that is prepared."""
    moments = {project.now}
    for pin in project.pins:
        if pin.text.released > project.today:
            moments.add(day_start(pin.text.released))
    sites = (_files(project.at(moment), project.entries, project.pins) for moment in moments)
    return _site(chain.from_iterable(sites))


def pin_pairs(project: Project) -> tuple[tuple[Pin, Pin], ...]:
    """The pairs of pins with an upgrade page, older pin first, in the order of the pins."""
    pins, pairs = project.visible_pins(), list[tuple[Pin, Pin]]()
    for place, start in enumerate(pins, 1):
        for end in pins[place:]:
            if len(pins) <= _ALL_PAIRS or end is pins[place] or end is project.current:
                pairs.append((start, end))
    return tuple(pairs)


def _site(files: Iterable[str]) -> Site:
    sources = frozenset(files)
    return Site(sources, frozenset(("", *urls.MACHINE_FILES, *map(urls.page_url, sources))))


def _files(project: Project, entries: Sequence[Entry], pins: Sequence[Pin]) -> Iterator[str]:
    for doc in project.docs:
        yield doc.path.removeprefix("docs/")
    for folder in _INDEXES:
        yield f"{folder}index.md"
    yield "deprecations.md"
    for page in project.errors:
        yield from map(urls.error_source, (page.text.code, *page.text.aliases))
    past = project.history.until(project.today)
    yield from map(urls.entry_source, (*entries, *past.entries))
    for old in past.pins:
        yield f"{urls.pin_url(old.id)}index.md"
    for start, end in pin_pairs(project):
        yield urls.source(urls.upgrade_url(start.id, end.id))
    if project.current and project.current.spec:
        objects = urls.object_urls(project.current.spec.schemas())
        yield from map(urls.source, (*_operation_pages(project.current.spec), *objects.values()))
        for older in project.older_references:
            folder = urls.older_reference(older.id, project.current.spec.operations())
            yield f"{folder}index.md"
            for url in _operation_pages(older.contract):
                yield urls.source(urls.within(folder, url))
    for pin in pins:
        yield f"{urls.pin_url(pin.id)}index.md"
    yield from map(urls.source, map(urls.event_url, _events(entries, pins)))


def _events(entries: Sequence[Entry], pins: Sequence[Pin]) -> Iterator[str]:
    """The events of contracts, and those that are only planned."""
    keys: dict[str, str] = {}
    for pin in pins:
        keys |= pin.contract.event_keys()
    yield from keys
    # its page leads to that of the name
    yield from (key for key in keys.values() if key.casefold() not in map(str.casefold, keys))
    for entry in entries:
        for claim in entry.text.claims:
            if claim.events and claim.events.planned:
                yield from claim.events.planned


def _operation_pages(spec: Spec) -> Iterator[str]:
    operations = spec.operations()
    for operation in operations:
        yield urls.resource_url(operation.resource)
    yield from urls.operation_urls(operations).values()
