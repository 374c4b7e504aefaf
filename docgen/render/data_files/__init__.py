"""The machine files: permanent URLs, each with `version` 1 and its `$schema`, from typed records."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from docgen import urls
from docgen.model.files import Files
from docgen.render.contract import contract_json
from docgen.render.data_files import changelog, endings, lookup
from docgen.render.feeds import FEED_SCHEMA, JsonFeed
from docgen.render.json_file import Document, json_file
from docgen.render.publication import Publication
from docgen.schemas import AUTHORED, schema

_DOCUMENTS: Final[Mapping[str, tuple[type[Document], Mapping[str, Callable[[Publication], Any]]]]] = {
    "changelog": (
        changelog.Changelog,
        {"api": lambda of: of.project.config.api, "pins": changelog.pins_with_history, "entries": changelog.entries},
    ),
    "versions": (
        changelog.Versions,
        {"current": lambda of: of.project.current and of.project.current.id, "pins": changelog.pins},
    ),
    "errors": (lookup.Errors, {"errors": lookup.error_codes}),
    "events": (lookup.Events, {"events": lookup.events}),
    "deprecations": (
        endings.Deprecations,
        {"endings": endings.endings, "deprecations": endings.rules, "parts": endings.parts},
    ),
    "redirects": (endings.Redirects, {"redirects": endings.redirects}),
}
"""The name of each file, the type that its schema is made from, and what each of its fields has."""
_SCHEMAS: Final[Mapping[str, type[msgspec.Struct]]] = {
    **{name: kind for name, (kind, _) in _DOCUMENTS.items()},
    FEED_SCHEMA: JsonFeed,
    # `schema/redirects.json` is that of the file for programs
    **{"redirect-rules" if name in _DOCUMENTS else name: kind for name, kind in AUTHORED.items()},
}
"""The type of each schema on the site by its name: those of authored files are for editors."""


def render(publication: Publication) -> Files:
    """The JSON files, every schema under `schema/`, the contract of the current pin, and what robots may read."""
    files: dict[str, str | bytes] = {}
    for name in _DOCUMENTS:
        files[f"{name}.json"] = json_file(_document(publication, name))
    for name, kind in _SCHEMAS.items():
        files[f"schema/{name}.json"] = json_file(_schema(publication, name, kind))
    # RFC 9309: crawlers read it only at the root of a host
    files[urls.ROBOTS] = f"User-agent: *\nAllow: /\n\nSitemap: {publication.absolute('sitemap.xml')}\n"
    if publication.spec.document:
        files[urls.SPEC] = contract_json(publication.spec)
    return files


def _document(publication: Publication, name: str) -> Document:
    kind, fields = _DOCUMENTS[name]
    own = {field: made(publication) for field, made in fields.items()}
    return kind(schema_url=_schema_url(publication, name), version=1, as_of=publication.today, **own)


def _schema(publication: Publication, name: str, model: type[msgspec.Struct]) -> dict[str, Any]:
    """The schema without a project's own completions, which would name what is not published yet."""
    # the id comes second, where people look for it
    made = schema(model)
    return {"$schema": made.pop("$schema"), "$id": _schema_url(publication, name), **made}


def _schema_url(publication: Publication, name: str) -> str:
    return publication.absolute(f"schema/{name}.json")
