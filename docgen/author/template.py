"""The Jinja templates of authored files."""

from collections.abc import Callable, Mapping

from jinja2 import Template

from docgen.templates import environment


def template(name: str, filters: Mapping[str, Callable[..., object]]) -> Template:
    """The template `templates/<name>.j2` with filters that quote values."""
    return environment("docgen.author", filters).get_template(f"{name}.j2")
