"""The Jinja environment of pages and twins: what a template prints is plain text unless it says that it is more."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from docgen import templates, urls
from docgen.model.redirect import rfc3339
from docgen.render.contract_changes import lines


def instant(value: Markup | int | date, days: int = 0) -> Markup:
    """A Unix time or the beginning of a day, for the attribute that scripts read; `days` later."""
    if isinstance(value, Markup):  # it is one already
        return value
    if isinstance(value, date):
        return Markup((value + timedelta(days)).isoformat())  # noqa: S704 - digits
    return Markup(rfc3339(value + days * 86_400))  # noqa: S704 - digits


def environment(text: Callable[[str], Markup], filters: Mapping[str, Callable[..., Any]]) -> Environment:
    """The Jinja environment of the templates below `templates/`; `text` escapes every value that is not Markup."""

    def shield(value: object) -> Markup:
        return value if isinstance(value, Markup) else text("" if value is None else str(value))

    jinja = templates.environment("docgen.render", {"lines": lines, "instant": instant, **filters}).overlay(
        autoescape=True,  # a contract may be hostile: a template that forgets a filter does no harm
        finalize=shield,
        keep_trailing_newline=False,  # a page includes several templates
    )
    jinja.globals["urls"] = urls
    return jinja
