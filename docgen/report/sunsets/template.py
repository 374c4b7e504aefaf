"""The Jinja templates of what comes due."""

from collections.abc import Callable

from jinja2 import Environment, PackageLoader, StrictUndefined

from docgen.report.sunsets import wording
from docgen.sunsets import Sunsets


def fill(name: str, told: Sunsets, **filters: Callable[..., str]) -> str:
    """The text of the template `templates/<name>.j2`; the filters escape what others wrote for its language."""
    environment = Environment(  # noqa: S701 - no HTML: each format escapes for its own language
        loader=PackageLoader("docgen.report.sunsets"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= filters
    return environment.get_template(f"{name}.j2").render(told=told, now=told.project.now, say=wording)
