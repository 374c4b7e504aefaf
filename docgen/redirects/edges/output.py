"""The files of every configured edge."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import msgspec

from docgen.model.config import EdgeConfig
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.model.redirect import Rule, Rules
from docgen.redirects.docs_host import docs_host
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.features import ACCEPTABLE_FEATURES
from docgen.redirects.edges.files import Setup, base_names

DIST: Final = "redirects/dist"
"""The folder of the files in the repository, with one folder an edge."""
GENERATED: Final = "docgen-*"
"""The generated files in there: those of such a name, and all in a folder of such a name."""


class Desired(NamedTuple):
    """The state that a project wants on an edge: its rules, those without a target last, and the setup of its files."""

    edge: str
    rules: Sequence[Rule]
    setup: Setup

    @classmethod
    def of(cls, project: Project, edge: str, notice: str = "") -> "Desired":
        """What a project wants on one of its edges; its rules are in the order in which the configuration lists hosts.

        The first configured host has the plain file names even without rules, so that a file name never moves from one
        host to another. `notice` is the first line of every file.
        """
        config = project.config
        order = {host: index for index, host in enumerate(config.hosts)}
        mine = (rule for rule in project.rules if config.serves(edge, rule.host))
        redirects, header_rules = Rules.of(sorted(mine, key=lambda rule: order.get(rule.host, len(order))))
        setup = Setup(
            now=project.epoch,
            folder=config.edge.get(edge, EdgeConfig()).folder,
            accepted=project.accepted.missing_features(edge) & ACCEPTABLE_FEATURES,
            notice=notice,
            first_host=next(iter(config.hosts), ""),
            own_headers=tuple(filter(None, [config.deprecated_header])),
            carriers=project.version_headers,
        )
        return cls(edge, (*redirects, *header_rules), setup)

    @property
    def bases(self) -> dict[str, str]:
        """The base name of each host's files."""
        return base_names(self.rules, self.setup)

    def render(self, rules: Sequence[Rule], now: int) -> Files:
        """The files of some rules at a time, without those of the documentation's host."""
        return EDGES[self.edge].render(rules, msgspec.structs.replace(self.setup, now=now))

    def missing_features(self, rule: Rule) -> frozenset[str]:
        """The features that a rule requires, the edge lacks and the project has not accepted to do without."""
        return EDGES[self.edge].missing_features(rule, self.setup)


def edge_files(project: Project, names: Iterable[str] | None = None, notice: str = "") -> Files:
    """The files of the rules and of the docs host for the configured edges (or for `names`), as `<edge>/<file>`.

    `notice` is the first line of every file of rules.
    """
    docs = docs_host(project.config)
    files: dict[str, str | bytes] = {}
    if names is None:
        names = project.config.edges
    for name in names:
        desired = Desired.of(project, name, notice)
        files |= desired.render(desired.rules, project.epoch)
        if docs and project.config.serves(name, docs.host):
            files |= EDGES[name].render_docs_host(docs)
    return files
