"""The MkDocs plugin `docgen`: a thin adapter over load, prove, check and render."""

import logging
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path  # noqa: TID251 - the shell hands the folder to the readers
from typing import Any, Final, Literal

import msgspec
from jinja2 import Environment, Template
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import yaml_load

from docgen import urls
from docgen.analysis import Progress, analyse
from docgen.check.redirect_edges import OUTPUT_RULES
from docgen.errors import DocgenError
from docgen.load.cache import code_digest
from docgen.load.clock import parse_now
from docgen.model.analysis import Analysis
from docgen.model.finding import Finding, Severity
from docgen.render import render
from docgen.render.banner import banner
from docgen.render.handwritten import DOCS
from docgen.render.made import Known
from docgen.site.assets import Colour, add_theme_files, configure_theme
from docgen.site.cache import PageCache, open_cache, open_records
from docgen.site.files import (
    RenderedFile,
    add_rendered,
    assign_sections,
    has_edit_url,
    is_error_page,
    not_required_in_nav,
    omitted,
    published_nav,
    root_of,
    set_versions,
    watched,
    without_drafts,
)
from docgen.site.page_html import aligned, finished, ids_in, put_back, take_out, unescaped, with_html_headings
from docgen.site.plain import source_folders
from docgen.site.renderer import unknown_parts
from docgen.site.search import choose_index, choose_search
from docgen.site.section_nav import SectionNav
from docgen.site.serve import allow_hosts, as_docs_host
from docgen.site.served_site import ServedSite
from docgen.site.templates import (
    add_loader,
    keep_compiled,
    kept_page,
    log_missing_blocks,
    template_fault,
    unwrap_page,
    wrap_page,
    wrapped,
)
from docgen.wording import counted
from docgen.write import MARK, plan, refuse_foreign
from docgen.write.cache import RecordFolder

_log: Final = logging.getLogger("mkdocs.plugins.docgen")
_LEVELS: Final = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs has none here
    """The options of the plugin in mkdocs.yml."""

    now = config_options.Optional(config_options.Type(str))
    cache = config_options.Type(bool, default=True)
    accent = config_options.Optional(Colour())


class DocgenPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Adds the changelog, the error pages, the webhooks and the deprecations to a MkDocs site.

    `precomputed` is the analysis that `docgen build` has already; `draft` lets a build with errors pass and marks its
    pages as a draft, as a preview always does; without `use_cache`, no page comes from the previous build, and none is
    stored for the next; a preview answers for localhost, IP addresses and `allowed_hosts`, and shows the `errors`;
    what it has `served` already is not written again.
    """

    precomputed: Analysis | None = None
    draft: bool = False
    use_cache: bool = True
    served: ServedSite | None = None
    allowed_hosts: Sequence[str] = ()
    errors: str = ""
    records: RecordFolder | None = None
    page_cache: PageCache | None = None
    unknown: str = ""
    preview: bool = False
    root: Path = Path()
    progress: Progress = staticmethod(lambda doing: None)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note whether this is a preview: then errors mark the pages as a draft instead of stopping the build."""
        self.preview = command == "serve"
        self.draft = self.draft or self.preview
        # a dirty build renders only what changed, so it would drop the other pages from the cache
        self.use_cache = self.use_cache and not dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check the project, and configure theme, search and cache."""
        self.root = root = root_of(config)
        if not self.preview:  # MkDocs builds a preview in a temporary folder of its own
            refuse_foreign(Path(config.site_dir), root, source_folders(config), "mkdocs.yml: site_dir")
        self.analysis = self.precomputed or _analyse(root, self.config.now, self.progress)
        # findings in the files of the edges do not concern the site
        findings = [finding for finding in self.analysis.findings if finding.id not in OUTPUT_RULES]
        errors = [finding for finding in findings if finding.is_error]
        if not self.precomputed:  # `docgen build` prints them itself
            _log_findings(findings, errors_as_warnings=self.draft)
        if errors and not self.draft:
            raise PluginError(f"docgen: {counted(len(errors), 'error')}; nothing was built")
        with Path(config.config_file_path).open(encoding="utf-8") as stream:
            settings = yaml_load(stream)
        # MkDocs finds dead anchors and is silent on them; a strict build of a site would fail from now on
        if "validation" not in settings and not config.strict:
            config.validation.links.anchors = logging.WARNING
        configure_theme(config, settings, self.config.accent)
        config.nav = published_nav(config.nav, self.analysis.project)
        config.site_url = config.site_url or self.analysis.project.config.site_url
        choose_search(config)
        config.extra["docgen"] = banner(self.analysis.project, errors if self.draft else ())
        config.watch.extend(watched(root, self.analysis))
        self.page_cache = self.records = None
        if self.use_cache and self.config.cache and self.analysis.project.config.cache:
            self.records = open_records(config, settings)
        self.unknown = unknown_parts(config)
        if self.unknown or not self.records:
            self.served = None
        if self.records:
            self.page_cache = open_cache(config, self.records, self.served)
            if self.unknown:
                _log.info(f"mkdocs.yml: {self.unknown} may change any page, so every page is made again in each build")
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the rendered files; a page that is made from a writer's file replaces it."""
        set_versions(files, self.analysis.project, config)
        self.progress("preparing the pages")
        project = without_drafts(self.analysis.project, files)
        known = Known(self.records, code_digest()) if self.records else None
        rendered = render(msgspec.structs.replace(self.analysis, project=project), known=known)
        self.twins = {path for path in rendered if path.endswith(urls.TWIN)}
        add_rendered(files, rendered, config, project, self.served)
        add_theme_files(files, config, self.config.accent)
        self.indexes = not_required_in_nav(files, config)
        choose_index(files, config)
        self.handwritten = {source.path: source.text for source in self.analysis.project.docs}
        self.seen_templates = set[str]()
        self.field_lists: dict[str, tuple[str, ...]] = {}
        self.pages, self.done = len(files.documentation_pages()), Counter[str]()
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give each page that no nav lists a section, which sets its tab and its breadcrumb."""
        if lines := omitted(nav, self.indexes):
            level = config.validation.nav.omitted_files
            _log.log(level, f"mkdocs.yml: `nav` has no page of these sections; to list them, add to `nav:`{lines}")
        for file in files.documentation_pages():
            if self.page_cache and file.page and isinstance(file, RenderedFile) and file.digest:
                self.page_cache.use_without_text(file.page, files, file.digest)
        self.navs = [SectionNav(folder, nav, files) for folder in (urls.REFERENCE, urls.WEBHOOKS)]
        assign_sections(files)
        return nav

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """The hand-written page with its placeholders expanded."""
        if page.file.generated_by:
            return None
        return self.handwritten.get(f"{DOCS}{page.file.src_uri}")

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Set the canonical URL of an error page to that of `doc_url`, and hide a sidebar that would be empty."""
        self._report_page("rendering")
        if "SOURCE_DATE_EPOCH" not in os.environ:
            page.update_date = self.analysis.project.today.isoformat()
        if page.file.generated_by and not any(above.is_section for above in page.ancestors):
            page.meta["hide"] = [*page.meta.get("hide", ()), "navigation"]
        if is_error_page(page.file.src_uri) and config.site_url:
            page.canonical_url = urls.absolute(config.site_url, urls.page_url(page.file.src_uri))
        lists: tuple[str, ...] = ()
        if page.file.generated_by and markdown:
            markdown, lists = take_out(markdown)
            self.field_lists[page.file.src_uri] = lists
        if self.page_cache:
            self.page_cache.use_for(page, lists)
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Align columns by classes, since the docs host's policy forbids style attributes; undo escapes of Markdown."""
        lists = self.field_lists.pop(page.file.src_uri, ())
        if self.page_cache and self.page_cache.has(page):
            return html
        if page.file.generated_by and config.theme.name == "material":  # MkDocs' own search would index them as pages
            page.toc = with_html_headings(page.toc, html)
        whole = put_back(aligned(html), lists)
        if page.present_anchor_ids is not None:
            page.present_anchor_ids.update(ids_in(lists))
        content = unescaped(whole) if page.file.generated_by else whole
        return self.page_cache.keep(page, content) if self.page_cache else content

    @event_priority(-100)  # after all that set a template or a loader
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Put docgen's blocks around the template of each page."""
        add_loader(env)
        if self.page_cache and not self.unknown:
            keep_compiled(env)
        for file in files:
            if file.page:
                wrap_page(file.page.meta)
        return env

    def on_pre_template(self, template: Template, *, template_name: str, config: MkDocsConfig) -> Template:
        """Put docgen's blocks around a page of the theme, such as `404.html`."""
        return wrapped(template)

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ANN401
        """Set the page's twin, and the build date to `now`: the same input at the same time gives the same bytes."""
        self._report_page("writing")
        unwrap_page(page.meta)
        for shown in self.navs:
            shown.show(page)
        if self.analysis.project.preview_url or not has_edit_url(page, config):
            page.edit_url = None
        twin = urls.twin(urls.page_url(page.file.src_uri))
        context["twin"] = twin if f"{twin}.txt" in self.twins else None
        if "SOURCE_DATE_EPOCH" not in os.environ:
            context["build_date_utc"] = self.analysis.project.now
        self.place, self.kept = "", None
        if self.page_cache:
            # the time is on the home page alone
            own = (context["twin"], context["build_date_utc"] if page.is_homepage else None)
            self.place, self.kept = self.page_cache.whole(page, nav, own)
            context |= {} if self.kept is None else kept_page(self.kept)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say at the first page of a template what it has no place for; finish the HTML."""
        if output and (template := page.meta["template"]) not in self.seen_templates:
            self.seen_templates.add(template)
            log_missing_blocks(output, template)
        if self.kept is not None:
            return output
        whole = finished(output)
        if self.page_cache:
            self.page_cache.keep_whole(page, self.place, whole)
        return whole

    def on_build_error(self, *, error: Exception) -> None:
        """PluginError, which MkDocs prints without a traceback, for an error of docgen or a mistake in a template."""
        if isinstance(error, DocgenError) and not self.precomputed:  # `docgen build` has an exit code for each
            raise PluginError(f"docgen: {error}") from error
        if fault := template_fault(error, self.root):
            raise PluginError(fault) from error

    def _report_page(self, doing: str) -> None:
        self.done[doing] += 1
        self.progress(f"{doing} page {self.done[doing]:,} of {self.pages:,}")

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Mark the folder as docgen's, and drop the records that no build has used for a while."""
        self.progress("storing the site")
        plan(MARK, Path(config.site_dir)).apply()
        if self.records:
            self.records.drop_unused()
        self.page_cache = self.records = None

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ANN401
        """Answer `/errors/<code>` in the preview as the docs host does, and refuse other hosts."""
        app = server.get_app()
        if app:
            docs_host = as_docs_host(app, config.site_dir, lambda: self.errors)
            server.set_app(allow_hosts(docs_host, self.allowed_hosts))
        return server


def _analyse(root: Path, now: str | None, progress: Progress) -> Analysis:
    analysis, findings = analyse(root, parse_now(now), progress=progress)
    if analysis is None:
        _log_findings(findings, errors_as_warnings=False)
        raise PluginError("docgen: cannot read the configuration")
    return analysis


def _log_findings(findings: Sequence[Finding], *, errors_as_warnings: bool) -> None:
    """Log the findings at their level; those of the calendar, and accepted ones, as info.

    `mkdocs build --strict` stops at any warning.
    """
    for finding in findings:
        level = _LEVELS[finding.severity]
        if finding.trigger == "calendar" or finding.accepted:
            level = logging.INFO
        if errors_as_warnings:
            level = min(level, logging.WARNING)
        where = finding.location and f"{finding.location}: "
        _log.log(level, f"{where}{finding.message} [{finding.id}]")
