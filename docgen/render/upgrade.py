"""From one pin to a later one: a page for each way, and which entries matter for what a customer uses."""

from typing import Final

import msgspec

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.render.contract_changes import shown
from docgen.render.page import front_matter, page
from docgen.render.pinned import pinned
from docgen.render.story import Story
from docgen.render.upgrade_records import Upgrades, document
from docgen.schemas import schema
from docgen.upgrade import Way, along, pairs, way
from docgen.upgrade.whom import Whom, matters, whom
from docgen.upgrade.wording import LISTED, SHOWN, closing, head, opening, sections

DATA: Final = "upgrade.json"
SCHEMA: Final = "schema/upgrade.json"


class Use(msgspec.Struct, frozen=True):
    """An operation or event that a customer may use, its anchor, and the entries that matter for it."""

    name: str
    anchor: str
    entries: tuple[Entry, ...]


def render(story: Story) -> Files:
    """The index, a page for each way, and the data of "does this affect me"; nothing without a released pin."""
    newest = story.project.current
    if newest is None:
        return {}
    found = {(start.id, end.id): _way(story, start, end) for start, end in pairs(story.project)}
    arrivals = [found[start.id, end.id] for start, end in pairs(story.project) if end is newest]
    everything = way(story.project, None, newest)
    asked = [(each, whom(each)) for each in (*arrivals, everything)]
    files: dict[str, str | bytes] = {
        f"{urls.UPGRADE}index.md": _index(story, arrivals, asked[-1]),
        DATA: document(story, urls.absolute(story.project.config.site_url, SCHEMA), asked),
        SCHEMA: msgspec.json.format(msgspec.json.encode(schema(Upgrades)), indent=2).decode() + "\n",
    }
    known = {(each.start.id, each.end.id): who for each, who in asked if each.start}
    for (start, end), each in found.items():
        files[urls.upgrade_source(start, end)] = _page(story, each, known.get((start, end)))
    return files


def before(story: Story, pin: Pin) -> Pin | None:
    """The pin before another one, where a way leads from it."""
    pins = story.pins()
    index = pins.index(pin) + 1
    return pins[index] if index < len(pins) else None


def _way(story: Story, start: Pin, end: Pin) -> Way:
    """The changes from one pin to the next are known already."""
    next_to_it = before(story, end) == start
    return way(story.project, start, end, story.changes.between.get(end.id) if next_to_it else None)


def _page(story: Story, found: Way, who: Whom | None) -> str:
    start, end = found.start, found.end
    assert start  # noqa: S101 - a way with a page has a start
    told = along(found, start)
    title = f"From {start.id} to {end.id}"
    summary = " ".join(opening(told))
    return page(
        "upgrade.md.j2",
        urls.upgrade_url(start.id, end.id),
        story=story,
        urls=urls,
        told=told,
        summary=summary,
        sections=tuple(sections(told)),
        said_of={step.entry.slug: head(step, story.project) for step in told.steps},
        closing=tuple(closing(told)),
        uses=_uses(found, who) if who else None,
        everybody=_everybody(found, who) if who else (),
        pinned=pinned(story.project, start),
        shown=shown,
        most=SHOWN,
        listed=LISTED,
        head=front_matter(title, summary),
    )


def _index(story: Story, arrivals: list[Way], everything: tuple[Way, Whom]) -> str:
    told = [(each, " ".join(opening(along(each, each.start)))) for each in arrivals if each.start]
    start = arrivals[-1].start if arrivals else story.project.current
    return page(
        "upgrades.md.j2",
        urls.UPGRADE,
        story=story,
        urls=urls,
        ways=told,
        newest=story.project.current,
        pinned=pinned(story.project, start),
        uses=_uses(*everything),
        everybody=_everybody(*everything),
        data=DATA,
        others=[pair for pair in pairs(story.project) if pair[1] is not story.project.current],
        head=front_matter(
            "Upgrade", f"From one date-pin of the {story.project.config.api} to a later one: what matters to you."
        ),
    )


def _uses(found: Way, who: Whom) -> tuple[Use, ...]:
    concerned = tuple(zip(found.entries, matters(found, who), strict=True))
    found_for = [tuple(e for e, uses in concerned if uses and index in uses) for index, _ in enumerate(who.uses)]
    return tuple(map(Use, who.uses, map(urls.use_anchor, who.uses), found_for))


def _everybody(found: Way, who: Whom) -> tuple[Entry, ...]:
    return tuple(entry for entry, uses in zip(found.entries, matters(found, who), strict=True) if uses is None)
