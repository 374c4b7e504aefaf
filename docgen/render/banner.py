"""What every page shows: the current pin, the next sunset, and whether this is a draft or a preview."""

from collections.abc import Sequence
from typing import Any, Final

from docgen import urls
from docgen.model.analysis import Analysis
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.model.redirect import rfc3339
from docgen.render import error_views
from docgen.render.deadlines import end_page, next_end
from docgen.render.json_file import all_visible
from docgen.render.page import day, moment
from docgen.render.publication import Publication

_MACHINE: Final = {
    "Atom feed": urls.ATOM,
    "JSON Feed": urls.JSON_FEED,
    "Feed of breaking changes": urls.BREAKING_ATOM,
    "Calendar": urls.SUNSETS,
    "OpenAPI contract": urls.SPEC,
    "llms.txt": urls.LLMS,
}
_CODES: Final = 100
"""Error codes that the 404 page lists: some servers read the whole page into a buffer of a fixed size."""

_ERRORS: Final = 20
"""Errors of a draft that each page lists."""


def banner(project: Project, draft: Sequence[Finding] = (), *, flat_errors: bool = True) -> dict[str, Any]:
    """Values for the theme; `draft` are the errors of a draft, for its writer."""
    publication = Publication(Analysis(project), flat_errors)
    pin, codes, sunset = project.current, error_views.views(publication), None
    if end := next_end(publication):
        when = moment(end.at) if end.redirect else day(end.day)
        sunset = {"path": end.name, "when": str(when), "url": end_page(end), "at": rfc3339(end.at)}
    indexes = {
        "API reference": (urls.REFERENCE, publication.spec.operations()),
        "Errors": (urls.ERRORS, codes),
        "Webhooks": (urls.WEBHOOKS, publication.event_pages),
    }
    is_made = {urls.SPEC: bool(publication.spec.document), urls.LLMS: flat_errors}
    values = {
        "as_of": str(day(publication.today)),
        "pin": pin.id if pin else None,
        "pin_url": urls.pin_url(pin.id) if pin else None,
        "published": bool(pin and pin.text.spec.origin == "published"),
        "machine": [{"name": name, "url": url} for name, url in _MACHINE.items() if is_made.get(url, True)],
        "sunset": sunset,
        "draft": [{"at": f"{one.path}:{one.line}:{one.column}", "message": one.message} for one in draft[:_ERRORS]],
        "draft_errors": len(draft),
        "preview_of": project.config.site_url if project.preview_url else None,
        "api_catalog": urls.API_CATALOG,
        "atom": urls.ATOM,
        "json_feed": urls.JSON_FEED,
        "breaking_atom": urls.BREAKING_ATOM,
        "breaking_json_feed": urls.BREAKING_JSON_FEED,
        "errors": urls.ERRORS,
        "indexes": [{"name": name, "url": url} for name, (url, has_pages) in indexes.items() if has_pages],
        "code_field": project.config.code_field,
        "codes": [{"code": view.code, "url": publication.error_url(view.code)} for view in codes[:_CODES]],
        "all_codes": len(codes) if len(codes) > _CODES else None,
    }
    shown: dict[str, Any] = all_visible(values)
    return shown
