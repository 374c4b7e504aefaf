"""The Jinja2 environment of docgen's packages."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from docgen.wording import counted, plural


def environment(package: str, filters: Mapping[str, Callable[..., Any]] = {}) -> Environment:
    """The environment for `templates/` of a package; `filters` escape for the language of its templates."""
    jinja = Environment(  # noqa: S701 - YAML, Markdown and the languages of the edges, each escaped by its own filters
        loader=PackageLoader(package),
        auto_reload=False,  # templates do not change while a command runs, and a check of each file is slow
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.filters |= {"counted": counted, "plural": plural, **filters}
    return jinja
