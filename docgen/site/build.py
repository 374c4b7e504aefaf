"""The only caller of MkDocs: builds the site, and writes its pages as a project without docgen."""

import os
from collections.abc import Callable
from pathlib import Path  # noqa: TID251 - the shell hands over folders
from typing import Any

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from docgen.analysis import Progress
from docgen.errors import UNCHANGED, DocgenError, NoProjectError, OutputError, UsageError
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.render import render
from docgen.site.plain import plain_project, source_folders
from docgen.site.plugin import DocgenPlugin
from docgen.site.served_site import ServedSite
from docgen.write import MARK, refuse_foreign, staging_folder, swap

# Material prints a banner about MkDocs 2 at import, which would be in every log
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


class SiteError(DocgenError):
    """MkDocs could not build the site (exit code 1)."""


def build_site(
    root: Path,
    analysis: Analysis,
    *,
    after_swap: Callable[[], None] = lambda: None,
    progress: Progress = lambda doing: None,
    draft: bool = False,
    use_cache: bool = True,
    site_dir: str | None = None,
    served: ServedSite | None = None,
) -> Path:
    """Build the site beside the old one, exchange the two, call `after_swap`, and return the folder of the site.

    A failed or interrupted build leaves the old site as it was, and `after_swap` uncalled. Without `use_cache`, every
    page is rendered, and nothing is stored for the next build. A preview has a folder of its own, `site_dir`; of a
    site that is `served`, only files with other content are written. SiteError for what MkDocs refuses, OutputError
    where the folder cannot be written, UsageError where docgen did not make it.
    """
    serve_url = served.url if served else None
    config = site_config(root, site_url=serve_url or analysis.project.preview_url or None)
    destination = served.folder if served else Path(site_dir or config.site_dir)
    if site_dir:
        _refuse_site(destination, Path(config.site_dir))
    refuse_foreign(destination, root, source_folders(config), "--output" if site_dir else "mkdocs.yml: site_dir")
    with staging_folder(destination) as staged:
        config.site_dir = str(staged)
        plugin = plugin_of(config)
        plugin.precomputed, plugin.use_cache = analysis, use_cache
        plugin.draft, plugin.progress, plugin.served = draft, progress, served
        if served:
            served.begin(staged)
        try:
            config.plugins.on_startup(command="serve" if serve_url else "build", dirty=False)
            mkdocs_build.build(config, serve_url=serve_url)
        except MkDocsException as error:
            raise SiteError(f"cannot build the site: {error}; {UNCHANGED}") from error
        except FileNotFoundError as error:
            missing = str(error.filename).replace(str(staged), str(destination))
            why = f"a plugin or hook of mkdocs.yml reads {missing}, which is not there"
            if missing.endswith("search_index.json"):
                why += "; to keep Material's search, copy its partials/search.html to `custom_dir`"
            raise SiteError(f"cannot build the site: {why}; {UNCHANGED}") from error
        except OSError as error:
            raise OutputError(f"{destination}: cannot be written: {error.strerror}; {UNCHANGED}") from error
        finally:
            config.plugins.on_shutdown()
            plugin.precomputed, plugin.draft, plugin.use_cache, plugin.served = None, False, True, None
        # outside of `try`: the site is built, so what fails from here on is not an error of MkDocs
        if served:
            served.publish()
        else:
            swap(staged, destination, after_swap)
    return destination


def _refuse_site(folder: Path, site: Path) -> None:
    """Raise UsageError where a preview would replace the site, or be replaced with it."""
    real, own = folder.resolve(), site.resolve()
    if real.is_relative_to(own) or own.is_relative_to(real):
        raise UsageError(f"--output: {folder} is where the site is built, {site}; expected another folder")


def site_config(root: Path, **overrides: Any) -> MkDocsConfig:  # noqa: ANN401 - MkDocs takes any option
    """The configuration in mkdocs.yml; NoProjectError without that file, SiteError for what MkDocs refuses."""
    file = root / "mkdocs.yml"
    if not file.is_file():
        raise NoProjectError(f"{file.name}: not found; create it with `plugins: [search, docgen]`")
    try:
        return load_config(config_file=str(file), **overrides)
    except (MkDocsException, ValueError) as error:  # a name with a NUL is a ValueError
        raise SiteError(f"{file.name}: {error}") from error


def plugin_of(config: MkDocsConfig) -> DocgenPlugin:
    """The plugin `docgen`; UsageError (exit code 2) where mkdocs.yml does not have it."""
    plugin = config.plugins.get("docgen")
    if not isinstance(plugin, DocgenPlugin):
        raise UsageError("mkdocs.yml: plugin `docgen` not found; add it under `plugins:`")
    return plugin


def render_project(root: Path, target: Path, analysis: Analysis) -> Files:
    """The files of a complete MkDocs project of the same pages that builds without docgen, relative to `target`.

    UsageError where docgen did not make that folder.
    """
    config = site_config(root)
    refuse_foreign(target, root, source_folders(config), "DIR")
    pages = plain_project(config, root, analysis.project, render(analysis, flat_errors=False))
    return {**MARK, **pages}  # the mark first, so that a run that is killed leaves a folder known as docgen's
