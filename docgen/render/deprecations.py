"""What ends: redirects with their sunsets, parts that a contract calls deprecated, and pins."""

import re
import shlex
from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from typing import Final, Literal, NamedTuple, get_args

import msgspec

from docgen import urls
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.redirect import Redirect
from docgen.model.statuses import status_line
from docgen.openapi.deprecated import PARTS, owner
from docgen.openapi.deprecated import parts as marks
from docgen.redirects.oracle import Request, answer
from docgen.redirects.paths import example_path
from docgen.render.escape import plain
from docgen.render.page import Page
from docgen.render.publication import Publication, once
from docgen.render.verified import Statement, statements
from docgen.sunsets import endings as sunsets
from docgen.sunsets.endings import urgency

State = Literal["in-force", "permanent", "gone", "removed"]
"""In the order of the page."""
_WHOLE: Final = 30
"""The redirects that the page shows with their answers: the next to end. Of others the overview has a line."""
_LISTED: Final = 180
"""The lines of the overview: the next to end. `deprecations.json` has them all."""

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_ABOUT_AN_END: Final = re.compile(r"deprecated \w|instead|replaced|removed", re.IGNORECASE)
"""What a sentence has that says more of an end than the word `Deprecated.`"""


class RedirectView(NamedTuple):
    """A redirect rule and its state, with the oracle's responses before and after its sunset."""

    rule: Redirect
    state: State
    entry: Entry | None
    statement: Statement | None = None
    """The claim of the entry about the rule."""

    @property
    def response_before(self) -> str:
        """The response before the sunset, or at any time where there is none."""
        return self._response(self._last_open)

    @property
    def response_after(self) -> str:
        """The response from the sunset on."""
        return self._response(self.rule.sunset or 0)

    @property
    def method(self) -> str:
        """The method of the examples: GET, or the first one that the rule redirects."""
        return next(iter(self.rule.redirected_methods), "GET")

    @property
    def curl(self) -> str:
        """A curl command that requests the path of the rule and prints status, headers and body."""
        option = {"GET": "-si", "HEAD": "-sI"}.get(self.method, f"-si -X {self.method}")
        return f"curl --http1.1 {option} {shlex.quote(f'https://{self.rule.host}{example_path(self.rule.path)}')}"

    @property
    def _last_open(self) -> int:
        """A second before the sunset and outside of brownouts."""
        # without a sunset, a rule answers the same at any time
        moment = (self.rule.sunset or 0) - 1
        for start, _ in reversed(self.rule.brownouts):
            if self.rule.is_closed(moment):
                moment = start - 1
        return moment

    def _response(self, at: int) -> str:
        # a rule that was removed since shows what it answered while it was there
        active = msgspec.structs.replace(self.rule, text=msgspec.structs.replace(self.rule.text, removed=None))
        answered = answer([active], Request(self.method, self.rule.host, example_path(self.rule.path)), at)
        if answered is None:
            return "# The request reaches the API, which sends its own response."
        lines = [f"HTTP/1.1 {status_line(answered.status)}", *(f"{name}: {value}" for name, value in answered.headers)]
        if answered.content_type:
            lines.append(f"Content-Type: {answered.content_type}")
        if answered.body:
            lines += ["", answered.body]
        return "\n".join(lines)


@once
def views(publication: Publication) -> tuple[RedirectView, ...]:
    """The redirect rules but those of moved pages of the site: the next sunset first, past ones last."""
    # on a day, the routes of the API before pages
    ends = sorted(_named(publication), key=lambda end: (urgency(publication.project, end), end.ends or 0, end.id))
    views = [_view(publication, end.redirect, end.entry) for end in ends if end.redirect]
    return tuple(sorted(views, key=lambda view: (get_args(State).index(view.state), view.rule.sunset_day or date.min)))


