"""The redirects and their sunsets: what a client gets now, until when, and afterwards."""

import msgspec

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.render.page import front_matter, page
from docgen.render.story import Story


class RedirectView(msgspec.Struct, frozen=True):
    """A rule at one time: `state` is in-force, gone, permanent or removed."""

    rule: Redirect
    state: str
    entry: Entry | None

    @property
    def afterwards(self) -> str:
        """What is answered from the sunset on."""
        gone = self.rule.gone
        return f"{gone.status}" if gone else "the API's own answer"


    @property
    def answer(self) -> str:
        """The status line and the headers that a client gets at that time, the body after a blank line."""
        rule = self.rule
        if self.state in ("in-force", "permanent"):
            lines = [("Location", rule.to), *rule.headers, *rule.host_headers]
            return "\n".join([f"HTTP/1.1 {rule.status}", *(f"{name}: {value}" for name, value in lines)])
        if rule.gone is None or self.state == "removed":
            return "HTTP/1.1 (what the API itself answers)"
        head = [f"HTTP/1.1 {rule.gone.status}", *(f"{name}: {value}" for name, value in rule.host_headers)]
        kind = [f"Content-Type: {rule.gone.content_type}", "", rule.gone.body] if rule.gone.body else []
        return "\n".join([*head, *kind])


def views(story: Story) -> tuple[RedirectView, ...]:
    """Every rule, the next sunset first, those that have passed after it."""
    found = [RedirectView(r, _state(story, r), story.entry_of_rule(r.id)) for r in story.project.redirects]
    return tuple(sorted(found, key=lambda view: (_LAST[view.state], view.rule.sunset or 0, view.rule.id)))


_LAST = {"in-force": 0, "permanent": 1, "gone": 2, "removed": 3}


def _state(story: Story, rule: Redirect) -> str:
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
