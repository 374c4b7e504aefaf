"""What ends: redirects with their sunsets, parts that a contract calls deprecated, and pins."""

import shlex
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, Literal

import msgspec

from docgen import urls
from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.redirect import Redirect, midnight
from docgen.model.statuses import status_line
from docgen.openapi.deprecated import Kind as PartKind
from docgen.redirects.oracle import Answer, Request, answer
from docgen.redirects.paths import example_path
from docgen.render.deprecated_parts import DeprecatedPart, listed_parts
from docgen.render.page import front_matter, page
from docgen.render.publication import Publication
from docgen.render.verified import Statement, statement
from docgen.sunsets.redirects import outcome
from docgen.sunsets.urgency import redirect_urgency

State = Literal["in-force", "permanent", "gone", "removed"]
EndingKind = Literal["path", PartKind, "date-pin"]
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_WHOLE: Final = 30
"""The redirects that the page shows with their answers: the next to end. Of others the overview has a line."""
_LISTED: Final = 180
"""The lines of the overview: the next to end. `deprecations.json` has them all."""
_STATE_ORDER: Final = {"in-force": 0, "permanent": 1, "gone": 2, "removed": 3}


class RedirectView(msgspec.Struct, frozen=True):
    """A redirect rule and its state, with the oracle's responses before and after its sunset."""

    rule: Redirect
    state: State
    entry: Entry | None
    statement: Statement | None = None
    """The claim of the entry about the rule."""

    @property
    def day(self) -> date | None:
        """The day of the sunset in UTC, or None where there is none."""
        return self.rule.sunset_day

    @property
    def response_before(self) -> str:
        """The response before the sunset, or at any time where there is none."""
        return _response_text(self._answer(self._last_open))

    @property
    def response_after(self) -> str:
        """The response from the sunset on."""
        return _response_text(self._answer(self.rule.sunset or 0))

    @property
    def afterwards(self) -> str:
        """The status from the sunset on, in a few words."""
        return outcome(self.rule)

    @property
    def method(self) -> str:
        """The method of the examples: GET, or the first one that the rule redirects."""
        return next((method for method in _METHODS if method not in self.rule.excluded), "GET")

    @property
    def curl(self) -> str:
        """A curl command that requests the path of the rule and prints status, headers and body."""
        option = {"GET": "-si", "HEAD": "-sI"}.get(self.method, f"-si -X {self.method}")
        return f"curl --http1.1 {option} {shlex.quote(f'https://{self.rule.host}{example_path(self.rule.path)}')}"

    @property
    def _last_open(self) -> int:
        """A second before the sunset and outside of brownouts."""
        moment = (self.rule.sunset or 0) - 1
        for start, _ in reversed(self.rule.brownouts):
            moment = start - 1 if self.rule.is_closed(moment) else moment
        return moment

    def _answer(self, at: int) -> Answer | None:
        # a rule that was removed since shows what it answered while it was there
        active = msgspec.structs.replace(self.rule, text=msgspec.structs.replace(self.rule.text, removed=None))
        return answer([active], Request(self.method, self.rule.host, example_path(self.rule.path)), at)


def _response_text(found: Answer | None) -> str:
    if found is None:
        return "# The request reaches the API, which sends its own response."
    kind = (("Content-Type", found.content_type),) if found.content_type else ()
    lines = [f"HTTP/1.1 {status_line(found.status)}", *(f"{name}: {value}" for name, value in (*found.headers, *kind))]
    return "\n".join([*lines, *(["", found.body] if found.body else [])])


def views(publication: Publication) -> tuple[RedirectView, ...]:
    """The redirect rules but those of moved pages of the site: the next sunset first, past ones last."""
    return publication.cached(_views)


def _views(publication: Publication) -> tuple[RedirectView, ...]:
    rules = [rule for rule in publication.project.redirects if not rule.is_moved]
    found = [_view(publication, rule) for rule in rules]
    return tuple(sorted(found, key=lambda view: _order(publication, view)))


def _order(publication: Publication, view: RedirectView) -> tuple[int, date, int, int, str]:
    """The next day first, on it the routes of the API before pages."""
    urgency = redirect_urgency(publication.project, view.rule)
    return _STATE_ORDER[view.state], view.day or date.min, urgency, view.rule.sunset or 0, view.rule.id


