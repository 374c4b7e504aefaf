"""The rendered pages among the files of a MkDocs site."""

from pathlib import Path  # noqa: TID251 - the shell hands the folders over
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from msgspec import structs

from docgen import urls
from docgen.model.files import Files as Rendered
from docgen.model.project import Project
from docgen.render.handwritten import DOCS
from docgen.site.nav import SECTIONS

_EXCLUDED: Final = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)


def root_of(config: MkDocsConfig) -> Path:
    """The folder of `mkdocs.yml`, which is that of the project."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def add_rendered(files: Files, rendered: Rendered, config: MkDocsConfig) -> None:
    """Add each page and file; one with the path of a writer's file replaces it."""
    for path, content in rendered.items():
        existing = files.get_file_from_path(path)
        if existing and path == urls.ROBOTS:
            continue  # a robots.txt of the site's own stays
        if existing:
            files.remove(existing)
        files.append(_file(config, path, content))


def set_versions(files: Files, project: Project, config: MkDocsConfig) -> None:
    """Give each hand-written page the file of its version, and leave out the other versions.

    The content comes from the project (`on_page_read_source`).
    """
    folder = Path(config.docs_dir).resolve().relative_to(root_of(config)).as_posix()
    published = {project.file_of(doc.path): doc.path for doc in project.docs}
    for path, version in project.versions.items():
        file = files.get_file_from_path(path.removeprefix(f"{folder}/"))
        if file is None or published.get(path) == path:
            continue
        files.remove(file)
        page = files.get_file_from_path(version.page.removeprefix(f"{folder}/"))
        if path in published:
            if page:
                files.remove(page)
            files.append(_version(config, file, version.page.removeprefix(f"{folder}/")))


def _version(config: MkDocsConfig, file: File, page: str) -> File:
    """The file of a version at the path of its page."""
    version = File(page, config.docs_dir, config.site_dir, config.use_directory_urls, inclusion=file.inclusion)
    version.abs_src_path, version.edit_uri = file.abs_src_path, file.src_uri
    return version


def hidden_pages(project: Project) -> frozenset[str]:
    """The pages that no version for the current pin has, relative to `docs/`."""
    published = {doc.path for doc in project.docs}
    return frozenset(v.page.removeprefix(DOCS) for v in project.versions.values() if v.page not in published)


def without_drafts(project: Project, files: Files, config: MkDocsConfig) -> Project:
    """The project without the pages that MkDocs excludes: they get no twin and no line in `llms.txt`."""
    folder = Path(config.docs_dir).resolve().relative_to(root_of(config)).as_posix()
    hidden = {f"{folder}/{file.src_uri}" for file in files if file.inclusion in _EXCLUDED}
    return structs.replace(project, docs=tuple(source for source in project.docs if source.path not in hidden))


def _file(config: MkDocsConfig, path: str, content: str | bytes) -> File:
    in_nav = path in ("index.md", "deprecations.md", *(f"{section}index.md" for section in SECTIONS))
    inclusion = InclusionLevel.UNDEFINED if in_nav else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, path, content=content, inclusion=inclusion)
    if path.endswith(urls.TWIN):
        file.dest_uri = file.url = path.removesuffix(".txt")
    if is_error_page(path):
        file.dest_uri = path.removesuffix(".md") + ".html"
        file.url = file.dest_uri
    return file


def is_error_page(path: str) -> bool:
    """Whether a source is the page of one error code."""
    return path.startswith(urls.ERRORS) and path.endswith(".md") and path != f"{urls.ERRORS}index.md"
