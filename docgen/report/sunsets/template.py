"""The Jinja templates of the reports on sunsets."""

from collections.abc import Callable

from docgen.report.sunsets import wording
from docgen.sunsets import Sunsets
from docgen.templates import environment


def fill(name: str, sunsets: Sunsets, **filters: Callable[..., str]) -> str:
    """The text of the template `templates/<name>.j2`; the filters escape untrusted text for its format."""
    template = environment("docgen.report.sunsets", filters).get_template(f"{name}.j2")
    return template.render(sunsets=sunsets, now=sunsets.project.now, wording=wording)