def _view(publication: Publication, rule: Redirect) -> RedirectView:
    promise = publication.cached(_promises).get(rule.id)
    claimed = statement(publication, *promise) if promise else None
    return RedirectView(rule, _state(publication, rule), promise[0] if promise else None, claimed)


def _promises(publication: Publication) -> Mapping[str, tuple[Entry, Claim]]:
    """The first published entry with a claim about each rule, and that claim."""
    found: dict[str, tuple[Entry, Claim]] = {}
    for entry in publication.project.visible_entries():
        for claim in entry.text.claims:
            if claim.redirect:
                found.setdefault(claim.redirect.rule, (entry, claim))
    return found


def _state(publication: Publication, rule: Redirect) -> State:
    if not rule.is_served:
        return "removed"
    if rule.sunset is None:
        return "permanent"
    return "gone" if publication.project.epoch >= rule.sunset else "in-force"


class Ending(msgspec.Struct, frozen=True):
    """What ends, as a line of the overview; None where unknown.

    `announced` is the day of its deprecation, `day` that of its end, `since_pin` the first pin whose contract marks it.
    """

    what: str
    kind: EndingKind
    state: str
    announced: date | None
    day: date | None
    instead: str
    url: str | None
    urgency: int = 1
    ends: int | date | None = None
    """When its state changes by itself: an instant, or the beginning of a day."""
    entry: Entry | None = None
    since_pin: str | None = None
    host: str = ""

    @property
    def at(self) -> int | None:
        """The instant of its end, a Unix time in seconds; None where unknown."""
        if isinstance(self.ends, int):
            return self.ends
        return midnight(self.day) if self.day else None

    def rank(self, today: date) -> tuple[int, int]:
        """The order of the overview: what ends next, then what has no date, then what has ended, the latest first."""
        if self.day is None:
            return 1, 0
        return (0, self.day.toordinal()) if self.day > today else (2, -self.day.toordinal())


def endings(publication: Publication) -> tuple[Ending, ...]:
    """Everything that ends or has ended, the next first."""
    today = publication.today
    found = [*_rules(publication), *_parts(publication, today), *_pins(publication)]
    return tuple(sorted(found, key=lambda ending: (*ending.rank(today), ending.urgency, ending.what)))


def _rules(publication: Publication) -> Iterator[Ending]:
    for view in views(publication):
        rule, state, entry, url = view.rule, view.state, view.entry, urls.redirect_url(view.rule.id)
        since, day, instead = rule.text.since, rule.text.removed or view.day, rule.text.successor or rule.to
        urgency = redirect_urgency(publication.project, rule)
        yield Ending(rule.path, "path", state, since, day, instead, url, urgency, rule.sunset, entry, host=rule.host)


def _parts(publication: Publication, today: date) -> Iterator[Ending]:
    for part in listed_parts(publication):
        state, day, urgency = part_state(part, today), part.sunset, 0 if part.kind == "operation" else 1
        last = (part.successor or "", part.url, urgency, day, part.entry, part.since_pin)
        yield Ending(part.selector, part.kind, state, part.since, day, *last)


def part_state(part: DeprecatedPart, today: date) -> Literal["deprecated", "date-passed"]:
    """Whether the sunset of a part has passed; the contract alone says whether it still has it."""
    return "date-passed" if part.sunset and part.sunset <= today else "deprecated"


def _pins(publication: Publication) -> Iterator[Ending]:
    current = publication.project.current
    for pin in publication.pins():
        if pin.text.deprecated or pin.text.retired:
            instead = current.id if current and current is not pin else ""
            text, state = pin.text, publication.status(pin)
            yield Ending(pin.id, "date-pin", state, text.deprecated, text.retired, instead, urls.pin_url(pin.id))


def render(publication: Publication) -> Files:
    """The page of all deprecations."""
    head = front_matter("Deprecations", "What is being turned off, when, and what to use instead.")
    text = page(publication, "deprecations.md.j2", urls.DEPRECATIONS, head, **deprecations_context(publication))
    return {"deprecations.md": text}


def deprecations_context(publication: Publication) -> dict[str, Any]:
    """What the page shows, and its twin."""
    found, listed = views(publication), endings(publication)
    without_section = {urls.redirect_url(view.rule.id): view.rule.id for view in found[_WHOLE:]}
    return {
        "redirects": found[:_WHOLE],
        "endings": listed[:_LISTED],
        "anchors": without_section,
        "more": len(listed[_LISTED:]),
        "parts": listed_parts(publication)[:_LISTED],
        "pin": publication.project.current,
    }
