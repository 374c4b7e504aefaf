"""`--built`: the rules as generated files have them, with the sunsets of a rehearsal or of `--keep-until`."""

from collections.abc import Collection, Mapping
from pathlib import Path  # noqa: TID251 - the shell hands the folder to the reader

from docgen.cli.redirects.plan import first_host_names, wanted_edges
from docgen.cli.streams import notice
from docgen.errors import UsageError
from docgen.load.deployed import read_deployed, rule_as_deployed
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.redirects.edges import deployed
from docgen.redirects.edges.files import base_names, host_of

_Titles = Mapping[str, deployed.Title]


def built_rules(project: Project, folder: Path, edge: str | None, hosts: Collection[str]) -> tuple[Redirect, ...]:
    """The rules of `hosts` as the generated files in a folder have them, and the removed rules of the project.

    UsageError (exit code 2) without a file for a host, and where the files of several edges differ.
    """
    wanted = wanted_edges(project, edge)
    titles: dict[str, dict[str, _Titles]] = {host: {} for host in hosts}
    for file in read_deployed(folder, {name: first_host_names(one) for name, one in wanted.items()}):
        edge_state = wanted[file.edge]
        of_host = titles.get(host_of(file.name, base_names(edge_state.redirects, edge_state.setup)), {})
        redirecting = {id_: one for id_, one in deployed.read_deployed(file.text).titles.items() if one.to is not None}
        of_host[file.edge] = {**of_host.get(file.edge, {}), **redirecting}
    return tuple(rule for host in hosts for rule in _rules_of_host(project, folder, host, titles[host]))


def _rules_of_host(project: Project, folder: Path, host: str, edges: Mapping[str, _Titles]) -> list[Redirect]:
    if not edges:
        raise UsageError(
            f"{folder}: no generated file for {host}; expected the folder of `docgen redirects build --output`"
        )
    titles = next(iter(edges.values()))
    if any(other != titles for other in edges.values()):
        raise UsageError(f"{folder}: the rules of {' and '.join(edges)} for {host} differ; name the edge with --edge")
    known = {rule.id: rule for rule in project.redirects if rule.host == host}
    if missing := [id_ for id_, rule in known.items() if rule.is_served and id_ not in titles]:
        notice(f"not in {folder}, so not checked: {', '.join(missing)}", err=True)
    # in the order of the project: the first rule that matches decides
    ids = [*(id_ for id_ in known if id_ in titles), *(id_ for id_ in titles if id_ not in known)]
    removed = [rule for rule in known.values() if not rule.is_served and rule.id not in titles]
    found = [rule_as_deployed(project, host, titles[id_]) for id_ in ids]
    return [*(rule for rule in found if isinstance(rule, Redirect)), *removed]
