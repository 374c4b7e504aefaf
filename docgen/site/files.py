"""The rendered pages among the files of a MkDocs site, and in its navigation."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path  # noqa: TID251 - the shell hands the folders over
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from msgspec import structs

from docgen import urls
from docgen.markdown.fences import title
from docgen.model.accepted import ACCEPTED
from docgen.model.analysis import Analysis
from docgen.model.files import LazyFiles
from docgen.model.history import HistoryPin
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.records import digest
from docgen.render.handwritten import DOCS
from docgen.site.served_site import ServedSite

SECTIONS: Final = (urls.CHANGELOG, urls.REFERENCE, urls.ERRORS, urls.WEBHOOKS)
_INDEXES: Final = ("index.md", *(f"{section}index.md" for section in SECTIONS), "deprecations.md")
"""The pages that a nav can name: there is one of each."""
EXCLUDED: Final = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)


def root_of(config: MkDocsConfig) -> Path:
    """The folder of `mkdocs.yml`, which is that of the project."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def watched(root: Path, analysis: Analysis | None) -> Iterator[str]:
    """What a project is made of beside its pages: a preview is rebuilt when one of these files and folders changes."""
    contracts = set[str]()
    if analysis:
        contracts.update(pin.contract_path for pin in analysis.project.pins)
        contracts.update(*(spec.source.files for spec in analysis.project.specs().values()))
    for path in ("changelog", "redirects", "pyproject.toml", ACCEPTED, *sorted(contracts)):
        # what is in the folder of the changelog is watched with it
        if (root / path).exists() and not path.startswith(urls.CHANGELOG):
            yield str(root / path)


class RenderedFile(File):
    """A file that docgen renders; its content is read when MkDocs asks for it, unless another plugin sets it.

    `digest` names the content, empty where that is not known before it is read.
    """

    _own: str | bytes | None = None

    def __init__(self, path: str, config: MkDocsConfig, rendered: LazyFiles, served: ServedSite | None) -> None:
        inclusion = InclusionLevel.UNDEFINED if path in _INDEXES else InclusionLevel.NOT_IN_NAV
        super().__init__(path, None, config.site_dir, config.use_directory_urls, inclusion=inclusion)
        self.generated_by = "docgen"
        self._rendered, self.digest, self._served = rendered, rendered.digests.get(path, ""), served
        if path.endswith(urls.TWIN):
            self.dest_uri = self.url = path.removesuffix(".txt")
        if is_error_page(path):
            self.dest_uri = self.url = path.removesuffix(".md") + ".html"

    # MkDocs reads it wherever it asks for the content
    @property
    def _content(self) -> str | bytes | None:
        return self._rendered[self.src_uri] if self._own is None else self._own

    @_content.setter
    def _content(self, content: str | bytes | None) -> None:
        self._own, self.digest = content, ""

    def copy_file(self, dirty: bool = False) -> None:
        """Write the file, unless it is served already."""
        if self._served and self._served.has(self.dest_uri, self.digest or digest(self.content_bytes)):
            return
        super().copy_file(dirty)


def add_rendered(
    files: Files, rendered: LazyFiles, config: MkDocsConfig, project: Project, served: ServedSite | None
) -> None:
    """Add each page and file; one with the path of a writer's file replaces it, but for what robots may read."""
    written, contracts = _written(project), _contracts(project)
    for path in rendered:
        existing = files.get_file_from_path(path)
        if existing and path == urls.ROBOTS and not project.preview_url:
            continue  # a robots.txt of the site's own stays
        file = RenderedFile(path, config, rendered, served)
        if existing:
            files.remove(existing)
            file.edit_uri = existing.edit_uri
        else:
            contract = next((contract for folder, contract in contracts.items() if path.startswith(folder)), None)
            if source := written.get(path, contract):
                # MkDocs joins it to `edit_uri`, which names the folder of the pages
                file.edit_uri = posixpath.relpath(source, project.docs_folder)
        files.append(file)


def _written(project: Project) -> dict[str, str]:
    """The file to edit for each rendered page that has one of its own."""
    pins = chain[Pin | HistoryPin](project.pins, project.history.pins)
    written = {f"{urls.pin_url(pin.id)}index.md": pin.source.path for pin in pins}
    written |= {urls.entry_source(entry): entry.source.path for entry in (*project.entries, *project.history.entries)}
    rules = {rule.source.path for rule in project.redirects}
    if len(rules) == 1:
        written["deprecations.md"] = rules.pop()
    return written


def _contracts(project: Project) -> dict[str, str]:
    """The contract that all pages in a folder are made from; folders in others come first."""
    if not (current := project.current):
        return {}
    operations = current.contract.operations()
    contracts = {urls.older_reference(pin.id, operations): pin.contract_path for pin in project.older_references}
    return contracts | dict.fromkeys((urls.REFERENCE, urls.WEBHOOKS, urls.ERRORS), current.contract_path)


