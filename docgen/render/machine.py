"""The machine files: permanent URLs, each with `version` 1 and its `$schema`, from typed records."""

from typing import Any, Final

import msgspec

from docgen import urls
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render import deprecations, errors, webhooks
from docgen.render.contract import published
from docgen.render.machine_records import (
    Changelog,
    Deprecations,
    Document,
    Errors,
    Events,
    PublishedEntry,
    PublishedError,
    PublishedEvent,
    PublishedHeader,
    PublishedPin,
    PublishedRule,
    Redirects,
    Versions,
)
from docgen.render.story import Story
from docgen.schemas import schema

_DOCUMENTS: Final[dict[str, type[Document]]] = {
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
