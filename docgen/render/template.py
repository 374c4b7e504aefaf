"""The Jinja environment of pages and twins: what a template prints is plain text unless it says that it is more."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def environment(text: Callable[[str], Markup], filters: Mapping[str, Callable[..., Any]]) -> Environment:
    """The templates below `templates/`; `text` makes plain text of what is no markup yet."""

    def shield(value: object) -> Markup:
        return value if isinstance(value, Markup) else text("" if value is None else str(value))

    made = Environment(
        loader=PackageLoader("docgen.render"),
        auto_reload=False,  # a template does not change while a site is built: no look at its file for each page
        autoescape=True,
        finalize=shield,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= filters
    return made
