"""From one pin to a later one: a page for each way, and which entries matter for what a customer uses."""

from typing import Any, Final

import msgspec

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.render.contract_changes import shown
from docgen.render.page import front_matter, page
from docgen.render.pin_command import pinned
from docgen.render.publication import Publication
from docgen.render.upgrade_records import Upgrades, document
from docgen.schemas import schema
from docgen.upgrade import UpgradePath, pin_pairs, upgrade_along, upgrade_path
from docgen.upgrade.consumers import ConsumerIndex, entry_consumers, index_consumers
from docgen.upgrade.wording import LISTED, SHOWN, closing, opening, sections, step_heading

DATA: Final = "upgrade.json"
SCHEMA: Final = "schema/upgrade.json"


class Use(msgspec.Struct, frozen=True):
    """An operation or event that a customer may use, its anchor, and the entries that matter for it."""

    name: str
    anchor: str
    entries: tuple[Entry, ...]


class Ways(msgspec.Struct, frozen=True):
    """Every way that has a page, and with whom each entry concerns: those to the newest pin, then all that there is."""

    found: tuple[UpgradePath, ...]
    arrivals: tuple[tuple[UpgradePath, ConsumerIndex], ...]
    everything: tuple[UpgradePath, ConsumerIndex]

    def concerned(self, each: UpgradePath) -> ConsumerIndex | None:
        """Whom the entries of a way concern, where the way leads to the newest pin."""
        return next((who for other, who in self.arrivals if other is each), None)


def ways(publication: Publication) -> Ways | None:
    """The ways between the pins; None without a released pin."""
    return publication.once(_ways)


def _ways(publication: Publication) -> Ways | None:
    newest = publication.project.current
    if newest is None:
        return None
    found = tuple(_way(publication, start, end) for start, end in pin_pairs(publication.project))
    everything = upgrade_path(publication.project, None, newest)
    arrivals = tuple((each, index_consumers(each)) for each in found if each.end is newest)
    return Ways(found, arrivals, (everything, index_consumers(everything)))


def render(publication: Publication) -> Files:
    """The index, a page for each way, and the data of "does this affect me"; nothing without a released pin."""
    told = ways(publication)
    if told is None:
        return {}
    asked = [*told.arrivals, told.everything]
    files: dict[str, str | bytes] = {
        f"{urls.UPGRADE}index.md": _index(publication, told),
        DATA: document(publication, urls.absolute(publication.project.config.site_url, SCHEMA), asked),
        SCHEMA: msgspec.json.format(msgspec.json.encode(schema(Upgrades)), indent=2).decode() + "\n",
    }
    for each in told.found:
        assert each.start  # noqa: S101 - a way with a page has a start
        files[urls.upgrade_source(each.start.id, each.end.id)] = _page(publication, each, told.concerned(each))
    return files


def before(publication: Publication, pin: Pin) -> Pin | None:
    """The pin before another one, where a way leads from it."""
    pins = publication.pins()
    index = pins.index(pin) + 1
    return pins[index] if index < len(pins) else None


def _way(publication: Publication, start: Pin, end: Pin) -> UpgradePath:
    """The changes from one pin to the next are known already."""
    next_to_it = before(publication, end) == start
    return upgrade_path(
        publication.project, start, end, publication.analysis.changes.between.get(end.id) if next_to_it else None
    )


def _page(publication: Publication, found: UpgradePath, who: ConsumerIndex | None) -> str:
    context = of_way(publication, found, who)
    start, end = context["told"].start, found.end
    about = front_matter(f"From {start.id} to {end.id}", context["summary"])
    url = urls.upgrade_url(start.id, end.id)
    return page("upgrade.md.j2", url, head=about, publication=publication, urls=urls, shown=shown, **context)


def of_way(publication: Publication, found: UpgradePath, who: ConsumerIndex | None) -> dict[str, Any]:
    """What the page of a way shows, and its twin."""
    assert found.start  # noqa: S101 - a way with a page has a start
    told = upgrade_along(found, found.start)
    return {
        "told": told,
        "summary": " ".join(opening(told)),
        "sections": tuple(sections(told)),
        "said_of": {step.entry.slug: step_heading(step, publication.project) for step in told.steps},
        "closing": tuple(closing(told)),
        "uses": _uses(found, who) if who else None,
        "everybody": _everybody(found, who) if who else (),
        "pinned": pinned(publication.project, found.start),
        "most": SHOWN,
        "listed": LISTED,
    }


def _index(publication: Publication, told: Ways) -> str:
    about = f"From one date-pin of the {publication.project.config.api} to a later one: what matters to you."
    context = {"publication": publication, "urls": urls, "data": DATA, **of_index(publication, told)}
    return page("upgrades.md.j2", urls.UPGRADE, head=front_matter("Upgrade", about), **context)


def of_index(publication: Publication, told: Ways) -> dict[str, Any]:
    """What the page of all ways shows, and its twin."""
    arrivals = [each for each, _ in told.arrivals]
    newest = publication.project.current
    return {
        "ways": [(each, " ".join(opening(upgrade_along(each, each.start)))) for each in arrivals if each.start],
        "newest": newest,
        "pinned": pinned(publication.project, arrivals[-1].start if arrivals else newest),
        "uses": _uses(*told.everything),
        "everybody": _everybody(*told.everything),
        "others": [pair for pair in pin_pairs(publication.project) if pair[1] is not newest],
    }


def _uses(found: UpgradePath, who: ConsumerIndex) -> tuple[Use, ...]:
    concerned = tuple(zip(found.entries, entry_consumers(found, who), strict=True))
    found_for = [tuple(e for e, uses in concerned if uses and index in uses) for index, _ in enumerate(who.uses)]
    return tuple(map(Use, who.uses, map(urls.name_anchor, who.uses), found_for))


def _everybody(found: UpgradePath, who: ConsumerIndex) -> tuple[Entry, ...]:
    return tuple(entry for entry, uses in zip(found.entries, entry_consumers(found, who), strict=True) if uses is None)