def _view(publication: Publication, rule: Redirect, entry: Entry | None) -> RedirectView:
    state = _state(publication, rule)
    for stated in statements(publication, entry) if entry else ():
        if stated.claim.redirect and stated.claim.redirect.rule == rule.id:
            return RedirectView(rule, state, entry, stated)
    return RedirectView(rule, state, entry)


def _state(publication: Publication, rule: Redirect) -> State:
    if not rule.is_served:
        return "removed"
    if rule.sunset is None:
        return "permanent"
    if publication.project.epoch >= rule.sunset:
        return "gone"
    return "in-force"


@once
def endings(publication: Publication) -> tuple[Ending, ...]:
    """Redirects, parts and pins that are deprecated, end or have ended, the next first, each under its name once."""
    project, today = publication.project, publication.today
    return tuple(sorted(_named(publication), key=lambda end: (*_rank(end, today), urgency(project, end), end.name)))


def _rank(end: Ending, today: date) -> tuple[int, int]:
    """The order of the overview: what ends next, then what has no date, then what has ended, the latest first."""
    if end.sunset is None:
        return 1, 0
    if end.day > today:
        return (0, end.day.toordinal())
    return (2, -end.day.toordinal())


def parts(publication: Publication) -> tuple[Ending, ...]:
    """The deprecated parts of the contracts, those of the current one first, in the order of the document."""
    return tuple(end for end in _named(publication) if end.kind in PARTS)


@once
def _named(publication: Publication) -> Collection[Ending]:
    by_name: dict[tuple[str, str], Ending] = {}
    for end in sunsets.endings(publication.project):
        if end.kind == "redirect" or (end.pin in publication.pin_ids and end.kind != "pin-deprecated"):
            # two contracts may mark the same part: the current one comes first
            by_name.setdefault((end.id if end.rule else end.kind, end.name), end)
    return by_name.values()


def state_of(publication: Publication, end: Ending) -> str:
    """The state of a redirect, a version or a part."""
    if end.redirect:
        return _state(publication, end.redirect)
    pin = publication.project.pin(end.pin)
    if pin and end.kind == "pin-retired":
        return publication.status(pin)
    return part_state(end, publication.today)


def part_state(end: Ending, today: date) -> Literal["deprecated", "date-passed"]:
    """Whether the date of a part has passed; the contract alone says whether it still has it."""
    if end.sunset and end.sunset <= today:
        return "date-passed"
    return "deprecated"


def url_of(publication: Publication, end: Ending) -> str | None:
    """The page on what ends, relative to the root of the site; None where no page shows it."""
    if end.redirect:
        return urls.redirect_url(end.redirect.id)
    if end.kind == "pin-retired":
        return urls.pin_url(end.pin)
    return publication.url_of(owner(end.name))


def notice_of(publication: Publication, end: Ending) -> str:
    """What the contract says of the end of a part: those sentences of its description."""
    pin = publication.project.pin(end.pin)
    part = next(iter(marks(pin.contract, end.name)), None) if pin else None
    if pin is None or part is None:
        return ""
    description = plain(pin.contract.node(part.pointer).description, "`")
    return " ".join(filter(_ABOUT_AN_END.search, _SENTENCE.split(description)))


def pages(publication: Publication) -> Iterator[Page]:
    """The page of all deprecations."""
    redirects, listed = views(publication), endings(publication)
    without_section = {urls.redirect_url(view.rule.id): view.rule.id for view in redirects[_WHOLE:]}
    yield Page(
        template="deprecations.md.j2",
        url=urls.DEPRECATIONS,
        title="Deprecations",
        description="What is being turned off, when, and what to use instead.",
        context={
            "redirects": redirects[:_WHOLE],
            "endings": listed[:_LISTED],
            "state_of": partial(state_of, publication),
            "url_of": partial(url_of, publication),
            "notice_of": partial(notice_of, publication),
            "anchors": without_section,
            "more": len(listed[_LISTED:]),
        },
    )
