"""Authored files from their Jinja templates, whose filters write values in the language of the file."""

import html
import re
from functools import cache
from typing import Final

import msgspec
from jinja2 import Environment

from docgen.author.edit import quoted
from docgen.claims import KINDS
from docgen.model.draft import placeholder
from docgen.templates import environment
from docgen.wording import escaped

_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+.!|~-])")
_PLAIN: Final = re.compile(r"[A-Za-z]([A-Za-z0-9_./{} -]*[A-Za-z0-9_/}])?|\d{4}-\d\d-\d\d")  # a selector or a day


def filled_in(name: str, **values: object) -> str:
    """The text of the template `templates/<name>.j2` with these values."""
    return _environment().get_template(f"{name}.j2").render(values)


@cache  # `docgen init` fills in a template for each error code
def _environment() -> Environment:
    filters = {"quoted": quoted, "plain": _plain, "markdown": _markdown, "placeholder": placeholder}
    of_claims = {
        # the keys of a claim's one kind that have a value, as a file names them
        "keys": lambda claim: msgspec.to_builtins(claim.promise),
        "hint": lambda claim: KINDS[claim.kind].hint(claim.promise),
    }
    return environment("docgen.author", filters | of_claims)


def _markdown(text: str) -> str:
    """A text of a contract, escaped so that Markdown renders it literally."""
    return html.escape(_MARKDOWN.sub(r"\\\1", text), quote=False)


def _plain(value: object) -> str:
    """A value in block style, without quotes where YAML needs none; what is not text as JSON, which YAML reads."""
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    return escaped(value)
