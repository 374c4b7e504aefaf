"""The Jinja2 templates of a package, as all of docgen has them."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from docgen.wording import counted, plural


def environment(package: str, filters: Mapping[str, Callable[..., Any]] | None = None) -> Environment:
    """The templates below `templates/` of a package; `filters` escape for the language that they write."""
    made = Environment(  # noqa: S701 - YAML, Markdown and the languages of the edges, each escaped by its own filters
        loader=PackageLoader(package),
        auto_reload=False,  # a template does not change while a command runs: no look at its file for each page
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"counted": counted, "plural": plural} | dict(filters or {})
    return made
