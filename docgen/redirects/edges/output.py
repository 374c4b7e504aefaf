"""The files of every configured edge."""

from collections.abc import Iterable
from typing import Final

from docgen.model.config import EdgeConfig
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.redirects.docs_host import docs_host
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.edge import Setup
from docgen.redirects.edges.features import ACCEPTABLE_FEATURES

DIST: Final = "redirects/dist"
"""The folder of the files in the repository, with one folder an edge."""
GENERATED: Final = "docgen-*"
"""The generated files in there: those of such a name, and all in a folder of such a name."""


def edge_files(project: Project, names: Iterable[str] | None = None, notice: str = "") -> Files:
    """The files of the rules and of the docs host for the configured edges (or for `names`), as `<edge>/<file>`.

    The first configured host has the plain file names even without rules, so that a file name never moves from one host
    to another. `notice` is the first line of every file of rules.
    """
    docs = docs_host(project.config)
    files: dict[str, str | bytes] = {}
    if names is None:
        names = project.config.edges
    for name in names:
        mine = for_edge(project, name)
        files |= EDGES[name].render(mine.redirects, edge_setup(mine, name, notice))
        if docs and project.config.serves(name, docs.host):
            files |= EDGES[name].render_docs_host(docs)
    return files


def for_edge(project: Project, name: str) -> Project:
    """The project with the rules that an edge gets, sorted by host as the configuration lists them."""
    order = {host: index for index, host in enumerate(project.config.hosts)}
    mine = (rule for rule in project.rules if project.config.serves(name, rule.host))
    return project.with_rules(sorted(mine, key=lambda rule: order.get(rule.host, len(order))))


def edge_setup(project: Project, name: str, notice: str = "") -> Setup:
    """What the files of an edge depend on besides the rules, as the project configures it."""
    config = project.config
    versions = filter(None, (pin.text.versioning for pin in project.pins))
    return Setup(
        now=project.epoch,
        folder=config.edge.get(name, EdgeConfig()).folder,
        accepted=project.accepted.missing_features(name) & ACCEPTABLE_FEATURES,
        notice=notice,
        first_host=next(iter(config.hosts), ""),
        header_rules=project.header_rules,
        own_headers=tuple(filter(None, [config.deprecated_header])),
        carriers=tuple(version.name for version in versions if version.carrier == "header"),
    )
