"""`--built`: the rules as generated files have them, with the sunsets of a rehearsal or of `--keep-until`."""

from collections.abc import Collection, Mapping
from pathlib import Path  # noqa: TID251 - the shell hands the folder to the reader

from docgen.cli.redirects.plan import deployed_files, desired_by_edge
from docgen.cli.streams import notice
from docgen.errors import UsageError
from docgen.load.deployed import rule_as_deployed
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.redirects.edges import deployed
from docgen.redirects.edges.files import host_of

_Titles = Mapping[str, deployed.Title]


def built_rules(project: Project, folder: Path, edge: str | None, hosts: Collection[str]) -> tuple[Redirect, ...]:
    """The rules of `hosts` as the generated files in a folder have them, and the removed rules of the project.

    UsageError (exit code 2) without a file for a host, and where the files of several edges differ.
    """
    wanted = desired_by_edge(project, edge)
    titles: dict[str, dict[str, _Titles]] = {host: {} for host in hosts}
    for file in deployed_files(folder, wanted):
        one = wanted[file.edge]
        of_host = titles.get(host_of(file.name, one.bases), {})
        redirecting = {id_: title for id_, title in deployed.read_deployed(file.text).titles.items() if title.to}
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
