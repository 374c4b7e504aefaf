"""The Jinja2 templates of the edges."""

from typing import Any, Final

from docgen.templates import environment

_TEMPLATES: Final = environment("docgen.redirects.edges")


def fill(name: str, **values: Any) -> str:  # noqa: ANN401 - a template takes what it names
    """The template `templates/<name>.j2`, rendered with the values."""
    return _TEMPLATES.get_template(f"{name}.j2").render(**values)
