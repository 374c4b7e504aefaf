"""The files of every configured edge."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from docgen.edges import EDGES
from docgen.model.files import Files
from docgen.model.project import Project


def edge_files(project: Project, names: Iterable[str] | None = None) -> Files:
    """The rules and the docs host's mapping of the configured edges (or of `names`), under `<edge>/<file>`.

    Hosts come in the order of the configuration, so that the first one keeps the plain file names.
    """
    order = {host: index for index, host in enumerate(project.config.hosts)}
    redirects = sorted(project.redirects, key=lambda redirect: order.get(redirect.host, len(order)))
    docs_host = urlsplit(project.config.site_url).hostname or ""
    files: dict[str, str | bytes] = {}
    for name in project.config.edges if names is None else names:
        settings = project.config.edge.get(name)
        files |= EDGES[name].render(redirects, project.epoch, settings.folder if settings else None)
        files |= EDGES[name].render_docs_host(docs_host)
    return files
