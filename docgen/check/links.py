"""Links between the pages of the site."""

import posixpath
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Final

import msgspec

from docgen import urls
from docgen.check.published_texts import published_texts
from docgen.check.rule import found_at, rule
from docgen.markdown.links import links
from docgen.model.entry import Entry
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.redirects.docs_host import base_path
from docgen.upgrade import pin_pairs

_INDEXES: Final = (
    urls.CHANGELOG, urls.REFERENCE, urls.ERRORS, urls.WEBHOOKS, urls.UPGRADE, urls.POLICY, urls.PROMISES,
)  # fmt: skip


@rule(Severity.ERROR, by_pin=True)
def dead_link(project: Project) -> Iterator[Finding]:
    """A link points to a page that the site does not have.

    **Fails**

    ```diff title="docs/index.md"
    -Read about [what goes wrong](errors/not_found.md), or ask for a widget:
    +Read about [what goes wrong](errors/lost.md), or ask for a widget:
    ```

    **Passes**

    ```diff title="docs/index.md"
    -Read about [what goes wrong](errors/not_found.md), or ask for a widget:
    +Read about [what goes wrong](https://docs.widgets.example/errors/not_found), or ask for a widget:
    ```
    """
    visible = project.visible_entries()
    now, later = _site(project, visible, project.visible_pins()), _last_site(project)
    unpublished = {entry.source.path for entry in project.entries} - {entry.source.path for entry in visible}
    for text in published_texts(project):
        # an unpublished entry may link to pages that are published with it
        site = later if text.source.path in unpublished else now
        for link in links(text.text):
            if not _exists(project, site, text.page, link.address):
                yield found_at(
                    text.source.path,
                    text.first_line + link.line,
                    link.column,
                    f"page not found: `{link.address}`",
                    "link to a Markdown file relative to this page, or to a full URL",
                )


def _last_site(project: Project) -> "_Site":
    """The site with everything that is prepared."""
    days = {pin.text.released for pin in project.pins if pin.text.released > project.now.date()}
    moments = [project.now, *(datetime.combine(day, time(), UTC) for day in sorted(days))]
    sites = [_site(project.at(moment), project.entries, project.pins) for moment in moments]
    return _Site(frozenset().union(*(site.files for site in sites)), frozenset().union(*(site.pages for site in sites)))


def pages(project: Project) -> frozenset[str]:
    """The addresses of the site, relative to its root."""
    return _site(project, project.visible_entries(), project.visible_pins()).pages


class _Site(msgspec.Struct, frozen=True):
    """The sources of a site's pages, and their addresses."""

    files: frozenset[str]
    pages: frozenset[str]


def _site(project: Project, entries: Sequence[Entry], pins: Sequence[Pin]) -> _Site:
    files = frozenset(_files(project, entries, pins))
    return _Site(files, frozenset(_pages(files)))


def _exists(project: Project, site: _Site, page: str, target: str) -> bool:
    path = target.partition("#")[0].partition("?")[0]
    if path.startswith(project.config.site_url):
        return path.removeprefix(project.config.site_url) in site.pages
    if not path or ":" in path or path.startswith("//"):
        return True
    if path.startswith("/"):
        base = f"{base_path(project.config)}/"
        return not path.startswith(base) or path.removeprefix(base) in site.pages
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    if path.endswith(".md"):
        return joined in site.files
    return joined in site.files or joined.removesuffix("/") + "/" in site.pages or joined in site.pages


def _files(project: Project, entries: Sequence[Entry], pins: Sequence[Pin]) -> Iterator[str]:
    yield from (doc.path.removeprefix("docs/") for doc in project.docs)
    yield from (f"{folder}index.md" for folder in _INDEXES)
    yield "deprecations.md"
    yield from (urls.error_source(page.text.code) for page in project.errors)
    yield from (urls.error_source(alias) for page in project.errors for alias in page.text.aliases)
    yield from (urls.entry_source(entry) for entry in entries)
    yield from (urls.upgrade_source(start.id, end.id) for start, end in pin_pairs(project))
    if project.current and project.current.spec:
        yield from (urls.resource_source(urls.resource_name(one)) for one in project.current.spec.operations())
    for pin in pins:
        yield urls.pin_source(pin.id)
        yield from (urls.event_source(event) for event in (pin.spec.events() if pin.spec else ()))
    for entry in entries:
        for claim in entry.text.claims:
            yield from (urls.event_source(event) for event in ((claim.events and claim.events.planned) or ()))


def _pages(files: frozenset[str]) -> Iterator[str]:
    yield from ("", *urls.MACHINE_FILES)
    for file in files:
        if file.startswith(urls.ERRORS) and file != "errors/index.md":
            yield file.removesuffix(".md")
        elif posixpath.basename(file) == "index.md":
            yield file.removesuffix("index.md")
        else:
            yield file.removesuffix(".md") + "/"
