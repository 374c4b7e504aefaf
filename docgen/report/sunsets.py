"""Upcoming sunsets: for a terminal, as JSON, as an issue in Markdown, and as a calendar."""

from collections.abc import Callable
from itertools import chain
from typing import Any, Final

import msgspec

from docgen.model.ending import Ending
from docgen.openapi.deprecated import PARTS
from docgen.report.json import document, picked
from docgen.report.markdown import code, prose
from docgen.report.table import digest
from docgen.sunsets import STATES, Sunsets, wording
from docgen.sunsets.calendar import sunsets_calendar
from docgen.templates import environment
from docgen.wording import printable

MARK: Final = "<!-- docgen-sunsets "
"""The start of the second line of an issue; a digest of the sunsets in the window follows, the same every day."""


def text(sunsets: Sunsets) -> str:
    """The sunsets in the window with their traffic and what to do, and a line for each sunset outside of it."""
    return _filled("sunsets.txt", sunsets, shown=printable)


def markdown(sunsets: Sunsets) -> str:
    """`# title`, a mark by which a CI job finds the issue again, a table of what is in the window, and a section each.

    Texts of a contract, a rule or a client's User-Agent are escaped: no mentions, no links, no broken cells.
    """
    # no text and no `now`: the issue of yesterday is the issue of today as long as the same things end
    due = chain.from_iterable(ends for _, ends in wording.sections(sunsets))
    named = digest("\n".join(f"{end.id} {end.at}" for end in due))[:16]
    # in a table cell, even a pipe in code needs a backslash
    return _filled(
        "sunsets.md",
        sunsets,
        prose=prose,
        code=code,
        cell=lambda text: code(text).replace("|", "\\|"),
        mark=lambda _: f"{MARK}{named} -->",
    )


def _filled(name: str, sunsets: Sunsets, **filters: Callable[..., str]) -> str:
    """The text of the template `templates/<name>.j2`; the filters escape untrusted text for its format."""
    template = environment("docgen.report", filters).get_template(f"{name}.j2")
    return template.render(sunsets=sunsets, now=sunsets.project.now, wording=wording)


def json(sunsets: Sunsets) -> str:
    """The keys `version`, `api`, `now`, `within`, `sunsets`, `logs`, `summary`; times are Unix times in seconds.

    `logs` is null without a log; the `state` of each sunset is a key of `summary`.
    """
    logs = None
    if sunsets.logs:
        logs = msgspec.structs.asdict(sunsets.logs)
        del logs["traffic"], logs["shown"]
    return document(
        {
            "version": 1,
            "api": sunsets.project.config.api,
            "now": sunsets.project.epoch,
            "within": sunsets.within,
            "sunsets": [_sunset(end, sunsets) for end in sunsets.every],
            "logs": logs,
            "summary": {state: len(sunsets.of(state)) for state in STATES} | {"due": len(sunsets.due)},
        }
    )


def _sunset(end: Ending, sunsets: Sunsets) -> dict[str, Any]:
    rule, entry = end.redirect, end.entry
    return {
        "id": end.id,
        "kind": end.kind,
        "state": sunsets.state(end),
        "at": end.ends,
        "day": end.sunset,
        "days_left": None if end.ends is None else end.days_left(sunsets.project.now),
        "selector": end.name if end.kind in PARTS else None,
        "what": end.what,
        "then": end.then,
        "redirect": rule and {"rule": rule.id, **picked(rule, ("host", "path", "match", "to"))},
        "entry": entry and {"slug": entry.slug, "pin": entry.pin, "url": wording.link(end, sunsets)},
        "file": end.source.path,
        "fails": end in sunsets.due,
        "accepted": sunsets.accepted.get(end.id),
        "advice": dict(zip(("text", "command"), wording.advice(end, sunsets), strict=True)),
        "traffic": sunsets.traffic(end),
    }


FORMATS: Final = {
    "text": text,
    "json": json,
    "markdown": markdown,
    "ics": sunsets_calendar,
}
"""The report of each format."""
