"""The machine files: permanent URLs, each with `version` 1 and its `$schema`, from typed records."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Final, TypeVar

import msgspec

from docgen import urls
from docgen.model.files import Files
from docgen.redirects.docs_host import content_type
from docgen.render import deprecations, error_views, event_views
from docgen.render.data_files import changelog, endings, lookup
from docgen.render.feeds import JsonFeed
from docgen.render.json_file import Document, contract_json, json_file
from docgen.render.publication import Publication
from docgen.schemas import AUTHORED, schema

_Item = TypeVar("_Item")
_Made = Callable[[Publication], Any]


def _each(items: Callable[[Publication], Iterable[_Item]], made: Callable[[Publication, _Item], object]) -> _Made:
    """What a field has that lists a record of each item."""

    def listed(publication: Publication) -> tuple[object, ...]:
        return tuple(made(publication, item) for item in items(publication))

    return listed


_DOCUMENTS: Final[Mapping[str, tuple[type[Document], Mapping[str, _Made]]]] = {
    "changelog": (
        changelog.Changelog,
        {
            "api": attrgetter("config.api"),
            "pins": changelog.pins_with_history,
            "entries": _each(attrgetter("all_entries"), changelog.entry),
        },
    ),
    "versions": (
        changelog.Versions,
        {
            "current": lambda of: of.project.current and of.project.current.id,
            "pins": _each(attrgetter("pins"), changelog.pin),
        },
    ),
    "errors": (lookup.Errors, {"errors": _each(error_views.views, lookup.error)}),
    "events": (lookup.Events, {"events": _each(event_views.views, lookup.event)}),
    "deprecations": (
        endings.Deprecations,
        {
            "endings": endings.endings,
            "deprecations": endings.rules,
            "parts": _each(deprecations.parts, endings.part),
        },
    ),
    "redirects": (endings.Redirects, {"redirects": endings.redirects}),
}
"""The name of each file, the type that its schema is made from, and what each of its fields has."""
_SCHEMAS: Final[Mapping[str, type[msgspec.Struct]]] = {
    **{name: kind for name, (kind, _) in _DOCUMENTS.items()},
    "feed": JsonFeed,
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
    rule = f"Allow: /\n\nSitemap: {publication.absolute('sitemap.xml')}"
    if publication.project.preview_url:
        rule = "Disallow: /"
    files[urls.ROBOTS] = f"User-agent: *\n{rule}\n"
    if publication.spec.document:
        files[urls.SPEC] = contract_json(publication.spec)
    if publication.config.hosts:
        files[urls.API_CATALOG] = json_file({"linkset": [_api(publication)]})
    return files


def _api(publication: Publication) -> dict[str, Any]:
    """What `api-catalog` says of the API: a set of links (RFC 9264, section 4.2) with the relations of RFC 8631."""

    def target(url: str, title: str, type_: str) -> dict[str, str]:
        return {"href": publication.absolute(url), "type": type_, "title": title}

    base = max(sorted(base for base in publication.spec.bases() if "{" not in base), key=len).strip("/")
    contracts = [
        target(urls.spec_file(pin.id), f"OpenAPI {pin.id}", "application/json") for pin in publication.pins if pin.spec
    ]
    pages = [target("", publication.config.api, "text/html")]
    if publication.spec.operations():
        pages.append(target(urls.REFERENCE, "API reference", "text/html"))
    data = [target(name, title, str(content_type(f"/{name}"))) for name, title in urls.DATA_FILES.items()]
    links = {"service-desc": contracts, "service-doc": pages, "service-meta": data}
    anchor = urls.absolute(f"https://{publication.config.hosts[0]}/", f"{base}/" if base else "")
    return {"anchor": anchor, **{relation: targets for relation, targets in links.items() if targets}}


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
