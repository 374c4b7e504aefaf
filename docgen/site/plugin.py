"""The MkDocs plugin `docgen`: a thin adapter over load, prove, check and render."""

import logging
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path  # noqa: TID251 - the shell hands the folder to the readers
from typing import Any, Final, Literal

import msgspec
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import yaml_load

from docgen import urls
from docgen.check.redirect_output import OUTPUT_RULES
from docgen.errors import DocgenError, OutputError
from docgen.load.clock import parse_now
from docgen.load.files import read_cache
from docgen.model.accepted import ACCEPTED
from docgen.model.analysis import Analysis
from docgen.model.finding import Finding, Severity
from docgen.model.pin import contract_path
from docgen.render import render
from docgen.render.banner import banner
from docgen.site.cache import attach_page, attach_search, setting
from docgen.site.files import add_rendered, is_error_page, without_drafts
from docgen.site.look import add_look, apply_look
from docgen.site.nav import place
from docgen.site.page_cache import FILE, FOLDER, PageCache, unpack
from docgen.site.plain import sources
from docgen.site.search import separate_words, split_queries
from docgen.site.serve import as_docs_host, only_for
from docgen.wording import counted
from docgen.write import MARK, plan, refuse_foreign

_log: Final = logging.getLogger("mkdocs.plugins.docgen")
_WATCHED: Final = ("changelog", "redirects", "pyproject.toml", ACCEPTED)
_ALIGNED: Final = re.compile(r'<(t[dh]) style="text-align: (left|center|right);">')
_LEVELS: Final = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}


class Kept(msgspec.Struct, frozen=True):
    """The pages of the build before, the folder that they are in, and the name of what this build makes them with."""

    folder: Path
    setting: str
    cache: PageCache


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs has none here
    """The options of the plugin in mkdocs.yml."""

    now = config_options.Optional(config_options.Type(str))
    cache = config_options.Type(bool, default=True)


class DocgenPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Adds the changelog, the error pages, the webhooks and the deprecations to a MkDocs site.

    `given` is what `docgen build` has computed already; `draft` lets a build with errors pass, its
    pages marked as a draft, which is also what happens under `serve`; `now` is before the option of that name;
    without `cached`, nothing is taken from the build before, and nothing kept for the next; a preview answers for
    `hosts` beside localhost and addresses.
    """

    given: Analysis | None = None
    draft: bool = False
    report: bool = True
    now: str | None = None
    cached: bool = True
    hosts: Sequence[str] = ()
    kept: Kept | None = None
    preview: bool = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Learn whether a writer is looking: then errors mark the draft instead of stopping."""
        self.preview = command == "serve"
        self.draft = self.draft or self.preview
        self.cached = self.cached and not dirty  # such a build sees a part of the pages

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check the project, and add the look of the pages."""
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        if not self.preview:  # which is built in a folder of MkDocs' own
            _refuse_foreign(config, root)
        self.analysis = self.given or _analysed(root, self.now or self.config.now)
        # the edges' files are not the site
        findings = [found for found in self.analysis.findings if found.id not in OUTPUT_RULES]
        errors = [found for found in findings if found.severity is Severity.ERROR]
        if self.report:
            _tell(findings, quiet_errors=self.draft)
        if errors and not self.draft:
            raise PluginError(f"docgen: {counted(len(errors), 'error')}; nothing was built")
        with Path(config.config_file_path).open(encoding="utf-8") as stream:
            written = yaml_load(stream)
        apply_look(config, written)
        separate_words(config)
        config.extra["docgen"] = banner(self.analysis.project, len(errors) if self.draft else None)
        contracts = (contract_path(pin.id, pin.text.spec.file) for pin in self.analysis.project.pins)
        watched = (*_WATCHED, *(path for path in contracts if not path.startswith(urls.CHANGELOG)))
        config.watch.extend(str(root / name) for name in watched if (root / name).exists())
        self.kept = kept(config, written.get("site_dir", "site")) if self.cached and self.config.cache else None
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what was rendered; a page that renders a writer's file takes that file's place."""
        project = without_drafts(self.analysis.project, files, config)
        rendered = render(msgspec.structs.replace(self.analysis, project=project))
        self.twins = {path for path in rendered if path.endswith(urls.TWIN)}
        add_rendered(files, rendered, config)
        add_look(files, config)
        split_queries(files, config)
        self.expanded = {source.path: source.text for source in self.analysis.project.docs}
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the pages that no nav lists their section, hence its tab and its breadcrumb."""
        place(nav, files)
        return nav

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """The hand-written page with its placeholders expanded."""
        if page.file.generated_by:
            return None
        root = Path(config.config_file_path).resolve().parent
        source = (Path(config.docs_dir).resolve() / page.file.src_uri).relative_to(root)
        return self.expanded.get(source.as_posix())

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """The canonical URL of an error page is the one that `doc_url` promises; no sidebar where it would be empty."""
        if "SOURCE_DATE_EPOCH" not in os.environ:
            page.update_date = self.analysis.project.now.date().isoformat()
        if page.file.generated_by and not any(above.is_section for above in page.ancestors):
            page.meta.setdefault("hide", ["navigation"])
        if is_error_page(page.file.src_uri) and config.site_url:
            page.canonical_url = urls.absolute(config.site_url, urls.page_url(page.file.src_uri))
        if self.kept:
            attach_page(self.kept.cache, self.kept.setting, page)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401 - Jinja's environment
        """Let the search take what it found in a page before."""
        if self.kept:
            attach_search(self.kept.cache, self.kept.setting, config)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Columns are aligned by classes: the docs host's policy forbids the attributes that Python-Markdown writes."""
        return _ALIGNED.sub(r'<\1 class="dg-\2">', html)

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ANN401
        """The page's twin; themes print this date, and the same input at the same time gives the same bytes."""
        twin = urls.twin(urls.page_url(page.file.src_uri))
        context["twin"] = twin if f"{twin}.txt" in self.twins else None
        if "SOURCE_DATE_EPOCH" not in os.environ:
            context["build_date_utc"] = self.analysis.project.now

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Mark the folder as docgen's, and keep what this build used for the next one."""
        plan(MARK, Path(config.site_dir)).apply()
        data = self.kept.cache.packed() if self.kept else None
        if self.kept and data is not None:
            with suppress(OutputError):  # a folder that cannot be written keeps nothing
                plan({FILE: data, ".gitignore": "*\n"}, self.kept.folder).apply()
        self.kept = None

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ANN401
        """Answer `/errors/<code>` in the preview as the docs host does, and nobody who comes by another's name."""
        inner = server.get_app()
        if inner:
            server.set_app(only_for(as_docs_host(inner, config.site_dir), self.hosts))
        return server


def kept(config: MkDocsConfig, site_dir: str) -> Kept | None:
    """What is beside `site_dir`, to which mkdocs.yml builds; None where a plugin or an extension could make it stale.

    A preview is built somewhere else.
    """
    site = Path(config.config_file_path).parent / site_dir
    folder, known = site.resolve().parent / FOLDER, setting(config)
    if known is None or folder.is_relative_to(Path(config.docs_dir).resolve()):
        return None
    return Kept(folder, known, PageCache(unpack(read_cache(folder / FILE))))


def _refuse_foreign(config: MkDocsConfig, root: Path) -> None:
    """PluginError where MkDocs would empty a folder that is not docgen's."""
    try:
        refuse_foreign(Path(config.site_dir), root, sources(config), "mkdocs.yml: site_dir")
    except DocgenError as error:
        raise PluginError(f"docgen: {error}") from error


def _analysed(root: Path, now: str | None) -> Analysis:
    from docgen.analysis import analyse  # what `docgen build` hands over needs no second reading

    try:
        analysis, findings = analyse(root, parse_now(now))
    except DocgenError as error:
        raise PluginError(f"docgen: {error}") from error
    if analysis is None:
        _tell(findings, quiet_errors=False)
        raise PluginError("docgen: the configuration could not be read")
    return analysis


def _tell(findings: Sequence[Finding], *, quiet_errors: bool) -> None:
    """Log the findings, those of the calendar and those that the project accepts as info.

    `mkdocs build --strict` stops at any warning.
    """
    for found in findings:
        quiet = found.trigger == "calendar" or found.accepted
        level = logging.INFO if quiet else _LEVELS[found.severity]
        line = f"{found.path}:{found.line}:{found.column}: {found.message} [{found.id}]"
        _log.log(min(level, logging.WARNING) if quiet_errors else level, line)
