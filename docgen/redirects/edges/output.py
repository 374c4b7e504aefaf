"""The files of every configured edge."""

from collections.abc import Iterable
from typing import Final

from docgen.model.files import Files
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import docs_host
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.edge import ACCEPTABLE, Setup

DIST: Final = "redirects/dist"
"""Where the files stand in the repository, one folder an edge."""
GENERATED: Final = "docgen-*"
"""What is generated in there: a file of such a name, or what stands in a folder of such a name."""


def edge_files(project: Project, names: Iterable[str] | None = None, notice: str = "") -> Files:
    """The rules and the docs host's mapping of the configured edges (or of `names`), under `<edge>/<file>`.

    Hosts come in the order of the configuration, whose first one has the plain file names, with or without rules: no
    file name ever moves from one host to another. `notice` is the first line of every file of rules.
    """
    redirects = ordered(project)
    docs = docs_host(project.config)
    files: dict[str, str | bytes] = {}
    for name in project.config.edges if names is None else names:
        files |= EDGES[name].render(redirects, setup(project, name, notice))
        files |= EDGES[name].render_docs_host(docs) if docs else {}
    return files


def ordered(project: Project) -> list[Redirect]:
    """The rules of the project, hosts in the order of the configuration."""
    order = {host: index for index, host in enumerate(project.config.hosts)}
    return sorted(project.redirects, key=lambda redirect: order.get(redirect.host, len(order)))


def setup(project: Project, name: str, notice: str = "") -> Setup:
    """What the files of an edge depend on beside the rules, as the project configures it."""
    options, first = project.config.edge.get(name, {}), next(iter(project.config.hosts), "")
    accepted = project.accepted.missing_features(name) & ACCEPTABLE
    return Setup(project.epoch, options.get("folder"), accepted, notice, first, options)
