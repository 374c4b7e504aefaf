"""The Jinja templates of what comes due."""

from collections.abc import Callable

from docgen.report.sunsets import wording
from docgen.sunsets import Sunsets
from docgen.templates import environment


def fill(name: str, told: Sunsets, **filters: Callable[..., str]) -> str:
    """The text of the template `templates/<name>.j2`; the filters escape what others wrote for its language."""
    template = environment("docgen.report.sunsets", filters).get_template(f"{name}.j2")
    return template.render(told=told, now=told.project.now, say=wording)