def has_edit_url(page: Page, config: MkDocsConfig) -> bool:
    """Whether the edit URL of a page leads to its file, which may be beside the folder of the pages."""
    if not (page.file.edit_uri or "").startswith("../"):
        return True
    setting = str(config.edit_uri_template or config.edit_uri or "")
    folder = Path(config.docs_dir).name
    return f"/{folder}/" in f"/{setting}" and not re.search(r"[?#!]", setting)


def set_versions(files: Files, project: Project, config: MkDocsConfig) -> None:
    """Give each hand-written page the file of its version, and leave out the other versions.

    The content comes from the project (`on_page_read_source`).
    """
    folder = f"{project.docs_folder}/"
    published = {project.file_of(doc.path) for doc in project.docs}
    for path, version in project.versions.items():
        file = files.get_file_from_path(path.removeprefix(folder))
        if file is None or (path in published and version.page == path):
            continue
        files.remove(file)
        if path not in published:
            continue
        name = version.page.removeprefix(folder)
        if page := files.get_file_from_path(name):
            files.remove(page)
        page = File(name, config.docs_dir, config.site_dir, config.use_directory_urls, inclusion=file.inclusion)
        page.abs_src_path, page.edit_uri = file.abs_src_path, file.src_uri
        files.append(page)


def without_drafts(project: Project, files: Files) -> Project:
    """The project without the pages that MkDocs excludes: they get no twin and no line in `llms.txt`."""
    excluded = {f"{DOCS}{file.src_uri}" for file in files if file.inclusion in EXCLUDED}
    docs = tuple(source for source in project.docs if source.path not in excluded)
    return structs.replace(project, docs=docs)


def is_error_page(path: str) -> bool:
    """Whether a source is the page of one error code."""
    return path.startswith(urls.ERRORS) and path.endswith(".md") and path != f"{urls.ERRORS}index.md"


def not_required_in_nav(files: Files, config: MkDocsConfig) -> list[File]:
    """The rendered indexes that a nav should have; MkDocs no longer names them among the writer's own pages."""
    indexes = [file for file in files if config.nav and file.src_uri in _INDEXES]
    set_exclusions(indexes, config)
    required = [file for file in indexes if file.inclusion is InclusionLevel.INCLUDED]
    for file in required:
        file.inclusion = InclusionLevel.NOT_IN_NAV
    return required


def omitted(nav: Navigation, indexes: Collection[File]) -> str:
    """The lines of mkdocs.yml for the indexes of which the nav has no page of their section either."""
    listed = [page.file.src_uri for page in nav.pages]
    lines = ""
    for file in indexes:
        section = file.src_uri.removesuffix("index.md")
        if not any(path.startswith(section) for path in listed):
            lines += f"\n  - {title(file.content_string)}: {file.src_uri}"
    return lines


def assign_sections(files: Files) -> None:
    """Give each page that no nav lists a section, which sets its tab and its breadcrumb."""
    for section in SECTIONS:
        index: Any = _page(files, f"{section}index.md")
        if index is None:
            continue
        for file in files.documentation_pages():
            page = file.page
            if page is None or page is index or page.parent or not file.src_uri.startswith(section):
                continue
            above: Any = _page(files, f"{posixpath.dirname(file.src_uri)}/index.md")
            if above in (None, page, index):
                above = index.parent or index
            # MkDocs makes tabs and breadcrumbs from the parents; to list the pages would repeat them on every page
            page.parent = above


def _page(files: Files, path: str) -> Page | None:
    file = files.get_file_from_path(path)
    return file.page if file else None


def published_nav(nav: Any, project: Project) -> Any:  # noqa: ANN401 - a nav holds lists, mappings and paths
    """The nav without the pages that no version for the current pin has, and without sections that are empty then."""
    hidden = {version.page.removeprefix(f"{project.docs_folder}/") for version in project.versions.values()}
    hidden.difference_update(doc.path.removeprefix(DOCS) for doc in project.docs)
    return with_paths(nav, dict.fromkeys(hidden))


def with_paths(nav: Any, paths: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as above
    """The nav with other paths or sections for some pages, or without them; None where nothing is left of it.

    A section has the title that the nav has for its page.
    """
    if isinstance(nav, str):
        return paths.get(posixpath.normpath(nav), nav)
    kept: Any = nav
    if isinstance(nav, list):
        kept = [item for item in map(partial(with_paths, paths=paths), nav) if item is not None]
    if isinstance(nav, dict):
        kept = {}
        for name, inner in nav.items():
            item = with_paths(inner, paths)
            if isinstance(inner, str) and isinstance(item, dict):
                (item,) = item.values()
            if item is not None:
                kept[name] = item
    # an empty section of the writer's own stays
    return kept if kept or not nav else None
