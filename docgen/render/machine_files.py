"""The machine files: permanent URLs, each with `version` 1 and its `$schema`, from typed records."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from docgen import urls
from docgen.model.files import Files
from docgen.render import machine_items as items
from docgen.render import machine_records as records
from docgen.render.contract import contract_json
from docgen.render.feeds import FEED_SCHEMA
from docgen.render.json_feed import JsonFeed
from docgen.render.json_file import json_file
from docgen.render.machine_records import Document
from docgen.render.publication import Publication
from docgen.schemas import AUTHORED, schema

_DOCUMENTS: Final[Mapping[str, tuple[type[Document], Mapping[str, Callable[[Publication], Any]]]]] = {
    "changelog": (
        records.Changelog,
        {"api": lambda of: of.project.config.api, "pins": items.pin_items, "entries": items.entry_items},
    ),
    "versions": (
        records.Versions,
        {"current": lambda of: of.project.current and of.project.current.id, "pins": items.pin_items},
    ),
    "errors": (records.Errors, {"errors": items.error_items}),
    "events": (records.Events, {"events": items.event_items}),
    "deprecations": (
        records.Deprecations,
        {"endings": items.ending_items, "deprecations": items.rule_items, "parts": items.part_items},
    ),
    "redirects": (records.Redirects, {"redirects": items.redirect_items}),
}
"""The name of each file, the type that its schema is made from, and what each of its fields has."""
_FOR_EDITORS: Final = {name: "redirect-rules" if name in _DOCUMENTS else name for name in AUTHORED}
"""A kind of authored file, and the name of its schema on the site, where `schema/redirects.json` is another one."""


def render(publication: Publication) -> Files:
    """The JSON files, every schema under `schema/`, the contract of the current pin, and what robots may read."""
    spec = publication.spec
    documents = {f"{name}.json": json_file(_document(publication, name)) for name in _DOCUMENTS}
    files = {**documents, **_schemas(publication), urls.ROBOTS: _robots(publication)}
    return {**files, urls.SPEC: contract_json(spec)} if spec else files


def _document(publication: Publication, name: str) -> Document:
    kind, fields = _DOCUMENTS[name]
    own = {field: publication.cached(made) for field, made in fields.items()}
    return kind(schema_url=_schema_url(publication, name), version=1, as_of=publication.today, **own)


def _schemas(publication: Publication) -> dict[str, str | bytes]:
    """The schemas without a project's own completions, which would name what is not published yet."""
    models: dict[str, type[msgspec.Struct]] = {name: kind for name, (kind, _) in _DOCUMENTS.items()}
    models |= {FEED_SCHEMA: JsonFeed}
    models |= {name: AUTHORED[kind] for kind, name in _FOR_EDITORS.items()}
    return {f"schema/{name}.json": json_file(_schema(publication, name, model)) for name, model in models.items()}


def _schema(publication: Publication, name: str, model: type[msgspec.Struct]) -> dict[str, Any]:
    made = schema(model)
    return {"$schema": made.pop("$schema"), "$id": _schema_url(publication, name), **made}


def _schema_url(publication: Publication, name: str) -> str:
    return publication.absolute(f"schema/{name}.json")


def _robots(publication: Publication) -> str:
    """The text of `robots.txt` (RFC 9309), which crawlers read only at the root of a host."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {publication.absolute('sitemap.xml')}\n"
