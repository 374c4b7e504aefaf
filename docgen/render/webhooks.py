"""The catalogue of webhook events: those of the contract, and those that are named and do not fire."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from docgen import urls
from docgen.model.claim import EventsClaim
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.source import Pointer
from docgen.model.spec import Spec
from docgen.render.page import front_matter, page
from docgen.render.schema_table import Row, example, rows
from docgen.render.story import Story


class EventView(msgspec.Struct, frozen=True):
    """An event: `node` is its operation in the contract, `planned` the claim that it does not fire yet."""

    name: str
    node: Mapping[str, Any]
    rows: tuple[Row, ...]
    example: Any
    since: str
    status: str
    planned: EventsClaim | None = None
    entry: Entry | None = None
    schema: Pointer | None = None
    """Where the contract has the schema of the payload."""

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
    firing = [_firing(story, spec, name) for name in spec.events()] if spec else []
    known = {view.name for view in firing}
    planned = [
        EventView(name, {}, (), None, "", (claim.events.after_status or {}).get(name, ""), claim.events, entry)
        for entry in story.entries()
        for claim in entry.text.claims
        if claim.events
        for name in claim.events.planned or ()
        if name not in known
    ]
    return (*firing, *{view.name: view for view in planned}.values())


def _firing(story: Story, spec: Spec, name: str) -> EventView:
    operation, at = _operation(spec, name)
    body = spec.resolve(operation.get("requestBody"))
    content: Mapping[str, Mapping[str, Any]] = body.get("content") or {}
    kind = next(iter(content), "")
    media = content.get(kind, {})
    statuses = {
        event: status
        for entry in story.entries()
        for claim in entry.text.claims
        if claim.events
        for event, status in (claim.events.after_status or {}).items()
    }
    since = next(pin.id for pin in story.project.pins if pin.spec and name in pin.spec.events())
    schema = (*at, "requestBody", "content", kind, "schema")
    return EventView(
        name,
        operation,
        rows(spec, media.get("schema")),
        example(spec, media),
        since,
        statuses.get(name, ""),
        schema=schema if spec.at(schema) is not None else None,
    )


def _operation(spec: Spec, name: str) -> tuple[Mapping[str, Any], Pointer]:
    item = spec.resolve((spec.document.get("webhooks") or {}).get(name))
    found = ((spec.resolve(item[method]), ("webhooks", name, method)) for method in ("post", "put") if method in item)
    return next(found, ({}, ()))


def shown(story: Story, found: Sequence[EventView]) -> bool:
    """Whether there is a catalogue: for an API that names an event in any pin."""
    return bool(found) or any(pin.spec and pin.spec.events() for pin in story.project.pins)


def render(story: Story) -> Files:
    """The catalogue and a page per event; nothing for an API that has no webhooks in any pin."""
    found = views(story)
    if not shown(story, found):
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
