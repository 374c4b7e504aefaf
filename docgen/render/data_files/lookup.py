"""`errors.json` and `events.json`: the records of error codes and events, whose types are their JSON Schemas."""

import msgspec

from docgen import urls
from docgen.markdown.commonmark import blocks
from docgen.openapi.pointers import json_pointer
from docgen.positions.source import Pointer
from docgen.render.error_views import ErrorView
from docgen.render.escape import plain
from docgen.render.event_views import EventView
from docgen.render.handwritten import plain_markdown, sections
from docgen.render.json_file import Document, record
from docgen.render.publication import Publication


class PublishedReturn(msgspec.Struct, frozen=True):
    """An operation that an example of the contract shows to answer with the code; `status` is as in the contract."""

    operation: str
    status: str
    url: str | None


class PublishedError(msgspec.Struct, frozen=True):
    """A code, its page, and whether to retry; `doc_url` is the address that an error answer carries.

    `returned` is false for a code that left the contract: `successor` is then what took its place. `causes` and `fixes`
    are those of its page, in order, each as Markdown.
    """

    code: str
    url: str
    title: str
    http: tuple[int, ...]
    returned: bool
    retry: str | None = None
    backoff: str | None = None
    idempotency: str | None = None
    aliases: tuple[str, ...] = ()
    successor: str | None = None
    since: str | None = None
    until: str | None = None
    doc_url: str | None = None
    markdown: str | None = None
    operations: tuple[PublishedReturn, ...] = ()
    causes: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()


class Errors(Document, frozen=True):
    """`errors.json`: every code."""

    errors: tuple[PublishedError, ...]


class PublishedSchema(msgspec.Struct, frozen=True):
    """A JSON Schema (draft 2020-12) that stands alone: `url` is its `$id`, and `pin` the date-pin that it is of."""

    pin: str
    url: str


class PublishedEvent(msgspec.Struct, frozen=True):
    """A webhook event: `fired` is false for one that is only named.

    `name` is the one that is sent, `name_at` a JSON pointer (RFC 6901) to it in a payload, null where none is known;
    `key` is that of its webhook in the contract, null where it is the name.
    `json_schemas` is what a payload is under each date-pin, newest first: only of this event, and without values that
    are not sent. `schema` is a JSON pointer into `spec` to the schema in the contract, `resource_status` the status of
    the resource that goes with the event.
    """

    name: str
    url: str
    fired: bool
    since: str | None = None
    candidate_for: str | None = None
    summary: str | None = None
    spec: str | None = None
    schema: str | None = None
    key: str | None = None
    name_at: str | None = None
    resource_status: str | None = None
    markdown: str | None = None
    json_schemas: tuple[PublishedSchema, ...] = ()


class Events(Document, frozen=True):
    """`events.json`: every named event."""

    events: tuple[PublishedEvent, ...]


def error(publication: Publication, view: ErrorView) -> PublishedError:
    """The record of an error code, also of a removed one."""
    url = urls.error_url(view.code)
    returned = []
    for name, status in view.operations:
        returned.append(PublishedReturn(operation=name, status=status, url=publication.page_of(name)))
    return record(
        PublishedError,
        view.text,
        view,
        url=publication.absolute(url),
        http=tuple(int(status) for status in view.statuses if status.isdigit()),
        returned=not view.is_removed,
        doc_url=urls.absolute(publication.config.site_url, url),
        markdown=publication.twin(url),
        operations=tuple(returned),
        causes=_section(publication, view, "causes"),
        fixes=_section(publication, view, "fixes"),
    )


def _section(publication: Publication, view: ErrorView, title: str) -> tuple[str, ...]:
    """The items of a section of the writer's page, as Markdown with absolute links; none without it."""
    for section in sections(plain_markdown(publication, view.prose, urls.error_source(view.code))):
        # writers write `Causes` and `causes`
        if section.title.casefold() == title:
            return blocks(section.markdown.partition("\n")[2])
    return ()


def event(publication: Publication, view: EventView) -> PublishedEvent:
    """The record of an event, also of a planned or a removed one."""
    absolute, url, name = publication.absolute, urls.event_url(view.name), view.name
    return PublishedEvent(
        name=name,
        url=absolute(url),
        fired=view.is_fired,
        since=view.history.since_id,
        candidate_for=view.planned.for_ if view.planned else None,
        summary=plain(view.summary) or None,
        spec=absolute(urls.SPEC) if view.schema else None,
        schema=_pointer(view.schema),
        key=view.key or None,
        name_at=_pointer(view.name_at),
        resource_status=view.status or None,
        markdown=publication.twin(url),
        json_schemas=tuple(
            PublishedSchema(pin=pin, url=absolute(urls.event_schema(name, pin))) for pin in view.schema_pins
        ),
    )


def _pointer(pointer: Pointer | None) -> str | None:
    return json_pointer(pointer) if pointer else None
