"""`docgen redirects remove`."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click

from docgen.author.remove import refuse_removal, removed
from docgen.cli.network import SECONDS, client
from docgen.cli.project import FindingsError, now_option, progress, read_complete
from docgen.cli.redirects.rules_by_id import rules_named
from docgen.cli.writing import write
from docgen.errors import UsageError
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.probe import Client, Origin, compare_upstream, parse_origin_argument


@click.command("remove")
@click.argument("id_", metavar="ID")
@click.option("--upstream", metavar="URL", help="The origin behind the edge: it must answer as the edge did.")
@click.option("--no-probe", is_flag=True, help="Do not probe: somebody checked by hand, as --note says.")
@click.option("--note", help="Who checked what; it is added to the `note` of the rule.")
@click.option(
    "--ca-file", type=click.Path(dir_okay=False), help="Also trust the certificate authorities in this file (PEM)."
)
@click.option(
    "--timeout", type=SECONDS, metavar="SECONDS", default=10.0, show_default=True, help="Seconds for a whole response."
)
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show the change.")
@now_option
@click.pass_obj
def command(
    root: str,
    id_: str,
    upstream: str | None,
    no_probe: bool,
    note: str | None,
    ca_file: str | None,
    timeout: float,
    show_diff: bool,
    now: str | None,
) -> None:
    """Take a rule off the edge after its sunset: it stays in its file, as `removed:` with the day.

    First the upstream is asked, past the edge. Where it answers otherwise than the edge, nothing is written.

    Example: docgen redirects remove docs-site --upstream https://origin.example.com
    """
    if bool(upstream) == no_probe:
        raise UsageError("expected --upstream URL, which is asked, or --no-probe with --note TEXT")
    if no_probe and not (note and note.strip()):
        raise UsageError("--no-probe skips the probe; expected --note TEXT, which says who checked what")
    project = read_complete(root, now)
    rules = rules_named(project.redirects, id_)
    refuse_removal(rules, project.epoch)
    if upstream:
        origin = _behind_the_edge(upstream, project.config.hosts)
        with client((), ca_file, timeout, retries=0, rate=10) as asking:
            _refuse_different(project, rules, asking, origin)
    write(removed(rules, project.now.date(), note), Path(root), only_check=False, show_diff=show_diff)
    click.echo("next: docgen redirects build, and deploy; until then the edge answers as before", err=True)


def _behind_the_edge(upstream: str, hosts: tuple[str, ...]) -> Origin:
    """The origin that is named; UsageError (exit code 2) for that of the edge itself, too."""
    origin = parse_origin_argument(upstream, {})
    if origin.host in hosts:
        raise UsageError(f"{origin.host} is where clients meet the edge; expected the origin behind it")
    return origin


def _refuse_different(project: Project, rules: tuple[Redirect, ...], asking: Client, upstream: Origin) -> None:
    """Stop with exit code 1 where the upstream answers otherwise than the edge, with both answers printed."""
    different = 0
    for rule in rules:
        progress(f"asking {upstream.url} for {rule.host}")
        for seen in compare_upstream(asking, upstream, rule, project.epoch, project.config.code_field):
            told = f"as the edge: {seen.actual}" if seen.matches else f"expected {seen.expected}; got {seen.actual}"
            click.echo(f"GET {seen.url} (Host: {rule.host}): {told}")
            different += not seen.matches
    if different:
        raise FindingsError("the upstream does not answer as the edge does; the rule stays, and nothing was written")
