"""The templates of the pages: docgen's blocks go around those of any template that the theme or the site has."""

import logging
import os
import traceback
from collections.abc import MutableMapping
from pathlib import Path  # noqa: TID251 - the folder of the project
from typing import Any, Final

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FunctionLoader,
    PrefixLoader,
    Template,
    TemplateError,
    TemplateNotFound,
)
from jinja2.bccache import Bucket

from docgen.site.assets import script, theme_text

_log: Final = logging.getLogger("mkdocs.plugins.docgen")
_WRAPPED: Final = "docgen:"
_KEPT: Final = "docgen_kept"
"""What a template has in its context for a page whose HTML is kept: the name of the template that is nothing else."""
_AS_KEPT: Final = "docgen_html"
"""That template, and the HTML in its context."""
_DEFAULT: Final = "main.html"


def with_blocks(name: str) -> str:
    """The text of a template that extends the one of that name by what docgen adds.

    A template that extended docgen's would lose what a block without `super()` replaces; this way round, none is lost.
    """
    return f"{{% extends {name!r} %}}\n" + theme_text("blocks.html")


def _with_blocks_or_kept(name: str) -> str:
    """The same, which is the HTML of the page where that is kept from the build before."""
    if name == _AS_KEPT:
        return f"{{{{ {name} }}}}"
    return f"{{% extends {_KEPT}|default({name!r}) %}}\n" + theme_text("blocks.html")


class _Compiled(BytecodeCache):
    """The code of templates, for the next build of this process: MkDocs compiles the theme in each."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED: Final = _Compiled()


def keep_compiled(env: Environment) -> None:
    """Compile a template of the environment once in a process; another plugin could change what it is compiled to."""
    env.bytecode_cache = _COMPILED


def add_loader(env: Environment) -> None:
    """Let the environment find each template with docgen's blocks, too."""
    # a colon is in no name of a file that Windows knows, so that no template of a site is hidden
    ours = PrefixLoader({"": FunctionLoader(_with_blocks_or_kept)}, _WRAPPED)
    env.loader = ChoiceLoader([*filter(None, (ours, env.loader))])


def wrap_page(meta: MutableMapping[str, Any]) -> None:
    """Let MkDocs take the template of a page's front matter, or the theme's, with docgen's blocks."""
    meta["template"] = f"{_WRAPPED}{meta.get('template', _DEFAULT)}"


def kept_page(html: str) -> dict[str, str]:
    """The context with which the template of a page is its HTML from the build before."""
    return {_KEPT: f"{_WRAPPED}{_AS_KEPT}", _AS_KEPT: html}


def unwrap_page(meta: MutableMapping[str, Any]) -> None:
    """Give back the name of the template, which templates of the site may ask for."""
    meta["template"] = str(meta.get("template", _DEFAULT)).removeprefix(_WRAPPED)


def wrapped(template: Template) -> Template:
    """A page of the theme, such as `404.html`, with docgen's blocks; a text that is no page of it stays as it is."""
    if not (template.name or "").endswith(".html"):
        return template
    return template.environment.get_template(f"{_WRAPPED}{template.name}")


def log_missing_blocks(page: str, template: str) -> None:
    """Log each block that a page of a template lacks, or in which the template leaves out what docgen adds.

    As info: at a warning, `mkdocs build --strict` would stop.
    """
    marks = {"extrahead": 'rel="alternate "', "footer": 'class="dg-foot ', "scripts": script()[0]}
    if 'type="text/markdown"' in page:  # there is something to copy
        marks["content"] = 'class="dg-copy"'
    for block, mark in marks.items():
        if mark not in page:
            _log.info(
                f"{template}: docgen cannot add to the block `{block}`; "
                "expected a block of that name, with `{{ super() }}` where it replaces another"
            )


def template_fault(error: Exception, root: Path) -> str | None:
    """What is wrong in which line of which template, relative to `root`; None for an error outside of templates."""
    # jinja2 puts the lines of templates into the traceback
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".html"):
            place = f"{frame.filename}:{frame.lineno}: ".removeprefix(f"{root}{os.sep}")
    if not place and not isinstance(error, TemplateError):
        return None
    if isinstance(error, TemplateNotFound):
        return f"{place}template `{error.name}` not found"
    if isinstance(error, RecursionError):
        return f"{place}the template extends or includes itself; expected another one, such as `base.html`"
    return f"{place}{error}"
