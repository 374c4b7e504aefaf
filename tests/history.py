"""A past without a contract, for the tests of what becomes of it."""

from datetime import date, timedelta

import msgspec

from docgen.model.entry import Action, Entry
from docgen.model.history import History, HistoryEntryText, HistoryPin, HistoryPinText
from docgen.positions.source import Source

FIRST = date(2020, 1, 1)


def pin(id_: str, released: date, summary: str | None = None) -> HistoryPin:
    text = HistoryPinText(history=True, label=f"v{id_}", released=released, summary=summary)
    yaml = f"history: true\nlabel: v{id_}\nreleased: {released}\n"
    return HistoryPin(id_, text, Source(f"changelog/{id_}/pin.yaml", yaml))


def entry(pin_id: str, slug: str, text: HistoryEntryText) -> Entry:
    lines = "".join(f"  {line}\n" for line in text.body.split("\n"))
    yaml = f"title: {text.title}\nkind: {text.kind}\npublished: {text.published}\nbody: |\n{lines}"
    return Entry(pin_id, slug, text.full, Source(f"changelog/{pin_id}/{slug}.yaml", yaml))


def text(title: str, body: str, published: date = FIRST, **more: object) -> HistoryEntryText:
    made = HistoryEntryText(title=title, kind="deprecated", published=published, body=body)
    return msgspec.structs.replace(made, **more)


def past(pins: int, entries: int) -> History:
    """So many pins, one a week, each with so many entries that say nothing which is so."""
    made_pins, made = [], []
    for number in range(pins):
        day = FIRST + timedelta(weeks=number)
        made_pins.append(pin(day.isoformat(), day))
        for index in range(entries):
            body = f"`GET /v0/gone{index}` answers 418 with `nothing`. {{{{ pin.nothing }}}}"
            covers = (f"GET /v0/gone{index}", "event never.fired", "Generation.status")
            said = text(f"Change {index} of {day}", body, day, covers=covers, action=Action(level="required"))
            made.append(entry(day.isoformat(), f"old-{day}-{index}", said))
    return History(tuple(made_pins), tuple(made))
