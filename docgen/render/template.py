"""The Jinja environment of pages and twins: what a template prints is plain text unless it says that it is more."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from docgen import templates, urls
from docgen.render.contract_changes import excerpt


def environment(text: Callable[[str], Markup], filters: Mapping[str, Callable[..., Any]]) -> Environment:
    """The Jinja environment of the templates below `templates/`; `text` escapes every value that is not Markup."""

    def shield(value: object) -> Markup:
        return value if isinstance(value, Markup) else text("" if value is None else str(value))

    jinja = templates.environment("docgen.render", {"excerpt": excerpt, **filters}).overlay(
        autoescape=True,  # a contract may be hostile: a template that forgets a filter does no harm
        finalize=shield,
        keep_trailing_newline=False,  # a page includes several templates
    )
    jinja.globals["urls"] = urls
    return jinja
