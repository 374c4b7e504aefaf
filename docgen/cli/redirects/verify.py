"""`docgen redirects verify`."""

from collections.abc import Collection, Mapping
from pathlib import Path  # noqa: TID251 - the shell hands the folder to the reader

import click
import msgspec

from docgen.cli.live_checks import edges_of, verify_edge
from docgen.cli.network import FORMATS, Live, live_options
from docgen.cli.redirects.plan import deployed_files, desired_by_edge, edge_option
from docgen.cli.run import Reports, Run, find_rules, notice, report_options
from docgen.errors import UsageError
from docgen.load.deployed import rule_as_deployed
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.redirects.edges.files import Title, host_of, read_deployed

_Titles = dict[str, Title]


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
@edge_option("With --built: only the files of this edge.")
@click.pass_obj
def command(run: Run, live: Live, reports: Reports, only: str | None, built: str | None, edge: str | None) -> None:
    """Check a deployed edge against the rules: what differs from the promised answers, and the cause.

    \b
    Example: docgen redirects verify --origin https://api.example.com --resolve api.example.com:443:192.0.2.7
    Exit codes: 0 every answer is as promised; 1 findings; 3 the project cannot be read; 5 the edge does not respond
    """  # noqa: D301 - \b is click's
    if not live.origins:
        raise UsageError("expected --origin URL, for example --origin https://api.example.com")
    if built == "" or (edge is not None and built is None):
        raise UsageError("expected --built DIR, the folder of `docgen redirects build --output DIR`")
    project = run.project()
    findings = set[Finding]()
    with live.client() as client:
        origins = edges_of(live.origins, client, {rule.host for rule in project.rules})
        hosts = dict.fromkeys(origin.host for origin in origins)
        if built is not None:
            project = _as_built(project, run.folder / built, edge, hosts)
        if only is not None:
            elsewhere = [rule.host for rule in find_rules(project.rules, only)]
            if hosts.keys().isdisjoint(elsewhere):  # it would pass without a request
                raise UsageError(f"`{only}` is on {' and '.join(elsewhere)}; expected --origin with that host")
        for origin in origins:
            findings.update(*verify_edge(client, origin, project, live, only).values())
    run.report(sorted(findings), reports)
    if findings:
        raise SystemExit(1)


def _as_built(project: Project, folder: Path, edge: str | None, hosts: Collection[str]) -> Project:
    """The project with the redirects of `hosts` as the generated files in a folder have them, and its removed ones.

    UsageError (exit code 2) without a file for a host, and where the files of several edges differ.
    """
    wanted = desired_by_edge(project, edge)
    titles: dict[str, dict[str, _Titles]] = {host: {} for host in hosts}
    for name, file in deployed_files(folder, wanted).items():
        host = host_of(name, wanted[file.edge].bases)
        if host in titles:
            of_edge = titles[host].setdefault(file.edge, {})
            of_edge |= {id_: title for id_, title in read_deployed(file.text).titles.items() if title.to}
    redirects: list[Redirect] = []
    for host, by_edge in titles.items():
        redirects += _redirects_of(project, folder, host, by_edge)
    return msgspec.structs.replace(project, redirects=tuple(redirects))


def _redirects_of(project: Project, folder: Path, host: str, by_edge: Mapping[str, _Titles]) -> list[Redirect]:
    if not by_edge:
        raise UsageError(
            f"{folder}: no generated file for {host}; expected the folder of `docgen redirects build --output`"
        )
    titles = next(iter(by_edge.values()))
    if any(other != titles for other in by_edge.values()):
        raise UsageError(f"{folder}: the rules of {' and '.join(by_edge)} for {host} differ; name the edge with --edge")
    known = {rule.id: rule for rule in project.redirects_at(host)}
    unbuilt = [rule for id_, rule in known.items() if id_ not in titles]
    if missing := ", ".join(rule.id for rule in unbuilt if rule.is_served):
        notice(f"not in {folder}, so not checked: {missing}", err=True)
    # in the order of the project: the first rule that matches decides
    ids = dict.fromkeys(id_ for id_ in (*known, *titles) if id_ in titles)
    built = [rule_as_deployed(project, host, titles[id_]) for id_ in ids]
    return [
        *(rule for rule in built if isinstance(rule, Redirect)),
        *(rule for rule in unbuilt if not rule.is_served),
    ]
