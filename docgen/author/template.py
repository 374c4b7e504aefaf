"""The Jinja templates of authored files."""

from collections.abc import Callable, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def template(name: str, filters: Mapping[str, Callable[..., str]]) -> Template:
    """The template `templates/<name>.j2` with the filters that quote what it prints."""
    environment = Environment(
        loader=PackageLoader("docgen.author"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - the output is YAML, TOML and Markdown, quoted by the filters
    )
    environment.filters |= filters
    return environment.get_template(f"{name}.j2")
