"""`docgen redirects verify`."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands the folder to the reader

import click

from docgen.cli.edges import Scope, parse_edges, verify_edge
from docgen.cli.network import FORMATS, live_options, make_client
from docgen.cli.project import read_complete, report
from docgen.cli.redirects.plan import deployed_files, desired_by_edge
from docgen.cli.redirects.rules_by_id import find_rules
from docgen.cli.reports import Reports, report_options
from docgen.cli.streams import notice
from docgen.errors import UsageError
from docgen.load.deployed import rule_as_deployed
from docgen.model.project import Project
from docgen.model.redirect import Redirect, Rule
from docgen.redirects.edges import EDGES, deployed
from docgen.redirects.edges.files import host_of

_Titles = Mapping[str, deployed.Title]


@click.command("verify")
@live_options
@report_options(FORMATS)
@click.option("--rule", "only", metavar="ID", help="Only this rule.")
@click.option(
    "--built",
    metavar="DIR",
    help="Expect the rules and sunsets of the files that `redirects build --output DIR` wrote, with --rehearse or "
    "--keep-until.",
)
@click.option("--edge", type=click.Choice(list(EDGES)), help="With --built: only the files of this edge.")
@click.pass_obj
def command(
    root: str,
    origins: tuple[str, ...],
    resolve: tuple[str, ...],
    ca_file: str | None,
    timeout: float,
    retries: int,
    rate: float,
    unsafe_methods: bool,
    skip_targets: bool,
    reports: Reports,
    only: str | None,
    built: str | None,
    edge: str | None,
) -> None:
    """Check a deployed edge against the rules: what differs from the promised answers, and the cause.

    \b
    Example: docgen redirects verify --origin https://api.example.com --resolve api.example.com:443:192.0.2.7
    Exit codes: 0 every answer is as promised; 1 findings; 3 the project cannot be read; 5 the edge does not respond
    """  # noqa: D301 - \b is click's
    if not origins:
        raise UsageError("expected --origin URL, for example --origin https://api.example.com")
    if built == "" or (edge is not None and built is None):
        raise UsageError("expected --built DIR, the folder of `docgen redirects build --output DIR`")
    project = read_complete(root, None)
    redirects = project.redirects
    with make_client(resolve, ca_file, timeout, retries, rate) as client:
        probed = parse_edges(origins, client, {rule.host for rule in project.rules})
        if built is not None:
            hosts = dict.fromkeys(one.host for one in probed)
            redirects = built_rules(project, Path(root, built), edge, hosts)
        if only is not None:
            _refuse_elsewhere(find_rules((*redirects, *project.header_rules), only), {one.host for one in probed})
        scope = Scope(unsafe_methods, only, skip_targets)
        by_edge = [verify_edge(client, one, redirects, project.header_rules, scope) for one in probed]
        done = [found for of_edge in by_edge for found in of_edge.values()]
    findings = sorted({found for about in done for found in about})
    report(findings, root, reports)
    if findings:
        raise SystemExit(1)


def _refuse_elsewhere(rules: Sequence[Rule], probed: Collection[str]) -> None:
    """UsageError (exit code 2) for a rule that is on none of the hosts, which would pass without a request."""
    hosts = [rule.host for rule in rules]
    if not set(hosts) & set(probed):
        raise UsageError(f"`{rules[0].id}` is on {' and '.join(hosts)}; expected --origin with that host")


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
