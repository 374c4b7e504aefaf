"""From one pin to a later one: a page for each path, and which entries matter for what a customer uses."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from docgen import urls
from docgen.entries.coverage import containing
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.openapi.deprecated import owner
from docgen.render.data_files.upgrade import Upgrades, document, parts_for_page
from docgen.render.json_file import encoded, json_file
from docgen.render.page import Page
from docgen.render.publication import Publication, with_neighbours
from docgen.schemas import schema
from docgen.sitemap import pin_pairs
from docgen.upgrade import Step, Upgrade, upgrade_along
from docgen.upgrade.consumers import ConsumerIndex, entry_consumers, index_consumers
from docgen.upgrade.path import UpgradePath, upgrade_path
from docgen.upgrade.wording import LISTED, SHOWN, closing, opening, sections, step_heading

DATA: Final = "upgrade.json"
USES: Final = f"{urls.UPGRADE}uses.json"
FIELDS: Final = f"{urls.UPGRADE}fields.json"
SCHEMA: Final = "schema/upgrade.json"
_WHOLE: Final = 100
"""The entries that the page of a path shows with what to do."""
_LISTED: Final = 300
"""The entries that it lists after those; the changelog has the rest."""
_OF_STEPS: Final = 300
"""The changes of the contract that the entries shown with what to do share."""
_OF_USES: Final = 600
"""The links to entries that the uses of a page share."""
_UNGROUPED: Final = 10
"""The steps of a section that a reader sees at a glance."""
_Groups = Mapping[str, Sequence[Step]]


class Use(NamedTuple):
    """An operation or event that a customer may use, and the entries that matter for it.

    `more` counts those that are left out: the last that break nothing.
    """

    name: str
    entries: tuple[Entry, ...]
    more: int = 0


def pages(publication: Publication) -> Iterator[Page]:
    """The index, with the data of "does this affect me", and a page for each path; nothing without a released pin."""
    newest = publication.project.current
    if newest is None:
        return
    between, to_newest, summaries = [], [], []
    for start, end in pin_pairs(publication.project):
        path, consumers = _path(publication, start, end), None
        if end is newest:
            consumers = index_consumers(path)
            to_newest.append((path, consumers))
        page = _page(publication, path, consumers)
        between.append(page)
        if consumers:
            summaries.append((path, page.description))
    # that of somebody who comes from before the first pin
    from_start = upgrade_path(publication.project, None, newest)
    yield _index(publication, newest, summaries, [*to_newest, (from_start, index_consumers(from_start))])
    yield from between


def previous_pin(publication: Publication, pin: Pin) -> Pin | None:
    """The pin before another one; None for the oldest."""
    return next((older for _, other, older in with_neighbours(publication.pins) if other is pin), None)


def _path(publication: Publication, start: Pin, end: Pin) -> UpgradePath:
    """The path between two pins, by the changes from one pin to the next where the analysis has them."""
    changes = publication.analysis.changes.between.get(end.id)
    return upgrade_path(publication.project, start, end, changes if previous_pin(publication, end) == start else None)


def _page(publication: Publication, path: UpgradePath, consumers: ConsumerIndex | None) -> Page:
    assert path.start  # noqa: S101 - a path with a page has a start
    upgrade = upgrade_along(path, path.start)
    lede = " ".join(opening(upgrade))
    return Page(
        template="upgrade.md.j2",
        url=urls.upgrade_url(path.start.id, path.end.id),
        title=f"From {path.start.id} to {path.end.id}",
        description=lede,
        context={
            "upgrade": upgrade,
            "lede": lede,
            "sections": tuple(_cut(publication, upgrade)),
            "most_changes": max(SHOWN, _OF_STEPS // max(1, min(_WHOLE, len(upgrade.steps)))),
            "headings": {step.entry.slug: step_heading(step) for step in upgrade.steps},
            "closing": tuple(closing(upgrade)),
            **(_entries_by_use(publication, path, consumers) if consumers else {"uses": None, "everybody": None}),
            "max_changes": SHOWN,
            "max_unexplained": LISTED,
        },
        is_past=path.end is not publication.project.current,
    )


def _cut(publication: Publication, upgrade: Upgrade) -> Iterator[tuple[str, _Groups, tuple[Entry, ...], int]]:
    """Each section with the steps that are shown whole, the entries that are listed, and the number of the others."""
    whole, listed = _WHOLE, _LISTED
    for title, steps in sections(upgrade):
        shown, rest = steps[:whole], steps[whole:]
        yield title, _by_resource(publication, shown), tuple(step.entry for step in rest[:listed]), len(rest[listed:])
        whole, listed = whole - len(shown), listed - len(rest[:listed])


def _by_resource(publication: Publication, steps: Sequence[Step]) -> _Groups:
    """Steps as they come; of many, those of one resource together under its name, by the first that an entry covers."""
    if len(steps) <= _UNGROUPED:
        return {"": steps}
    names, groups = publication.page_targets.resource_names, dict[str, list[Step]]()
    for step in steps:
        covered = chain.from_iterable(containing(owner(cover)) for cover in step.entry.text.covers)
        name = next((names[part] for part in covered if part in names), "Other")
        groups.setdefault(name, []).append(step)
    return groups


def _index(
    publication: Publication,
    newest: Pin,
    paths: Sequence[tuple[UpgradePath, str]],
    indexed: Sequence[tuple[UpgradePath, ConsumerIndex]],
) -> Page:
    """The first page: `paths` to the newest pin with their summaries, `indexed` with that of all entries at its end."""
    data = document(publication, publication.absolute(SCHEMA), indexed)
    uses, fields = parts_for_page(data)
    return Page(
        template="upgrades.md.j2",
        url=urls.UPGRADE,
        is_index=True,
        title="Does this affect me?",
        menu_title="Upgrade",
        description=f"What to change when you upgrade {publication.config.the_api} to a later version.",
        context={
            "uses_file": USES,
            "fields_file": FIELDS,
            "paths": paths,
            "newest": newest,
            **_entries_by_use(publication, *indexed[-1]),
            "others": [pair for pair in pin_pairs(publication.project) if pair[1] is not newest],
        },
        files={
            DATA: f"{encoded(data).decode()}\n",
            USES: uses,
            FIELDS: fields,
            SCHEMA: json_file(schema(Upgrades)),
        },
    )


def _entries_by_use(publication: Publication, path: UpgradePath, consumers: ConsumerIndex) -> dict[str, Any]:
    """The uses by the entries that matter for them, and those that matter for everybody; what breaks comes first."""
    by_use: list[list[Entry]] = [[] for _ in consumers.uses]
    everybody: list[Entry] = []
    for entry, affected in zip(path.entries, entry_consumers(path, consumers), strict=True):
        if affected is None:
            everybody.append(entry)
        for number in affected or ():
            by_use[number].append(entry)
    most = _OF_USES
    if sum(map(len, by_use)) > _OF_USES:
        most = max(1, _OF_USES // sum(map(bool, by_use)))
    # most of a thousand operations have the same entries
    groups: dict[tuple[object, ...], list[Use]] = {}
    for name, entries in zip(consumers.uses, by_use, strict=True):
        use = _use(publication, name, tuple(entries), most)
        groups.setdefault((use.more, *(entry.slug for entry in use.entries)), []).append(use)

    def breaks_nothing(uses: Sequence[Use]) -> bool:
        return publication.breaking.isdisjoint(entry.slug for entry in uses[0].entries)

    return {
        "uses": tuple(sorted(groups.values(), key=breaks_nothing)),
        "everybody": _use(publication, "Everybody", tuple(everybody), _OF_USES // 6),
    }


def _use(publication: Publication, name: str, entries: tuple[Entry, ...], most: int) -> Use:
    entries = tuple(sorted(entries, key=lambda entry: entry.slug not in publication.breaking))
    return Use(name, entries[:most], len(entries[most:]))
