"""The files of every configured edge."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from docgen.edges import EDGES
from docgen.edges.edge import Setup
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.model.redirect import Redirect

DIST: Final = "redirects/dist"
"""Where the files stand in the repository, one folder an edge."""
GENERATED: Final = "docgen-*"
"""What is generated in there: a file of such a name, or what stands in a folder of such a name."""


def edge_files(project: Project, names: Iterable[str] | None = None, notice: str = "") -> Files:
    """The rules and the docs host's mapping of the configured edges (or of `names`), under `<edge>/<file>`.

    Hosts come in the order of the configuration, so that the first one keeps the plain file names. `notice` is
    the first line of every file of rules.
    """
    redirects = ordered(project)
    docs_host = urlsplit(project.config.site_url).hostname or ""
    files: dict[str, str | bytes] = {}
    for name in project.config.edges if names is None else names:
        files |= EDGES[name].render(redirects, setup(project, name, notice))
        files |= EDGES[name].render_docs_host(docs_host)
    return files


def ordered(project: Project) -> list[Redirect]:
    """The rules of the project, hosts in the order of the configuration."""
    order = {host: index for index, host in enumerate(project.config.hosts)}
    return sorted(project.redirects, key=lambda redirect: order.get(redirect.host, len(order)))


def setup(project: Project, name: str, notice: str = "") -> Setup:
    """What the files of an edge depend on beside the rules, as the project configures it."""
    settings = project.config.edge.get(name)
    if settings is None:
        return Setup(now=project.epoch, notice=notice)
    return Setup(project.epoch, settings.folder, frozenset(settings.accept), notice, settings.matcher_tree)
