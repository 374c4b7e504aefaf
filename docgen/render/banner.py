"""What every page shows: the current pin, the next sunset, and whether this is a draft."""

from typing import Any

from docgen import urls
from docgen.model.project import Project
from docgen.render import deprecations, errors
from docgen.render.page import moment
from docgen.render.site_map import SiteMap
from docgen.render.story import Story


def banner(project: Project, draft_errors: int | None = None, *, flat_errors: bool = True) -> dict[str, Any]:
    """Values for the theme; `draft` is the number of errors of a draft, None where there are none."""
    story = Story(project, (), SiteMap(flat_errors))
    view = deprecations.next_sunset(story)
    sunset = None
    if view and view.rule.sunset is not None:
        target = urls.entry_url(view.entry) if view.entry else urls.redirect_url(view.rule.id)
        sunset = {"path": view.rule.path, "when": str(moment(view.rule.sunset)), "url": target}
    return {
        "pin": project.current.id if project.current else None,
        "label": project.current.text.label if project.current else None,
        "sunset": sunset,
        "draft": draft_errors or None,
        "atom": urls.ATOM,
        "json_feed": urls.JSON_FEED,
        "errors": urls.ERRORS,
        "codes": [{"code": view.code, "url": story.site.error(view.code)} for view in errors.views(story)],
    }
