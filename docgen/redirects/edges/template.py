"""The Jinja templates of the edges."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

_ENVIRONMENT = Environment(  # noqa: S701 - no HTML: each edge escapes for its own language
    loader=PackageLoader("docgen.redirects.edges"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def fill(name: str, **values: Any) -> str:  # noqa: ANN401 - a template takes what it names
    """The text of the template `templates/<name>.j2` with its values."""
    return _ENVIRONMENT.get_template(f"{name}.j2").render(**values)
