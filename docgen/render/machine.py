"""The machine files: permanent URLs, each with `version` 1 and its `$schema`, from typed records."""

from datetime import date
from typing import Any, Final, Literal

import msgspec

from docgen import urls
from docgen.model.entry import EntryText
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render import deprecations, errors, webhooks
from docgen.render.contract import published
from docgen.render.story import Story
from docgen.schemas import schema


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a machine file."""


class _Document(_Record, frozen=True, kw_only=True):
    """A machine file: a reader checks `version` before anything else."""

    schema_url: str = msgspec.field(name="$schema")
    version: Literal[1] = 1


class PublishedEntry(_Record, frozen=True, kw_only=True):
    """An entry with its address."""

    slug: str
    pin: str
    url: str
    entry: EntryText


class PublishedPin(_Record, frozen=True, kw_only=True):
    """A pin, its dates, and its contract."""

    id: str
    label: str
    status: str
    released: date
    deprecated: date | None
    retired: date | None
    summary: str
    url: str
    spec: str | None


class Changelog(_Document, frozen=True, kw_only=True):
    """`changelog.json`: every published entry."""

    api: str
    pins: tuple[PublishedPin, ...]
    entries: tuple[PublishedEntry, ...]


class Versions(_Document, frozen=True, kw_only=True):
    """`versions.json`: every pin, newest first."""

    current: str | None
    pins: tuple[PublishedPin, ...]


class PublishedError(_Record, frozen=True, kw_only=True):
    """A code, its page, and whether to retry."""

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


class Errors(_Document, frozen=True, kw_only=True):
    """`errors.json`: every code."""

    errors: tuple[PublishedError, ...]


class PublishedEvent(_Record, frozen=True, kw_only=True):
    """A webhook event: `fired` is false for one that is only named."""

    name: str
    url: str
    fired: bool
    since: str | None = None
    candidate_for: str | None = None


class Events(_Document, frozen=True, kw_only=True):
    """`events.json`: every named event."""

    events: tuple[PublishedEvent, ...]


class PublishedHeader(_Record, frozen=True, kw_only=True):
    """A header of the redirect, in the order sent."""

    name: str
    value: str


class PublishedRule(_Record, frozen=True, kw_only=True):
    """A redirect as the edge answers it; `sunset` is a Unix time in seconds."""

    id: str
    url: str
    host: str
    path: str
    match: str
    to: str
    status: int
    headers: tuple[PublishedHeader, ...]
    sunset: int | None
    after: int | Literal["upstream"]
    state: str
    since: date | None
    entry: str | None


class Deprecations(_Document, frozen=True, kw_only=True):
    """`deprecations.json`: every redirect with a date or an announcement, and its state."""

    deprecations: tuple[PublishedRule, ...]


class Redirects(_Document, frozen=True, kw_only=True):
    """`redirects.json`: every redirect that an edge carries."""

    redirects: tuple[PublishedRule, ...]


_DOCUMENTS: Final[dict[str, type[_Document]]] = {
    "changelog": Changelog,
    "versions": Versions,
    "errors": Errors,
    "events": Events,
    "deprecations": Deprecations,
    "redirects": Redirects,
}


def render(story: Story) -> Files:
    """The JSON files, the schema of each under `schema/`, and the contract of the current pin."""
    rules = _rules(story)
    pins = _pins(story)
    current = story.project.current
    content: dict[str, dict[str, Any]] = {
        "changelog": {"api": story.project.config.api, "pins": pins, "entries": _entries(story)},
        "versions": {"current": current.id if current else None, "pins": pins},
        "errors": {"errors": _errors(story)},
        "events": {"events": _events(story)},
        "deprecations": {"deprecations": tuple(r for r in rules if r.since or r.sunset is not None)},
        "redirects": {"redirects": tuple(rule for rule in rules if rule.state != "removed")},
    }
    files: dict[str, str | bytes] = {}
    for name, fields in content.items():
        where = f"schema/{name}.json"
        document = _DOCUMENTS[name](schema_url=_url(story.project, where), **fields)
        files[f"{name}.json"] = _json(document)
        files[where] = _json(schema(_DOCUMENTS[name]))
    if current and current.spec:
        files[urls.SPEC] = published(current.spec)
    return files


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def _url(project: Project, url: str) -> str:
    return urls.absolute(project.config.site_url, url)


def _pins(story: Story) -> tuple[PublishedPin, ...]:
    return tuple(
        PublishedPin(
            id=pin.id,
            label=pin.text.label,
            status=story.status(pin),
            released=pin.text.released,
            deprecated=pin.text.deprecated,
            retired=pin.text.retired,
            summary=pin.text.summary,
            url=_url(story.project, urls.pin_url(pin.id)),
            spec=_url(story.project, urls.spec_file(pin.id)) if pin.spec else None,
        )
        for pin in story.pins()
    )


def _entries(story: Story) -> tuple[PublishedEntry, ...]:
    return tuple(
        PublishedEntry(slug=e.slug, pin=e.pin, url=_url(story.project, urls.entry_url(e)), entry=e.text)
        for e in story.entries()
    )


def _errors(story: Story) -> tuple[PublishedError, ...]:
    shared = ("retry", "backoff", "idempotency", "aliases", "successor", "since", "until")
    return tuple(
        PublishedError(
            code=view.code,
            url=_url(story.project, urls.error_url(view.code)),
            title=view.title,
            http=tuple(int(status) for status in view.statuses if status.isdigit()),
            returned=not view.gone,
            **({name: getattr(view.page.text, name) for name in shared} if view.page else {}),
        )
        for view in errors.views(story)
    )


def _events(story: Story) -> tuple[PublishedEvent, ...]:
    return tuple(
        PublishedEvent(
            name=view.name,
            url=_url(story.project, urls.event_url(view.name)),
            fired=view.planned is None,
            since=view.since or None,
            candidate_for=view.planned.for_ if view.planned else None,
        )
        for view in webhooks.views(story)
    )


def _rules(story: Story) -> tuple[PublishedRule, ...]:
    return tuple(
        PublishedRule(
            id=view.rule.id,
            url=_url(story.project, urls.redirect_url(view.rule.id)),
            host=view.rule.host,
            path=view.rule.path,
            match=view.rule.match,
            to=view.rule.to,
            status=view.rule.status,
            headers=tuple(PublishedHeader(name=name, value=value) for name, value in view.rule.headers),
            sunset=view.rule.sunset,
            after=view.rule.gone.status if view.rule.gone else "upstream",
            state=view.state,
            since=view.rule.text.since,
            entry=_url(story.project, urls.entry_url(view.entry)) if view.entry else None,
        )
        for view in deprecations.views(story)
    )
