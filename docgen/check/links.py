"""Links between the pages of the site."""

import posixpath
from collections.abc import Iterator

from docgen.check.rule import found_at, rule
from docgen.facts.knowledge.addresses import Site, last_site, site_with
from docgen.facts.texts.passages import published_texts
from docgen.markdown.fences import links
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.redirects.docs_host import base_path


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
    now = site_with(project, visible, project.visible_pins())
    later = last_site(project)
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


def _exists(project: Project, site: Site, page: str, target: str) -> bool:
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
