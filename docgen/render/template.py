"""The Jinja environment of pages and twins: what a template prints is plain text unless it says that it is more."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from docgen import templates, urls
from docgen.model.redirect import rfc3339
from docgen.render.contract_changes import lines
from docgen.render.deadlines import FILTERS
from docgen.render.escape import fence


def instant(value: Markup | int | date, days: int = 0) -> Markup:
    """A Unix time or the beginning of a day, for the attribute that scripts read; `days` later."""
    if isinstance(value, Markup):  # it is one already
        return value
    if isinstance(value, date):
        return Markup((value + timedelta(days)).isoformat())  # noqa: S704 - digits
    return Markup(rfc3339(value + days * 86_400))  # noqa: S704 - digits


def indented_json(value: Any) -> str:  # noqa: ANN401 - JSON can be anything
    """JSON indented for people."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def environment(text: Callable[[str], Markup], filters: Mapping[str, Callable[..., Any]]) -> Environment:
    """The Jinja environment of the templates below `templates/`; `text` escapes every value that is not Markup."""

    def shield(value: object) -> Markup:
        return value if isinstance(value, Markup) else text("" if value is None else str(value))

    shared: dict[str, Callable[..., Any]] = {
        "fence": fence,
        "instant": instant,
        "json": indented_json,
        "lines": lines,
        "written": Markup,  # the Markdown of the project's own writers
        **FILTERS,
    }
    jinja = templates.environment("docgen.render", {**shared, **filters}).overlay(
        autoescape=True,  # a contract may be hostile: a template that forgets a filter does no harm
        finalize=shield,
        keep_trailing_newline=False,  # a page includes several templates
    )
    jinja.globals["urls"] = urls
    return jinja
