"""The only caller of MkDocs: builds the site, serves it, and writes its pages as a project without docgen."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands over folders
from typing import Any, Protocol, cast

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from docgen.errors import UNCHANGED, DocgenError, NoProjectError, OutputError, UsageError
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.render import render
from docgen.site.plain import plain_project, sources
from docgen.write import MARK, refuse_foreign, staging_folder, swap

# Material prints a banner on MkDocs 2 at import, which would stand in every log
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


class Plugin(Protocol):
    """What the builder tells the MkDocs plugin `docgen`."""

    given: Analysis | None
    draft: bool
    report: bool
    now: str | None
    cached: bool
    hosts: Sequence[str]


class SiteError(DocgenError):
    """MkDocs could not build the site (exit code 1)."""


def build_site(
    root: Path,
    analysis: Analysis,
    *,
    then: Callable[[], None] = lambda: None,
    draft: bool = False,
    cached: bool = True,
) -> Path:
    """Build the site beside the old one, put it in its place and do what belongs to it, and return its folder.

    A failed or interrupted build leaves the old site as it was, and `then` undone. Without `cached`, every page is
    rendered anew, and nothing is kept for the next build. SiteError says what MkDocs refused, OutputError that the
    folder cannot be written, UsageError that it is not docgen's to replace.
    """
    config = _config(root)
    destination = Path(config.site_dir)
    refuse_foreign(destination, root, sources(config), "mkdocs.yml: site_dir")
    with staging_folder(destination) as fresh:
        config.site_dir = str(fresh)
        plugin = _plugin(config)
        plugin.given, plugin.cached = analysis, cached
        plugin.draft, plugin.report = draft, False
        try:
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build.build(config)
        except MkDocsException as error:
            raise SiteError(f"the site could not be built: {error}; {UNCHANGED}") from error
        except OSError as error:
            raise OutputError(f"{destination}: cannot be written: {error.strerror}; {UNCHANGED}") from error
        finally:
            config.plugins.on_shutdown()
            plugin.given, plugin.draft, plugin.report, plugin.cached = None, False, True, True
        # outside of `try`: the site is built, and what fails from here on is not MkDocs' doing
        swap(fresh, destination, then)
    return destination


def _config(root: Path, **overrides: Any) -> MkDocsConfig:  # noqa: ANN401 - MkDocs takes any option
    file = root / "mkdocs.yml"
    if not file.is_file():
        raise NoProjectError(f"{file.name}: not found; a site needs one with `plugins: [search, docgen]`")
    try:
        return load_config(config_file=str(file), **overrides)
    except (MkDocsException, ValueError) as error:  # a name with a NUL is a ValueError
        raise SiteError(f"{file.name}: {error}") from error


def _plugin(config: MkDocsConfig) -> Plugin:
    plugin = config.plugins.get("docgen")
    if plugin is None:
        raise UsageError("mkdocs.yml: the plugin is missing; add `docgen` under `plugins:`")
    return cast("Plugin", plugin)


def serve(root: Path, address: str, now: str | None, hosts: Sequence[str]) -> None:
    """Preview the site until interrupted: rebuilt at each edit, with `/errors/<code>` answered, for `hosts` too."""
    plugin = _plugin(_config(root))
    plugin.now, plugin.hosts = now, hosts  # MkDocs keeps the plugin when it loads the configuration anew
    try:
        mkdocs_serve.serve(config_file=str(root / "mkdocs.yml"), dev_addr=address)
    except MkDocsException as error:
        raise SiteError(f"the preview stopped: {error}") from error
    except OSError as error:
        raise OutputError(f"{address}: cannot listen: {error.strerror}; choose another with --address") from error


def render_project(root: Path, target: Path, analysis: Analysis) -> Files:
    """A complete MkDocs project of the same pages that needs no docgen to build, relative to its folder `target`.

    UsageError where that folder is not docgen's to write over.
    """
    config = _config(root)
    refuse_foreign(target, root, sources(config), "DIR")
    pages = plain_project(config, root, analysis.project, render(analysis, flat_errors=False))
    return {**MARK, **pages}  # the mark first, so that a run that is killed leaves a folder known as docgen's
