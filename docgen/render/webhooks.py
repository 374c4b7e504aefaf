"""The catalogue of webhook events: those of the contract, and those that are named and do not fire."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from docgen import urls
from docgen.differ.place import Place
from docgen.examples import media_examples
from docgen.model.claim import EventsClaim
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.spec import Spec
from docgen.render.page import front_matter, page
from docgen.render.reference.history import History
from docgen.render.reference.pages import reader_for
from docgen.render.reference.shape import Shape
from docgen.render.story import Story

_ROWS: Final = 100  # of the objects in a payload that open in place


class EventView(msgspec.Struct, frozen=True):
    """An event: `node` is its operation in the contract, `planned` the claim that it does not fire yet."""

    name: str
    node: Mapping[str, Any]
    payload: Shape | None
    example: Any
    since: str
    status: str
    planned: EventsClaim | None = None
    entry: Entry | None = None

    @property
    def summary(self) -> str:
        """One line of the contract, or why the event does not fire."""
        if self.planned:
            return self.planned.because or "Named, and not fired."
        return str(self.node.get("summary") or self.node.get("description") or "")


def views(story: Story) -> tuple[EventView, ...]:
    """The events that fire, in the order of the contract, then the planned ones."""
    pin = story.project.current
    spec = pin.spec if pin else None
    history = History(story)
    firing = [_firing(story, history, spec, name) for name in spec.events()] if spec else []
    known = {view.name for view in firing}
    planned = [
        EventView(name, {}, None, None, "", (claim.events.after_status or {}).get(name, ""), claim.events, entry)
        for entry in story.entries()
        for claim in entry.text.claims
        if claim.events
        for name in claim.events.planned or ()
        if name not in known
    ]
    return (*firing, *{view.name: view for view in planned}.values())


def _firing(story: Story, history: History, spec: Spec, name: str) -> EventView:
    node = _operation(spec, name)
    body = spec.resolve(node.get("requestBody"))
    media: Mapping[str, Any] = next(iter((body.get("content") or {}).values()), {})
    statuses = {
        event: status
        for entry in story.entries()
        for claim in entry.text.claims
        if claim.events
        for event, status in (claim.events.after_status or {}).items()
    }
    since = next(pin.id for pin in story.project.pins if pin.spec and name in pin.spec.events())
    payload = None
    if story.places and "schema" in media:
        reader = reader_for(story.places, urls.event_url(name), history)
        payload = reader.read(Place(media["schema"], ("webhooks", name, "x-payload")), _ROWS, "response")
    return EventView(name, node, payload, _example(spec, media), since, statuses.get(name, ""))


def _example(spec: Spec, media: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an example is any JSON
    """The example of a body, from where the contract keeps it; None without one."""
    for _, value in media_examples(spec, media):
        return value
    schema = spec.resolve(media.get("schema"))
    return schema.get("example", next(iter(schema.get("examples") or ()), None))


def _operation(spec: Spec, name: str) -> Mapping[str, Any]:
    item = spec.resolve((spec.document.get("webhooks") or {}).get(name))
    return next((spec.resolve(item[method]) for method in ("post", "put") if method in item), {})


def render(story: Story) -> Files:
    """The catalogue and a page per event; nothing for an API that has no webhooks in any pin."""
    found = views(story)
    if not found and not any(pin.spec and pin.spec.events() for pin in story.project.pins):
        return {}
    pin = story.project.current
    head = front_matter("Webhook events", f"The events that the {story.project.config.api} sends.")
    context = {"story": story, "urls": urls, "pin": pin}
    index = page("webhooks.md.j2", urls.WEBHOOKS, events=found, head=head, **context)
    return {f"{urls.WEBHOOKS}index.md": index} | {
        urls.event_source(view.name): page(
            "event.md.j2",
            urls.event_url(view.name),
            view=view,
            head=front_matter(view.name, view.summary),
            **context,
        )
        for view in found
    }
