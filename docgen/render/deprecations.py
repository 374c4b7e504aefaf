"""The redirects and their sunsets: what a client gets now, until when, and afterwards."""

from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Final, Literal

import msgspec

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.oracle import Answer, Request, answer
from docgen.render.page import front_matter, page
from docgen.render.story import Story

State = Literal["in-force", "permanent", "gone", "removed"]
_LAST: Final = {"in-force": 0, "permanent": 1, "gone": 2, "removed": 3}


class RedirectView(msgspec.Struct, frozen=True):
    """A rule at one time, with what the oracle answers on either side of its sunset."""

    rule: Redirect
    state: State
    entry: Entry | None

    @property
    def day(self) -> date | None:
        """The day of the sunset in UTC, or None where there is none."""
        return None if self.rule.sunset is None else datetime.fromtimestamp(self.rule.sunset, UTC).date()

    @property
    def before(self) -> str:
        """The answer before the sunset, or at any time where there is none."""
        return _message(self._answer((self.rule.sunset or 0) - 1))

    @property
    def after(self) -> str:
        """The answer from the sunset on."""
        return _message(self._answer(self.rule.sunset or 0))

    @property
    def afterwards(self) -> str:
        """What is answered from the sunset on, in a few words."""
        return _line(self.rule.gone.status) if self.rule.gone else "the API's own answer"

    def _answer(self, at: int) -> Answer | None:
        kept = msgspec.structs.replace(self.rule, text=msgspec.structs.replace(self.rule.text, removed=None))
        return answer([kept], Request("GET", self.rule.host, self.rule.path), at)


def _message(found: Answer | None) -> str:
    if found is None:
        return "# The request reaches the API, which answers itself."
    kind = (("Content-Type", found.content_type),) if found.content_type else ()
    lines = [f"HTTP/1.1 {_line(found.status)}", *(f"{name}: {value}" for name, value in (*found.headers, *kind))]
    return "\n".join([*lines, *(["", found.body] if found.body else [])])


def _line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


def views(story: Story) -> tuple[RedirectView, ...]:
    """Every rule, the next sunset first, those that have passed after it."""
    found = [RedirectView(r, _state(story, r), story.entry_of_rule(r.id)) for r in story.project.redirects]
    return tuple(sorted(found, key=lambda view: (_LAST[view.state], view.rule.sunset or 0, view.rule.id)))


def _state(story: Story, rule: Redirect) -> State:
    if not rule.emitted:
        return "removed"
    if rule.sunset is None:
        return "permanent"
    return "gone" if story.project.epoch >= rule.sunset else "in-force"


def next_sunset(story: Story) -> RedirectView | None:
    """The rule whose sunset comes next, or None where every one has passed."""
    return next((view for view in views(story) if view.state == "in-force"), None)


def render(story: Story) -> Files:
    """The page of all deprecations."""
    head = front_matter("Deprecations", "What is being turned off, when, and what to use instead.")
    context = {"story": story, "urls": urls, "redirects": views(story), "pin": story.project.current}
    return {"deprecations.md": page("deprecations.md.j2", urls.DEPRECATIONS, head=head, **context)}
